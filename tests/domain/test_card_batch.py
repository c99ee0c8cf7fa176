"""A terminal's batch against the cards that were typed: every card and every row has one answer."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.card_batch import CLOSED_AT, DESK, SALES, TERMINAL, BatchRow, match, read_batch, read_batch_row
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money
from cashier.domain.scan import CARD_SENTENCE

ROWS = st.lists(
    st.builds(
        BatchRow, st.sampled_from("AB"), st.sampled_from(["4421", "9904"]), st.sampled_from([Money(6000), Money(2500)])
    ),
    max_size=8,
)


@given(rows=ROWS, typed=ROWS)
def test_each_card_is_listed_or_missing_and_each_row_lists_one_or_is_extra(
    rows: list[BatchRow], typed: list[BatchRow]
) -> None:
    cards = [(row.name, row.amount) for row in typed]
    found = match(rows, cards)

    assert sorted([*found.listed, *found.missing]) == list(range(len(cards)))
    listed = Counter(cards[place] for place in found.listed)
    assert listed + Counter((row.name, row.amount) for row in found.extra) == Counter(
        (row.name, row.amount) for row in rows
    )
    assert not {cards[place] for place in found.missing} & {(row.name, row.amount) for row in found.extra}


def test_a_sale_that_the_batch_gives_back_is_neither_here_nor_there() -> None:
    sale, back = BatchRow("A", "4421", Money(6000)), BatchRow("B", "4421", Money(-6000))

    assert match([sale, back], []).extra == ()
    assert match([back], []).extra == (back,)
    assert match([sale, sale, back], [(sale.name, sale.amount)]).listed == (0,)


def test_of_two_sales_alike_the_one_that_stands_here_is_not_the_one_that_was_given_back() -> None:
    first, second = BatchRow("A", "4421", Money(6000)), BatchRow("B", "4421", Money(6000))
    found = match([first, second, BatchRow("C", "4421", Money(-6000))], [(first.name, first.amount)])

    assert (found.listed, found.missing, found.extra) == ((0,), (), ())


def test_of_a_card_that_two_people_settled_the_code_is_enough_once_the_others_have_theirs() -> None:
    row, known = BatchRow("A", "4421", Money(6000)), ("A ••4421", Money(6000))
    by_code = ("A", Money(6000))

    assert match([row], [by_code]).listed == (0,)
    assert match([row], [by_code, known]).listed == (1,)
    both = match([row, BatchRow("A", "9902", Money(6000))], [by_code, known])
    assert (both.listed, both.missing, both.extra) == ((0, 1), (), ())
    assert match([row], [("A", Money(6001))]).extra == (row,)


def test_a_row_is_read_as_a_report_writes_it() -> None:
    assert read_batch_row(" 07a882", "4421 ", "-1,060.00") == BatchRow("07A882", "4421", Money(-106000))


@pytest.mark.parametrize(
    "said",
    [
        ("", "4421", "60"),
        ("07-88", "4421", "60"),
        ("07A882", "442", "60"),
        ("07A882", "4111111111111111", "60"),
        ("4111111111111111", "4421", "60"),
        ("07A882", "4421", "sixty"),
    ],
)
def test_what_is_no_row_is_refused(said: tuple[str, str, str]) -> None:
    with pytest.raises(Refused):
        read_batch_row(*said)


NOW = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
TYPED = {"desk": "oak3", "terminal": "T9", "batch": "a17", "sales": "07a882, 4421, 60.00; 07B113,9902,-1,012.50;"}


def test_a_batch_is_read_as_it_is_typed_or_pasted() -> None:
    batch = read_batch(TYPED, NOW)

    rows = (BatchRow("07A882", "4421", Money(6000)), BatchRow("07B113", "9902", Money(-101250)))
    assert (batch.desk, batch.terminal, batch.number, batch.rows, batch.until) == ("OAK3", "T9", "A17", rows, NOW)
    pasted = '07A882,4421,60.00\r\n07B113,9902,"-1,012.50"\n'
    assert read_batch(TYPED | {SALES: pasted}, NOW).rows == rows


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [("8:05", 21, 8), ("18:44", 20, 18), ("6:44 pm", 20, 18), ("12:05 AM", 21, 0), ("11/19/2026 6:44 PM", 19, 18)],
)
def test_the_time_of_a_batch_is_the_last_one_of_that_name(typed: str, day: int, hour: int) -> None:
    until = read_batch(TYPED | {CLOSED_AT: typed}, NOW).until

    assert (until.day, until.hour, until.tzinfo) == (day, hour, NOW.tzinfo)


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        (DESK, " ", "Enter the desk"),
        (TERMINAL, "", "Enter the terminal's name"),
        ("batch", "", "Enter the batch's number"),
        ("batch", "4111 1111 1111 1111", "bank card"),
        (CLOSED_AT, "25:00", "like 18:44"),
        (CLOSED_AT, "13:00 PM", "like 18:44"),
        (CLOSED_AT, "02/30/2026 9:00", "like 18:44"),
        (CLOSED_AT, "11/21/2026 9:00", "has not come yet"),
        (SALES, " ; ", "Enter the sales"),
        (SALES, "07A882 4421 60.00", "Sale 1: write code, last four and amount"),
        (SALES, "07A882,4421,60.00;07B113,442,1", "Sale 2: The last four"),
        (SALES, "A1,4421,1;" * 1_001, "more than 1000 sales"),
    ],
)
def test_what_is_no_batch_is_refused_at_its_field(field: str, said: str, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence) as refused:
        read_batch(TYPED | {field: said}, NOW)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("4111111111111111", "4421", "60"), CARD_SENTENCE),
        (("07A882", "4111111111111111", "60"), CARD_SENTENCE),
        (("07\u0411882", "4421", "60"), "letters and digits"),
        (("1" * 13, "4421", "60"), "letters and digits"),
        (("07A882", "\uff14\uff14\uff12\uff11", "60"), "the last four digits"),
        (("07A882", "44a1", "60"), "the last four digits"),
    ],
)
def test_a_row_that_is_none_is_told_why(said: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_batch_row(*said)
    assert sentence in refused.value.sentence


def test_the_longest_code_and_the_longest_report_are_read() -> None:
    assert read_batch_row("A" * 12, "4421", "60").code == "A" * 12
    assert len(read_batch(TYPED | {SALES: "A1,4421,1;" * 1_000}, NOW).rows) == 1_000


def test_a_batch_is_of_all_until_its_minute_began() -> None:
    now = NOW.replace(second=7, microsecond=9)

    assert read_batch(TYPED | {CLOSED_AT: "1:05 AM"}, now).until == NOW.replace(hour=1, minute=5)
    for typed in ("8:30", "11/21/2026 8:30"):
        assert read_batch(TYPED | {CLOSED_AT: typed}, NOW).until == NOW, "it is so late just now"
    with pytest.raises(FieldRefused, match="like 18:44"):
        read_batch(TYPED | {CLOSED_AT: "noon"}, now)


def test_a_row_of_nothing_gives_nothing_back() -> None:
    row = BatchRow("A", "4421", Money(0))

    assert match([row], []).extra == (row,)


def test_a_card_of_which_the_code_alone_is_known_is_not_the_one_that_was_given_back() -> None:
    rows = [BatchRow(code, "4421", Money(6000)) for code in "AB"]
    found = match([*rows, BatchRow("C", "4421", Money(-6000))], [("A", Money(6000))])

    assert (found.listed, found.missing, found.extra) == ((0,), (), ())


def test_of_two_rows_alike_each_has_a_card_of_its_own() -> None:
    row, by_code = BatchRow("A", "4421", Money(6000)), ("A", Money(6000))

    assert match([row, row], [by_code, by_code]).listed == (0, 1)
