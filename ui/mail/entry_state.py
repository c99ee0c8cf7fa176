"""What the forms of the Mail page say, read: the item, its origin, the batch. A refusal names its field."""

import re
from collections.abc import Container, Mapping
from datetime import date, datetime, tzinfo
from uuid import UUID

from cashier.domain.batch import Batch, Entered
from cashier.domain.errors import CashierError, FieldRefused, Refused
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.origin import Origin, OriginKind, missing_numbers
from cashier.domain.people import Staff
from cashier.domain.receipt_number import typed_receipt
from cashier.domain.scan import field_text, fold, read_birth_date
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import RULES, TenderKind
from ui.mail import several_state
from ui.mail.several_state import Open, paid_of, parts_of, read_listed

BOOK, NUMBER, TIME, TAKER, SECOND = "book", "number", "time", "taker", "second"
STATEMENT = several_state.STATEMENT
CLUES, AMOUNT, TENDER = "clues", "amount", "tender"
AGENCY, FILE = "agency", "file"
KIND, COUNT, TOTAL, USER, PASSPHRASE, REASON = "kind", "count", "total", "user", "passphrase", "reason"

CHECK = "check"
_TENDERS = {"cash": TenderKind.CASH, CHECK: TenderKind.CHECK, "money order": TenderKind.MONEY_ORDER}
_KINDS = {"mail": OriginKind.MAIL, "drop box": OriginKind.DROP_BOX}

# What the rules call a field that a form calls otherwise.
_FORM_FIELDS = {"paper": NUMBER, "note": CLUES}

Texts = Mapping[str, str]

_BESIDE = re.compile(r"[,;+&]")
_CASH = re.compile(r"\s*cash\s+(?P<amount>\S+)\s*", re.IGNORECASE)
_LIKE = "Where cash came with a check or an order, enter both like: check, cash 40."

_CLOCK = re.compile(r"(?:(?P<day>\S+) +)?(?P<hour>\d{1,2}):(?P<minute>\d\d) ?(?:(?P<half>[AP])M?)?", re.ASCII)


def read_parts(texts: Texts, origin: Origin, is_open: Open, today: date) -> tuple[Part, ...]:
    """What an item pays; several statements get what `paid_of` says. Raises FieldRefused."""
    clues = field_text(texts[CLUES], "What is known", CLUES)
    listed = read_listed(field_text(texts[STATEMENT], "The statement's number", STATEMENT))
    if not listed and not clues:
        raise FieldRefused("Enter the statement's number; where nobody is known, say below what is known.", STATEMENT)
    if listed and clues:
        raise FieldRefused("The statement says whose money it is. Clear what stands here, or the statement.", CLUES)
    amount = read_amount(texts, AMOUNT, "the item")
    if tender_kind(texts[TENDER]) is None:
        raise FieldRefused("Enter cash, check or money order; the first two letters will do.", TENDER)
    cash_beside(texts)
    holding = Part(target=Target(TargetKind.HOLDING), amount=amount, note=clues, source=origin.words)
    return parts_of(paid_of(listed, amount, is_open, today)) if listed else (holding,)


def tender_kind(text: str) -> TenderKind | None:
    """What a form's word for it means, before what cash came with it; None while it means nothing yet."""
    return _TENDERS.get(_meant(_BESIDE.split(text, maxsplit=1)[0], _TENDERS))


def cash_beside(texts: Texts) -> Money:
    """How much of the item is cash beside its check or order: ``check, cash 40``. Raises FieldRefused."""
    _, *beside = _BESIDE.split(texts[TENDER], maxsplit=1)
    if not beside:
        return ZERO
    said = _CASH.fullmatch(beside[0])
    if said is None or tender_kind(texts[TENDER]) in (None, TenderKind.CASH):
        raise FieldRefused(_LIKE, TENDER)
    try:
        cash = parse_amount(said["amount"], "the cash")
    except Refused as refused:
        raise FieldRefused(f"{refused.sentence} {_LIKE}", TENDER) from refused
    if cash >= (whole := read_amount(texts, AMOUNT, "the item")):
        raise FieldRefused(f"The item is {whole} in all, and {cash} of it is cash. Correct one of them.", TENDER)
    return cash


def handed_words(texts: Texts) -> str:
    """``Check $60.00 and cash $40.00.``; empty where one thing was handed over, and until it can be said."""
    try:
        cash, kind = cash_beside(texts), tender_kind(texts[TENDER])
        paper = read_amount(texts, AMOUNT, "the item") - cash
    except FieldRefused:
        return ""
    return f"{RULES[kind].words} {paper} and cash {cash}." if kind is not None and cash > ZERO else ""


