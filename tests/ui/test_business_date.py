"""A business date that is not the calendar's is asked about once, beside the count; a drawer open for long says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from pytestqt.qtbot import QtBot

from cashier.domain.drawer_rules import DrawerRules
from cashier.usecases.ports.desk import Desk
from cashier.usecases.shift import current_shift
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import SampleDesk

ASKED = "It is Nov 21, 2026 already, and this shift still counts for Nov 20, 2026."


class LateDesk(SampleDesk):
    """At a center whose day begins late in the evening."""

    @property
    def desk(self) -> Desk:
        desk = super().desk
        return replace(desk, place=replace(desk.place, drawers=DrawerRules(day_start=time(23))))


@pytest.fixture
def late(qtbot: QtBot) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, LateDesk())
    driver.sign_in()
    yield driver
    driver.close()


def test_opening_again_is_the_answer_and_the_count_stays(late: DeskDriver) -> None:
    late.type("1")
    for _ in range(13):
        late.press(ENTER)
    late.button("Open the drawer").click()
    late.settle()
    assert late.shows(ASKED)
    assert current_shift(late.sample.desk) is None
    assert late.field("$100").text() == "1"

    late.button("Open the drawer").click()
    late.settle()
    shift = current_shift(late.sample.desk)
    assert shift is not None
    assert shift.business_date == date(2026, 11, 20)


def test_another_count_is_asked_about_again(late: DeskDriver) -> None:
    late.type("1")
    late.button("Open the drawer").click()
    late.type("0")
    late.settle()
    assert not late.shows(ASKED)
    late.button("Open the drawer").click()
    late.settle()
    assert late.shows(ASKED)


def test_a_drawer_that_is_open_for_long_says_so(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    sample.now += timedelta(hours=13)
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    driver.button_on_rail("Drawer").click()
    driver.settle()

    assert driver.shows("This drawer is open for a long time.")
    driver.close()
