"""A card terminal's own name for a sale, by which it gives that very sale back, and no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PoiTransaction:
    """nexo's POITransactionID: the terminal's number of a sale, and its time, both as the terminal said them."""

    number: str
    at: str

    def facts(self) -> list[str]:
        """As it stands in a line's body."""
        return [self.number, self.at]


def read_poi(said: Sequence[Any]) -> PoiTransaction:
    """The inverse of `PoiTransaction.facts`. Raises ValueError, TypeError."""
    number, at = said
    if not isinstance(number, str) or not isinstance(at, str):
        raise TypeError("a terminal's name for a sale is text")
    return PoiTransaction(number, at)
