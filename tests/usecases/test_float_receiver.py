"""The float goes to the safe with somebody of the staff, by name (R3): no other word is taken for one."""

from dataclasses import replace

import pytest

from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import FieldRefused
from cashier.domain.line import Line
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift, count_drawer
from tests.fakes.builders import ROSA, Counter, a_desk


@pytest.fixture
def counter() -> Counter:
    """Rosa's drawer with its float of $100.00, counted."""
    counter = a_desk()
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 5}), counter.desk, ROSA)
    return counter


def _close(counter: Counter, receiver: str) -> Line:
    wish = CloseShift(
        line_id=counter.desk.new_id(), present=frozenset(), left={"20.00": 5}, till_bag="T-1", received_by=receiver
    )
    return close_shift(wish, counter.desk, ROSA).line


@pytest.mark.parametrize("typed", ["helen", " Helen "])
def test_who_takes_it_is_kept_by_name(counter: Counter, typed: str) -> None:
    assert _close(counter, typed).facts["received_by"] == "Helen Park"


@pytest.mark.parametrize("typed", ["", "   ", "the courier", "x", "4111111111111111"])
def test_nobody_else_takes_it_and_nothing_is_written(counter: Counter, typed: str) -> None:
    before = counter.store.lines()
    with pytest.raises(FieldRefused) as refused:
        _close(counter, typed)

    assert refused.value.field == "receiver"
    assert counter.store.lines() == before


def test_who_has_left_takes_none(counter: Counter) -> None:
    people = counter.store.directory.people
    people["helen"] = replace(people["helen"], active=False)

    with pytest.raises(FieldRefused, match="Nobody of the staff has this sign-in name or badge"):
        _close(counter, "helen")


def test_nobody_takes_their_own_float_to_the_safe() -> None:
    counter = a_desk()
    with pytest.raises(FieldRefused, match="Nobody takes their own float") as refused:
        _close(counter, "rosa")
    assert refused.value.field == "receiver"
