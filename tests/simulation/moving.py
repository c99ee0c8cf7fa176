"""The cash office moves what a payment of a closed drawer paid: one asks, another agrees."""

from collections import Counter
from typing import Any

from cashier.domain.errors import Refused
from cashier.domain.people import Role, Staff
from cashier.ledger.moving_closed import agree_to_move, ask_move, tell_payment
from cashier.wire_deeds import Deed
from tests.simulation.books import Done
from tests.simulation.center import LEAD, Center
from tests.simulation.hands import Moved, Told
from tests.simulation.office import KEEPER
from tests.simulation.roll import CENTER
from tests.simulation.world import World

HELEN = Staff(user=LEAD, name=LEAD.title(), role=Role.LEAD)


class OfficeMoves:
    """Of any payment whose drawer is closed, to any bill on which enough is open."""

    def __init__(self, center: Center, world: World) -> None:
        self._center = center
        self._world = world
        self._moved: list[tuple[Done, Moved]] = []

    def that_stand(self) -> list[Moved]:
        """Without those that a ledger lost and that could not be done again."""
        return [moved for done, moved in self._moved if any(done is each for each in self._center.office.done)]

    def move(self, told: Told) -> None:
        """A member brings a receipt of another day: the wrong bill was paid."""
        world, center = self._world, self._center
        bill = world.chance.choice(center.bills)
        try:
            with center.engine.connect() as connection:
                pays = tell_payment(connection, told.receipt, KEEPER, CENTER).sources
                open_there = center.open_medical(connection, [bill.number])
        except Refused as refused:
            world.note("office", f"not moved: {refused.sentence}")
            return
        sources = [each for each in pays if each.code.startswith("S-")]
        if told.is_premium or not open_there or not sources:
            return
        source = world.chance.choice(sources)
        ((_, open_cents),) = open_there
        cents = world.chance.randint(1, min(source.cents, open_cents))
        ask = Deed(
            line_id=world.new_id(),
            staff=KEEPER.user,
            what="move_closed",
            receipt=told.receipt,
            source=source.code,
            to=bill.number,
            cents=cents,
            reason="wrong_member",
        )
        agree = Deed(line_id=world.new_id(), staff=LEAD, what="approve", about=f"move.{ask.line_id}")
        moved = Moved(payment_id=told.payment_id, left=center.owner_of(source.code), to=bill.guarantor, cents=cents)
        owed = Counter({moved.left: cents})
        owed[moved.to] -= cents

        def act() -> None:
            for deed in (ask, ask, agree, agree):  # Each comes again: it is one act.
                with center.engine.begin() as connection:
                    how: dict[str, Any] = {"clock": world.clock, "new_id": world.new_id}
                    if deed is ask:
                        ask_move(connection, deed, KEEPER, CENTER, **how)
                    else:
                        agree_to_move(connection, deed, HELEN, CENTER, **how)

        try:
            self._moved.append((center.office.do(act, {}, owed), moved))
        except Refused as refused:
            world.note("office", f"not moved: {refused.sentence}")
            return
        center.tell()
        world.count("office_moves")
        world.note("office", f"{told.receipt}: {cents} cents of {source.code} pay {bill.number}")
