"""What is wrong with a count is said whole, in each place where notes and coins are counted, on the smallest screen."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.shift import DENOMINATIONS
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui.drawer.count_rows import CountRow
from ui.widgets.words import Words

CARD = "4111111111111111"
TAB = Qt.Key.Key_Tab


def card_around(widget: QWidget) -> QWidget:
    around: QWidget | None = widget
    while not (isinstance(around, QFrame) and around.property("kind") == "card"):
        assert around is not None
        around = around.parentWidget()
    return around


def assert_said_whole(driver: DeskDriver, sentence: str) -> None:
    driver.settle()
    said = [each for each in driver.window.findChildren(Words) if each.isVisible() and each.text() == sentence]
    assert len(said) == 1, sentence
    assert said[0].height() >= said[0].heightForWidth(said[0].width()), sentence
    card = card_around(said[0])
    assert card.rect().contains(QRect(said[0].mapTo(card, QPoint(0, 0)), said[0].size()))
    assert driver.window.height() == 768


def assert_every_count_is_said(driver: DeskDriver) -> None:
    for denomination in DENOMINATIONS:
        driver.type(CARD)
        assert_said_whole(driver, "That looks like a bank card number. It was not kept. Use the card terminal.")
        driver.type("x")
        words = denomination.words.removesuffix(" coin")
        kind = "coins" if denomination.is_coin else "bills"
        assert_said_whole(driver, f"Enter how many {words} {kind} there are, as a whole number up to 9,999.")
        driver.press(Qt.Key.Key_Backspace)
        rows = [row for row in driver.window.findChildren(CountRow) if row.isVisible()]
        assert all(row.field.height() >= 40 for row in rows)
        driver.press(TAB)
    assert not driver.shows("as a whole number")


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_D, Qt.Key.Key_L], ids=["close", "drop", "exchange"])
def test_a_count_on_the_drawers_page_is_refused_below_the_rows(desk: DeskDriver, key: Qt.Key) -> None:
    desk.button_on_rail("Drawer").click()
    desk.settle()
    desk.press(key, ALT)
    assert_every_count_is_said(desk)


def test_a_count_of_the_float_is_refused_beside_it(qtbot: QtBot) -> None:
    driver = DeskDriver(qtbot, SampleDesk())
    driver.sign_in()
    driver.settle()
    assert_every_count_is_said(driver)
    driver.close()


def test_the_first_count_that_is_still_wrong_stays_said(desk: DeskDriver) -> None:
    desk.button_on_rail("Drawer").click()
    desk.settle()
    desk.press(Qt.Key.Key_C, ALT)
    desk.type("x")
    desk.press(TAB)
    desk.type("y")
    assert_said_whole(desk, "Enter how many $50 bills there are, as a whole number up to 9,999.")
    desk.press(Qt.Key.Key_Backspace)
    assert_said_whole(desk, "Enter how many $100 bills there are, as a whole number up to 9,999.")
