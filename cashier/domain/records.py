"""Who did what: a journal's lines as an auditor reads them, on one line each, chosen by day, person, desk and kind.

Audit controls and the review of records: 45 CFR 164.312(b) and 164.308(a)(1)(ii)(D).
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cashier.domain.business_date import read_business_date
from cashier.domain.errors import FieldRefused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money, total

FIRST_DAY, LAST_DAY, WHO, DESK = "first day", "last day", "who", "desk"
DAYS_MOST = 366
ROWS_MOST = 500  # On a screen; an export has all.
EXPORT_MOST = 5_000
_WORDS_MOST = 200
_AN_ID = re.compile(r"([a-z]+\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # For nobody to read; the export has it.
_NAME, _DESK = re.compile(r"[\w.@-]{0,60}"), re.compile("[A-Z0-9]{0,20}")

_FEEDS = frozenset({LineKind.STATEMENTS_BILLED, LineKind.CHANNEL_PAYMENT})  # What no person did.


class RecordGroup(StrEnum):
    """What is looked for."""

    ALL = "all"
    ACCOUNTS = "accounts"
    PEOPLE = "people"
    MONEY = "money"
    APPROVED = "approved"
    PAPERS = "papers"
    OFFICE = "office"


_KINDS: dict[RecordGroup, frozenset[LineKind]] = {
    RecordGroup.ACCOUNTS: frozenset(
        {LineKind.ACCOUNT_OPENED, LineKind.SEARCHED, LineKind.STATEMENT_COPIED, LineKind.RECEIPT_COPIED}
    ),
    RecordGroup.PEOPLE: frozenset(
        {
            LineKind.SIGNED_IN,
            LineKind.SIGNED_OUT,
            LineKind.SIGN_IN_FAILED,
            LineKind.REFUSED,
            LineKind.GLASS_BROKEN,
            LineKind.LOCKED,
            LineKind.UNLOCKED,
            LineKind.TRAINING_BEGUN,
            LineKind.TRAINING_ENDED,
        }
    ),
    RecordGroup.MONEY: frozenset(
        {
            LineKind.PAYMENT,
            LineKind.CARD_ASKED,
            LineKind.CARD_CLOSED,
            LineKind.REVERSAL_ASKED,
            LineKind.REVERSAL_CLOSED,
            LineKind.SHIFT_OPENED,
            LineKind.SHIFT_CLOSED,
            LineKind.DRAWER_COUNTED,
            LineKind.CASH_DROPPED,
            LineKind.NO_SALE,
            LineKind.DRAWER_LEFT_OPEN,
            LineKind.PAID_IN,
            LineKind.PAID_OUT,
            LineKind.BILLS_EXCHANGED,
            LineKind.SURPRISE_COUNTED,
        }
    ),
    RecordGroup.APPROVED: frozenset(
        {
            LineKind.VOIDED,
            LineKind.MOVED,
            LineKind.TENDER_CHANGED,
            LineKind.MOVE_ASKED,
            LineKind.MOVE_AGREED,
            LineKind.MOVE_DECLINED,
            LineKind.CHECK_RETURNED,
            LineKind.DIFFERENCE_EXPLAINED,
            LineKind.APPROVAL_ASKED,
            LineKind.APPROVAL_GIVEN,
            LineKind.APPROVAL_DECLINED,
            LineKind.HELD_RELEASED,
        }
    ),
    RecordGroup.PAPERS: frozenset(
        {
            LineKind.REPRINTED,
            LineKind.RECEIPT_COPIED,
            LineKind.STATEMENT_COPIED,
            LineKind.PAPER_ASKED,
            LineKind.RECEIPT_MAILED,
            LineKind.ENDORSED,
            LineKind.DAY_REPORTED,
            LineKind.DRAWER_READ,
            LineKind.EXPORTED,
        }
    ),
    RecordGroup.OFFICE: frozenset(
        {LineKind.ADMINISTERED, LineKind.DESK_OPENED, LineKind.DESK_REPLACED, LineKind.DESK_FORGOT}
        | {LineKind.ALARM_ACKNOWLEDGED, LineKind.EXPORTED, LineKind.DESKS_TOLD}
        | {LineKind.TASK_TAKEN, LineKind.NOTE_CLOSED}
    ),
}


def kinds_of(group: RecordGroup) -> frozenset[LineKind]:
    """The kinds of lines that belong to it."""
    return frozenset(LineKind) - _FEEDS if group is RecordGroup.ALL else _KINDS[group]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Which lines are wanted: of these days, both included; ``who`` and ``desk`` empty for everybody's, everywhere."""

    first: date
    last: date
    who: str = ""
    desk: str = ""
    group: RecordGroup = RecordGroup.ALL

    def check(self) -> None:
        """Raises FieldRefused, about what cannot be."""
        if not _NAME.fullmatch(self.who):
            raise FieldRefused("A sign-in name is one word. Correct it, or leave it empty.", WHO)
        if not _DESK.fullmatch(self.desk):
            raise FieldRefused("A desk is letters and digits, like OAK3. Correct it, or leave it empty.", DESK)
        if self.last < self.first:
            raise FieldRefused("The last day lies before the first. Enter a later one.", LAST_DAY)
        if (self.last - self.first).days >= DAYS_MOST:
            raise FieldRefused(f"At most {DAYS_MOST} days are looked through at once. Enter a later day.", FIRST_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A line as it is told. ``words`` name members by their last four alone (R17)."""

    at: datetime
    desk: str
    sequence: int
    user: str
    name: str
    kind: str
    words: str
    amount: Money | None = None

    @property
    def what(self) -> str:
        """``account opened``."""
        return self.kind.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList:
    """The latest first; ``more`` where only the first `ROWS_MOST` are told."""

    rows: tuple[Record, ...]
    more: bool


# What of a line's facts stands in the list, and how it is said. All else stands in the export.
_SAID: Mapping[str, str] = {
    "receipt": "{}",
    "statement": "{}",
    "subject": "{}",
    "act": "{}",
    "user": "for {}",
    "role": "as {}",
    "identified": "by {}",
    "found": "{} found",
    "with": "with {}",
    "by": "by {}",
    "in_a_row": "{} in a row",
    "reason": "{}",
    "why": "{}",
    "note": "{}",
    "form": "as {}",
    "copy": "copy {}",
    "second_name": "with {}",
    "approver_name": "approved by {}",
    "also_by_name": "beside another drawer by {}",
    "witness_name": "witness {}",
    "taken_over_by": "taken over by {}",
    "pin": "chose a PIN",
    "code": "with an authenticator",
    "program": "version {}",
    "changed": "changed: {}",
}


def record_words(line: Line) -> str:
    """What a line is about, in short; a member by the last four, nobody by name but who works here."""
    said = []
    member = line.facts.get("member") or line.facts.get("member_number")
    if isinstance(member, str) and member:
        said.append(f"member ****{member[-4:]}")
    for name, form in _SAID.items():
        value = line.facts.get(name)
        if isinstance(value, str | int) and value is not False and value != "" and not _AN_ID.fullmatch(str(value)):
            said.append(form.format(str(value).replace("_", " ")))
    if settings := line.facts.get("settings"):  # One that was changed has another mark.
        mark = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
        said.append(f"settings {mark[:8]}")
    return " · ".join(said)[:_WORDS_MOST]


def record_amount(line: Line) -> Money | None:
    """What a line moved; None where it moved nothing."""
    return total([transfer.amount for transfer in line.transfers]) if line.transfers else None


def read_record_day(text: str, today: date, field: str) -> date:
    """A day as typed: ``11/20`` of this year, ``11/20/26``, ``2026-11-20``. Raises FieldRefused, about ``field``."""
    try:
        day = read_business_date(text, today)
    except FieldRefused as refused:
        raise FieldRefused(f"Enter the {field} like {today.month}/{today.day}/{today:%y}.", field) from refused
    if day > today:
        raise FieldRefused("That day is to come. Enter one up to today.", field)
    return day
