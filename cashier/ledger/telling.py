"""Somebody of the office told a member of a correction: a line of the ledger's own journal, which says how."""

from sqlalchemy import Connection, text

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, do
from cashier.ledger.letters import PREFIX, letter_of
from cashier.ledger.office import CloseNote, Done

_TOLD_IN = text("UPDATE letters SET told_in = :told_in WHERE letter = :letter AND told_in IS NULL")


def tell_member(
    connection: Connection, letter: int, wish: CloseNote, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> Done:
    """The member was told; ``wish`` says how. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "say that members were told")
    how = safe_text(wish.note, "How the member was told", most=500)
    if not how:
        raise Refused("Say how the member was told.")
    row = letter_of(connection, letter, center, clock())

    def decide() -> tuple[()]:
        if letter_of(connection, letter, center, clock()).told_in is not None:
            raise Refused("The member was told of that before. Look at the list again.")
        return ()

    act = Act(
        line_id=wish.line_id,
        kind=LineKind.NOTE_CLOSED,
        subject=f"{PREFIX}{row.letter}",
        staff=caller.user,
        facts={"note": how},
    )
    sequence = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    connection.execute(_TOLD_IN, {"told_in": sequence, "letter": letter})
    return Done(sequence=sequence)
