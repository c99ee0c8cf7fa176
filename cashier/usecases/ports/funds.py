"""A guarantor's deposits and credit at the ledger."""

from typing import Protocol

from cashier.domain.funds import Fund, FundUsed, UseFund
from cashier.domain.people import Staff
from cashier.domain.refund import AskRefund, RefundAsked


class Funds(Protocol):
    """Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses."""

    def of(self, member_number: str) -> tuple[Fund, ...]:
        """What a member's guarantor has, largest first."""

    def use(self, wish: UseFund, staff: Staff) -> FundUsed:
        """Have it pay a bill; with the same id again it is the same act."""

    def ask_refund(self, wish: AskRefund, staff: Staff) -> RefundAsked:
        """Make it payable to its guarantor; with the same id again it is the same act."""
