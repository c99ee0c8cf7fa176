"""Money is whole cents, and only a plain amount above zero is read as one."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.money import MOST_CENTS, Money, no_yes, parse_amount, total

ABOVE_ZERO = "Enter an amount above zero for S-1."
LIKE_THIS = "Enter the amount for S-1 in dollars and cents, like 50 or 1,250.75."


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("50", 5000),
        (" 50 ", 5000),
        ("1.00", 100),
        ("1.5", 150),
        (".5", 50),
        (".05", 5),
        ("0.01", 1),
        ("007", 700),
        ("1,250.75", 125075),
        ("1,234,567.89", 123456789),
        ("9,999,999.99", MOST_CENTS),
        ("0000000000000000000000000000000000000001", 100),
    ],
)
def test_an_amount_is_dollars_with_a_point_for_cents(typed: str, cents: int) -> None:
    assert parse_amount(typed, "S-1") == Money(cents)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter an amount for S-1."),
        ("   ", "Enter an amount for S-1."),
        ("0", ABOVE_ZERO),
        ("0.00", ABOVE_ZERO),
        ("-5", ABOVE_ZERO),
        ("-", ABOVE_ZERO),
        ("1e9", LIKE_THIS),
        ("0,012", LIKE_THIS),
        ("1,00", LIKE_THIS),
        ("1,2345", LIKE_THIS),
        ("1,,000", LIKE_THIS),
        ("12,34.50", LIKE_THIS),
        ("١٢", LIKE_THIS),
        ("１２", LIKE_THIS),
        ("5.", LIKE_THIS),
        (".", LIKE_THIS),
        ("5.123", LIKE_THIS),
        ("5.1.2", LIKE_THIS),
        ("5 0", LIKE_THIS),
        ("$5", LIKE_THIS),
        ("+5", LIKE_THIS),
        ("0x10", LIKE_THIS),
        ("NaN", LIKE_THIS),
        ("10000000", "The amount for S-1 is more than $9,999,999.99. Check it and enter it again."),
        ("1" * 40, "The amount for S-1 is more than $9,999,999.99. Check it and enter it again."),
    ],
)
def test_anything_else_is_refused_with_the_field_and_the_way_out(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_amount(typed, "S-1")

    assert refused.value.sentence == sentence


@given(st.integers(1, MOST_CENTS))
def test_what_is_written_reads_back(cents: int) -> None:
    assert parse_amount(Money(cents).plain(), "S-1") == Money(cents)


@given(st.text())
@example("９")
@example("1_000")
def test_no_text_raises_anything_but_refused(typed: str) -> None:
    try:
        assert 0 < parse_amount(typed, "S-1").cents <= MOST_CENTS
    except Refused:
        assert typed != "1"


@pytest.mark.parametrize("cents", [1.0, True, Decimal(1), "1", None])
def test_nothing_but_an_integer_becomes_money(cents: object) -> None:
    with pytest.raises(TypeError):
        Money(cents)  # type: ignore[arg-type]


@given(st.lists(st.integers(-(10**12), 10**12)))
def test_sums_lose_no_cent(cents: list[int]) -> None:
    amounts = [Money(c) for c in cents]

    assert total(amounts).cents == sum(cents)
    assert total(amounts) - total(amounts) == Money(0)
    assert -total(amounts) == Money(-sum(cents))


def test_money_is_said_with_sign_and_thousands_marks() -> None:
    assert str(Money(123456)) == "$1,234.56"
    assert str(Money(-5)) == "-$0.05"
    assert Money(-123456).plain() == "-1,234.56"
    assert (bool(Money(0)), bool(Money(-1))) == (False, True)


def test_nothing_has_no_sign_and_a_truth_value_is_no_number_of_cents() -> None:
    assert (Money(0).plain(), Money(-1).plain(), str(Money(-1))) == ("0.00", "-0.01", "-$0.01")
    assert (str(Money(0)), str(Money(1))) == ("$0.00", "$0.01")
    assert no_yes(7) == 7
    with pytest.raises(ValueError, match="not yes or no"):
        no_yes(said=True)
