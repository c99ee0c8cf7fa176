"""A terminal's batch against the cards that were typed: every card and every row has one answer."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.card_batch import BatchRow, match, read_batch_row
from cashier.domain.errors import Refused
from cashier.domain.money import Money

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
