"""The words from afar that lines in memory have used."""

from collections.abc import Iterable

from cashier.domain.asks import WordUsed, words_of
from cashier.domain.line import Line


def check_words(line: Line, before: Iterable[Line]) -> None:
    """As the real store does. Raises Refused."""
    used = {word: act for one in before for word, act in words_of(one).items()}
    if any(used.get(word, act) != act for word, act in words_of(line).items()):
        raise WordUsed
