"""What a scan may be: a statement, a member card, a receipt, a check, or a number that is looked for like a typed one.

What must not be kept is refused here, before anybody else sees it: a bank card's stripe or number, a driver's license.
"""

import re
from dataclasses import dataclass

from cashier.domain.errors import Refused
from cashier.domain.member_cards import CardShape
from cashier.domain.micr import CheckLine, Numbers, is_check_line, read_check_line
from cashier.domain.scan import CARD_SENTENCE, looks_like_card
from cashier.domain.scan_layouts import ScanLayout, StatementScan, read_statement_scan

LICENSE_SENTENCE = "That looks like a driver's license. It was not read. Ask for the name and the date of birth."
STRIPE_SENTENCE = "That card is no member card. It was not kept. Ask for the name and the date of birth."
LONG_SENTENCE = "That code is too long for a card, a statement or a receipt. It was not kept. Scan another one."
LICENSE_MARK = "@"  # The first line of a driver's license, alone; what is personal follows line by line.

_SCAN_MOST = 1000
_SENTINELS = ("%", ";", "+")  # How the tracks of a magnetic stripe begin, as readers type them.
_BANK_NUMBER_MOST = 19  # ISO/IEC 7812; a line that is longer and proven by its check digit is a statement's.
_CODE_ID = re.compile(r"\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424: ]C1, ]Q3, ]M0 before what was read.
_ENDS = "\r\n\t\x02\x03\x1d\x1e\x04 "
_TRACK = re.compile(r"[%;+][^?]*\?")
_BANK_TRACK = re.compile(r"%[Bb]|;[0-9]+=")
_TYPED = re.compile(
    r"[$]?[0-9,]{0,12}\.[0-9]{0,2}|[0-9]{1,4}(/[0-9]{1,4}){1,2}|[0-9]{1,2}:[0-9]{2}[AaPp]?[Mm]?", re.ASCII
)
_STATEMENT = re.compile(r"[A-Za-z]{1,2}-[0-9]{4,12}")
_RECEIPT = re.compile(r"[A-Za-z0-9]{2,8}-[0-9]{7,12}")
_LICENSE = re.compile(r"@|ANSI |AAMVA|.*ANSI [0-9]{6}", re.DOTALL)  # AAMVA's card design standard, annex D.


@dataclass(frozen=True, slots=True)
class CardScan:
    """A member card: the member's number, and what kind of card says so."""

    member: str
    card: str


@dataclass(frozen=True, slots=True)
class ReceiptScan:
    """A receipt's number."""

    number: str


@dataclass(frozen=True, slots=True)
class CheckScan:
    """A check's magnetic line."""

    line: CheckLine


@dataclass(frozen=True, slots=True)
class NumberScan:
    """Text that says nothing of itself: it's looked for like a typed one."""

    text: str


Reading = StatementScan | CardScan | ReceiptScan | CheckScan | NumberScan


def read_scan(raw: str, layouts: tuple[ScanLayout, ...] = (), cards: tuple[CardShape, ...] = ()) -> tuple[Reading, ...]:
    """What a scan may be: one reading, or several among which the cashier chooses.

    Raises Refused for what may not be kept, for a line whose check digit is wrong, and for what can't be read.
    """
    text = bare_code(raw)
    if _LICENSE.match(text):
        raise Refused(LICENSE_SENTENCE)
    if len(text) > _SCAN_MOST:
        raise Refused(LONG_SENTENCE)
    if text[:1] in _SENTINELS:
        return _read_stripe(text, cards)
    if is_check_line(text):
        return (CheckScan(read_check_line(text)),)
    if len(text) > _BANK_NUMBER_MOST and (found := read_statement_scan(text, layouts)):
        return found
    if looks_like_card(text):
        raise Refused(CARD_SENTENCE)
    return _read_number(text, layouts, cards)


def bare_code(raw: str) -> str:
    """A code without what the scanner put around it: its ends, and the sign of the code's kind."""
    text = raw.strip(_ENDS)
    return _CODE_ID.sub("", text, count=1) if text.startswith("]") else text


def reading_words(reading: Reading) -> str:
    """What a reading is, as a cashier names it: ``Receipt: OAK3-0000001``."""
    match reading:
        case StatementScan(number=number, layout=layout):
            return f"{layout}: {number}"
        case CardScan(member=number, card=card):
            return f"{card}: {number}"
        case ReceiptScan(number=number):
            return f"Receipt: {number}"
        case CheckScan(line=line):
            return numbers_words(line.readings[0])
        case NumberScan(text=text):
            return text


def looked_for(reading: Reading) -> str:
    """What the finder looks for because of a reading; empty for a receipt and a check."""
    match reading:
        case StatementScan(number=number) | CardScan(member=number) | NumberScan(text=number):
            return number
        case _:
            return ""


def numbers_words(numbers: Numbers) -> str:
    """``Check number 1043, account ending in 5678``."""
    which = f"Check number {numbers.serial}" if numbers.serial else "No check number on the line"
    return f"{which}, account ending in {numbers.account[-4:]}"


def why_not_kept(raw: str) -> str:
    """The sentence for what may be kept nowhere, a bank card or a license; empty for all else."""
    try:
        read_scan(raw)
    except Refused as refused:
        return refused.sentence if refused.sentence in (CARD_SENTENCE, LICENSE_SENTENCE) else ""
    return ""


def is_track(text: str) -> bool:
    """Whether this may be one track of a magnetic stripe, which readers send one after the other."""
    return text[:1] in _SENTINELS


def is_one_code(text: str) -> bool:
    """Whether fast keys came from a device: one code without blanks, a stripe, a check's line, or with a code id.

    Words with blanks between them were typed by somebody with fast fingers; so were amounts, dates and times, which
    nobody prints as a code, however fast a busy machine says that their keys came.
    """
    if _TYPED.fullmatch(text):
        return False
    return " " not in text or text[:1] in (*_SENTINELS, "]", LICENSE_MARK) or is_check_line(text)


def _read_stripe(text: str, cards: tuple[CardShape, ...]) -> tuple[Reading, ...]:
    """A swiped card. Its bank tracks are never looked into; a health card's own track says so in its first digits."""
    tracks = _TRACK.findall(text) or [text]
    shapes = [shape for shape in cards if shape.is_health_track]
    members = {CardScan(number, shape.name) for track in tracks for shape in shapes if (number := shape.member(track))}
    others = [track for track in tracks if not any(shape.member(track) for shape in shapes)]
    if any(_BANK_TRACK.match(track) or looks_like_card(track) for track in others):
        raise Refused(CARD_SENTENCE)
    if not members:
        raise Refused(STRIPE_SENTENCE)
    return tuple(sorted(members, key=lambda card: card.member))


def _read_number(text: str, layouts: tuple[ScanLayout, ...], cards: tuple[CardShape, ...]) -> tuple[Reading, ...]:
    found: list[Reading] = [CardScan(number, shape.name) for shape in cards if (number := shape.member(text))]
    if len(text) <= _BANK_NUMBER_MOST:
        found += read_statement_scan(text, layouts)
    if _STATEMENT.fullmatch(text):
        found.append(StatementScan(number=text.upper(), layout="Statement number", region=""))
    if _RECEIPT.fullmatch(text):
        found.append(ReceiptScan(text.upper()))
    return tuple(found) or (NumberScan(text),)
