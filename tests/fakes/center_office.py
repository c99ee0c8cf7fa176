"""A ledger that says of the center what a test wants it to."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from cashier.domain.errors import LedgerAway
from cashier.domain.money import Money
from cashier.domain.office import Office
from cashier.domain.people import Staff


@dataclass(slots=True)
class CenterOffice:
    """What the ledger says of the center, and to whom; ``trouble`` is what it says instead."""

    known: Office = field(default_factory=lambda: Office(as_of=datetime(2026, 11, 21, 18, 42, tzinfo=UTC), drawers=()))
    trouble: str = ""
    asked: list[str] = field(default_factory=list)

    def look(self, staff: Staff, business_date: date, cash_most: Money) -> Office:
        self.asked.append(staff.user)
        if self.trouble:
            raise LedgerAway(self.trouble)
        return self.known
