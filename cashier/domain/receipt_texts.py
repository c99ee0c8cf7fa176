"""What a center's receipts say at their head and foot besides what all say: by the day from which it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptText:
    """``header`` stands below the center's name; ``trailer`` are the last lines, by language."""

    center: str
    since: date
    header: tuple[str, ...] = ()
    trailer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def trailer_in(self, language: str) -> tuple[str, ...]:
        """In English where it is not written in that language."""
        return self.trailer.get(language) or self.trailer.get("en", ())


def text_on(texts: Iterable[ReceiptText], center: str, day: date) -> ReceiptText:
    """What held at a center on a day; an empty one before the first. A reprint says what held on its own day."""
    held = [text for text in texts if text.center == center and text.since <= day]
    return max(held, key=lambda text: text.since, default=ReceiptText(center=center, since=date.min))
