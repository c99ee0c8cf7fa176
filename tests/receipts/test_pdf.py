"""The letter-size sheet says what the paper says, can be searched and scanned, and knows no name."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from receipts.document import Block, Document, Pair, Text
from receipts.document_letter import DocumentLetter
from receipts.letter_page import Letters
from receipts.pdf import COLUMNS, ReceiptPdf
from receipts.statement_letter import StatementLetter
from tests.receipts.copies import PLACE, a_copy
from tests.receipts.golden import text_of
from tests.receipts.kept import documents
from tests.receipts.test_layout import BLOCKS
from tests.receipts.zbar import read_barcodes, says


@pytest.fixture(scope="module")
def pdf() -> ReceiptPdf:
    return ReceiptPdf()


def text_in(data: bytes, folder: Path, order: str = "-layout") -> str:
    """What can be copied out of it, as it stands on the pages or, with ``-raw``, as it was written."""
    (folder / "receipt.pdf").write_bytes(data)
    command = ["pdftotext", order, str(folder / "receipt.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pages_of(data: bytes, folder: Path) -> list[bytes]:
    (folder / "receipt.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", "150", "-gray", "-png", str(folder / "receipt.pdf"), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    return [path.read_bytes() for path in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("name", documents())
def test_the_text_of_a_sheet_is_the_papers_text(pdf: ReceiptPdf, tmp_path: Path, name: str) -> None:
    document = documents()[name]
    said = "".join(line[1:] for line in text_of(document, COLUMNS).splitlines())

    assert "".join(text_in(pdf.make(document), tmp_path).split()) == "".join((said + document.barcode).split())


def test_markup_and_a_printers_commands_stay_text_on_every_sheet(pdf: ReceiptPdf, tmp_path: Path) -> None:
    name = "<b>Mai</b> &amp; <para>'; DROP TABLE lines; --) Tj %s"
    receipt = Document(blocks=(Text(text=name), Pair(left=name, right="1.00")), barcode="OAK3-0000001", copy=0)
    letter = StatementLetter(Letters(), PLACE).make(*a_copy(name="<b>Mai</b> &amp; %s"))

    assert " ".join(text_in(pdf.make(receipt), tmp_path).split()).count(name) == 2
    assert "<b>Mai</b> &amp; %s" in " ".join(text_in(letter, tmp_path).split())


def test_a_scanner_reads_every_number_from_the_sheet(pdf: ReceiptPdf, tmp_path: Path) -> None:
    by_codes = {(document.barcode, document.qr): document for document in documents().values() if document.barcode}
    pages = []
    for place, document in enumerate(by_codes.values()):
        (tmp_path / str(place)).mkdir()
        pages.append(pages_of(pdf.make(document), tmp_path / str(place))[-1])

    assert sorted(read_barcodes(*pages)) == sorted(code for document in by_codes.values() for code in says(document))


@given(blocks=st.lists(BLOCKS, max_size=4), barcode=st.text(max_size=60), qr=st.text(max_size=20))
@settings(max_examples=30)
def test_whatever_is_told_makes_a_sheet(pdf: ReceiptPdf, blocks: list[Block], barcode: str, qr: str) -> None:
    assert pdf.make(Document(blocks=tuple(blocks), barcode=barcode, copy=0, qr=qr)).startswith(b"%PDF")


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
    assert "unspecified" not in facts
    assert "anonymous" not in facts


def test_the_file_says_its_language_and_shows_its_title(pdf: ReceiptPdf) -> None:
    data = pdf.make(documents()["in-zh-Hant"])

    assert b"/Lang (zh-Hant)" in data
    assert b"/DisplayDocTitle true" in data
    assert b"/Lang (en)" in pdf.make(documents()["duplicate"])


def facts_of(data: bytes, folder: Path, *how: str) -> str:
    (folder / "tagged.pdf").write_bytes(data)
    command = ["pdfinfo", *how, str(folder / "tagged.pdf")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_font_is_in_the_file(pdf: ReceiptPdf, tmp_path: Path) -> None:
    letters = Letters()
    files = [pdf.make(documents()[name]) for name in ("since-zh-Hant", "on-plan-hy", "family")]
    files.append(StatementLetter(letters, PLACE).make(*a_copy(lines=3)))
    files += [DocumentLetter(letters).make(documents()[name]) for name in ("plan_agreed-hy", "assistance_asked-ko")]

    for data in files:
        (tmp_path / "fonts.pdf").write_bytes(data)
        listed = subprocess.run(["pdffonts", tmp_path / "fonts.pdf"], check=True, capture_output=True, text=True).stdout
        fonts = [line.split() for line in listed.splitlines()[2:]]
        assert fonts
        assert [font[0] for font in fonts if font[-5] != "yes"] == []


def test_an_agreements_title_says_what_it_is_and_no_members_number() -> None:
    made = {name: documents()[f"{name}-es"].title for name in ("plan_agreed", "assistance_asked")}

    assert made == {
        "plan_agreed": "Payment plan S-48210377",
        "assistance_asked": "Application for financial assistance",
    }
    assert b"(Payment plan S-48210377)" in DocumentLetter(Letters()).make(documents()["plan_agreed-es"])


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
    document = Document(blocks=(Text(text="word " * 900),), barcode="OAK3-0000001", copy=0)

    pages = pages_of(pdf.make(document), tmp_path)

    assert len(pages) == 3
    assert read_barcodes(pages[-1]) == ["CODE-128:OAK3-0000001"]
