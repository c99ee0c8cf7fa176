"""A returned check's fee is never more than the law's, and its reason and fee are read as a person writes them."""

from datetime import date

import pytest

from cashier.domain.errors import FieldRefused
from cashier.domain.money import ZERO, Money
from cashier.domain.region_rules import FeeRule
from cashier.domain.returned_check import ReturnReason, fee_most, read_fee, read_reason, reason_words

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("earlier", "reason", "cents"),
    [
        (0, ReturnReason.UNPAID, 2500),
        (1, ReturnReason.UNPAID, 3500),
        (7, ReturnReason.CLOSED, 3500),
        (0, ReturnReason.STOPPED, 0),
        (3, ReturnReason.OTHER, 0),
    ],
)
def test_the_first_costs_25_and_each_later_one_35(earlier: int, reason: ReturnReason, cents: int) -> None:
    assert fee_most(DAY, earlier=earlier, reason=reason) == Money(cents)


def test_the_rule_of_the_day_counts() -> None:
    rules = (
        FeeRule(since=date(2020, 1, 1), first=Money(2500), later=Money(3500)),
        FeeRule(since=date(2027, 1, 1), first=Money(1000), later=Money(1500)),
    )
    days = (date(2019, 12, 31), date(2026, 12, 31), date(2027, 1, 1))
    fees = [fee_most(day, earlier=0, reason=ReturnReason.UNPAID, rules=rules).cents for day in days]
    assert fees == [0, 2500, 1000]


@pytest.mark.parametrize(
    ("typed", "reason", "words", "shown"),
    [
        ("insufficient funds", ReturnReason.UNPAID, "", "Insufficient funds"),
        (" NSF ", ReturnReason.UNPAID, "", "Insufficient funds"),
        ("Account closed", ReturnReason.CLOSED, "", "Account closed"),
        ("payment stopped", ReturnReason.STOPPED, "", "Payment stopped"),
        ("refer to maker", ReturnReason.OTHER, "refer to maker", "refer to maker"),
    ],
)
def test_the_banks_reason_is_known_by_its_words(typed: str, reason: ReturnReason, words: str, shown: str) -> None:
    assert read_reason(typed) == (reason, words)
    assert reason_words(reason.value, words) == shown


def test_a_fee_is_the_usual_one_none_or_what_is_typed() -> None:
    assert [read_fee(typed) for typed in ("", "0", "0.00", "12.50")] == [None, ZERO, ZERO, Money(1250)]
    for typed in ("-5", "ten", "1.234"):
        with pytest.raises(FieldRefused) as refused:
            read_fee(typed)
        assert refused.value.field == "fee"


@pytest.mark.parametrize("typed", ["", "  ", "4111 1111 1111 1111"])
def test_a_return_without_a_reason_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_reason(typed)
    assert refused.value.field == "words"
