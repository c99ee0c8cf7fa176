"""What the ledger says of a whole center to somebody of its office."""

from datetime import date
from typing import Protocol
from uuid import UUID

from cashier.domain.money import Money
from cashier.domain.office import BagInSafe, Office
from cashier.domain.people import Staff


class OfficeLedger(Protocol):
    """The center at the ledger. Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses."""

    def look(self, staff: Staff, business_date: date, cash_most: Money) -> Office:
        """The drawers that are open or were closed on this day, and what waits, as this person may see it."""

    def accept_bag(self, line_id: UUID, number: str, staff: Staff) -> BagInSafe:
        """Take a bag into the safe; with the same id again it is the same act."""
