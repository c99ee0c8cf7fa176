"""What the ledger says of a whole center to somebody of its office."""

from datetime import date
from typing import Protocol
from uuid import UUID

from cashier.domain.closed_move import ClosedPayment
from cashier.domain.money import Money
from cashier.domain.office import BagInSafe, Office, OverShort
from cashier.domain.office_tasks import Wish
from cashier.domain.people import Staff


class OfficeLedger(Protocol):
    """The center at the ledger. Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses."""

    def look(self, staff: Staff, business_date: date, cash_most: Money) -> Office:
        """The drawers that are open or were closed on this day, and what waits, as this person may see it."""

    def last(self, staff: Staff) -> Office | None:
        """What the ledger told this person last since the desk was opened; at once, and never what others were told."""

    def accept_bag(self, line_id: UUID, number: str, staff: Staff) -> BagInSafe:
        """Take a bag into the safe; with the same id again it is the same act."""

    def do(self, wish: Wish, staff: Staff) -> str:
        """Do something about what waits; returns the sentence about it. With the same id again it is the same act."""

    def trend(self, staff: Staff, today: date, days: int) -> OverShort:
        """Over and short of the last days, for who may know it."""

    def closed_payment(self, receipt: str, staff: Staff) -> ClosedPayment:
        """What a payment of a closed drawer pays by now."""

    def task(self, about: str, staff: Staff) -> tuple[tuple[str, str], ...]:
        """All that is known of a task, label by label."""
