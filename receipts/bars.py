"""Code 128 as bars and spaces and QR codes as squares, for the paper that we draw: PDF and simulated printer."""

from dataclasses import dataclass

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel


def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """A QR code without its quiet zone, from the top: True is black."""
    code = QRCode(None, QRErrorCorrectLevel.L)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(is_black) for is_black in row) for row in code.modules)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or the space between two; ``modules`` is its width in the narrowest bar's."""

    is_black: bool
    modules: int


def code128(text: str) -> tuple[Bar, ...]:
    """From left to right, without quiet zones; ``text`` is printable ASCII."""
    code = Code128(text)
    # The library's types leave these three out.
    code.validate()  # type: ignore[no-untyped-call]
    code.encode()  # type: ignore[no-untyped-call]
    letters: str = code.decompose()  # type: ignore[no-untyped-call]
    # A letter's place in the alphabet is the width; large ones are bars, small ones spaces.
    return tuple(Bar(letter.isupper(), ord(letter.upper()) - ord("A") + 1) for letter in letters)
