"""How wide a text is on paper of columns, and which of its words stand apart."""

import re
import unicodedata

APART = re.compile(r"\S+(?: \S+)*")  # Words with one space between them.
_COMBINING = frozenset({"Mn", "Me"})


def columns_of(text: str) -> int:
    """How many columns a text takes: Chinese, Japanese and Korean letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(columns_of_letter(letter) for letter in text)


def columns_of_letter(letter: str) -> int:
    """Two, one, or none for a mark that stands with the letter before it."""
    if unicodedata.category(letter) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
