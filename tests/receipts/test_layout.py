"""Columns hold: nothing is wider than the paper, no amount is ever cut, nothing unprintable passes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.columns import columns_of
from cashier.domain.money import MOST_CENTS, Money
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.layout import clean, lay_out
from receipts.preview import Preview
from receipts.squares import qr_rows
from tests.receipts import payments

COLUMNS = st.sampled_from((32, 42, 48))
ANY_TEXT = st.text(max_size=120)
AMOUNTS = st.integers(min_value=0, max_value=MOST_CENTS).map(lambda cents: str(Money(cents)))
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, text=ANY_TEXT, align=st.sampled_from(Align), bold=st.booleans(), indent=st.integers(0, 4)),
    st.builds(Pair, left=ANY_TEXT, right=st.one_of(AMOUNTS, ANY_TEXT), bold=st.booleans()),
    st.just(Rule()),
    st.just(Feed()),
)


def document(*blocks: Block) -> Document:
    return Document(blocks=blocks, barcode=payments.RECEIPT, copy=0)


def texts(block: Block, columns: int) -> list[str]:
    return [line.text for line in lay_out(document(block), columns)]


@given(blocks=st.lists(BLOCKS, max_size=8), columns=COLUMNS)
def test_no_line_is_wider_than_the_paper(blocks: list[Block], columns: int) -> None:
    assert all(columns_of(line.text) <= columns for line in lay_out(document(*blocks), columns))


@given(left=ANY_TEXT, amount=AMOUNTS, columns=COLUMNS)
def test_an_amount_ends_a_line_whole_and_at_the_right_edge(left: str, amount: str, columns: int) -> None:
    last = texts(Pair(left=left, right=amount), columns)[-1]

    assert last.endswith(amount)
    assert last[: -len(amount)] == "" or last[-len(amount) - 1] == " "
    assert columns_of(last) == columns


@given(blocks=st.lists(BLOCKS, max_size=4), columns=COLUMNS)
def test_no_control_or_direction_character_passes(blocks: list[Block], columns: int) -> None:
    said = "".join(line.text for line in lay_out(document(*blocks), columns))

    assert not [letter for letter in said if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(text=ANY_TEXT, columns=COLUMNS)
def test_wrapping_loses_no_letter(text: str, columns: int) -> None:
    said = "".join(texts(Text(text=text), columns))

    assert said.replace(" ", "") == clean(text).replace(" ", "")


def test_a_long_name_wraps_between_words() -> None:
    assert texts(Text(text="Paid by Maximiliano Fernández-Villanueva de la Concepción"), 32) == [
        "Paid by Maximiliano",
        "Fernández-Villanueva de la",
        "Concepción",
    ]


def test_an_amount_stands_at_the_end_of_words_that_wrap() -> None:
    assert texts(Pair(left="Estado de cuenta S-48210377", right="412.60"), 32) == [
        "Estado de cuenta",
        "S-48210377                412.60",
    ]


def test_chinese_letters_take_two_columns() -> None:
    assert columns_of("陳大文") == 6
    assert texts(Pair(left="陳大文", right="1.00"), 32) == ["陳大文" + " " * 22 + "1.00"]


def test_a_letter_and_its_accent_are_one_column_and_become_one_letter() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn")

    assert clean(decomposed) == "Nguyễn"
    assert columns_of(decomposed) == columns_of("Nguyễn") == 6


def test_paper_that_is_too_narrow_to_read_is_refused() -> None:
    with pytest.raises(ValueError, match="16 columns"):
        lay_out(document(Feed()), 15)


def test_the_screen_shows_what_the_paper_says() -> None:
    shown = Preview(payments.PLACE, squares=qr_rows).preview(payments.check_and_cash(), copy=0, columns=42)

    assert "TOTAL PAID                         $472.60" in [line.text for line in shown.lines if line.bold]
    assert shown.barcode == shown.qr == payments.RECEIPT
    assert shown.squares == qr_rows(payments.RECEIPT)


def test_a_telephones_number_is_not_parted() -> None:
    assert texts(Text(text="Финансовая помощь: (800) 390-3507"), 32) == ["Финансовая помощь:", "(800) 390-3507"]


def test_no_chinese_line_begins_with_a_stop() -> None:
    assert texts(Text(text="付款有困難嗎？經濟援助可能支付。"), 16)[0] == "付款有困難嗎？經"
    assert texts(Text(text="經濟援助可能支付。請索取"), 16) == ["經濟援助可能支", "付。請索取"]
