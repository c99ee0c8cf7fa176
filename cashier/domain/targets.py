"""What money is applied to: statements, a guarantor's credit, a deposit, holding, or what no member is billed for."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cashier.domain.accounts import Account, Book, credit, holding, misc, prepayment, receivable
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.money import Money
from cashier.domain.scan import safe_text


class TargetKind(StrEnum):
    STATEMENT = "statement"
    CREDIT = "credit"
    HOLDING = "holding"
    PREPAY = "prepay"
    MISC = "misc"


_NAMES = {
    TargetKind.PREPAY: re.compile(r"[A-Za-z0-9-]{1,30}"),
    TargetKind.MISC: re.compile(r"[A-Z0-9]{2,12}"),
}


WITHOUT_MEMBER = frozenset({TargetKind.HOLDING, TargetKind.MISC})
"""What is taken with no account open: money that nobody is known for, and what no member is billed for."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a part of a payment goes. ``number`` is the statement's or the guarantor's, a deposit's reference
    or a receipt code; empty for holding.
    """

    kind: TargetKind
    number: str = ""

    def __post_init__(self) -> None:
        if (self.kind is TargetKind.HOLDING) != (not self.number) or ":" in self.number or self.number == "holding":
            raise ValueError(f"{self.number!r} names no {self.kind}")
        name = _NAMES.get(self.kind)
        if name is not None and not name.fullmatch(self.number):
            raise ValueError(f"{self.number!r} names no {self.kind}")

    @property
    def code(self) -> str:
        """As a day script names it: ``S-48210377``, ``credit:200417733``, ``prepay:E-20441``, ``misc:COPIES`` or
        ``holding``.
        """
        if self.kind is TargetKind.STATEMENT:
            return self.number
        return f"{self.kind}:{self.number}" if self.number else self.kind.value

    def account(self, center: str) -> Account:
        match self.kind:
            case TargetKind.STATEMENT:
                return receivable(self.number)
            case TargetKind.CREDIT:
                return credit(self.number)
            case TargetKind.PREPAY:
                return prepayment(self.number)
            case TargetKind.MISC:
                return misc(center, self.number)
            case TargetKind.HOLDING:
                return holding(center)


def read_target(code: str) -> Target:
    """The inverse of `Target.code`. Raises Refused."""
    kind, colon, number = code.partition(":")
    if colon and kind == TargetKind.CREDIT and number:
        return Target(TargetKind.CREDIT, number)
    if colon and kind in _NAMES:
        return _named(TargetKind(kind), safe_text(number, "The reference"))
    if code == TargetKind.HOLDING:
        return Target(TargetKind.HOLDING)
    if colon or not code:
        raise Refused(
            f"{safe_text(code, 'The target') or 'That'} is nothing that can be paid. Choose a statement or the account."
        )
    return Target(TargetKind.STATEMENT, code)


def _named(kind: TargetKind, number: str) -> Target:
    try:
        return Target(kind, number)
    except ValueError as trouble:
        what = "the estimate's reference" if kind is TargetKind.PREPAY else "a receipt code"
        raise Refused(f"Enter {what} as it is printed: letters, digits and hyphens.") from trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An amount wanted for one target. ``note`` says what a credit is for, such as the claim it belongs to, or what is
    known of money in holding; ``source`` where that came from: the window, the mail, a drop box.
    """

    target: Target
    amount: Money
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A target as a payment's line keeps it: whose it is, its book, its words and what was open on it before.

    ``plan``: what was agreed of a statement's installments, as the statement says it; empty without any.
    """

    part: Part
    book: Book
    member_number: str
    words: str
    open_before: Money
    plan: str = ""

    def facts(self) -> dict[str, Any]:
        said = {
            "target": self.part.target.code,
            "cents": self.part.amount.cents,
            "book": self.book.code,
            "member": self.member_number,
            "words": self.words,
            "open_before": self.open_before.cents,
        }
        texts = {"note": self.part.note, "source": self.part.source, "plan": self.plan}
        return said | {key: text for key, text in texts.items() if text}


def read_placed(said: dict[str, Any]) -> Placed:
    """The inverse of `Placed.facts`. Raises UnreadableBody."""
    try:
        return Placed(
            part=Part(
                target=read_target(said["target"]),
                amount=Money(said["cents"]),
                note=said.get("note", ""),
                source=said.get("source", ""),
            ),
            book=Book.read(said["book"]),
            member_number=said["member"],
            words=said["words"],
            open_before=Money(said["open_before"]),
            plan=said.get("plan", ""),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A payment's target cannot be read: {type(trouble).__name__}.") from trouble
