"""A refund is read field by field, and check money waits ten business days of banks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.bank_days import after_bank_days, is_bank_day
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.funds import Fund
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.refund import (
    asked_words,
    check_refund,
    payable_from,
    read_refund,
    read_refund_record,
    refund_payable,
)
from cashier.domain.targets import Target, TargetKind
from tests.domain.written import WRITTEN
from tests.fakes.builders import MEDICAL

DEPOSIT = Fund(target=Target(TargetKind.PREPAY, "E-20441"), book=MEDICAL, amount=Money(15000))
CREDIT = Fund(target=Target(TargetKind.CREDIT, "200417733"), book=MEDICAL, amount=Money(2000))
BOTH = (DEPOSIT, CREDIT)
# The holidays of 2027 as the Federal Reserve lists them; two of them fall on a weekend.
HOLIDAYS = ("1/1", "1/18", "2/15", "5/31", "7/5", "9/6", "10/11", "11/11", "11/25")


def test_all_of_it_unless_an_amount_is_typed() -> None:
    assert read_refund(BOTH, "1", "", "cancelled") == (DEPOSIT, Money(15000), "cancelled")
    assert read_refund(BOTH, "2", "5", " paid twice ") == (CREDIT, Money(500), "paid twice")
    assert read_refund((CREDIT,), "", "", "x")[0] == CREDIT


@pytest.mark.parametrize(
    ("which", "amount", "why", "field", "sentence"),
    [
        ("", "", "x", "fund", "Enter which one is refunded, by its number: 1 to 2."),
        ("3", "", "x", "fund", "1 to 2"),
        ("9999999", "", "x", "fund", "1 to 2"),
        ("2", "20.01", "x", "amount", r"Only \$20.00 of it is there"),
        ("2", "0", "x", "amount", "above zero"),
        ("2", "x", "x", "amount", "the refund"),
        ("2", "", " ", "why", "Say why"),
        ("2", "", "x" * 201, "why", "200 characters"),
        ("2", "", "4111 1111 1111 1111", "why", "bank card"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(which: str, amount: str, why: str, field: str, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence) as refused:
        read_refund(BOTH, which, amount, why)
    assert refused.value.field == field


@pytest.mark.parametrize("cents", [0, -1, 2001])
def test_nothing_less_than_nothing_and_more_than_is_there_are_not_refunded(cents: int) -> None:
    with pytest.raises(FieldRefused) as refused:
        check_refund(CREDIT, Money(cents))

    assert refused.value.field == "amount"


def test_where_nothing_is_nothing_is_refunded() -> None:
    with pytest.raises(Refused, match="knows no deposit and no credit"):
        read_refund((), "", "", "x")


def test_banks_work_as_the_federal_reserve_says() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    closed = [f"{day.month}/{day.day}" for day in days if day.weekday() < 5 and not is_bank_day(day)]
    assert closed == list(HOLIDAYS), "Juneteenth and Christmas are Saturdays: Friday is a day of work"


@pytest.mark.parametrize("day", [date(2030, 1, 21), date(2026, 9, 7), date(2024, 11, 28), date(2027, 5, 31)])
def test_a_holiday_is_one_on_the_latest_day_on_which_it_can_be(day: date) -> None:
    assert not is_bank_day(day)
    assert is_bank_day(day + timedelta(days=7 if day.weekday() == 0 else 1))


def test_ten_business_days_go_over_thanksgiving() -> None:
    assert payable_from(date(2026, 11, 21)) == date(2026, 12, 7)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 30))
def test_a_business_day_comes_after_so_many_others(day: date, days: int) -> None:
    then = after_bank_days(day, days)
    between = [day + timedelta(days=n) for n in range(1, (then - day).days + 1)]
    assert is_bank_day(then)
    assert sum(map(is_bank_day, between)) == days


def test_a_line_of_another_kind_is_none() -> None:
    assert read_refund_record(WRITTEN["refund_slip"]()).wish.amount == Money(6000)
    with pytest.raises(UnreadableBody):
        read_refund_record(WRITTEN["credit_slip"]())


def test_what_is_payable_is_the_guarantors_and_what_was_asked_is_told() -> None:
    line = WRITTEN["refund_slip"]()
    said = read_refund_record(line)

    assert refund_payable("200417733").code == "refund_payable:200417733"
    assert asked_words(said).startswith(f"The refund of {said.wish.amount} is asked for. The office agrees to it")
    with pytest.raises(UnreadableBody):
        read_refund_record(replace(line, kind=LineKind.CREDIT_SLIP))
