"""The watch over large cash: what a payor brought within a day and within a year, and what the report on it asks.

More than $10,000 in cash from one payor, at once or in parts, is reported on Form 8300 within 15 days (31 USC 5331;
26 CFR 1.6050I-1: related payments of 24 hours, and instalments of 12 months). Money orders of up to $10,000 are counted
as cash, too: whether such a report is filed, the office decides. Money is never refused for it, and nothing here is
ever shown before it is due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Facts, Line, LineKind, text_of
from cashier.domain.money import ZERO, Money, total
from cashier.domain.scan import fold, read_birth_date, safe_text
from cashier.domain.tenders import TenderKind

LIMIT = Money(1_000_000)
DAY, YEAR = timedelta(hours=24), timedelta(days=365)
REPORT_WITHIN = timedelta(days=15)

_CASH_LIKE = frozenset(kind for kind in TenderKind if kind.value in ("money_order", "cashiers_check"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CashReceived:
    """What one payment brought of a payor's cash; or, with nothing, that a report on all before it was taken down."""

    taken_at: datetime
    amount: Money = ZERO
    is_report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CashElsewhere:
    """What the ledger knows of the same payor from other desks, since the last report on them anywhere."""

    day: Money = ZERO
    year: Money = ZERO
    reported_at: datetime | None = None


NOTHING_ELSEWHERE = CashElsewhere()
NOBODYS = ("", ZERO)


def cash_in(kind: LineKind, said: Facts) -> tuple[str, Money]:
    """The payor whose cash a line of this kind and these facts is about, and how much of it counts.

    Nobody and nothing where it is about no cash. A payment counts what it kept of cash, change left out, and of items
    that count as cash; a changed tender what was keyed as another one and is cash; a report whose cash was counted till
    then, unless something is missing on it. Raises UnreadableBody.
    """
    try:
        if kind is LineKind.PAYMENT:
            counted = {n for n, tender in enumerate(said["tenders"]) if _counts(tender["kind"], tender["cents"])}
            kept = total([Money(cents) for tender, _, cents in said["applied"] if tender in counted])
            return (_payor(said["payor"], said["member_name"], said["member"]), kept) if kept > ZERO else NOBODYS
        if kind is LineKind.TENDER_CHANGED:
            found = Money(said["cents"])
            if not _counts(said["now"]["kind"], found.cents) or _counts(said["was"]["kind"], found.cents):
                return NOBODYS
            return _payor(said.get("payor", ""), said.get("member_name", ""), said.get("member", "")), found
        if kind is LineKind.LARGE_CASH:
            return ("" if said.get("why_not", "") else text_of(said["payor"])), ZERO
    except MISREAD as trouble:
        raise UnreadableBody(f"A line's cash cannot be read: {type(trouble).__name__}.") from trouble
    return NOBODYS


def whose_cash(line: Line) -> str:
    """The payor whose cash a line is about; empty for a line that is about no cash. Raises UnreadableBody."""
    return cash_in(line.kind, line.facts)[0]


def received_of(line: Line) -> CashReceived:
    """What such a line counts. Raises UnreadableBody."""
    amount = cash_in(line.kind, line.facts)[1]
    return CashReceived(taken_at=line.taken_at, amount=amount, is_report=line.kind is LineKind.LARGE_CASH)


def _payor(name: str, member_name: str, member_number: str) -> str:
    """The payor in one form, whatever order the name was typed in: the member, or a person of their own."""
    named = _words(name) if name else ""
    if not named or named == _words(member_name):
        return f"member:{member_number}" if member_number else ""
    return f"name:{named}"


def _words(name: str) -> str:
    return " ".join(sorted(fold(name).split()))


def _counts(kind: str, cents: int) -> bool:
    return kind == TenderKind.CASH or (kind in _CASH_LIKE and cents <= LIMIT.cents)


