"""A difference of a closed drawer that is explained later: what was over, there or elsewhere, is what was short.

Cash that was keyed as a check, a check that lay in the wrong drawer, notes that went into a colleague's
(`features.md` 4.10). The Z reports stay as they were signed, and so does what members paid; the over and the short line
say of each other from then on, for the same amount, so that together they come to nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cashier.domain.absent import absent_in
from cashier.domain.accounts import Book, BookLine
from cashier.domain.drawer import Holdings
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.office_slip import OfficeSlip, read_office_slip
from cashier.domain.scan import safe_text
from cashier.domain.shift_close import shares
from cashier.domain.slips import z_name, z_place
from cashier.domain.tenders import RULES, TenderKind
from cashier.domain.z_report import read_z

PREFIX = "explained."
"""What such an act is called among the office's, before its id."""
EXPLAIN_ACT = "{over} explains {short}"
CASH = "cash"
OVER_Z, OVER, SHORT_Z, SHORT, AMOUNT = "over_z", "over", "short_z", "short", "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What was typed of one drawer: its Z report, and what of it differed (``cash``, or a check's number)."""

    z: str
    what: str

    @property
    def code(self) -> str:
        return f"{self.z} {self.what}"

    @classmethod
    def read(cls, code: str) -> "Side":
        """The inverse of `code`. Raises Refused."""
        z, blank, what = code.partition(" ")
        if not blank or not what:
            raise Refused("Say of which Z report, and what of it.")
        return cls(z=z, what=what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """What a drawer was closed with and should not have been, as far as nothing explains it yet.

    ``key`` names it in bodies: ``cash``, a missing check's place in the drawer, or ``found.0``. ``amount``: below zero
    for short.
    """

    key: str
    number: str
    words: str
    book: Book
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDrawer:
    """``people``: whose drawer it was, and who closed it."""

    z: str
    people: frozenset[str]
    unlike: tuple[Unlike, ...]

    def find(self, what: str, *, is_over: bool) -> Unlike:
        """The line that was typed. Raises FieldRefused, with what is left there to be explained."""
        there = [each for each in self.unlike if each.amount != ZERO and (each.amount > ZERO) == is_over]
        for each in there:
            if what.casefold() in (each.key, each.number.casefold()):
                return each
        nameless = [each for each in there if each.key != CASH and not each.number]
        for each in nameless:
            if what in (each.amount.plain(), (-each.amount).plain()):
                return each
        how = "over" if is_over else "short"
        left = ", ".join(f"{each.words} {max(each.amount, -each.amount)}" for each in there)
        rest = f"It was {how} by {left}. Enter one of these." if left else f"Nothing of it is {how} any more."
        raise FieldRefused(
            f"{self.z} was not {how} by {safe_text(what, 'What you wrote')}. {rest}", OVER if is_over else SHORT
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What an act comes to: so much of ``over`` is so much of ``short``."""

    over: Unlike
    short: Unlike
    amount: Money


def read_side(z: str, what: str, *, is_over: bool) -> Side:
    """As it was typed: ``oak3-z12`` and ``cash``, or a check's number. Raises FieldRefused."""
    z_field, what_field = (OVER_Z, OVER) if is_over else (SHORT_Z, SHORT)
    place = z_place(z.strip().upper())
    if place is None:
        raise FieldRefused("Enter the number of a Z report, like OAK3-Z00012.", z_field)
    try:
        said = safe_text(what, "What differed")
    except Refused as refused:
        raise FieldRefused(refused.sentence, what_field) from refused
    if not said:
        raise FieldRefused("Enter CASH, or the number of the check.", what_field)
    return Side(z=z_name(*place), what=said)


def read_amount(typed: str) -> Money | None:
    """None for all of it. Raises FieldRefused."""
    try:
        return parse_amount(typed, "the amount") if typed.strip() else None
    except Refused as refused:
        raise FieldRefused(refused.sentence, AMOUNT) from refused


def explain_act(over: str, short: str) -> str:
    """What a second person signs for, by the codes of both sides; no other lines."""
    return EXPLAIN_ACT.format(over=over, short=short)


def read_closed(line: Line, region: str, cashier: str, explained: Mapping[str, Money]) -> ClosedDrawer:
    """A drawer as its SHIFT_CLOSED line leaves it, less what is ``explained``, by key. Raises UnreadableBody."""
    z = read_z(line)
    try:
        unlike = (_cash(line, Book(region, BookLine.MEDICAL)), *_missing(line), *_found(line, region))
        absent = absent_in(line)
    except MISREAD as trouble:
        raise UnreadableBody(f"A Z report cannot be read: {type(trouble).__name__}.") from trouble
    left = (
        Unlike(
            key=each.key,
            number=each.number,
            words=each.words,
            book=each.book,
            amount=each.amount + explained.get(each.key, ZERO),
        )
        for each in unlike
    )
    people = {line.staff, cashier, *([str(absent["cashier"])] if absent is not None else [])}
    return ClosedDrawer(z=z_name(line.desk, z.number), people=frozenset(people), unlike=tuple(left))


def _cash(line: Line, medical: Book) -> Unlike:
    """What of the difference is medical money: what differs is that first."""
    expected = {Book.read(code): Money(cents) for code, cents in line.facts["expected"].items()}
    differs = shares(Holdings(cash=expected, checks={}), Money(line.facts["difference_cents"]), medical)
    return Unlike(key=CASH, number="", words=CASH, book=medical, amount=differs.get(medical, ZERO))


def _missing(line: Line) -> tuple[Unlike, ...]:
    listed = dict(zip(line.facts["items"], line.facts["checks"], strict=True))
    return tuple(
        _paper(str(key), listed[key], Book.read(listed[key]["book"]), Money(-listed[key]["cents"]))
        for key in line.facts["missing"]
    )


def _found(line: Line, region: str) -> tuple[Unlike, ...]:
    return tuple(
        _paper(f"found.{place}", said, Book(region, BookLine(said["line"])), Money(said["cents"]))
        for place, said in enumerate(line.facts["found"])
    )


def _paper(key: str, said: Mapping[str, Any], book: Book, amount: Money) -> Unlike:
    number = str(said["number"])
    words = f"{RULES[TenderKind(said['kind'])].words.lower()} {number}".rstrip()
    return Unlike(key=key, number=number, words=words, book=book, amount=amount)


def explain(over: Unlike, short: Unlike, amount: Money | None) -> Explained:
    """How much of ``over`` is ``short``: all that both have, or ``amount``; a check is explained whole.

    Raises FieldRefused.
    """
    if over.book != short.book:
        raise FieldRefused(
            f"The {over.words} is {over.book.line} money and the {short.words} {short.book.line}, which never mix. "
            "Have the bank accounts put right; both lines stay.",
            SHORT,
        )
    papers = [each for each in (over, short) if each.key != CASH]
    if not papers:
        most = min(over.amount, -short.amount)
        if amount is not None and amount > most:
            raise FieldRefused(f"{most} is the most that one is of the other. Enter that, or less.", AMOUNT)
        return Explained(over=over, short=short, amount=most if amount is None else amount)
    size = _size(papers[0])
    if size != _size(papers[-1]):
        raise FieldRefused(
            f"The {over.words} is {_size(over)} and the {short.words} {_size(short)}: one is not the other.", SHORT
        )
    if amount is not None and amount != size:
        raise FieldRefused(f"The {papers[0].words} is {size}, and is explained whole. Leave the amount empty.", AMOUNT)
    for cash in (each for each in (over, short) if each.key == CASH):
        left = _size(cash) - size
        if max(left, -left) >= _size(cash):  # A few dollars may differ besides, and then still do.
            raise FieldRefused(
                f"The {papers[0].words} is {size}, and cash differed by {_size(cash)} alone: that does not explain it.",
                OVER if cash is over else SHORT,
            )
    return Explained(over=over, short=short, amount=size)


def _size(unlike: Unlike) -> Money:
    return max(unlike.amount, -unlike.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainRecord(OfficeSlip):
    """What an EXPLAIN_SLIP line says, for its paper."""


def read_explain_record(line: Line) -> ExplainRecord:
    """The inverse of `ExplainRecord.facts`. Raises UnreadableBody."""
    try:
        if line.kind is not LineKind.EXPLAIN_SLIP:
            raise ValueError(line.kind)
        return ExplainRecord(**read_office_slip(line.facts))
    except MISREAD as trouble:
        raise UnreadableBody(f"An explained difference cannot be read: {type(trouble).__name__}.") from trouble
