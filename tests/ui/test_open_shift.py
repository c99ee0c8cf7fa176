"""The float is counted blind, in whole numbers, and the drawer opens on a count."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cashier.domain.money import Money
from cashier.domain.shift import DENOMINATIONS
from tests.ui.conftest import InWindow
from ui.drawer.open_shift import OpenShiftPage
from ui.drawer.open_shift_state import OpenShiftState
from ui.widgets.key_button import KeyButton
from ui.widgets.money_field import CountField

TWENTIES = [denomination.code for denomination in DENOMINATIONS].index("20.00")
DOLLAR_COINS = [denomination.code for denomination in DENOMINATIONS].index("1.00 coin")
QUARTERS = [denomination.code for denomination in DENOMINATIONS].index("0.25")


def test_counts_add_up_to_the_float() -> None:
    state = OpenShiftState().on_text(TWENTIES, "5").on_text(QUARTERS, "40")
    assert (state.bills, state.coins, state.total) == (Money(10000), Money(1000), Money(11000))
    assert state.count == {"20.00": 5, "0.25": 40}
    assert state.can_open


def test_nothing_counted_opens_nothing() -> None:
    assert OpenShiftState().message == "Count the cash first. For an empty drawer, enter 0."
    assert OpenShiftState().on_text(TWENTIES, "0").can_open


@pytest.mark.parametrize("text", ["10000", "-1", "1.5", "x", "１２", "9" * 40])
def test_what_is_no_count_is_named_and_keeps_the_drawer_shut(text: str) -> None:
    state = OpenShiftState().on_text(TWENTIES, text)
    assert state.message == "Enter how many $20 bills there are, as a whole number up to 9,999."
    assert not state.can_open
    assert state.total == Money(0)


def test_a_coin_is_called_a_coin() -> None:
    state = OpenShiftState().on_text(DOLLAR_COINS, "10000")
    assert state.message == "Enter how many $1 coins there are, as a whole number up to 9,999."


def test_taking_a_wrong_count_back_lets_the_drawer_open() -> None:
    assert OpenShiftState().on_text(TWENTIES, "x").on_text(TWENTIES, "4").can_open


@pytest.fixture
def page(in_window: InWindow) -> OpenShiftPage:
    page = OpenShiftPage()
    in_window(page)
    page.focus_first()
    return page


def button_of(page: OpenShiftPage) -> KeyButton:
    (button,) = page.findChildren(KeyButton)
    return button


def test_the_drawer_is_opened_by_keyboard_alone(qtbot: QtBot, page: OpenShiftPage) -> None:
    """Enter goes from count to count, then to the button, then opens."""
    assert len(page.findChildren(CountField)) == len(DENOMINATIONS)
    for denomination in DENOMINATIONS:
        focus = page.focusWidget()
        assert focus is not None
        if denomination.code == "20.00":
            QTest.keyClicks(focus, "5")
        QTest.keyClick(focus, Qt.Key.Key_Return)
    button = button_of(page)
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(page.open_asked) as asked:
        QTest.keyClick(button, Qt.Key.Key_Enter)
    assert asked.args == [{"20.00": 5}]


def test_a_count_that_cannot_be_is_said_beside_its_field(page: OpenShiftPage) -> None:
    field = page.findChildren(QLineEdit)[TWENTIES]
    QTest.keyClicks(field, "10000")
    assert field.accessibleDescription() == "Enter how many $20 bills there are, as a whole number up to 9,999."
    assert not button_of(page).isEnabled()


def test_clearing_forgets_the_counts(page: OpenShiftPage) -> None:
    QTest.keyClicks(page.findChildren(QLineEdit)[TWENTIES], "5")
    page.clear()
    assert not button_of(page).isEnabled()
