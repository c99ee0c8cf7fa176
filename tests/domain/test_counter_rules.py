"""Rules hold from their day on: the newest that has begun, and nothing before the first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cashier.domain.counter_rules import NO_RULES, BillRule, CounterRules, MiscCode, PartPayment
from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.statements import StatementKind

FIRST, SECOND = date(2026, 1, 1), date(2026, 7, 1)
BEFORE = FIRST - timedelta(days=1)
HOSPITAL = StatementKind.HOSPITAL


def _rule(since: date, part_payment: PartPayment, words: str = "") -> BillRule:
    return BillRule(kind=HOSPITAL, since=since, part_payment=part_payment, words=words)


def _sold(since: date, price: int, until: date | None = None) -> MiscCode:
    words = {"en": "Parking", "es": "Estacionamiento"}
    return MiscCode(code="PARKING", since=since, words=words, price=Money(price), until=until)


def test_the_newest_rule_that_has_begun_holds() -> None:
    rules = CounterRules(bills=(_rule(SECOND, PartPayment.REFUSED), _rule(FIRST, PartPayment.WARNED)))

    held = [rules.bill(HOSPITAL, day).part_payment for day in (BEFORE, FIRST, SECOND - timedelta(days=1), SECOND)]
    assert held == [PartPayment.ALLOWED, PartPayment.WARNED, PartPayment.WARNED, PartPayment.REFUSED]
    assert rules.bill(StatementKind.PHARMACY, SECOND).part_payment is PartPayment.ALLOWED


def test_a_code_costs_what_it_costs_on_the_day_and_ends_when_it_ends() -> None:
    rules = CounterRules(misc=(_sold(SECOND, 500, until=SECOND), _sold(FIRST, 400)))

    assert [rules.code("PARKING", day).price for day in (FIRST, SECOND)] == [Money(400), Money(500)]
    for day in (BEFORE, SECOND + timedelta(days=1)):
        with pytest.raises(Refused, match="none is set up"):
            rules.code("PARKING", day)


def test_a_code_is_said_in_a_language_or_in_english() -> None:
    assert [_sold(FIRST, 400).words_in(said) for said in ("es", "es-MX", "vi")] == [
        "Estacionamiento",
        "Estacionamiento",
        "Parking",
    ]


def test_a_part_payment_is_warned_about_only_where_the_rule_says_so() -> None:
    rule = _rule(FIRST, PartPayment.WARNED, "Coverage may end.")

    def said(rule: BillRule, cents: int, *, on_plan: bool = False) -> str:
        return rule.warning("P-1", Money(cents), Money(1000), on_plan=on_plan)

    assert said(rule, 900) == "P-1 is paid in part, $1.00 stays open. Coverage may end."
    assert said(rule, 1000) == ""
    assert said(NO_RULES.bill(HOSPITAL, FIRST), 1) == ""
    whole = _rule(FIRST, PartPayment.REFUSED)
    assert (said(whole, 900), said(whole, 900, on_plan=True)) == ("P-1 is paid whole: $10.00 is open.", "")
    assert [said(whole, cents) for cents in (999, 1000, 1001)] == [said(whole, 900), "", ""]


def test_of_one_code_the_newest_row_counts_whatever_stands_first_and_without_a_price_any_amount() -> None:
    old, new = _sold(date(2026, 1, 1), 400), _sold(date(2026, 6, 1), 500)
    for misc in ((old, new), (new, old)):
        assert CounterRules(misc=misc).codes(date(2026, 11, 21)) == (new,)
    same = replace(new, price=Money(600))
    assert CounterRules(misc=(new, same)).codes(date(2026, 11, 21)) == (same,), "of one day the last"
    replace(new, price=None).check_amount(Money(1))


def test_nothing_is_warned_about_where_nothing_is_paid() -> None:
    rule = _rule(date(2026, 1, 1), PartPayment.WARNED)

    assert rule.warning("S-1", Money(0), Money(100), on_plan=False) == ""
    assert rule.warning("S-1", Money(1), Money(100), on_plan=False) != ""
