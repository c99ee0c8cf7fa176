"""What the ledger says of a payor's cash at other desks."""

from typing import Protocol

from cashier.domain.large_cash import CashElsewhere


class CashAtOthers(Protocol):
    """Slow: never on the Qt thread. Raises CashierError where the ledger cannot answer."""

    def cash_of(self, payor: str) -> CashElsewhere: ...
