"""What a member reads at home of a correction at the window: the words of the receipt's own copy, and whom to call.

It says no bill and no treatment: of whose money, how much, and which receipt. Whoever never asked for a void learns of
it here (R6).
"""

from dataclasses import dataclass
from datetime import date

from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.place import Place
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text, corrected_blocks
from receipts.letter_page import postal_name
from receipts.words import Words, receipt_language, receipt_words

_DIGITS_SHOWN = 4
_ADDRESS_FEEDS = 5  # Down to where the window of a No. 10 envelope shows it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a letter goes. ``member``: the number of whose payment it was."""

    name: str
    address: tuple[str, ...]
    member: str
    language: str


def member_letter(line: Line, to: Addressee, place: Place, day: date) -> Document:
    """The letter about one line. Raises UnreadableBody, KeyError for a line that lacks what it has to say."""
    language = receipt_language(to.language)
    words = receipt_words(language)
    receipt = str(line.facts.get("receipt", ""))
    blocks: list[Block] = [
        Text(text=place.center_name, bold=True),
        Text(text=words.day(day)),
        *[Feed()] * _ADDRESS_FEEDS,
        *(Text(text=part) for part in (postal_name(to.name), *to.address) if part),
        *[Feed()] * _ADDRESS_FEEDS,
        *([Pair(left=words.receipt, right=receipt)] if receipt else []),
        Pair(left=words.member, right="****" + to.member[-_DIGITS_SHOWN:]),
        *_amount(line, words),
        Rule(),
        *_told(line, place, words),
        Rule(),
        Feed(),
        Text(text=_whom_to_call(line, words).format(phone=place.questions_phone), align=Align.LEFT),
    ]
    return Document(blocks=tuple(blocks), barcode=receipt, copy=0, title="Letter", language=language)


def _whom_to_call(line: Line, words: Words) -> str:
    """What a bank did nobody asked for; all else was done at a window, and should have been."""
    return words.questions if line.kind is LineKind.CHECK_RETURNED else words.not_asked


def _amount(line: Line, words: Words) -> list[Block]:
    cents = line.facts.get("cents", line.facts.get("asked_cents"))
    return [Pair(left=words.amount, right=str(Money(cents)))] if type(cents) is int else []


def _told(line: Line, place: Place, words: Words) -> list[Block]:
    day = words.day(line.taken_at.astimezone(place.time_zone).date())
    if line.kind is LineKind.REFUND_DECLINED:
        return [Text(text=words.refund_declined.format(date=day), bold=True)]
    if line.kind is LineKind.REFUND_PAID:
        return [Text(text=words.refund_paid.format(date=day), bold=True)]
    return corrected_blocks(line, (), place, words)
