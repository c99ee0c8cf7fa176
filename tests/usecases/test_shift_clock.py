"""A shift and the clock: midnight within it, a clock set back, the longest shift, who may set the business date."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from cashier.domain.accounts import BookLine
from cashier.domain.business_date import DATE_ACT, ConfirmDate
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO
from cashier.domain.people import Right
from cashier.domain.shift import OpenShift
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.shift import business_date, current_shift, is_long, open_shift
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, ROSA, TODAY, Counter, a_desk, a_statement, a_wish, pays

HOUR_S = 3600


def pay(counter: Counter) -> date | None:
    """Take a dollar; the business date that it counts for."""
    take_payment(a_wish(pays("S-1", 100), payment_id=counter.desk.new_id()), counter.desk, ROSA)
    return counter.store.lines()[-1].business_date


@pytest.fixture
def counter() -> Counter:
    """Rosa's drawer, opened at 10:44 AM."""
    return a_desk(a_statement("S-1", 10**6))


def close(counter: Counter) -> None:
    """With every dollar that was taken; the float of $100.00 stays."""
    ones = sum(line.kind is LineKind.PAYMENT for line in counter.store.lines())
    number = counter.desk.new_id().int % 10**6
    count = {"20.00": 5, "1.00": ones}
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=count), counter.desk, ROSA)
    wish = CloseShift(
        line_id=counter.desk.new_id(),
        present=frozenset(),
        left={"20.00": 5},
        till_bag=f"T-{number}",
        received_by="helen",
        bags={BookLine.MEDICAL: f"M-{number}"},
    )
    close_shift(wish, counter.desk, ROSA)


def test_a_payment_after_midnight_counts_for_its_shifts_day(counter: Counter) -> None:
    counter.clock.forward(14 * HOUR_S)

    assert pay(counter) == TODAY == business_date(counter.desk)
    close(counter)
    assert counter.store.lines()[-1].business_date == TODAY
    assert business_date(counter.desk) == date(2026, 11, 22)


@pytest.mark.parametrize("evening", [datetime(2026, 11, 1, 5, tzinfo=UTC), datetime(2027, 3, 14, 6, tzinfo=UTC)])
def test_on_the_night_when_clocks_change_a_shift_is_as_long_as_it_is(counter: Counter, evening: datetime) -> None:
    """Both begin at 10 PM in Oakland: 11 and 13 hours later by its clocks."""
    counter.clock.now = evening
    close(counter)
    open_shift(
        OpenShift(shift_id=counter.desk.new_id(), count={"20.00": 5}, is_date_confirmed=True), counter.desk, ROSA
    )
    day = pay(counter)
    counter.clock.forward(12 * HOUR_S)
    assert (is_long(counter.desk), pay(counter)) == (False, day)
    counter.clock.forward(1)
    assert is_long(counter.desk)


def test_a_clock_that_is_set_back_an_hour_changes_neither_date_nor_order(counter: Counter) -> None:
    pay(counter)
    counter.clock.forward(-HOUR_S)

    assert pay(counter) == TODAY
    close(counter)
    lines = counter.store.lines()
    assert lines[-1].taken_at < lines[0].taken_at
    assert {line.business_date for line in lines} == {TODAY}
    assert current_shift(counter.desk) is None


def test_a_shift_that_is_open_for_too_long_is_warned_of_and_then_takes_no_payment(counter: Counter) -> None:
    counter.clock.forward(12 * HOUR_S)
    assert not is_long(counter.desk)
    counter.clock.forward(1)
    assert is_long(counter.desk)
    counter.clock.forward(6 * HOUR_S - 1)
    pay(counter)
    counter.clock.forward(1)

    with pytest.raises(Refused, match=r"open since Nov 21, 2026 10:44 AM, and a shift lasts 18 hours at most"):
        pay(counter)
    close(counter)
    open_shift(OpenShift(shift_id=counter.desk.new_id(), count={"20.00": 5}), counter.desk, ROSA)
    pay(counter)


def late(counter: Counter) -> Counter:
    """At 1:44 AM, in a center whose day starts at 4:00; the drawer is closed."""
    close(counter)
    counter.clock.forward(15 * HOUR_S)
    place = replace(counter.desk.place, drawers=DrawerRules(day_start=time(4)))
    return replace(counter, desk=replace(counter.desk, place=place))


def test_before_the_day_start_a_new_shift_counts_for_the_day_before_once_that_is_confirmed(counter: Counter) -> None:
    night = late(counter)
    wish = OpenShift(shift_id=night.desk.new_id(), count={"20.00": 5})
    assert business_date(night.desk) == TODAY

    with pytest.raises(ConfirmDate, match=r"It is Nov 22, 2026 already"):
        open_shift(wish, night.desk, ROSA)
    assert current_shift(night.desk) is None
    shift = open_shift(replace(wish, is_date_confirmed=True), night.desk, ROSA)

    assert shift.business_date == TODAY


def test_another_business_date_is_signed_by_who_has_the_right_and_kept_with_their_name(counter: Counter) -> None:
    close(counter)
    wanted = date(2026, 11, 23)
    wish = OpenShift(shift_id=counter.desk.new_id(), count={"20.00": 5}, business_date=wanted)
    with pytest.raises(Refused, match="needs a lead's approval"):
        open_shift(wish, counter.desk, ROSA)
    with pytest.raises(NotAllowed, match="may not approve another business date"):
        InPerson(counter.desk).approve("rosa", "rosa's words", act=DATE_ACT, amount=ZERO, right=Right.SET_BUSINESS_DATE)
    signed = InPerson(counter.desk).approve(
        "helen", "helen's words", act=DATE_ACT, amount=ZERO, right=Right.SET_BUSINESS_DATE
    )
    shift = open_shift(replace(wish, date_approval=signed), counter.desk, ROSA)

    assert shift.business_date == wanted
    assert counter.store.lines()[-1].facts["date_by"] == HELEN.user
