"""The cash office in a simulation: bags come into the safe, and two people release what was held."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text

from cashier.domain.people import Role, Staff
from cashier.ledger.card_tasks import close_card, take_card
from cashier.ledger.held import held_rows, release
from cashier.ledger.office import CloseNote, ReleaseHeld
from cashier.ledger.safe import accept_bag
from tests.simulation.world import Broken, World

if TYPE_CHECKING:
    from tests.simulation.center import Center

_CARDS = text("SELECT desk, attempt, service, state FROM open_cards ORDER BY desk, attempt")

KEEPER, SECOND = (Staff(user=user, name=user.title(), role=Role.CASH_OFFICE) for user in ("priya", "carlos"))


def take_in(engine: Engine, bag: str, center: str, cents: int, world: World) -> None:
    """A bag comes into the safe, with what hands put into it. Raises Broken."""
    with engine.begin() as connection:
        said = accept_bag(connection, bag, world.new_id(), KEEPER, center, clock=world.clock, new_id=world.new_id)
    if said.cash_cents + said.checks_cents != cents:
        raise Broken(f"Bag {bag} was filled with {cents} cents, and the ledger says {said}.")
    world.note("office", f"bag {bag} is in the safe")


def end_cards(center: "Center", world: World, gone: set[str]) -> list[tuple[str, str]]:
    """Look after cards: one takes each, another says what was found. Those of which nobody knows are asked about at
    the desk, where it is not ``gone``.

    Returns the desk and the number at its terminal of those that were not known.
    """
    how: dict[str, Any] = {"clock": world.clock, "new_id": world.new_id}
    with center.engine.connect() as connection:
        waits = [row for row in connection.execute(_CARDS).all() if row.state == "differs" or row.desk in gone]
    for row in waits:
        task = f"card.{row.desk}.{row.attempt}"
        note = CloseNote(line_id=world.new_id(), note="The card's bank was asked, and gave back what it had.")
        with center.engine.begin() as connection:
            take_card(connection, task, world.new_id(), KEEPER, **how)
        with center.engine.begin() as connection:
            close_card(connection, task, note, SECOND, **how)
    return [(row.desk, row.service) for row in waits if row.state != "differs"]


def release_held(engine: Engine, world: World, *, bills_missing: bool = False) -> None:
    """What was held since the ledger did not know its bill goes there. Raises Broken for what has no way out.

    ``bills_missing``: some of the office's own, fees of returned checks say, are still to be made; theirs wait.
    """
    with engine.connect() as connection:
        rows = held_rows(connection, world.clock())
    for row in sorted(rows, key=lambda held: held.task):
        if bills_missing and not row.is_known_now:
            continue
        if not row.statement_number and not row.guarantor_number:
            raise Broken(f"{row.task} is held, {row.why}, and says nothing of where it may go.")
        wish = ReleaseHeld(
            line_id=world.new_id(),
            statement_number=row.statement_number,
            guarantor_number="" if row.statement_number else row.guarantor_number,
            reason="known again",
        )
        with engine.begin() as connection:
            release(connection, row.task, wish, KEEPER, second=SECOND, clock=world.clock, new_id=world.new_id)
        world.note("office", f"{row.task}, {row.why}, is released")
        world.count("held_released")
