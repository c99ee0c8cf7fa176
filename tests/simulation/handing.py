"""Cash between two cashiers of a center: given, accepted or not, and taken back, never without the ledger's word.

What comes is counted blind, now and then wrongly; what nobody takes goes back to its giver before the drawer closes.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from cashier.domain.errors import LedgerAway, LedgerRefuses
from cashier.domain.hand_over import GIVE_ACT, AcceptTransfer, GiveCash
from cashier.domain.handing import Handed
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.tries import WITNESS_RIGHT
from cashier.sync.handed import LedgerTransfers
from cashier.usecases.hand_over import (
    accept,
    coming,
    give_cash,
    given_here,
    needs_witness,
    recall,
    reject,
    settle,
)
from cashier.usecases.sign_in import InPerson
from tests.simulation.acts import DrawerActs
from tests.simulation.center import LEAD, PASSPHRASE
from tests.simulation.desk import SimDesk
from tests.simulation.hands import Hands, notes
from tests.simulation.serving import Serving

LEAST, MOST = 2_000, 10_000
TAKEN_BACK_AFTER = 10  # Looks at a close that waits.


class Handing:
    """One cashier's side of it. ``table``: what lies between the cashiers of the center, by its transfer's id."""

    def __init__(self, at: SimDesk, hands: Hands, serving: Serving, acts: DrawerActs, table: set[UUID]) -> None:
        self._at = at
        self._hands = hands
        self._serving = serving
        self._acts = acts
        self._elsewhere = LedgerTransfers(at.line)
        self._table = table
        self._wrong = Counter[UUID]()  # Counts that differ from what was given.
        self.comes: tuple[Handed, ...] = ()

    def give(self, to: str) -> None:
        """Some twenties for a colleague."""
        at, hands, world = self._at, self._hands, self._at.world
        cents = world.chance.randint(LEAST, MOST) // 2_000 * 2_000
        if cents > hands.cash - hands.premium:
            return
        witness = self._witness(cents) if needs_witness(at.desk) else None
        wish = GiveCash(line_id=at.desk.new_id(), count=notes(cents), note="change", witness=witness)

        def then(_: Line) -> None:
            hands.give(cents)
            self._table.add(wish.line_id)
            self._count("given", f"{cents} cents are on their way to {to}")

        self._acts.do(wish.line_id, then, lambda: give_cash(wish, to, at.desk, self._serving.staff))

    def look(self) -> Iterator[float]:
        """What comes is taken or not; what was not taken comes back. While the ledger is away all of it waits."""
        at, staff = self._at, self._serving.staff
        try:
            rejected = settle(at.desk, self._elsewhere)
            self.comes = coming(at.desk, self._elsewhere, staff)
            at.committed()
            for handed in self.comes:
                yield at.world.between(5, 40)
                self._take(handed)
            for handed in given_here(at.desk):
                if handed.transfer_id in rejected:
                    self._take_back(handed)
            self.comes = coming(at.desk, self._elsewhere, staff)
        except (LedgerAway, LedgerRefuses) as away:
            at.world.note(at.name, f"cash between cashiers waits: {away.sentence}")

    def take_all_back(self) -> None:
        """Before a close: nobody took it."""
        try:
            for handed in given_here(self._at.desk):
                self._take_back(handed)
        except (LedgerAway, LedgerRefuses):
            return

    def _take(self, handed: Handed) -> None:
        if handed.transfer_id not in self._table:
            return  # A ledger that was put back says that it comes, and there is nothing to count.
        at, staff, world = self._at, self._serving.staff, self._at.world
        cents = handed.cash.cents

        def taken(line: Line) -> None:
            if line.kind is LineKind.TRANSFER_REJECTED:
                self._count("rejected", f"{handed.cash} is not taken")
                return
            self._hands.receive(cents)
            self._table.remove(handed.transfer_id)
            self._count("accepted", f"{cents} cents are taken into the drawer")

        if world.likely(0.15) or self._wrong[handed.transfer_id] > 1:  # Two counts that differ: it is not taken.
            line_id = at.desk.new_id()
            self._acts.do(
                line_id, taken, lambda: reject(line_id, handed, "enough here", at.desk, self._elsewhere, staff)
            )
            return
        wrong = (2_000,) if world.likely(0.1) else ()
        self._wrong[handed.transfer_id] += len(wrong)
        for off in (*wrong, 0):
            wish = AcceptTransfer(line_id=at.desk.new_id(), count=notes(cents + off))
            self._acts.do(wish.line_id, taken, partial(accept, wish, handed, at.desk, self._elsewhere, staff))

    def _take_back(self, handed: Handed) -> None:
        cents, line_id = handed.cash.cents, self._at.desk.new_id()

        def then(_: Line) -> None:
            self._hands.receive(cents)
            self._table.remove(handed.transfer_id)
            self._count("taken_back", f"{cents} cents are back")

        self._acts.do(
            line_id, then, lambda: recall(line_id, handed, self._at.desk, self._elsewhere, self._serving.staff)
        )

    def _witness(self, cents: int) -> Approval:
        return InPerson(self._at.desk).approve(LEAD, PASSPHRASE, act=GIVE_ACT, amount=Money(cents), right=WITNESS_RIGHT)

    def _count(self, what: str, words: str) -> None:
        self._at.world.count(what)
        self._at.world.note(self._at.name, words)
