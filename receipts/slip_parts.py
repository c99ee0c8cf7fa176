"""What several slips have in common: a count by denomination, a book's name, a line to sign on, the office's slip."""

from collections.abc import Iterable, Mapping, Sequence

from cashier.domain.accounts import Book
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.place import Place
from cashier.domain.shift import DENOMINATIONS
from cashier.domain.times import day_words
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text

_WORDS = {kind.code: kind.words for kind in DENOMINATIONS}
_CENTS = {kind.code: kind.cents for kind in DENOMINATIONS}


def count_blocks(count: Mapping[str, int]) -> list[Block]:
    """``3 x $20`` and what that is, a line each."""
    return [
        Pair(left=f"{number} x {_WORDS[code]}", right=Money(_CENTS[code] * number).plain())
        for code in _WORDS
        if (number := count.get(code, 0))
    ]


def book_words(code: str) -> str:
    """``medical`` or ``premium``."""
    return Book.read(code).line.value


def sign_blocks(who: str) -> list[Block]:
    """Room for a signature."""
    return [Feed(), Feed(), Text(text="_" * 30), Text(text=who)]


def told_blocks(told: Iterable[tuple[str, str]]) -> list[Block]:
    """What the ledger told of an act, label by label."""
    return [Pair(left=label, right=words) for label, words in told]


def office_slip(
    title: str, told: Sequence[Block], signers: Sequence[str], line: Line, place: Place, copy: int
) -> Document:
    """The paper of what the office did: by which day, what of it is ``told``, and room for who signs."""
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=day_words(line.taken_at.astimezone(place.time_zone).date()), align=Align.CENTER),
        *([Text(text=f"DUPLICATE {copy}", align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        Text(text=title, align=Align.CENTER, bold=True),
        Rule(),
        *told,
        Rule(),
        *(block for who in signers for block in sign_blocks(who)),
    ]
    return Document(blocks=tuple(blocks), barcode="", copy=copy, title="Slip")
