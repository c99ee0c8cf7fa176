"""A QR code (ISO/IEC 18004) in the letters of a terminal, for what is to be photographed and stand nowhere else."""

from itertools import zip_longest

from receipts.squares import qr_rows

_QUIET = 4  # Modules of white on each side, section 5.3.8 of the standard.
# Upper half dark, lower half dark: a letter is one module wide and two high.
_LETTERS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_BLACK_ON_WHITE, _AS_BEFORE = "\x1b[38;5;16;48;5;231m", "\x1b[0m"


def qr_letters(text: str) -> str:
    """The code in its white border, whatever the terminal's colors are."""
    code = qr_rows(text)
    side = (False,) * _QUIET
    white = [(False,) * (len(code) + 2 * _QUIET)] * _QUIET
    rows = [*white, *((*side, *row, *side) for row in code), *white]
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=white[0])
    lines = ("".join(_LETTERS[module] for module in zip(upper, lower, strict=True)) for upper, lower in pairs)
    return "\n".join(f"{_BLACK_ON_WHITE}{line}{_AS_BEFORE}" for line in lines)
