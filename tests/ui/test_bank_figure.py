"""A deposit that the bank counted otherwise: Enter on its row takes the bank's figure over, with a second person."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from cashier.domain.money import Money
from cashier.domain.safe import DepositCorrection, DepositState
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.test_safe_part import DEPOSIT, desk, go, sample, show, sign

__all__ = ["desk", "sample"]


def test_the_banks_figure_is_taken_over_with_why_and_a_second_person(desk: DeskDriver, qtbot: QtBot) -> None:
    differs = replace(
        DEPOSIT, state=DepositState.AT_BANK, seal="OAK-900", credited=Money(45_260), wrong="The bank credited $452.60."
    )
    show(desk, qtbot, differs)
    go(desk, qtbot, str(DEPOSIT.deposit))
    assert desk.shows("The bank credited $452.60, and the books have $472.60 there: $20.00 short")
    desk.type("a note was counterfeit")
    desk.press(ENTER)
    sign(desk)

    qtbot.waitUntil(lambda: desk.shows("The books have bag OAK-900 as the bank has it."))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, DepositCorrection)
    assert (wish.number, wish.credited, wish.reason) == ("OAK-900", Money(45_260), "a note was counterfeit")
    assert desk.sample.safe.signed[0] == "omar"


def test_a_figure_without_why_is_asked_for_beside_the_field(desk: DeskDriver, qtbot: QtBot) -> None:
    show(desk, qtbot, replace(DEPOSIT, state=DepositState.AT_BANK, credited=Money(45_260), wrong="It differs."))
    go(desk, qtbot, str(DEPOSIT.deposit))
    desk.press(ENTER)
    sign(desk)

    qtbot.waitUntil(lambda: desk.shows("Enter why the bank's figure differs, as its notice says."))
    assert desk.sample.safe.told == []
