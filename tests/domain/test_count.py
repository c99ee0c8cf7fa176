"""Notes and coins for the float and the bags: never more than there are, never more than is wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.count import exactly, has_no_change, less, propose_float
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.shift import DENOMINATIONS, counted

COUNTS = st.dictionaries(st.sampled_from([d.code for d in DENOMINATIONS]), st.integers(0, 40))


@given(COUNTS, st.integers(0, 30000))
def test_a_float_is_made_of_what_is_there_and_comes_as_near_as_can_be(count: dict[str, int], cents: int) -> None:
    left = propose_float(count, Money(cents))

    assert counted(left).cents + counted(less(count, left)).cents == counted(count).cents
    assert counted(left).cents <= cents
    # Whatever can be added stays below what is wanted only if nothing fits any more.
    rest = less(count, left)
    assert all(counted(left).cents + d.cents > cents for d in DENOMINATIONS if rest.get(d.code))


@given(COUNTS, COUNTS)
def test_a_part_of_a_count_is_always_found_again_exactly(count: dict[str, int], more: dict[str, int]) -> None:
    whole = {code: count.get(code, 0) + more.get(code, 0) for code in (*count, *more)}

    chosen = exactly(whole, counted(count))

    assert chosen is not None
    assert counted(chosen) == counted(count)


def test_small_money_stays_and_hundreds_go() -> None:
    count = {"100.00": 2, "20.00": 5, "10.00": 8, "1.00": 20, "0.25": 40}

    assert propose_float(count, Money(20000)) == {"0.25": 40, "1.00": 20, "10.00": 7, "20.00": 5}


def test_a_sum_that_the_notes_cannot_make_is_not_made() -> None:
    assert exactly({"20.00": 5}, Money(5000)) is None
    assert propose_float({"20.00": 5}, Money(5000)) == {"20.00": 2}


def test_a_float_of_large_notes_alone_is_known_and_made_only_where_nothing_else_comes_to_the_sum() -> None:
    mixed = propose_float({"100.00": 20, "50.00": 4, "20.00": 3, "1.00": 12}, Money(20000))
    large = propose_float({"100.00": 20, "1.00": 12}, Money(20000))

    assert mixed == {"1.00": 10, "20.00": 2, "50.00": 3}
    assert large == {"100.00": 2}
    assert [has_no_change(left) for left in (mixed, large, {"50.00": 4}, {})] == [False, True, True, False]


def test_nothing_is_left_of_nothing_wanted_and_none_makes_what_cannot_be_made() -> None:
    assert propose_float({"1.00": 3}, ZERO) == propose_float({"1.00": 3}, Money(-1)) == {}
    assert exactly({"1.00": 3}, ZERO) == {}
    assert exactly({"20.00": 3}, Money(3000)) is None


def test_what_is_taken_of_a_kind_that_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(Refused, match=r"There are 0 of .+, and not 1"):
        less({"1.00": 3}, {"20.00": 1})
    assert less({"20.00": 1, "1.00": 3}, {"20.00": 1}) == {"1.00": 3}


def test_a_sum_is_made_of_the_large_first_and_a_float_of_the_small() -> None:
    there = {"20.00": 1, "10.00": 1, "5.00": 2, "1.00": 10}

    assert exactly(there, Money(2000)) == {"20.00": 1}
    assert propose_float(there, Money(2000)) == {"1.00": 10, "5.00": 2}


def test_many_of_a_kind_are_left_as_they_are_wanted() -> None:
    for number in range(1, 20):
        assert propose_float({"1.00": 19}, Money(100 * number)) == {"1.00": number}
        assert propose_float({"0.01": 19}, Money(number)) == {"0.01": number}
