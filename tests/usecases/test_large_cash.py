"""After a payment the report is asked for, once sealed it is a line, and no money is ever refused for it."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.errors import Refused
from cashier.domain.large_cash import CashElsewhere, CashForm, FormRefused, read_large_cash
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.large_cash import keep_form, payor_with_cash, report_due
from cashier.usecases.take_payment import Taken, take_payment
from tests.domain.test_large_cash import FORM
from tests.fakes.builders import ROSA, TERMINAL, TODAY, Counter, a_desk, a_statement, a_wish, cash, check, pays
from tests.fakes.terminal import approved

BILL = "S-48210377"


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement(BILL, 9_000_000))


def _pay(counter: Counter, cents: int, count: int, *, by_check: bool = False) -> Taken:
    tender = check(cents) if by_check else cash(cents)
    wish = a_wish(pays(BILL, cents), tenders=(tender,), payment_id=UUID(int=count << 80 | 7 << 76 | 2 << 62))
    return take_payment(wish, counter.desk, ROSA)


def test_it_is_asked_for_with_the_payment_that_reaches_it_and_not_before(counter: Counter) -> None:
    assert report_due(_pay(counter, 600_000, 1).lines, counter.desk) is None
    asked = report_due(_pay(counter, 400_001, 2).lines, counter.desk)

    assert asked is not None
    assert (asked.receipt, asked.within, asked.payor) == ("OAK3-0000002", "24 hours", "member:11048827")


def test_cash_that_paid_the_rest_counts_and_the_day_is_the_shifts(counter: Counter) -> None:
    wish = a_wish(pays(BILL, 1_100_000))
    attempt = ask_card(wish, Money(50_000), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(50_000), counter.desk)
    taken = take_payment(replace(wish, tenders=(cash(1_050_000),)), counter.desk, ROSA)

    counter.clock.forward(20 * 3600)
    asked = report_due(taken.lines, counter.desk)
    assert asked is not None
    assert (asked.payor, asked.reached_on) == ("member:11048827", TODAY)


def test_a_check_is_no_cash_and_asks_for_nothing(counter: Counter) -> None:
    taken = _pay(counter, 2_000_000, 1, by_check=True)

    assert payor_with_cash(taken.lines) == ""
    assert report_due(taken.lines, counter.desk) is None


def test_what_other_desks_took_counts(counter: Counter) -> None:
    taken = _pay(counter, 600_000, 1)

    elsewhere = CashElsewhere(day=Money(400_001), year=Money(400_001))
    assert report_due(taken.lines, counter.desk, elsewhere) is not None


def test_the_form_is_a_line_with_a_sealed_box_and_nothing_of_it_in_the_clear(counter: Counter) -> None:
    asked = report_due(_pay(counter, 1_000_001, 1).lines, counter.desk)
    assert asked is not None
    keep_form(asked, FORM, counter.desk, ROSA)
    keep_form(asked, FORM, counter.desk, ROSA)

    (line,) = [line for line in counter.store.lines() if line.kind is LineKind.LARGE_CASH]
    assert read_large_cash(line).asked == asked
    assert line.transfers == ()
    body = line.body().decode()
    assert not [text for text in FORM.asked().values() if text in body]
    assert "123456789" not in body


def test_after_it_the_counting_begins_anew(counter: Counter) -> None:
    asked = report_due(_pay(counter, 1_000_001, 1).lines, counter.desk)
    assert asked is not None
    counter.clock.forward(60)
    keep_form(asked, FORM, counter.desk, ROSA)
    counter.clock.forward(60)

    assert report_due(_pay(counter, 1_000_000, 2).lines, counter.desk) is None
    assert report_due(_pay(counter, 1, 3).lines, counter.desk) is not None


def test_a_form_with_something_missing_is_kept_with_the_reason_and_asked_for_again(counter: Counter) -> None:
    asked = report_due(_pay(counter, 1_000_001, 1).lines, counter.desk)
    assert asked is not None
    with pytest.raises(FormRefused):
        keep_form(asked, CashForm(name="Kevin Tran"), counter.desk, ROSA)
    keep_form(asked, CashForm(name="Kevin Tran", why_not="left in a hurry"), counter.desk, ROSA)

    (line,) = [line for line in counter.store.lines() if line.kind is LineKind.LARGE_CASH]
    assert read_large_cash(line).why_not == "left in a hurry"
    assert report_due(_pay(counter, 1, 2).lines, counter.desk) is not None


def test_a_form_for_no_payment_is_refused(counter: Counter) -> None:
    asked = report_due(_pay(counter, 1_000_001, 1).lines, counter.desk)
    assert asked is not None

    with pytest.raises(Refused, match="not in the journal"):
        keep_form(replace(asked, payment_id=UUID(int=3)), FORM, counter.desk, ROSA)
