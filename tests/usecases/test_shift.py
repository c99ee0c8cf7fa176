"""Opening a drawer is done once, however often Enter is pressed."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.drawer_count import CountDrawer
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Right
from cashier.domain.shift import OPEN_ACT, OPENS_OTHERWISE, OPENS_WITH_MORE, OpenShift
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.shift import (
    current_shift,
    drawers_elsewhere,
    is_long,
    open_shift,
    opening_right,
    opens_otherwise,
    second_count,
)
from cashier.usecases.sign_in import InPerson
from tests.fakes.builders import HELEN, ROSA, SHIFT_ID, TODAY, a_desk
from tests.fakes.drawers_elsewhere import OtherDrawers

WISH = OpenShift(shift_id=SHIFT_ID, count={"20.00": 5, "0.25": 4}, business_date=TODAY)


def test_the_same_wish_twice_is_one_shift() -> None:
    counter = a_desk(is_open=False)
    shift = open_shift(WISH, counter.desk, ROSA)

    assert open_shift(WISH, counter.desk, ROSA) == shift == current_shift(counter.desk)
    assert len(counter.store.lines()) == 1
    assert (shift.float_amount, shift.region, shift.staff) == (Money(10100), "ncal", "rosa")


@pytest.mark.parametrize("prints", [False, True])
def test_an_opening_has_its_tape_once_where_the_site_wants_one(*, prints: bool) -> None:
    counter = a_desk(is_open=False)
    place = replace(counter.desk.place, drawers=DrawerRules(opening_tape=prints))
    desk = replace(counter.desk, place=place)

    for _ in range(2):
        open_shift(WISH, desk, ROSA)

    with desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(SHIFT_ID))] == ([0] if prints else [])


def test_a_second_shift_at_the_desk_is_refused_and_writes_nothing() -> None:
    counter = a_desk()

    with pytest.raises(Refused, match="Rosa Delgado's drawer is still open"):
        open_shift(replace(WISH, shift_id=UUID(int=1)), counter.desk, HELEN)

    assert len(counter.store.lines()) == 1


def test_a_float_that_is_not_the_one_that_was_left_is_counted_by_two_and_stays_on_the_safe() -> None:
    counter = a_desk()
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 5}), counter.desk, ROSA)
    close = CloseShift(
        line_id=counter.desk.new_id(), present=frozenset(), left={"20.00": 5}, till_bag="T-1", received_by="Helen"
    )
    close_shift(close, counter.desk, ROSA)
    less = replace(WISH, shift_id=counter.desk.new_id(), count={"20.00": 4})

    assert second_count({"20.00": 4}, counter.desk) == second_count({"20.00": 6}, counter.desk) == Money(2000)
    with pytest.raises(Refused, match="Count it again, or have a second person count it, too"):
        open_shift(less, counter.desk, ROSA)
    word = InPerson(counter.desk).approve(
        "helen", "helen's words", act=OPEN_ACT, amount=Money(2000), right=Right.HOLD_DRAWER
    )
    with pytest.raises(Refused, match="Nobody approves for themselves"):
        open_shift(replace(less, approval=replace(word, approver="rosa")), counter.desk, ROSA)
    shift = open_shift(replace(less, approval=word), counter.desk, ROSA)

    opened = counter.store.lines()[-1]
    assert (shift.float_amount, opened.facts["assigned_cents"], opened.facts["approver"]) == (
        Money(8000),
        10000,
        "helen",
    )
    assert [transfer.amount for transfer in opened.transfers] == [Money(8000)]


def test_an_impossible_count_opens_nothing() -> None:
    counter = a_desk(is_open=False)

    with pytest.raises(Refused, match=r"no 3\.00 note"):
        open_shift(replace(WISH, count={"3.00": 1}), counter.desk, ROSA)

    assert current_shift(counter.desk) is None


def test_a_desks_first_float_is_at_most_the_sites_unless_a_second_person_counts_it() -> None:
    counter = a_desk(is_open=False)
    absurd = replace(WISH, count={"100.00": 9000})
    assert second_count({"20.00": 100}, counter.desk) == second_count({"20.00": 1}, counter.desk) == ZERO
    assert second_count({"20.00": 101}, counter.desk) == Money(182_000)
    with pytest.raises(Refused, match="This is more than a drawer is opened with here"):
        open_shift(absurd, counter.desk, ROSA)
    assert current_shift(counter.desk) is None

    differs = second_count({"20.00": 101}, counter.desk)
    word = InPerson(counter.desk).approve(
        "helen", "helen's words", act=OPEN_ACT, amount=differs, right=opening_right(differs, counter.desk)
    )
    open_shift(replace(WISH, count={"20.00": 101}, approval=word), counter.desk, ROSA)
    facts = counter.store.lines()[-1].facts
    assert (facts["float_cents"], facts["assigned_cents"], facts["approver"]) == (202_000, 20_000, "helen")


def test_above_the_limit_a_lead_signs_for_the_float() -> None:
    desk = a_desk().desk
    limit = desk.place.drawers.approve_above
    assert opening_right(limit, desk) is Right.HOLD_DRAWER
    assert opening_right(limit + Money(1), desk) is Right.APPROVE_DRAWER


def test_why_a_second_person_is_asked_for_is_told_by_whether_it_is_the_desks_first_drawer() -> None:
    counter = a_desk(is_open=False)
    assert opens_otherwise(counter.desk) == OPENS_WITH_MORE
    open_shift(OpenShift(shift_id=SHIFT_ID, count={}, business_date=TODAY), counter.desk, ROSA)
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={}), counter.desk, ROSA)
    close_shift(CloseShift(line_id=counter.desk.new_id(), present=frozenset()), counter.desk, ROSA)

    assert opens_otherwise(counter.desk) == OPENS_OTHERWISE


def test_without_a_drawer_none_is_open_too_long_and_while_nobody_can_say_none_is_open_elsewhere() -> None:
    assert not is_long(a_desk(is_open=False).desk)
    there = OtherDrawers(open={"rosa": ("OAK5",)})

    assert drawers_elsewhere(ROSA, there) == ("OAK5",)
    assert drawers_elsewhere(ROSA, replace(there, trouble="The ledger cannot be reached.")) == ()


def test_no_drawer_opens_while_the_ledger_has_another_history_of_this_desk() -> None:
    counter = a_desk(is_open=False)
    with counter.store.open_work() as work:
        work.journal.set_differs("Another history.")
        work.commit()

    with pytest.raises(Refused, match="Another history"):
        open_shift(WISH, counter.desk, ROSA)
    assert counter.store.lines() == []
