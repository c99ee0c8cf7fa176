"""A day's figures: what they count, and that nothing in them tells an uncounted drawer's cash."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.day import by_hour, day_figures, same_weekdays, shown_amount
from cashier.domain.desk_payment import DeskPayment, PaidBy
from cashier.domain.money import Money
from cashier.domain.tenders import TenderKind
from tests.domain.test_desk_payment import CASH, CHECK, PAYMENT

CARD = PaidBy(TenderKind.CARD, Money(6000), "Visa ••4421")
ORDER = PaidBy(TenderKind.MONEY_ORDER, Money(2500), "Money order 22", "22")


def a_payment(*paid_by: PaidBy, waited_s: int | None = None) -> DeskPayment:
    return PAYMENT._replace(paid_by=paid_by, waited_s=waited_s)


DAY = (a_payment(CHECK, CASH, waited_s=80), a_payment(CARD, waited_s=30), a_payment(CASH), a_payment(ORDER, CARD))


def test_figures_count_payments_and_items_and_add_up_what_was_paid() -> None:
    figures = day_figures(DAY, declined=1, cash_is_counted=True)

    assert (figures.receipts, figures.with_two, figures.declined, figures.window_s) == (4, 2, 1, 55)
    assert (figures.cash.payments, figures.cash.amount) == (2, Money(40000))
    assert (figures.checks.payments, figures.checks.items, figures.checks.amount) == (2, 2, Money(29760))
    assert (figures.card.items, figures.card.amount) == (2, Money(12000))
    assert figures.total == Money(81760)
    assert (figures.tendered, figures.change) == (Money(48000), Money(8000))


def test_before_the_count_there_is_no_cash_amount_and_no_total_from_which_it_follows() -> None:
    figures = day_figures(DAY, declined=1, cash_is_counted=False)

    assert figures.cash.payments == 2
    assert figures.cash.amount is None
    assert figures.total is None
    assert (figures.tendered, figures.change) == (None, None)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_figures_before_the_count_are_the_same_whatever_the_cash(some: int, other: int) -> None:
    def with_cash(cents: int) -> object:
        cash = CASH._replace(amount=Money(cents), tendered=Money(cents + 500), change=Money(500))
        return day_figures((a_payment(cash), a_payment(CHECK, cash)), declined=0, cash_is_counted=False)

    assert with_cash(some) == with_cash(other)


def test_what_leaves_the_desk_says_nothing_of_a_payment_with_cash_before_the_count() -> None:
    assert shown_amount(DAY[0], cash_is_counted=False) is None
    assert shown_amount(DAY[1], cash_is_counted=False) == Money(6000)
    assert shown_amount(DAY[0], cash_is_counted=True) == Money(47260)


def test_a_day_without_payments_has_figures() -> None:
    figures = day_figures((), declined=0, cash_is_counted=True)

    assert (figures.receipts, figures.window_s, figures.total) == (0, None, Money(0))


def test_the_same_weekday_of_the_last_four_weeks_is_compared_with() -> None:
    assert same_weekdays(date(2026, 11, 21)) == (
        date(2026, 11, 14),
        date(2026, 11, 7),
        date(2026, 10, 31),
        date(2026, 10, 24),
    )
    assert same_weekdays(date.min + timedelta(days=7)) == (date.min,)
    assert same_weekdays(date.min + timedelta(days=6)) == ()


def test_hours_stand_against_the_mean_of_the_days_on_which_there_were_payments() -> None:
    hours, days = by_hour({8: 12, 10: 7}, [{8: 10, 11: 4}, {}, {8: 5, 11: 5}])

    assert days == 2
    assert [(each.hour, each.taken, each.usual) for each in hours] == [
        (8, 12, 7.5),
        (9, 0, 0),
        (10, 7, 0),
        (11, 0, 4.5),
    ]


@pytest.mark.parametrize("before", [[], [{}, {}]])
def test_a_desk_without_a_past_has_nothing_to_compare_with(before: list[dict[int, int]]) -> None:
    assert by_hour({}, before) == ((), 0)
    hours, days = by_hour({9: 1}, before)
    assert days == 0
    assert [each.usual for each in hours] == [0.0]


def test_net_cash_is_what_was_tendered_less_the_change() -> None:
    figures = day_figures((a_payment(CASH),), declined=0, cash_is_counted=True)

    assert (figures.tendered, figures.change, figures.cash.amount) == (Money(24000), Money(4000), Money(20000))
