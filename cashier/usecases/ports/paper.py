"""Paper as the screen shows it."""

from dataclasses import dataclass
from typing import Protocol

from cashier.domain.endorsement import Endorsement
from cashier.domain.line import Line
from cashier.domain.receipt_seen import ReceiptSeen


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a receipt as laid out in columns."""

    text: str
    bold: bool = False


Squares = tuple[tuple[bool, ...], ...]
"""A QR code's rows from the top, True for black."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """A receipt as the screen shows it, from the same document as the paper's. ``squares`` say what ``qr`` does."""

    lines: tuple[PaperLine, ...]
    barcode: str
    qr: str = ""
    squares: Squares = ()


class PaperWords(Protocol):
    """Says a payment's lines, and the back of its checks, as paper does."""

    def back_of(self, backs: tuple[Endorsement, ...], *, columns: int) -> tuple[PaperLine, ...]:
        """What is written on the back of checks."""

    def preview_seen(self, seen: ReceiptSeen, *, columns: int) -> PaperText:
        """Another desk's receipt, as that one printed it."""

    def preview(self, lines: tuple[Line, ...], *, copy: int, columns: int) -> PaperText: ...
