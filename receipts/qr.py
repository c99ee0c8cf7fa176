"""A QR code (ISO/IEC 18004) in the letters of a terminal, for what is to be photographed and stand nowhere else."""

from itertools import zip_longest
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

_QUIET = 4  # Modules of white on each side, section 5.3.8 of the standard.
# Upper half dark, lower half dark: a letter is one module wide and two high.
_LETTERS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_BLACK_ON_WHITE, _AS_BEFORE = "\x1b[38;5;16;48;5;231m", "\x1b[0m"


def qr_rows(text: str) -> list[list[bool]]:
    """The code's rows from top to bottom with their white border, True for a dark module."""
    code: Any = QRCode(None, QRErrorCorrectLevel.L)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    white = [[False] * (size + 2 * _QUIET)] * _QUIET
    side = [False] * _QUIET
    rows = [[*side, *(bool(code.isDark(row, column)) for column in range(size)), *side] for row in range(size)]
    return [*white, *rows, *white]


def qr_letters(text: str) -> str:
    """The same for a terminal, whatever its colors are."""
    rows = qr_rows(text)
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=[False] * len(rows))
    lines = ("".join(_LETTERS[module] for module in zip(upper, lower, strict=True)) for upper, lower in pairs)
    return "\n".join(f"{_BLACK_ON_WHITE}{line}{_AS_BEFORE}" for line in lines)