def with_statement(text: str, number: str) -> str:
    """The statements that an item pays, and one more that was scanned; none stands there twice."""
    listed = {piece for piece in re.split(r"[;,\s]+", text.upper()) if piece}
    return text if number.upper() in listed else f"{text.strip()} {number}".strip()


def read_amount(texts: Texts, field: str, what: str) -> Money:
    """The amount that a field says. Raises FieldRefused."""
    try:
        return parse_amount(texts[field], what)
    except Refused as refused:
        raise FieldRefused(refused.sentence, field) from refused


def field_of(trouble: CashierError, fields: Container[str]) -> str:
    """Which of a form's ``fields`` the rules refused; empty where they refused the whole."""
    if not isinstance(trouble, FieldRefused):
        return ""
    field = _FORM_FIELDS.get(trouble.field, trouble.field)
    return field if field in fields else ""


def read_late(texts: Texts, now: datetime, zone: tzinfo) -> Origin:
    """A paper receipt as its form says it; without a number, one that a desk printed. Raises FieldRefused;
    `check_origin` looks at the rest.
    """
    number = texts[NUMBER].strip()
    book = texts[BOOK].strip().upper()
    if not number and typed_receipt(book):
        number = "0"
    elif not (number.isascii() and number.isdigit() and len(number) <= 6 and int(number)):
        raise FieldRefused("Enter the number of the paper receipt, as it is printed.", NUMBER)
    return Origin(
        kind=OriginKind.LATE,
        book=book,
        number=int(number),
        written_at=_time(texts[TIME], now.astimezone(zone)),
        names=(texts[TAKER], texts[SECOND]),
    )


def _time(text: str, now: datetime) -> datetime:
    """``9:40 AM`` today, ``11/20 2:05p`` or ``11/20/26 14:05``, at the center; a day without a year is the latest."""
    sentence = "Enter the day and time on it, like 11/20 9:40 AM; without a day it is today."
    said = _CLOCK.fullmatch(text.strip().upper())
    if said is None:
        raise FieldRefused(sentence, TIME)
    day_text, hour, minute, half = said["day"], int(said["hour"]), int(said["minute"]), said["half"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "P" else 0)
    elif half or 1 <= hour <= 12:
        raise FieldRefused("Say whether it was AM or PM, like 11/20 9:40 AM or 2:05 PM.", TIME)
    day = now.date()
    if day_text:
        slashed = day_text if day_text.count("/") != 1 else f"{day_text}/{day.year}"
        found = read_birth_date(slashed, day) or read_birth_date(f"{day_text}/{day.year - 1}", day)
        if found is None:
            raise FieldRefused(sentence, TIME)
        day = found
    try:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)
    except ValueError as trouble:
        raise FieldRefused(sentence, TIME) from trouble


def read_batch_wish(texts: Texts, batch_id: UUID, staff: Staff, second: Staff) -> Batch:
    """A batch as its form says it. Raises FieldRefused."""
    check_batch_texts(texts)
    return Batch(
        batch_id=batch_id,
        kind=_KINDS[_meant(texts[KIND], _KINDS)],
        count=int(texts[COUNT]),
        total=read_amount(texts, TOTAL, "the control total"),
        opener=staff.user,
        second=second.user,
        second_name=second.name,
    )


def check_batch_texts(texts: Texts) -> None:
    """Before the second person's passphrase is looked at. Raises FieldRefused."""
    if _meant(texts[KIND], _KINDS) not in _KINDS:
        raise FieldRefused("Enter mail or drop box; the first letter will do.", KIND)
    count = texts[COUNT].strip()
    if not (count.isascii() and count.isdigit() and len(count) <= 4 and int(count) > 0):
        raise FieldRefused("Enter how many items you counted.", COUNT)
    read_amount(texts, TOTAL, "the control total")


def batch_words(batch: Batch, entered: Entered) -> str:
    """``Mail opened with Helen Park: 3 of 5 items, $240.00 of $500.00``."""
    kind = "Mail" if batch.kind is OriginKind.MAIL else "Drop box"
    return (
        f"{kind} opened with {batch.second_name}: {entered.count} of {batch.count} items, "
        f"{entered.total} of {batch.total}"
    )


def book_words(book: str, numbers: tuple[int, ...]) -> str:
    """``Book B12: 3 entered, 55 to 58. Missing: 57.``"""
    if not numbers:
        return ""
    missing = ", ".join(str(number) for number in missing_numbers(numbers))
    said = f"Book {book}: {len(numbers)} entered, {numbers[0]} to {numbers[-1]}."
    return f"{said} Missing: {missing}." if missing else f"{said} None missing."


def _meant(text: str, words: Mapping[str, object]) -> str:
    """The one word that begins with what was typed; of several none is guessed."""
    typed = fold(text)
    begin = [word for word in words if typed and word.startswith(typed)]
    return begin[0] if len(begin) == 1 else ""
