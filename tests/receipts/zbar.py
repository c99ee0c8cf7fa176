"""A scanner that isn't ours: zbarimg, of the project's system packages."""

import subprocess
import tempfile
from pathlib import Path

from receipts.document import Document


def read_barcodes(*pngs: bytes) -> list[str]:
    """The barcodes on pictures, one after the other, like ``CODE-128:OAK3-0019284``."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = [Path(folder) / f"paper-{place:03d}.png" for place in range(len(pngs))]
        for picture, png in zip(pictures, pngs, strict=True):
            picture.write_bytes(png)
        found = subprocess.run(["zbarimg", "-q", *pictures], check=False, capture_output=True, text=True)
    return found.stdout.split()


def says(document: Document) -> set[str]:
    """What a scanner finds on a document's paper."""
    codes = {"CODE-128": document.barcode, "QR-Code": document.qr}
    return {f"{kind}:{text}" for kind, text in codes.items() if text}
