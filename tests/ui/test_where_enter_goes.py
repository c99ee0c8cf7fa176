"""Enter is the next step wherever the last one left the focus: never a button that nobody chose."""

import pytest
from PySide6.QtCore import Qt

from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from tests.ui.desk_driver import ENTER, DeskDriver

F5, F6 = Qt.Key.Key_F5, Qt.Key.Key_F6


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """Rosa's desk with Mai Linh Tran's first statement chosen."""
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    return desk


def _tender_check(desk: DeskDriver) -> None:
    desk.press(F6)
    desk.type("272.60")
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)


def test_after_a_part_is_tendered_enter_asks_for_the_rest(desk: DeskDriver) -> None:
    _tender_check(desk)
    desk.press(ENTER)

    assert desk.shows("Choose how the rest is paid: cash, check, money order or card.")
    assert not desk.shows("Give back"), "Enter never means one step back"


def test_after_a_part_is_tendered_the_focus_is_where_the_rest_is_chosen(desk: DeskDriver) -> None:
    _tender_check(desk)
    assert desk.focus_name() == "How the rest is paid"
    desk.press(Qt.Key.Key_Space)
    desk.type("7")
    assert desk.shows("140.00"), "nothing that is chosen changes"
    desk.press(Qt.Key.Key_Tab)
    assert desk.focus_name() == "Cash"


def test_after_a_part_is_tendered_the_rest_is_paid(desk: DeskDriver) -> None:
    _tender_check(desk)
    desk.press(F5)
    desk.press(ENTER)

    (line,) = desk.sample.payments()
    assert [tender.amount for tender in read_payment(line).tenders] == [Money(27260), Money(14000)]


@pytest.mark.parametrize("typed", ["1e9", "0,012", "12 34", "9" * 40, "-5", "0", "12.345", "fifty"])
def test_an_absurd_amount_is_refused_beside_its_field_and_nothing_is_tendered(desk: DeskDriver, typed: str) -> None:
    desk.press(F5)
    desk.type(typed)
    desk.press(ENTER)

    assert desk.focus_name() == "Cash received"
    assert " for the cash received" in desk.focus().accessibleDescription()
    assert not desk.shows("Tendered")
    assert desk.sample.payments() == []


def test_a_key_pressed_twice_shows_no_amounts_of_the_family(desk: DeskDriver) -> None:
    desk.button("Kevin").setFocus()
    desk.press(ENTER)
    assert desk.focus_name() == "Neither"
    desk.press(ENTER)

    assert not desk.shows("What is there for Kevin?")
    assert [line.facts for line in desk.sample.store.lines() if line.kind == "account_opened"][1:] == []
