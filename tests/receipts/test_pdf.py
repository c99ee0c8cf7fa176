"""The letter-size sheet says what the paper says, can be searched and scanned, and knows no name."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from cashier.domain.languages import SPOKEN
from receipts.document import Document, Pair, Text, receipt_document
from receipts.letter_page import Letters
from receipts.pdf import COLUMNS, ReceiptPdf
from receipts.statement_letter import StatementLetter
from tests.receipts import payments
from tests.receipts.copies import PLACE, a_copy
from tests.receipts.golden import documents, text_of
from tests.receipts.zbar import read_barcodes


@pytest.fixture(scope="module")
def pdf() -> ReceiptPdf:
    return ReceiptPdf()


def text_in(data: bytes, folder: Path) -> str:
    (folder / "receipt.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(folder / "receipt.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pages_of(data: bytes, folder: Path) -> list[bytes]:
    (folder / "receipt.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", "150", "-png", str(folder / "receipt.pdf"), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    return [path.read_bytes() for path in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("name", ["check-and-cash", "vietnamese", "named-credit"])
def test_the_sheet_holds_the_receipts_words_as_text(pdf: ReceiptPdf, tmp_path: Path, name: str) -> None:
    document = documents()[name]
    said = text_in(pdf.make(document), tmp_path)

    for line in text_of(document, COLUMNS).splitlines():
        assert " ".join(line.lstrip("*").split()) in " ".join(said.split())


@pytest.mark.parametrize("language", SPOKEN)
def test_the_sheets_words_can_be_copied_in_every_language(pdf: ReceiptPdf, tmp_path: Path, language: str) -> None:
    document = receipt_document(payments.in_language(language, payments.card_then_cash()), payments.PLACE, 1)
    said = "".join(text_in(pdf.make(document), tmp_path).split())

    for line in text_of(document, COLUMNS).splitlines():
        assert "".join(line[1:].split()) in said


def test_markup_and_a_printers_commands_stay_text_on_every_sheet(pdf: ReceiptPdf, tmp_path: Path) -> None:
    name = "<b>Mai</b> &amp; <para>'; DROP TABLE lines; --) Tj %s"
    receipt = Document(blocks=(Text(text=name), Pair(left=name, right="1.00")), barcode="OAK3-0000001", copy=0)
    letter = StatementLetter(Letters(), PLACE).make(*a_copy(name="<b>Mai</b> &amp; %s"))

    assert " ".join(text_in(pdf.make(receipt), tmp_path).split()).count(name) == 2
    assert "<b>Mai</b> &amp; %s" in " ".join(text_in(letter, tmp_path).split())


def test_chinese_is_drawn_and_a_scanner_reads_the_number(pdf: ReceiptPdf, tmp_path: Path) -> None:
    data = pdf.make(documents()["chinese"])

    assert b"/Image" in data
    assert set(read_barcodes(pages_of(data, tmp_path)[0])) == {"QR-Code:OAK3-0019284", "CODE-128:OAK3-0019284"}


def test_what_is_drawn_is_black_on_the_page(pdf: ReceiptPdf, tmp_path: Path) -> None:
    document = Document(blocks=(Text(text="陳大文"),), barcode="OAK3-0000001", copy=0)

    page = Image.open(BytesIO(pages_of(pdf.make(document), tmp_path)[0])).convert("L")

    assert min(page.crop((0, 150, page.width, 181)).tobytes()) < 64


def test_the_same_receipt_is_the_same_file(pdf: ReceiptPdf) -> None:
    assert pdf.make(documents()["duplicate"]) == pdf.make(documents()["duplicate"])


def test_the_files_facts_hold_the_receipt_number_and_no_name(pdf: ReceiptPdf, tmp_path: Path) -> None:
    (tmp_path / "receipt.pdf").write_bytes(pdf.make(documents()["named-credit"]))
    facts = subprocess.run(
        ["pdfinfo", str(tmp_path / "receipt.pdf")], check=True, capture_output=True, text=True
    ).stdout

    assert "Receipt OAK3-0019284" in facts
    assert "Maximiliano" not in facts
    assert "letter" in facts


def test_the_file_says_its_language_and_shows_its_title(pdf: ReceiptPdf) -> None:
    data = pdf.make(documents()["in-zh-Hant"])

    assert b"/Lang (zh-Hant)" in data
    assert b"/DisplayDocTitle true" in data
    assert b"/Lang (en)" in pdf.make(documents()["duplicate"])


def facts_of(data: bytes, folder: Path, *how: str) -> str:
    (folder / "tagged.pdf").write_bytes(data)
    command = ["pdfinfo", *how, str(folder / "tagged.pdf")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_part_is_tagged_in_its_order_and_pictures_say_what_they_are(pdf: ReceiptPdf, tmp_path: Path) -> None:
    receipt = pdf.make(Document(blocks=(Text(text="word " * 600),), barcode="OAK3-0000001", copy=0, qr="OAK3-0000001"))
    letter = StatementLetter(Letters(), PLACE).make(*a_copy(lines=40))

    for data in (receipt, letter):
        facts, parts = facts_of(data, tmp_path), facts_of(data, tmp_path, "-struct-text")
        assert "Tagged:          yes" in facts
        assert "Pages:           2" in facts
        assert parts.startswith("Document\n  P (block)\n")
        assert "Figure" in parts
    assert b"/Alt (QR code OAK3-0000001)" in receipt
    assert parts_in_order(facts_of(letter, tmp_path, "-struct-text"), "Golden Coast Health", "Amount due")


def parts_in_order(parts: str, *words: str) -> bool:
    places = [parts.index(f'"{each}"') for each in words]
    return places == sorted(places)


def test_a_long_receipt_goes_on_over_pages(pdf: ReceiptPdf, tmp_path: Path) -> None:
    document = Document(blocks=(Text(text="word " * 4000),), barcode="OAK3-0000001", copy=0)

    pages = pages_of(pdf.make(document), tmp_path)

    assert len(pages) > 8
    assert read_barcodes(pages[-1]) == ["CODE-128:OAK3-0000001"]
