"""Where a member card says whose it is, as data: the health plan's magnetic track, or the code on a phone's screen."""

import re
from dataclasses import dataclass

_OWN_LEAST = 3  # A shape that begins with less of its own would be that of other codes, too.
_PIECES = {"{member}": "([0-9]{6,12})", "{any}": ".*?"}
_SPLIT = re.compile(r"(\{[^{}]*\})")
HEALTH_ISSUER = "80840"  # ISO/IEC 7812: health (80), United States (840). No bank's card begins so.


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShape:
    """A card's text with ``{member}`` for the member number and ``{any}`` for what may be anything.

    Raises ValueError, in words for who writes the settings, for a shape that would not say whose the card is.
    """

    name: str
    shape: str

    def __post_init__(self) -> None:
        pieces = _SPLIT.split(self.shape)
        unknown = [piece for piece in pieces[1::2] if piece not in _PIECES]
        if unknown:
            raise ValueError(f"{unknown[0]} is no part of a card; write {{member}} or {{any}}")
        if pieces.count("{member}") != 1:
            raise ValueError("the shape has to have {member} once")
        if len(pieces[0]) < _OWN_LEAST:
            raise ValueError("the shape has to begin with three characters of its own or more")

    @property
    def is_health_track(self) -> bool:
        """Whether it is a magnetic track that names its issuer as one of health cards."""
        return self.shape[1:].startswith(HEALTH_ISSUER) and self.shape[0] in "%;+"

    def member(self, text: str) -> str:
        """The member number that a card of this shape says; empty for any other text."""
        pattern = "".join(_PIECES.get(piece) or re.escape(piece) for piece in _SPLIT.split(self.shape))
        found = re.fullmatch(pattern, text)
        return found.group(1) if found is not None else ""
