"""The papers that are kept, line by line, and some as pictures: ``python -m tests.receipts.golden`` writes them anew.

A paper's file says for each width what stands in each line, with a check sum of the bytes that print it and one of the
ink that comes of them: a difference names its line. The pictures are for eyes: ``python -m tests.receipts.golden
FOLDER`` writes those of all papers and widths there.
"""

import io
import sys
from functools import cache
from pathlib import Path
from zlib import crc32

from PIL import Image

from cashier.domain.languages import SPOKEN
from receipts import commands
from receipts.commands import Command, read_command
from receipts.document import Document
from receipts.drawing import LineDrawer
from receipts.escpos import ReceiptBytes
from receipts.layout import lay_out
from receipts.printers.sheet import COLUMN_DOTS, LINE_DOTS, Roll, Sheet, row_text
from tests.receipts.kept import documents

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "receipts"
COLUMNS = (32, 42, 48)
DOTS = {32: 384, 42: 512, 48: 576}
# A picture each of what differs to the eye: every width, every language, every kind of paper once.
PICTURED = (
    *(("check-and-cash", columns) for columns in COLUMNS),
    *(("in-zh-Hant", columns) for columns in COLUMNS),
    *((f"since-{code}", 42) for code in SPOKEN),
    *((f"voided-{code}", 32) for code in ("vi", "zh-Hant", "hy")),
    *((f"statement_copied-{code}", 48) for code in ("en", "vi", "ru")),
    *((f"{name}-{code}", 48) for name, code in (("plan_agreed", "hy"), ("assistance_asked", "ko"))),
    *((f"{name}-{code}", 32) for name, code in (("credit_slip", "tl"), ("refund_slip", "es"), ("part", "zh"))),
    *((name, 42) for name in ("family", "itemized", "card-pending-ru", "voided", "drawer_read", "shift_closed")),
    *((name, 42) for name in ("cash_dropped", "no_sale", "transfer_given", "day_reported", "endorsed", "trial")),
)


def kept_file(name: str) -> Path:
    return FOLDER / f"{name}.txt"


def picture_file(name: str, columns: int) -> Path:
    return FOLDER / f"{name}-{columns}.png"


def text_of(document: Document, columns: int) -> str:
    """The lines, bold ones with a mark before them."""
    lines = lay_out(document, columns)
    return "".join(f"{'*' if line.bold else ' '}{line.text}".rstrip() + "\n" for line in lines)


@cache
def _encoder(columns: int) -> ReceiptBytes:
    return ReceiptBytes(columns=columns, dots=DOTS[columns])


@cache
def _ink() -> LineDrawer:
    return LineDrawer(column_dots=COLUMN_DOTS, height_dots=LINE_DOTS)


def bytes_of(document: Document, columns: int) -> bytes:
    return _encoder(columns).encode(document)


def commands_in(stream: bytes) -> list[Command]:
    """All commands of a job, which leaves no byte over."""
    return [command for command, _ in _parts(stream)]


def printed(stream: bytes, columns: int = 42) -> Sheet:
    """The one paper that a job makes, of commands that are all known."""
    roll = Roll(columns)
    sheets = [sheet for command in commands_in(stream) if (sheet := roll.run(command))]
    assert roll.unknown == []
    assert len(sheets) == 1
    return sheets[0]


def kept(document: Document) -> str:
    """What a paper's file says."""
    return "\n".join(_kept(document, columns) for columns in COLUMNS)


def _kept(document: Document, columns: int) -> str:
    stream = bytes_of(document, columns)
    sheet = printed(stream, columns)
    *rows, rest = _bytes_by_row(stream)
    said = text_of(document, columns).splitlines()
    said += [" " + row_text(row, columns) for row in sheet.rows[len(said) :]]
    lines = [f"{columns} columns, {len(stream):,} bytes, at the end {crc32(rest):08x}"]
    for text, data, picture in zip(said, rows, sheet.pictures(_ink()), strict=True):
        lines.append(f"{crc32(data):08x} {crc32(picture.tobytes()):08x} {text}".rstrip())
    return "\n".join(lines) + "\n"


def picture_of(document: Document, columns: int) -> Image.Image:
    with Image.open(io.BytesIO(printed(bytes_of(document, columns), columns).png())) as picture:
        return picture.copy()


def _bytes_by_row(stream: bytes) -> list[bytes]:
    """What prints each row, and at last what cuts the paper."""
    rows = [b""]
    for command, data in _parts(stream):
        rows[-1] += data
        if command.name in (commands.LINE_FEED, commands.FEED, commands.BARCODE) or (
            command.name == commands.SYMBOL and commands.qr_prints(command.data)
        ):
            rows.append(b"")
    return rows


def _parts(stream: bytes) -> list[tuple[Command, bytes]]:
    found = []
    while (read := read_command(stream)) is not None:
        command, rest = read
        found.append((command, stream[: len(stream) - len(rest)]))
        stream = rest
    assert stream == b""
    return found


def _write() -> None:
    for file in FOLDER.iterdir():
        file.unlink()
    for name, document in documents().items():
        kept_file(name).write_text(kept(document), encoding="utf-8")
    for name, columns in PICTURED:
        picture_of(documents()[name], columns).save(picture_file(name, columns), optimize=True)


def _write_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        for columns in COLUMNS:
            picture_of(document, columns).save(folder / f"{name}-{columns}.png")


if __name__ == "__main__":
    _write_pictures(Path(sys.argv[1])) if sys.argv[1:] else _write()
