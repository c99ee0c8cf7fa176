"""A business date that is not the calendar's is asked about once, beside the count; a drawer open for long says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.line import LineKind
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
    late.qtbot.waitUntil(lambda: late.shows(ASKED))
    assert current_shift(late.sample.desk) is None
    assert late.field("$100").text() == "1"

    late.button("Open the drawer").click()
    late.qtbot.waitUntil(lambda: current_shift(late.sample.desk) is not None)
    shift = current_shift(late.sample.desk)
    assert shift is not None
    assert shift.business_date == date(2026, 11, 20)


def test_another_count_is_asked_about_again(late: DeskDriver) -> None:
    late.type("1")
    late.button("Open the drawer").click()
    late.qtbot.waitUntil(lambda: late.shows(ASKED))
    late.field("$100").clear()
    late.field("$100").setFocus()
    late.type("2")
    late.settle()
    assert not late.shows(ASKED)
    late.button("Open the drawer").click()
    late.qtbot.waitUntil(lambda: late.shows(ASKED))


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


def another_date(desk: DeskDriver, day: str, user: str) -> None:
    named = [b for b in desk.window.findChildren(QAbstractButton) if b.accessibleName() == "Another business date"]
    (box,) = named
    if not box.isChecked():
        box.click()
    for name, text in (("Business date", day), ("Set by: name or badge", user)):
        desk.field(name).clear()
        desk.field(name).setFocus()
        desk.type(text)
    desk.press(ENTER)
    desk.type(f"{user} 1")
    desk.press(ENTER)


def test_a_lead_sets_another_date_beside_the_count(late: DeskDriver) -> None:
    late.type("1")
    for day, user, sentence in (
        ("soon", "helen", "Enter the business date like 11/20/26."),
        ("1/2/27", "helen", "Enter a business date within 31 days of Nov 20, 2026."),
        ("11/21/26", "rosa", "Rosa Delgado may not approve another business date."),
        ("11/21/26", "oscar", "Oscar Reyes may not approve another business date."),
    ):
        another_date(late, day, user)
        late.qtbot.waitUntil(partial(late.shows, sentence))
        assert current_shift(late.sample.desk) is None
        assert late.field("Business date").text() == day

    another_date(late, "11/21/26", "helen")
    late.qtbot.waitUntil(lambda: current_shift(late.sample.desk) is not None)
    shift = current_shift(late.sample.desk)
    assert shift is not None
    assert shift.business_date == date(2026, 11, 21)
    (opened,) = [line for line in late.sample.store.lines() if line.kind is LineKind.SHIFT_OPENED]
    assert opened.facts["date_by"] == "helen"
