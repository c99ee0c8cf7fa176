"""A picture is kept in the printer's own memory by a command of ours, and receipts name it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from cashier.domain.errors import DeviceTrouble, Refused
from cashier.doors.printer_logo import store_picture
from receipts.commands import read_command
from receipts.escpos import ReceiptBytes
from receipts.logo import logo_bytes
from receipts.printers.machine import Fault
from receipts.printers.simulated import SimulatedPrinter
from tests.exchange.test_settings import DESK
from tests.receipts.golden import printed
from tests.receipts.kept import documents


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A black bar on clear ground, wider than paper."""
    drawn = Image.new("RGBA", (1200, 100), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).rectangle((0, 40, 1199, 59), fill="black")
    drawn.save(tmp_path / "logo.png")
    return tmp_path / "logo.png"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as made:
        said = f'[printer]\nport = {made.port}\nlogo = "A1"\nanswer_timeout_s = 60\n'
        (tmp_path / "desk.toml").write_text(f"{DESK}\n{said}", "utf-8")
        yield made


def test_it_is_one_command_as_wide_as_the_paper_with_ink_where_it_is_dark(picture: Path) -> None:
    read = read_command(logo_bytes(picture, "A1", dots=512))
    assert read is not None
    command, rest = read

    assert rest == b""
    assert command.data[3:14] == b"0C0A1\x01" + (512).to_bytes(2, "little") + (43).to_bytes(2, "little") + b"1"
    rows = [command.data[14:][row * 64 : row * 64 + 64] for row in range(43)]
    assert (rows[0], rows[21], rows[-1]) == (bytes(64), b"\xff" * 64, bytes(64))


def test_it_is_stored_by_the_command_printed_once_and_stands_at_the_head_of_receipts(
    picture: Path, printer: SimulatedPrinter, tmp_path: Path
) -> None:
    assert store_picture(picture, tmp_path, key="") == "Stored as A1, and printed once."
    assert "Write logo" in store_picture(picture, tmp_path, key="B2")

    job = ReceiptBytes(columns=42, dots=512, logo="A1").encode(documents()["check-and-cash"])
    sheet = printed(logo_bytes(picture, "A1", dots=512) + job)
    assert sheet.text.lstrip().startswith("[logo A1]")
    bare = printed(ReceiptBytes(columns=42, dots=512).encode(documents()["check-and-cash"]))
    assert len(sheet.png()) > len(bare.png())
    assert printer.machine.unknown() == ()


@pytest.mark.parametrize(
    ("name", "key", "sentence"), [("none.png", "A1", "is no picture"), ("logo.png", "A", "two letters")]
)
def test_what_cannot_be_stored_is_refused(
    picture: Path, printer: SimulatedPrinter, tmp_path: Path, name: str, key: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        store_picture(tmp_path / name, tmp_path, key=key)
    printer.machine.set_fault(Fault.PAPER_OUT)
    with pytest.raises(DeviceTrouble, match="out of paper"):
        store_picture(picture, tmp_path, key="A1")
