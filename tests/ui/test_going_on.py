"""After a count a lead at another desk lets the cashier back to the window; declined, nothing changes."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.asks import AskAnswer, AskState
from cashier.domain.drawer_acts import GO_ON_ACT
from cashier.domain.line import LineKind
from cashier.domain.shift import ShiftState
from cashier.usecases.shift import current_shift
from tests.ui.desk_driver import ALT, ESC, DeskDriver
from tests.ui.sample_desk import HELEN, NOW, SampleDesk
from tests.ui.test_drawer_page import count, lines_of, show_drawer
from tests.ui.test_from_queue import look


@pytest.fixture
def counted(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa counted her drawer, and a member came back: she has asked."""
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show_drawer(driver)
    driver.press(Qt.Key.Key_C, ALT)
    count(driver, 10)
    driver.press(ESC)
    driver.press(Qt.Key.Key_B, ALT)
    driver.press(Qt.Key.Key_J, ALT)
    driver.qtbot.waitUntil(lambda: len(sample.asks.asked) == 1)
    yield driver
    driver.close()


def state(desk: DeskDriver) -> ShiftState | None:
    shift = current_shift(desk.sample.desk)
    return shift.state if shift is not None else None


def test_a_lead_elsewhere_agrees_and_stands_on_the_line(counted: DeskDriver) -> None:
    assert counted.sample.asks.asked[0].act == GO_ON_ACT
    assert state(counted) is ShiftState.COUNTING
    look(counted, AskAnswer(state=AskState.GIVEN, by=HELEN.user, by_name=HELEN.name, at=NOW))

    counted.qtbot.waitUntil(lambda: counted.shows("Helen Park agreed. This drawer is in use again."))
    assert state(counted) is ShiftState.ACTIVE
    assert [line.facts["approver"] for line in lines_of(counted, LineKind.DRAWER_RESUMED)] == ["helen"]


def test_declined_it_stays_counted_and_asked_again_is_another_question(counted: DeskDriver) -> None:
    look(counted, AskAnswer(state=AskState.DECLINED, by=HELEN.user, by_name=HELEN.name, at=NOW, words="close it"))
    counted.qtbot.waitUntil(lambda: counted.shows("Helen Park declined. “close it”"))
    assert state(counted) is ShiftState.COUNTING

    counted.sample.asks.answer = AskAnswer(state=AskState.WAITS)
    counted.press(Qt.Key.Key_J, ALT)
    counted.qtbot.waitUntil(lambda: len({ask.ask_id for ask in counted.sample.asks.asked}) == 2)
