"""Code 128 as bars and spaces, for the paper that we draw: PDF and simulated printer."""

from dataclasses import dataclass

from reportlab.graphics.barcode.code128 import Code128


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
