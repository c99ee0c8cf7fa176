"""A ledger's safe in memory: what the window asked of it, and what it says."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Book, BookLine
from cashier.domain.deposit import Deposit
from cashier.domain.errors import LedgerAway, LedgerRefuses
from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.safe import BagSeen, BagsNamed, CountDone, DepositCorrection, DepositDone, HandOver, Safe, TwoBags

MEDICAL = Book("ncal", BookLine.MEDICAL)


@dataclass(slots=True)
class SafeRoom:
    """``told`` are the acts that came, ``signed`` who signed them; ``trouble`` and ``refuses`` are said instead."""

    known: Safe = field(default_factory=lambda: Safe(as_of=datetime(2026, 11, 21, 18, 42, tzinfo=UTC)))
    bags: dict[str, BagSeen] = field(default_factory=dict)
    told: list[Any] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    handed: list[tuple[str, bool]] = field(default_factory=list)
    counts: list[CountDone] = field(default_factory=list)
    trouble: str = ""
    refuses: str = ""

    def look(self, staff: Staff, day: date) -> Safe:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.known

    def bag(self, staff: Staff, number: str) -> BagSeen:
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.bags.get(number, BagSeen(number=number, next_step="accept"))

    def prepare(self, wish: Any, staff: Staff) -> DepositDone:
        return self._done(wish, staff)

    def review(self, wish: Any, staff: Staff) -> DepositDone:
        return self._done(wish, staff, seal=wish.seal)

    def give(self, wish: HandOver, staff: Staff) -> DepositDone:
        return self._done(wish, staff, seal=wish.number)

    def arrive(self, wish: HandOver, staff: Staff) -> DepositDone:
        return self._done(wish, staff, seal=wish.number)

    def correct(self, wish: DepositCorrection, staff: Staff, second: Staff) -> DepositDone:
        self.signed.append(second.user)
        return self._done(wish, staff, seal=wish.number)

    def count(self, wish: Any, staff: Staff, second: Staff) -> CountDone:
        return self._counted(wish, staff, second)

    def recount(self, wish: Any, staff: Staff, second: Staff) -> CountDone:
        return self._counted(wish, staff, second)

    def name(self, wish: TwoBags, staff: Staff, second: Staff) -> BagsNamed:
        self._take(wish, f"{staff.user} {second.user}")
        names = tuple((desk, f"{wish.number}-{desk}") for desk in ("OAK3", "OAK4"))
        return BagsNamed(number=wish.number, names=names)

    def change(self, wish: Any, staff: Staff, second: Staff) -> CountDone:
        return self._counted(wish, staff, second)

    def slip(self, deposit: UUID, reason: str, staff: Staff) -> Deposit:
        return Deposit(
            name=str(deposit),
            number=4711,
            center="OAK",
            book=MEDICAL,
            prepared_on=date(2026, 11, 21),
            prepared_by="Priya Nair",
            reviewed_by="",
            bags=(),
            items=(),
        )

    def hand_out(self, deposit: Deposit, *, as_table: bool) -> str:
        self.handed.append((deposit.name, as_table))
        return f"Saved as deposit-{deposit.number}.{'csv' if as_table else 'pdf'}."

    def _done(self, wish: Any, staff: Staff, seal: str = "") -> DepositDone:
        self._take(wish, staff.user)
        return DepositDone(deposit=wish.line_id, number=4711, seal=seal, amount=Money(45_260))

    def _counted(self, wish: Any, staff: Staff, second: Staff) -> CountDone:
        self._take(wish, f"{staff.user} {second.user}")
        return self.counts.pop(0) if self.counts else CountDone(matches=True, again=False)

    def _take(self, wish: Any, who: str) -> None:
        self.told.append(wish)
        self.signed.append(who)
        if self.trouble:
            raise LedgerAway(self.trouble)
        if self.refuses:
            raise LedgerRefuses(self.refuses)
