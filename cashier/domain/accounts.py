"""The chart of accounts: few kinds, each with an owner, most with a book.

A book is a region's medical or premium money. Premium and medical money, and each region's, never share a
transfer's payee, so every account that holds our money names its book.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class BookLine(StrEnum):
    """The two kinds of money that never mix."""

    MEDICAL = "medical"
    PREMIUM = "premium"


@dataclass(frozen=True, slots=True, order=True)
class Book:
    """One set of books: a region's medical or premium money."""

    region: str
    line: BookLine

    def __post_init__(self) -> None:
        if not self.region or ":" in self.region or "." in self.region:
            raise ValueError(f"a book's region is a name without colon or point, not {self.region!r}")

    @property
    def code(self) -> str:
        return f"{self.region}.{self.line}"

    @classmethod
    def read(cls, code: str) -> "Book":
        """The inverse of `code`. Raises ValueError."""
        region, _, line = code.partition(".")
        return cls(region, BookLine(line))


class AccountKind(StrEnum):
    """What an account stands for, and whose name it carries."""

    DRAWER_CASH = "drawer_cash"  # a shift, per book
    DRAWER_CHECKS = "drawer_checks"  # a shift, per book: checks and money orders
    CARD_CLEARING = "card_clearing"  # a desk, per book
    CHANNEL = "channel"  # another way to pay (online, mail, insurer …), per book
    HELD = "held"  # a center: taken, not yet posted to a member
    TRANSIT = "transit"  # a center, per book: cash between drawer and safe
    SAFE = "safe"  # a center, per book
    DEPOSIT = "deposit"  # a center, per book: counted for the bank, and not with the courier yet
    COURIER = "courier"  # a center, per book: on the road to the bank
    BANK = "bank"  # a region, per book
    RECEIVABLE = "receivable"  # a statement
    BILLED = "billed"  # a book: the other side of what was billed or written off
    CREDIT = "credit"  # a guarantor: money with a name and no bill
    HOLDING = "holding"  # a center: money with no name yet
    PREPAYMENT = "prepayment"  # an estimate's reference: a deposit that pays no bill yet
    REFUND_PAYABLE = "refund_payable"  # a guarantor
    OVER_SHORT = "over_short"  # a center; its safe has one of its own
    CASH_ROUNDING = "cash_rounding"  # a center
    RETURNED_FEES = "returned_fees"  # a center
    MISC = "misc"  # a center and a code: sold outside the member books


_WITH_BOOK = frozenset(
    {
        AccountKind.DRAWER_CASH,
        AccountKind.DRAWER_CHECKS,
        AccountKind.CARD_CLEARING,
        AccountKind.CHANNEL,
        AccountKind.TRANSIT,
        AccountKind.SAFE,
        AccountKind.DEPOSIT,
        AccountKind.COURIER,
        AccountKind.BANK,
    }
)

FUND_ACCOUNTS = frozenset({AccountKind.CREDIT, AccountKind.PREPAYMENT})
"""What a guarantor has here and no bill says yet."""


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One account. ``code`` is its name everywhere: in bodies, tables and reports."""

    kind: AccountKind
    owner: str
    book: Book | None = None

    def __post_init__(self) -> None:
        if not self.owner or ":" in self.owner:
            raise ValueError(f"an account's owner is a name without a colon, not {self.owner!r}")
        if (self.book is not None) != (self.kind in _WITH_BOOK):
            raise ValueError(f"{self.kind} {'needs' if self.book is None else 'has no'} book")

    @property
    def code(self) -> str:
        """``receivable:S-48210377``, or with its book ``safe:OAK:ncal.medical``."""
        return f"{self.kind}:{self.owner}" if self.book is None else f"{self.kind}:{self.owner}:{self.book.code}"

    @classmethod
    def read(cls, code: str) -> "Account":
        """The inverse of `code`. Raises ValueError."""
        return _read_account(code)


@lru_cache(maxsize=256)
def _read_account(code: str) -> Account:
    """A run of lines names its drawer's accounts again and again."""
    kind, owner, *rest = code.split(":")
    if len(rest) > 1:
        raise ValueError(f"{code!r} is not an account")
    return Account(AccountKind(kind), owner, Book.read(rest[0]) if rest else None)


def receivable(statement_number: str) -> Account:
    """What a statement's guarantor still owes on it."""
    return Account(AccountKind.RECEIVABLE, statement_number)


def credit(guarantor_number: str) -> Account:
    """Money of a guarantor that pays no statement yet."""
    return Account(AccountKind.CREDIT, guarantor_number)


def holding(center: str) -> Account:
    """Money whose owner is not known yet."""
    return Account(AccountKind.HOLDING, center)


def prepayment(reference: str) -> Account:
    """A deposit for an estimate: owed back until there is a bill that it pays."""
    return Account(AccountKind.PREPAYMENT, reference)


def safe_over_short(center: str) -> Account:
    """What counts in the safe found too much or too little: the safe's own, no cashier's (R29)."""
    return Account(AccountKind.OVER_SHORT, f"{center}.safe")


def deposit_over_short(center: str) -> Account:
    """What a bank found too much or too little in deposits: the center's, no cashier's."""
    return Account(AccountKind.OVER_SHORT, f"{center}.deposit")


def misc(center: str, code: str) -> Account:
    """What a center took for something that no member is billed for."""
    return Account(AccountKind.MISC, f"{center}.{code}")


def held(center: str) -> Account:
    """Money that was taken and that the ledger could not post where the desk said."""
    return Account(AccountKind.HELD, center)
