"""The words that receipts say in letters that have to be drawn: drawn before they are needed, while nothing prints."""

import re
from collections.abc import Iterator
from dataclasses import fields

from receipts.words import WORDS

_FILLED_IN = re.compile(r"\{[^}]*\}")
_BOLD = frozenset(
    {"duplicate", "voided", "given_back", "corrected", "total_paid", "itemized", "part_for_one", "card_pending"}
)


def phrases() -> Iterator[tuple[str, bool]]:
    """Every word of every language once, without what is filled in, and whether it is said in bold."""
    for words in WORDS.values():
        for field in fields(words):
            said = getattr(words, field.name)
            for text in (said,) if isinstance(said, str) else said:
                yield _FILLED_IN.sub(" ", text), field.name in _BOLD