def reached(received: Iterable[CashReceived], now: datetime, elsewhere: CashElsewhere = NOTHING_ELSEWHERE) -> str:
    """``24 hours`` or ``12 months`` where a report is due now, else nothing. What was reported is not counted again."""
    rows = sorted(received, key=lambda row: row.taken_at)
    reports = [row.taken_at for row in rows if row.is_report]
    reports += [elsewhere.reported_at] if elsewhere.reported_at is not None else []
    after = max(reports, default=None)
    new = [row for row in rows if after is None or row.taken_at > after]
    for words, span, more in (("24 hours", DAY, elsewhere.day), ("12 months", YEAR, elsewhere.year)):
        if total([row.amount for row in new if now - row.taken_at < span]) + more > LIMIT:
            return words
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashForm:
    """What Form 8300 asks of the one who brought the cash. ``why_not``: why something is not given; else all is there.

    Lives on the screen and in a sealed box, and nowhere else.
    """

    name: str = ""
    address: str = ""
    birth_date: str = ""
    occupation: str = ""
    tin: str = ""
    id_kind: str = ""
    id_number: str = ""
    why_not: str = ""

    def asked(self) -> dict[str, str]:
        """What is sealed: the fields by name."""
        said = asdict(self)
        del said["why_not"]
        return said


class FormRefused(Refused):
    """A field of the form needs another word; ``field`` says which."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


_FIELDS = {
    "name": "the payor's name",
    "address": "the payor's address",
    "birth_date": "the date of birth",
    "occupation": "the occupation",
    "tin": "the taxpayer number",
    "id_kind": "the kind of ID",
    "id_number": "the number on the ID",
}


def check_form(form: CashForm, today: date) -> CashForm:
    """The form as it may be kept. Raises FormRefused, naming the field: nothing of it is in the sentence."""
    kept = {}
    for name, words in {**_FIELDS, "why_not": "the reason"}.items():
        try:
            kept[name] = safe_text(getattr(form, name), words.capitalize())
        except Refused as refused:
            raise FormRefused(name, refused.sentence) from refused
    form = replace(form, **kept)
    for name, words in _FIELDS.items():
        if not getattr(form, name) and not form.why_not:
            raise FormRefused(name, f"Enter {words}, or say below why it is not given.")
    if form.tin:
        form = replace(form, tin=_tin(form.tin))
    if form.birth_date:
        born = read_birth_date(form.birth_date, today)
        if born is None:
            raise FormRefused("birth_date", "Enter the date of birth like 3/14/1961.")
        form = replace(form, birth_date=born.isoformat())
    return form


def _tin(text: str) -> str:
    """A taxpayer identification number: nine digits, not all alike. Hyphens and blanks may stand between them."""
    digits = "".join(c for c in text if c not in " -")
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        raise FormRefused("tin", "Enter the taxpayer number with its nine digits, like 123-45-6789.")
    return digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report that is due: the payment that made it so, whose, and by when it is filed. ``asked_id``: of its line."""

    asked_id: UUID
    payment_id: UUID
    receipt: str
    payor: str
    within: str
    reached_on: date

    @property
    def due_on(self) -> date:
        return due_on(self.reached_on)


def due_on(reached_on: date) -> date:
    """By when a report is filed."""
    return reached_on + min(REPORT_WITHIN, date.max - reached_on)


def large_cash_facts(asked: Asked, *, sealed: str, why_not: str) -> dict[str, Any]:
    """What a LARGE_CASH line says; of the form nothing but the sealed box."""
    return {
        "payment": str(asked.payment_id),
        "receipt": asked.receipt,
        "payor": asked.payor,
        "within": asked.within,
        "reached_on": asked.reached_on.isoformat(),
        "due_on": asked.due_on.isoformat(),
        "sealed": sealed,
    } | ({"why_not": why_not} if why_not else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a LARGE_CASH line says."""

    asked: Asked
    sealed: str
    why_not: str


def read_large_cash(line: Line) -> Captured:
    """Raises UnreadableBody."""
    said: Mapping[str, Any] = line.facts
    try:
        if line.kind is not LineKind.LARGE_CASH:
            raise ValueError("another kind")
        return Captured(
            asked=Asked(
                asked_id=line.line_id,
                payment_id=UUID(said["payment"]),
                receipt=text_of(said["receipt"]),
                payor=text_of(said["payor"]),
                within=text_of(said["within"]),
                reached_on=date.fromisoformat(said["reached_on"]),
            ),
            sealed=text_of(said["sealed"]),
            why_not=text_of(said.get("why_not", "")),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A report on cash cannot be read: {type(trouble).__name__}.") from trouble
