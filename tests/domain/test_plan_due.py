"""Of a statement under a plan its installment is due: overdue ones and the next, by the words that stand on it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.allocation import all_due, due_notes, oldest_first
from cashier.domain.arrangement import Plan, months_after
from cashier.domain.money import ZERO, Money
from cashier.domain.plan_due import due_part
from cashier.domain.statements import Statement, StatementKind
from tests.fakes.builders import TODAY, a_statement

AGREED = "plan: 6 x $70.00 a month from Dec 15, the last $62.60"
NUMBER = "S-48210377"


def on_plan(words: str, cents: int = 41260) -> Statement:
    return replace(a_statement(NUMBER, cents), statement_date=date(2026, 10, 5), plan_words=words)


@pytest.mark.parametrize(
    ("today", "cents", "due"),
    [
        (date(2026, 11, 21), 41260, 7000),  # The next one.
        (date(2026, 12, 15), 41260, 14000),  # The first is due today and unpaid, the second is the next one.
        (date(2026, 12, 15), 34260, 7000),  # The first was paid.
        (date(2026, 11, 21), 34260, 0),  # Paid ahead.
        (date(2027, 2, 20), 41260, 28000),
        (date(2027, 6, 1), 41260, 41260),  # All of them are overdue.
        (date(2027, 4, 20), 6260, 6260),  # The last one alone.
    ],
)
def test_what_is_overdue_and_the_next_installment_are_due(today: date, cents: int, due: int) -> None:
    assert due_part(on_plan(AGREED, cents), today).amount == Money(due)


@pytest.mark.parametrize(
    ("today", "due"), [(date(2026, 11, 21), 5000), (date(2026, 12, 14), 5000), (date(2026, 12, 15), 10000)]
)
def test_a_billing_systems_next_day_is_understood(today: date, due: int) -> None:
    assert due_part(on_plan("payment plan · plan: $50 a month, next Dec 15"), today).amount == Money(due)


def test_its_words_name_the_installment_that_is_taken_and_nothing_where_all_is() -> None:
    billed = on_plan("plan: $50 a month, next Dec 15")
    assert due_part(billed, date(2026, 12, 14)).words == f"$50.00 of {NUMBER} is its plan's installment of Dec 15"
    assert due_part(billed, date(2026, 12, 15)).words == f"$100.00 of {NUMBER} is its plan's installment of Jan 15"
    assert due_part(on_plan(AGREED, 34260), date(2026, 11, 21)).words == f"{NUMBER} is on a plan and paid ahead"
    assert due_part(on_plan(AGREED), date(2027, 6, 1)).words == ""


@pytest.mark.parametrize(
    ("day", "due"),
    [("Oct 5", 10000), ("Oct 4", 5000)],  # The statement's own day, and the day before: of the next year.
)
def test_a_day_is_the_first_since_the_statements_own(day: str, due: int) -> None:
    assert due_part(on_plan(f"plan: $50 a month, next {day}"), date(2026, 10, 5)).amount == Money(due)
    counted = due_part(on_plan(f"plan: 6 x $70.00 a month from {day}, the last $62.60"), date(2026, 10, 5))
    assert counted.amount == Money(2 * 7000 if due == 10000 else 7000)


def test_a_day_that_is_past_this_year_is_the_next_ones() -> None:
    part = due_part(on_plan("plan: $50 a month, next Jan 15"), date(2027, 1, 14))
    assert (part.amount, part.words) == (Money(5000), f"$50.00 of {NUMBER} is its plan's installment of Jan 15")
    assert due_part(on_plan("plan: $50 a month, next Jan 15"), date(2027, 1, 15)).amount == Money(10000)


def test_without_a_plan_all_of_it_is_due_and_nothing_is_said() -> None:
    assert due_part(on_plan("extension"), TODAY).amount == Money(41260)
    assert due_part(on_plan(""), TODAY).words == ""


@pytest.mark.parametrize(
    "words",
    ["payment plan", "plan: by letter", "plan: 0 x $1.00 a month from Dec 15", "plan: 2 x $1.00 a month from Feb 31"],
)
def test_words_that_say_no_installment_leave_it_to_the_cashier(words: str) -> None:
    part = due_part(on_plan(words), TODAY)

    assert (part.amount, part.words) == (ZERO, f"{NUMBER} is on a plan: ask for the installment, and type it")


@given(
    st.integers(2, 24),
    st.integers(100, 50_000),
    st.integers(1, 100),
    st.integers(0, 900),
    st.integers(0, 100),
)
def test_the_words_of_a_plan_say_its_schedule(count: int, each: int, share: int, days: int, paid: int) -> None:
    last = max(1, each * share // 100)
    first, today = TODAY + timedelta(days=20), TODAY + timedelta(days=days)
    plan = Plan(count=count, amount=Money(each), last=Money(last), first=first)
    whole = each * (count - 1) + last
    statement = replace(on_plan(plan.words, whole * (100 - paid) // 100), statement_date=TODAY)

    later = [amount.cents for day, amount in plan.schedule if day > today][1:]
    assert due_part(statement, today).amount.cents == max(0, statement.open.cents - sum(later))
    assert months_after(first, count - 1) == plan.days[-1]


def test_all_that_is_due_and_oldest_first_take_the_installment_alone_and_say_so() -> None:
    other = a_statement("S-2", 6000, due=date(2026, 11, 27))
    premium = replace(a_statement("P-1", 900, due=date(2026, 11, 28)), kind=StatementKind.PREMIUM)
    reviewed = replace(a_statement("S-3", 500, due=date(2026, 11, 29)), under_review=True)
    drawn = replace(a_statement("S-4", 500, due=date(2026, 11, 30)), autopay_on=date(2026, 12, 6))
    bills = (on_plan(AGREED), other, premium, reviewed, drawn)

    assert all_due(bills, TODAY) == {NUMBER: Money(7000), "S-2": Money(6000)}
    assert oldest_first(bills, Money(8000), TODAY) == {NUMBER: Money(7000), "S-2": Money(1000)}
    assert due_notes(bills, TODAY) == (
        f"$70.00 of {NUMBER} is its plan's installment of Dec 15; P-1 is left out: premium is paid apart; "
        "S-3 is left out: under review, voluntary; S-4 is left out: autopay draws it Dec 06."
    )


def test_a_plan_that_is_paid_ahead_leaves_what_is_due_to_the_other_book() -> None:
    premium = replace(a_statement("P-1", 900, due=date(2027, 1, 1)), kind=StatementKind.PREMIUM)
    ahead = replace(on_plan(AGREED, 34260), due_date=date(2026, 11, 1))

    assert all_due((ahead, premium), TODAY) == {"P-1": Money(900)}


def test_where_all_is_taken_nothing_is_said() -> None:
    assert due_notes((a_statement("S-2", 6000),), TODAY) == ""
