"""What a guarantor has at the ledger and owes nothing for: deposits and credit, and how they pay a bill later.

It stays in its book: premium and medical money, and each region's, never mix (R12). The ledger alone moves it, in its
own journal, so that two desks never use it twice; the desk that asked keeps a record of it, which has the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Book
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, text_of
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.statements import Statement
from cashier.domain.targets import Target, TargetKind

FUND, AMOUNT = "fund", "amount"  # The fields of the window's form.
KINDS = frozenset({TargetKind.CREDIT, TargetKind.PREPAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """Money with a name and no bill: ``target`` is the deposit's reference, or the guarantor's credit."""

    target: Target
    book: Book
    amount: Money

    @property
    def words(self) -> str:
        """``Deposit E-20441``, ``Credit on account``."""
        return fund_words(self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFund:
    """``act_id`` is made before the first attempt. ``opened``: whose account is open. ``seen``: what was open there."""

    act_id: UUID
    opened: str
    fund: Fund
    statement: str
    amount: Money
    seen: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FundUsed:
    """What the ledger did: ``left`` is still there, ``open_after`` stays open on the statement."""

    left: Money
    open_after: Money


def fund_kind(target: Target) -> str:
    """``deposit`` or ``credit``."""
    return "deposit" if target.kind is TargetKind.PREPAY else "credit"


def fund_words(target: Target) -> str:
    """A deposit or credit as screen and lists say it."""
    return f"Deposit {target.number}" if target.kind is TargetKind.PREPAY else "Credit on account"


def fitting(funds: Sequence[Fund], statement: Statement) -> tuple[Fund, ...]:
    """Those that may pay a statement: of its own book."""
    return tuple(fund for fund in funds if fund.book == statement.book)


def read_use(funds: Sequence[Fund], statement: Statement, which: str, typed: str) -> tuple[Fund, Money]:
    """What a form's two fields say: the place in the list, which one alone needs not, and dollars, or as much as fits.

    Raises FieldRefused for a field, Refused where nothing can be used at all.
    """
    able = fitting(funds, statement)
    if not able:
        raise Refused(f"No deposit or credit of this guarantor can pay {statement.number}. Take it as a payment.")
    fund = chosen_fund(able, which.strip(), words="used")
    most = min(fund.amount, statement.open)
    if most <= ZERO:
        raise Refused(f"Nothing is open on {statement.number}. Choose another statement.")
    try:
        amount = parse_amount(typed, "what is used") if typed.strip() else most
    except Refused as refused:
        raise FieldRefused(refused.sentence, AMOUNT) from refused
    check_use(fund, statement, amount)
    return fund, amount


def chosen_fund(funds: Sequence[Fund], which: str, *, words: str) -> Fund:
    """The one of a list that a form's field names by its place; one alone needs no name. ``words``: what it is to be,
    like ``used``. Raises FieldRefused.
    """
    if not which and len(funds) == 1:
        return funds[0]
    if which not in map(str, range(1, len(funds) + 1)):
        numbers = f"1 to {len(funds)}" if len(funds) > 1 else "1, or nothing"
        raise FieldRefused(f"Enter which one is {words}, by its number: {numbers}.", FUND)
    return funds[int(which) - 1]


def check_use(fund: Fund, statement: Statement, amount: Money) -> None:
    """Raises Refused for more than is there or open, and for another book's or guarantor's bill."""
    number = statement.number
    if amount <= ZERO:
        raise FieldRefused("Enter an amount above zero.", AMOUNT)
    if fund.target.kind is TargetKind.CREDIT and fund.target.number != statement.guarantor_number:
        raise Refused(f"{number} is another guarantor's. Their own credit pays it.")
    if fund.book != statement.book:
        raise FieldRefused(
            f"This is {fund.book.region}'s {fund.book.line} money and pays no other bill. Choose another.", FUND
        )
    if amount > fund.amount:
        raise FieldRefused(f"Only {fund.amount} of it is there. Enter that, or less.", AMOUNT)
    if amount > statement.open:
        raise FieldRefused(f"Only {statement.open} is open on {number}. Enter that, or less.", AMOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRecord:
    """What a CREDIT_SLIP line says, for its paper."""

    wish: UseFund
    used: FundUsed
    member_number: str
    guarantor_number: str
    language: str
    served_by: str

    def facts(self) -> dict[str, Any]:
        wish = self.wish
        return {
            "act": str(wish.act_id),
            "opened": wish.opened,
            "fund": wish.fund.target.code,
            "book": wish.fund.book.code,
            "statement": wish.statement,
            "cents": wish.amount.cents,
            "seen_cents": wish.seen.cents,
            "had_cents": wish.fund.amount.cents,
            "left_cents": self.used.left.cents,
            "open_cents": self.used.open_after.cents,
            "member": self.member_number,
            "guarantor": self.guarantor_number,
            "language": self.language,
            "served_by": self.served_by,
        }


def used_words(said: UseRecord) -> str:
    """``$60.00 of deposit E-20441 paid S-48211904. Its slip is on its way to the receipt printer.``"""
    wish = said.wish
    return (
        f"{wish.amount} of {wish.fund.words[0].lower()}{wish.fund.words[1:]} paid {wish.statement}. "
        "Its slip is on its way to the receipt printer."
    )


def read_use_record(line: Line) -> UseRecord:
    """The inverse of `UseRecord.facts`. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind is not LineKind.CREDIT_SLIP:
            raise ValueError(line.kind)
        fund = Fund(target=read_fund(said["fund"]), book=Book.read(said["book"]), amount=Money(said["had_cents"]))
        return UseRecord(
            wish=UseFund(
                act_id=UUID(said["act"]),
                opened=text_of(said["opened"]),
                fund=fund,
                statement=text_of(said["statement"]),
                amount=Money(said["cents"]),
                seen=Money(said["seen_cents"]),
            ),
            used=FundUsed(left=Money(said["left_cents"]), open_after=Money(said["open_cents"])),
            member_number=text_of(said["member"]),
            guarantor_number=text_of(said["guarantor"]),
            language=text_of(said["language"]),
            served_by=text_of(said["served_by"]),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A use of credit cannot be read: {type(trouble).__name__}.") from trouble


def read_fund(code: str) -> Target:
    """``credit:200417733`` or ``prepay:E-20441``. Raises ValueError."""
    kind, _, number = code.partition(":")
    target = Target(TargetKind(kind), number)
    if target.kind not in KINDS:
        raise ValueError(f"{code} holds nothing that could pay a bill")
    return target


def is_fund(code: str) -> bool:
    """Whether that is the code of a deposit or credit."""
    try:
        return bool(read_fund(code))
    except ValueError:
        return False
