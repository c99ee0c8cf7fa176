"""A copy of a statement: who may have it, what it says, and the line that records who made it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.statements import Member, Statement, StatementKind

AGES_DAYS = (0, 30, 60, 90)
"""The ends of all ages but the last, in days past the due date: not yet due, 1 to 30, 31 to 60, 61 to 90, over 90."""


class CopyForm(StrEnum):
    """What a copy is made on."""

    LETTER = "letter"  # A sheet of letter size, on the office printer.
    FILE = "file"  # The same sheet as a PDF file.
    SLIP = "slip"  # The receipt printer's paper, without the lines.


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One line of a statement; what an insurer paid or took off is less than zero."""

    day: date | None
    words: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDetails:
    """What only the ledger has of a statement: whom it is sent to, where, and its lines in order."""

    addressee: str = ""
    address: tuple[str, ...] = ()
    charges: tuple[Charge, ...] = ()

    def explain(self, billed: Money) -> bool:
        """Whether the lines come to what was billed; others would say something else than the statement."""
        return bool(self.charges) and total([charge.amount for charge in self.charges]) == billed


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCopy:
    """What a STATEMENT_COPIED line says, and a copy shows. Of what was treated it says no more than the title.

    ``aging``: what is open in the same book, by age (`AGES_DAYS`). ``has_lines``: whether the lines stood on it.
    """

    statement: Statement
    member_name: str
    language: str
    form: CopyForm
    aging: tuple[Money, ...]
    has_lines: bool
    balances_as_of: str
    served_by: str
    identified: str

    def facts(self) -> dict[str, Any]:
        s = self.statement
        return {
            "statement": s.number,
            "statement_kind": s.kind.value,
            "region": s.region,
            "member": s.member_number,
            "member_name": self.member_name,
            "guarantor": s.guarantor_number,
            "title": s.title,
            "statement_date": s.statement_date.isoformat(),
            "due_date": s.due_date.isoformat(),
            "service_date": _day_text(s.service_date),
            "billed": s.billed.cents,
            "open": s.open.cents,
            "under_review": s.under_review,
            "autopay_on": _day_text(s.autopay_on),
            "plan_words": s.plan_words,
            "confidential": s.confidential,
            "language": self.language,
            "form": self.form.value,
            "aging": [amount.cents for amount in self.aging],
            "has_lines": self.has_lines,
            "balances_as_of": self.balances_as_of,
            "served_by": self.served_by,
            "identified": self.identified,
        }


def read_copy(line: Line) -> StatementCopy:
    """The copy that a STATEMENT_COPIED line says. Raises UnreadableBody."""
    said = line.facts
    try:
        return StatementCopy(
            statement=Statement(
                number=said["statement"],
                kind=StatementKind(said["statement_kind"]),
                region=said["region"],
                member_number=said["member"],
                guarantor_number=said["guarantor"],
                title=said["title"],
                statement_date=date.fromisoformat(said["statement_date"]),
                due_date=date.fromisoformat(said["due_date"]),
                billed=Money(said["billed"]),
                open=Money(said["open"]),
                version="",
                service_date=_read_day(said["service_date"]),
                under_review=said["under_review"],
                autopay_on=_read_day(said["autopay_on"]),
                plan_words=said["plan_words"],
                confidential=said["confidential"],
            ),
            member_name=said["member_name"],
            language=said["language"],
            form=CopyForm(said["form"]),
            aging=tuple(Money(cents) for cents in said["aging"]),
            has_lines=said["has_lines"],
            balances_as_of=said["balances_as_of"],
            served_by=said["served_by"],
            identified=said["identified"],
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A statement's copy cannot be read: {type(trouble).__name__}.") from trouble


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def check_may_have(statement: Statement, opened: Member, identified: Mapping[str, str], region: str) -> str:
    """How the person was known whose statement it is. Raises Refused for a copy that ``opened`` may not have.

    A confidential statement goes to its own member alone, whoever pays it (California Civil Code 56.107).
    """
    if statement.confidential and statement.member_number != opened.number:
        raise Refused(
            f"{statement.number} is confidential and goes to its own member alone. Open that member's account."
        )
    if statement.member_number not in identified:
        raise Refused(f"See the statement or the authority for {statement.number} first, under Family.")
    if statement.region != region:
        raise Refused(
            f"{statement.number} belongs to another region, which sends its own copies. Give its phone number."
        )
    return identified[statement.member_number]


def aging_of(statement: Statement, others: Iterable[Statement], today: date) -> tuple[Money, ...]:
    """What is open in the statement's book, by age. Of what is confidential only the statement itself counts."""
    buckets = [ZERO] * (len(AGES_DAYS) + 1)
    counted = {s.number: s for s in others if s.book == statement.book and not s.confidential}
    for one in (counted | {statement.number: statement}).values():
        late_days = (today - one.due_date).days
        place = next((at for at, end in enumerate(AGES_DAYS) if late_days <= end), len(AGES_DAYS))
        buckets[place] += Money(max(one.open.cents, 0))
    return tuple(buckets)
