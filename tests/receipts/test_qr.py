"""What a terminal shows is read by a scanner that isn't ours."""

import io
import re

from PIL import Image

from cashier.security.second_factor import authenticator_uri, new_secret
from receipts.qr import qr_letters
from tests.receipts.zbar import read_barcodes

DOTS = 6  # Of a module.
HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def test_an_authenticators_code_is_read_from_a_terminal_of_80_columns() -> None:
    uri = authenticator_uri(new_secret(), "a.name-of-twenty.one")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in qr_letters(uri).splitlines()]
    modules = [bytes(0 if HALVES[sign][half] else 255 for sign in line) for line in lines for half in (0, 1)]
    picture = Image.frombytes("L", (len(lines[0]), len(modules)), b"".join(modules))
    png = io.BytesIO()
    picture.resize((picture.width * DOTS, picture.height * DOTS), Image.Resampling.NEAREST).save(png, "PNG")

    assert read_barcodes(png.getvalue()) == [f"QR-Code:{uri}"]
    assert max(map(len, lines)) < 80
    assert len(lines) < 32
