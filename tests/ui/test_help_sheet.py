"""The F1 sheet can be read whole on the smallest screen, and by keyboard on a lower one."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui import keys
from ui.help_sheet import HelpSheet
from ui.widgets.words import Words

F1 = Qt.Key.Key_F1


def area_of(sheet: HelpSheet) -> QScrollArea:
    (area,) = sheet.findChildren(QScrollArea)
    return area


def in_sight(area: QScrollArea, widget: QWidget) -> bool:
    viewport = area.viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint(0, 0)), widget.size()))


def open_sheet(driver: DeskDriver) -> HelpSheet:
    driver.press(F1)
    driver.settle()
    (sheet,) = driver.window.findChildren(HelpSheet)
    assert sheet.isVisible()
    return sheet


@pytest.mark.parametrize("screen", ["sign-in", "float", "counter"])
def test_every_key_can_be_read_on_the_smallest_screen(qtbot: QtBot, screen: str) -> None:
    sample = SampleDesk()
    if screen == "counter":
        sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    if screen != "sign-in":
        driver.sign_in()
    sheet = open_sheet(driver)
    area = area_of(sheet)
    words = [each for each in area.findChildren(Words) if each.text() in {key.words for key in keys.ALL}]

    assert len(words) == len(keys.ALL)
    for each in words:
        assert in_sight(area, each), each.text()
        assert each.height() >= each.heightForWidth(each.width()), each.text()
    places = sorted((each.mapTo(sheet, QPoint(0, 0)).x(), each.mapTo(sheet, QPoint(0, 0)).y(), each) for each in words)
    for (left, above, upper), (next_left, below, _) in pairwise(places):
        assert left != next_left or above + upper.height() <= below, upper.text()
    driver.close()


def test_arrows_and_page_keys_scroll_where_the_window_is_low(desk: DeskDriver) -> None:
    sheet = open_sheet(desk)
    sheet.setFixedHeight(400)
    desk.settle()
    area = area_of(sheet)
    last = max(area.findChildren(Words), key=lambda each: each.mapTo(sheet, QPoint(0, 0)).y())
    assert not in_sight(area, last)

    desk.press(Qt.Key.Key_Down)
    assert area.verticalScrollBar().value() > 0
    desk.press(Qt.Key.Key_Up)
    assert area.verticalScrollBar().value() == 0
    desk.press(Qt.Key.Key_PageDown)
    desk.press(Qt.Key.Key_PageDown)
    assert in_sight(area, last)
    desk.press(Qt.Key.Key_PageUp)
    desk.press(F1)
    assert sheet.isHidden()
