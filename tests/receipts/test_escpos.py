"""The printer's bytes: known commands only, each line in letters it has or drawn, the fence last, never a pulse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.languages import SPOKEN
from receipts import commands
from receipts.commands import image, read_command
from receipts.document import Block, Document, Pair, Text, receipt_document
from receipts.escpos import ReceiptBytes
from receipts.printers.sheet import Words
from tests.receipts import payments
from tests.receipts.golden import COLUMNS, DOTS, bytes_of, commands_in, printed
from tests.receipts.kept import documents
from tests.receipts.test_layout import BLOCKS
from tests.receipts.zbar import read_barcodes, says

PULSES = {commands.PULSE, commands.QUEUED_PULSE}


@pytest.fixture(scope="module")
def receipt_bytes() -> ReceiptBytes:
    return ReceiptBytes(columns=42, dots=512)


def saying(text: str) -> Document:
    return Document(blocks=(Text(text=text),), barcode="OAK3-0000001", copy=0)


def test_a_job_begins_with_reset_and_code_page_and_ends_with_cut_and_fence() -> None:
    stream = bytes_of(documents()["check-and-cash"], 42)

    assert stream.startswith(b"\x1b@\x1bt\x10")
    assert stream.endswith(b"\n\x1ba\x00\x1bd\x06\x1dV\x01\x1dr\x01")


def test_every_job_of_one_encoder_sets_the_code_page_again(receipt_bytes: ReceiptBytes) -> None:
    first, second = (receipt_bytes.encode(documents()["duplicate"]) for _ in range(2))

    assert first == second
    assert second.startswith(b"\x1b@\x1bt\x10")


KNOWN = {
    commands.INIT, commands.CODE_PAGE, commands.BOLD, commands.ALIGN, commands.FEED, commands.TEXT, commands.LINE_FEED,
    commands.IMAGE, commands.BARCODE_WIDTH, commands.BARCODE, commands.SYMBOL, commands.CUT, commands.ASK,
    "GS h", "GS f", "GS H",
}  # fmt: skip
MARKUP = (
    "<b>&amp;<script>",
    "\x1bp\x00\x19\xfa",
    "\x10\x14\x01\x00\x02",
    "{B\x1d(k",
    "\u202e$1.00\u202c",
    "%s%n\r\n\x0c",
)
ANYTHING = st.one_of(st.text(max_size=60), st.sampled_from(MARKUP))


@given(
    blocks=st.lists(BLOCKS, max_size=6),
    texts=st.lists(ANYTHING, min_size=3, max_size=3),
    columns=st.sampled_from(COLUMNS),
)
def test_no_content_is_a_command(blocks: list[Block], texts: list[str], columns: int) -> None:
    """Whatever is told or imported: names, markup, control characters, letters that turn the reading around."""
    words, number, code = texts
    told = Document(blocks=(*blocks, Text(text=words), Pair(left=words, right=number)), barcode=number, copy=0, qr=code)
    names = [command.name for command in commands_in(bytes_of(told, columns))]

    assert set(names) <= KNOWN
    assert names.count(commands.CUT) == names.count(commands.ASK) == names.count(commands.INIT) == 1


def test_control_characters_in_a_name_are_gone() -> None:
    stream = bytes_of(documents()["control-characters"], 42)

    assert b"Paid by Max p   Muster\n" in stream
    assert not PULSES & {command.name for command in commands_in(stream)}


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "陳大文", "김민수", "Łukasz", "Петров"])
def test_a_name_beyond_the_code_page_is_drawn_and_the_rest_is_not(receipt_bytes: ReceiptBytes, name: str) -> None:
    stream = receipt_bytes.encode(saying(f"Paid by {name}"))

    assert [command.name for command in commands_in(stream)].count(commands.IMAGE) == 1
    assert printed(stream).text.split() == ["[drawn]", "[barcode", "OAK3-0000001]", "OAK3-0000001"]
    assert b"Paid by" not in stream


@pytest.mark.parametrize("name", ["José Muñoz", "François", "Müller", "O'Brien", "Mc<b>Donald", "Card ••4421 €"])
def test_a_name_within_the_code_page_is_printed_in_the_printers_letters(receipt_bytes: ReceiptBytes, name: str) -> None:
    assert printed(receipt_bytes.encode(saying(name))).text.startswith(f"{name}\n")


def test_an_amount_behind_drawn_words_stays_in_the_printers_letters_at_the_right_edge(
    receipt_bytes: ReceiptBytes,
) -> None:
    blocks = (Pair(left="Счёт S-48210377", right="$412.60"), Text(text="Счёт оплачен полностью, $412.60"))
    stream = receipt_bytes.encode(Document(blocks=blocks, barcode="OAK3-0000001", copy=0))

    first, second, *_ = printed(stream).text.splitlines()
    assert first == f"[dra S-48210377{'$412.60':>27}"
    assert second.endswith(" $412.60")
    assert stream.count(b"$412.60") == 2


@pytest.mark.parametrize("language", SPOKEN)
def test_a_receipt_in_any_language_is_small_and_ends_each_line_of_words_with_ink(language: str) -> None:
    document = receipt_document(payments.in_language(language, payments.card_then_cash()), payments.PLACE, 1)
    stream = bytes_of(document, 42)
    sheet = printed(stream)

    assert len(stream) < (3_000 if language in ("en", "es", "tl") else 20_000)
    pictures = [picture for row in sheet.rows if isinstance(row, Words) for _, picture in row.pictures]
    assert bool(pictures) == (language not in ("en", "es", "tl"))
    assert all(picture.getbbox() for picture in pictures)


@pytest.mark.parametrize("plane", range(17))
def test_no_plane_of_unicode_holds_a_command(receipt_bytes: ReceiptBytes, plane: int) -> None:
    signs = "".join(chr((plane << 16) + at) for at in range(0x1, 0x10000, 0x35) if not 0xD800 <= at < 0xE000 or plane)
    names = {command.name for command in commands_in(receipt_bytes.encode(saying(signs)))}

    assert commands.UNKNOWN not in names
    assert not PULSES & names


def test_a_drawn_line_is_as_wide_as_its_columns_and_has_ink(receipt_bytes: ReceiptBytes) -> None:
    stream = receipt_bytes.encode(saying("陳大文"))
    (picture,) = [command.data for command in commands_in(stream) if command.name == commands.IMAGE]

    assert picture[1:3] == (6 * 12).to_bytes(2, "little")
    assert len(picture) == 3 + 6 * 12 * commands.IMAGE_DOTS // 8
    assert any(picture[3:])


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_scanner_reads_every_number_from_the_paper(columns: int) -> None:
    by_codes = {(document.barcode, document.qr): document for document in documents().values() if document.barcode}
    sheets = [printed(bytes_of(document, columns), columns) for document in by_codes.values()]

    assert len(by_codes) > 10
    assert sorted(read_barcodes(*(sheet.png() for sheet in sheets))) == sorted(
        code for document in by_codes.values() for code in says(document)
    )
    assert any("OAK3-0019284\n\n[QR OAK3-0019284]" in sheet.text for sheet in sheets)


def test_a_number_too_long_for_the_paper_stands_in_letters_alone() -> None:
    document = Document(blocks=(), barcode="ABCDEFGH-00000000000001", copy=0)
    stream = ReceiptBytes(columns=32, dots=DOTS[32]).encode(document)

    assert "barcode" not in printed(stream, 32).text
    assert "ABCDEFGH-00000000000001" in printed(stream, 32).text


def test_a_picture_that_is_not_its_size_is_not_sent() -> None:
    with pytest.raises(ValueError, match="7 bytes are no picture"):
        image(b"1234567")


@given(data=st.binary(max_size=40))
def test_any_bytes_are_read_to_their_end_or_to_an_incomplete_command(data: bytes) -> None:
    rest = data
    while (read := read_command(rest)) is not None:
        assert len(read[1]) < len(rest)
        rest = read[1]


def test_a_printer_that_was_warmed_up_says_the_same_and_knows_every_phrase() -> None:
    warm, cold = (ReceiptBytes(columns=42, dots=512) for _ in range(2))
    phrases = sum(1 for _ in warm.warm_up())

    assert phrases > 300
    assert all(warm.encode(document) == cold.encode(document) for document in documents().values())


def test_a_stored_picture_stands_above_all_else_where_the_printer_has_one() -> None:
    sheet = printed(ReceiptBytes(columns=42, dots=512, logo="OK").encode(documents()["check-and-cash"]))

    assert sheet.text.split()[:3] == ["[logo", "OK]", "Oakland"]
