"""What several slips have in common: a count by denomination, a book's name, a line to sign on."""

from collections.abc import Mapping

from cashier.domain.accounts import Book
from cashier.domain.money import Money
from cashier.domain.shift import DENOMINATIONS
from receipts.document import Block, Feed, Pair, Text

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
