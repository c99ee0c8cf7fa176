"""Opening a drawer is done once, however often Enter is pressed."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.shift import OpenShift
from cashier.usecases.shift import current_shift, open_shift
from tests.fakes.builders import HELEN, ROSA, SHIFT_ID, TODAY, a_desk

WISH = OpenShift(shift_id=SHIFT_ID, count={"20.00": 5, "0.25": 4}, business_date=TODAY)


def test_the_same_wish_twice_is_one_shift() -> None:
    counter = a_desk(is_open=False)
    shift = open_shift(WISH, counter.desk, ROSA)

    assert open_shift(WISH, counter.desk, ROSA) == shift == current_shift(counter.desk)
    assert len(counter.store.lines()) == 1
    assert (shift.float_amount, shift.region, shift.staff) == (Money(10100), "ncal", "rosa")


def test_a_second_shift_at_the_desk_is_refused_and_writes_nothing() -> None:
    counter = a_desk()

    with pytest.raises(Refused, match="Rosa Delgado's drawer is still open"):
        open_shift(replace(WISH, shift_id=UUID(int=1)), counter.desk, HELEN)

    assert len(counter.store.lines()) == 1


def test_an_impossible_count_opens_nothing() -> None:
    counter = a_desk(is_open=False)

    with pytest.raises(Refused, match=r"no 3\.00 note"):
        open_shift(replace(WISH, count={"3.00": 1}), counter.desk, ROSA)

    assert current_shift(counter.desk) is None
