"""QR codes (ISO/IEC 18004) as squares, for paper that we draw: on the screen, in a PDF, at the simulated printer."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_L

from cashier.usecases.ports.paper import Squares


def qr_rows(text: str) -> Squares:
    """A QR code without its quiet zone, which is four squares of white on each side (section 5.3.8)."""
    code = QRCode(error_correction=ERROR_CORRECT_L, border=0)
    code.add_data(text)
    return tuple(tuple(bool(is_black) for is_black in row) for row in code.get_matrix())
