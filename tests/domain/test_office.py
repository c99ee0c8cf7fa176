"""A center's drawers on the Office page: nobody learns there what should be in a drawer before it is counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.office import OfficeDrawer, WaitingItem, closed_row, open_row, sees_expected
from cashier.domain.shift import ShiftState
from cashier.domain.shift_lines import ShiftLines
from tests.domain.drawer_lines import HELD, closed, counted, numbered, shift_in, shift_lines
from tests.fakes.builders import HELEN, NOW, OAK3, ROSA


def row(state: ShiftState, *counts: Line) -> OfficeDrawer:
    lines = ShiftLines.whole(numbered((*shift_lines(), *counts)))
    return open_row(shift_in(state), lines, HELD, rules=DrawerRules(), caller=HELEN)


def test_what_should_be_there_is_for_who_may_know_it_of_others_and_before_the_count() -> None:
    assert sees_expected(HELEN, "rosa", "active")
    assert not sees_expected(HELEN, "helen", "active"), "never their own"
    assert not sees_expected(ROSA, "oscar", "active"), "without the right"
    for state in ("counting", "pending"):
        assert not sees_expected(HELEN, "rosa", state)


def test_a_drawer_waits_once_its_last_count_is_enough_and_differs() -> None:
    matching = replace(counted(2), facts={**counted(2).facts, "matches": True})

    assert not row(ShiftState.COUNTING).waits, "nothing was counted"
    assert not row(ShiftState.COUNTING, counted()).waits, "it is counted once more"
    assert row(ShiftState.COUNTING, counted(), counted(2)).waits
    assert not row(ShiftState.COUNTING, counted(), matching).waits
    assert not row(ShiftState.COUNTING, counted(), counted(2), matching).waits, "the last one counts"
    assert not row(ShiftState.SUSPENDED, counted(), counted(2)).waits


def test_a_closed_drawer_says_what_its_z_report_says() -> None:
    said = closed_row(closed(), HELEN)
    assert (said.payments, said.expected, said.difference) == (2, ZERO, Money(-2000))
    assert (closed_row(closed(), ROSA).expected, closed_row(closed(), ROSA).difference) == (None, None)
    early = {key: value for key, value in closed().facts.items() if key != "payments"}
    assert closed_row(replace(closed(), facts=early), HELEN).payments == 0


@pytest.mark.parametrize(
    ("why", "minutes", "words"), [("A stand-in.", 30, "A stand-in. Until {}."), ("", 30, "Until {}.")]
)
def test_an_end_is_said_by_the_centers_clock(why: str, minutes: int, words: str) -> None:
    item = WaitingItem(what="Oscar Reyes", why=why, until=NOW + timedelta(minutes=minutes))

    assert item.by_clock(NOW, OAK3.time_zone).why == words.format("11:14 AM")
    endless = replace(item, until=None)
    assert endless.by_clock(NOW, OAK3.time_zone) == endless
