"""A ledger that says of the center what a test wants it to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from cashier.domain.asks import Ask, AskAnswer, AskState
from cashier.domain.closed_move import ClosedPayment
from cashier.domain.desk_messages import DeskMessage
from cashier.domain.errors import LedgerAway, LedgerRefuses
from cashier.domain.money import Money
from cashier.domain.office import BagInSafe, Office, OverShort
from cashier.domain.office_tasks import Wish
from cashier.domain.people import Staff


@dataclass(slots=True)
class CenterOffice:
    """What the ledger says of the center, and to whom; ``trouble`` is what it says instead."""

    known: Office = field(default_factory=lambda: Office(as_of=datetime(2026, 11, 21, 18, 42, tzinfo=UTC), drawers=()))
    trouble: str = ""
    asked: list[str] = field(default_factory=list)
    bags: dict[str, UUID] = field(default_factory=dict)
    told: dict[str, Office] = field(default_factory=dict)
    done: list[Wish] = field(default_factory=list)
    says: str = "It is done with."
    facts: tuple[tuple[str, str], ...] = ()
    closed: ClosedPayment | None = None
    refuses: LedgerRefuses | None = None
    over_short: OverShort = field(default_factory=OverShort)

    def look(self, staff: Staff, business_date: date, cash_most: Money) -> Office:
        self.asked.append(staff.user)
        if self.trouble:
            raise LedgerAway(self.trouble)
        self.told[staff.user] = self.known
        return self.known

    def last(self, staff: Staff) -> Office | None:
        return self.told.get(staff.user)

    def accept_bag(self, line_id: UUID, number: str, staff: Staff) -> BagInSafe:
        if self.trouble:
            raise LedgerAway(self.trouble)
        if number in self.bags:
            raise LedgerRefuses(f"Bag {number} is in the safe.")
        self.bags[number] = line_id
        return BagInSafe(number=number, line="medical", cash=Money(6000), checks=Money(2500))

    def do(self, wish: Wish, staff: Staff) -> str:
        """Another act under the id of one that is done is none."""
        if self.trouble:
            raise LedgerAway(self.trouble)
        if self.refuses is not None:
            raise self.refuses
        if wish.line_id not in [known.line_id for known in self.done]:
            self.done.append(wish)
        return self.says

    def trend(self, staff: Staff, today: date, days: int) -> OverShort:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.over_short

    def closed_payment(self, receipt: str, staff: Staff) -> ClosedPayment:
        if self.trouble:
            raise LedgerAway(self.trouble)
        if self.closed is None or self.closed.receipt != receipt:
            raise LedgerRefuses(f"The ledger has no receipt {receipt}.")
        return self.closed

    def task(self, about: str, staff: Staff) -> tuple[tuple[str, str], ...]:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.facts


@dataclass(slots=True)
class LeadsAfar:
    """A queue where leads answer what a test wants them to; ``trouble`` is what is said instead."""

    answer: AskAnswer = field(default_factory=lambda: AskAnswer(state=AskState.WAITS))
    trouble: str = ""
    asked: list[Ask] = field(default_factory=list)
    looks: int = 0

    def ask(self, ask: Ask, staff: Staff) -> AskAnswer:
        if self.trouble:
            raise LedgerAway(self.trouble)
        if ask not in self.asked:
            self.asked.append(ask)
        return self.answer

    def look(self, ask: Ask) -> AskAnswer:
        self.looks += 1
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.answer


@dataclass(slots=True)
class SaidToDesks:
    """Both the ledger that says something to this desk and where it is kept; ``trouble`` is what it says instead."""

    said: tuple[DeskMessage, ...] = ()
    trouble: str = ""
    kept: tuple[DeskMessage, ...] = ()
    read: set[tuple[UUID, str]] = field(default_factory=set)

    def heard(self) -> tuple[DeskMessage, ...]:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.said

    def messages(self) -> tuple[DeskMessage, ...]:
        return self.kept

    def put(self, messages: Sequence[DeskMessage]) -> None:
        self.kept = tuple(messages)

    def read_by(self, user: str) -> frozenset[UUID]:
        return frozenset(message for message, reader in self.read if reader == user)

    def note_read(self, message_id: UUID, user: str) -> None:
        self.read.add((message_id, user))


@dataclass(frozen=True, slots=True)
class SayingLedger:
    """The ledger's side of it."""

    shelf: SaidToDesks

    def messages(self) -> tuple[DeskMessage, ...]:
        return self.shelf.heard()
