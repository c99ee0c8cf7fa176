"""What is said about a field of the tender stands in sight with the field, on the smallest screen too."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import OFFICE
from ui.counter.tender_fields import TenderFields
from ui.widgets.words import Words

F6, F7 = Qt.Key.Key_F6, Qt.Key.Key_F7
CARD = "4111111111111111"


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """Mai Linh Tran is to pay $60.00, with whatever comes."""
    desk.scan(OFFICE)
    desk.press(ENTER)
    return desk


def the_fields(desk: DeskDriver) -> TenderFields:
    (fields,) = desk.window.findChildren(TenderFields)
    return fields


def in_sight(widget: QWidget) -> bool:
    """Whether all of it lies inside the area that it scrolls in."""
    area: QWidget | None = widget
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    viewport = area.viewport()
    return viewport.rect().contains(QRect(widget.mapTo(viewport, QPoint(0, 0)), widget.size()))


def assert_said_beside(desk: DeskDriver, sentence: str) -> None:
    """The sentence is whole and in sight, and so is the field with the focus, right above it."""
    desk.settle()
    said = [each for each in the_fields(desk).findChildren(Words) if each.isVisible() and sentence in each.text()]
    assert len(said) == 1, sentence
    assert said[0].height() >= said[0].heightForWidth(said[0].width())
    assert in_sight(said[0])
    field = desk.focus()
    assert in_sight(field)
    below = said[0].mapTo(desk.window, QPoint(0, 0)).y() - field.mapTo(desk.window, QPoint(0, field.height())).y()
    assert 0 <= below < field.height(), "no other row stands between"


@pytest.mark.parametrize("key", [F6, F7])
def test_a_number_that_is_missing_is_said_in_sight(desk: DeskDriver, key: Qt.Key) -> None:
    desk.press(key)
    desk.press(ENTER)
    desk.press(ENTER)
    assert_said_beside(desk, "number: up to 20 digits")


@pytest.mark.parametrize("tabs", range(1, 7))
def test_a_bank_card_typed_into_any_field_is_refused_in_sight(desk: DeskDriver, tabs: int) -> None:
    desk.press(F6)
    for _ in range(tabs):
        desk.press(Qt.Key.Key_Tab)
    desk.type(CARD)
    assert_said_beside(desk, "That looks like a bank card number.")


def test_a_sentence_of_several_lines_is_shown_whole(desk: DeskDriver) -> None:
    desk.press(F6)
    desk.press(ENTER)
    desk.type("1043")
    desk.press(Qt.Key.Key_Tab)
    desk.type("5/24/26")
    desk.press(ENTER)
    assert_said_beside(desk, "May 24, 2026 is more than 180 days ago")


def test_it_is_in_sight_again_when_the_window_gets_lower(desk: DeskDriver) -> None:
    desk.window.resize(1440, 900)
    desk.press(F6)
    desk.press(ENTER)
    desk.press(ENTER)
    desk.window.resize(1366, 768)
    assert_said_beside(desk, "number: up to 20 digits")


def test_a_question_about_cash_leaves_what_was_tendered_and_what_remains_in_sight(desk: DeskDriver) -> None:
    desk.press(F6)
    desk.type("20")
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F5)
    desk.type("900")
    desk.press(ENTER)
    assert_said_beside(desk, "$860.00 more than remains")

    shown = [each for each in desk.window.findChildren(Words) if each.isVisible()]
    (tendered,) = [each for each in shown if each.text().startswith("Check 1043")]
    (remaining,) = [each for each in shown if each.text() == "Remaining"]
    assert in_sight(tendered)
    assert remaining.visibleRegion().boundingRect().size() == remaining.size()
