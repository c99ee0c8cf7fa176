"""The screen's picture of a receipt is the paper: its lines, and its codes as a scanner that isn't ours reads them."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.languages import SPOKEN
from receipts.document import receipt_document
from receipts.layout import lay_out
from receipts.preview import Preview
from receipts.squares import qr_rows
from tests.receipts import payments
from tests.receipts.zbar import read_barcodes, says
from ui.widgets.paper import Paper, blocks_of

SCREEN = Preview(payments.PLACE, squares=qr_rows)
NARROW, WIDE = 305, 480  # Pixels: the panel beside the counter on the smallest screen, and a large one's.


def picture(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def shown(qtbot: QtBot, language: str, columns: int, width: int) -> Paper:
    paper = Paper("Receipt")
    qtbot.addWidget(paper)
    paper.resize(width, 600)
    paper.show()
    lines = payments.in_language(language, payments.card_then_cash())
    paper.show_blocks(blocks_of(SCREEN.preview(lines, copy=0, columns=columns)))
    return paper


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("columns", [32, 42, 48])
def test_a_scanner_reads_barcode_and_qr_code_off_the_screen(qtbot: QtBot, columns: int, width: int) -> None:
    paper = shown(qtbot, "en", columns, width)
    sheet = paper.widget()
    assert sheet is not None

    found = read_barcodes(picture(sheet))

    document = receipt_document(payments.card_then_cash(), payments.PLACE, 0)
    assert set(found) == says(document) == {f"CODE-128:{payments.RECEIPT}", f"QR-Code:{payments.RECEIPT}"}


@pytest.mark.parametrize("language", SPOKEN)
def test_the_screen_says_each_line_of_the_paper_and_what_its_codes_say(qtbot: QtBot, language: str) -> None:
    paper = shown(qtbot, language, 42, WIDE)
    lines = payments.in_language(language, payments.card_then_cash())

    said = [line.text.strip() for line in lay_out(receipt_document(lines, payments.PLACE, 0), 42)]

    codes = [payments.RECEIPT, f"QR code {payments.RECEIPT}"]
    assert paper.accessibleDescription().split("\n") == [*said, *codes]
