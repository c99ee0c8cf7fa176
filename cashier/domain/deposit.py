"""A deposit as its paper says it: what goes to the bank, bag by bag, and who counted it."""

from dataclasses import dataclass
from datetime import date, datetime

from cashier.domain.accounts import Book
from cashier.domain.money import Money, total


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositItem:
    """Notes or coins of a kind (``denomination`` and ``pieces``), or one check; cash may not be told apart.

    ``bag`` is empty for cash that was counted over all bags of the deposit.
    """

    bag: str
    is_cash: bool
    amount: Money
    denomination: str = ""
    pieces: int | None = None
    number: str = ""
    receipt: str = ""
    kind: str = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """``name`` is its id, as the barcode says it; ``number`` the short one, which the bank has on its slip.

    ``reviewed_by`` and ``seal`` are empty while it is no deposit yet. ``day``: the business date that it is for.
    """

    name: str
    center: str
    book: Book
    prepared_on: date
    prepared_by: str
    reviewed_by: str
    bags: tuple[str, ...]
    items: tuple[DepositItem, ...]
    prepared_at: datetime | None = None
    number: int = 0
    seal: str = ""
    day: date | None = None
    is_final: bool = False

    @property
    def cash(self) -> Money:
        return total([item.amount for item in self.items if item.is_cash])

    @property
    def checks(self) -> Money:
        return total([item.amount for item in self.items if not item.is_cash])
