"""Money is taken only on the account that is in sight: while somebody else is looked for, the payment pane is off."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from cashier.domain.money import ZERO
from cashier.domain.payment_facts import read_payment
from cashier.usecases.ports.directory import DirectoryPage, Known
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import MEMBERS, NOW, OFFICE, STATEMENTS
from ui.counter.payment_panel import PaymentPanel
from ui.widgets.words import Words

F2, F5 = Qt.Key.Key_F2, Qt.Key.Key_F5
TENDERS = (F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8)
FIND_FIRST = "Finish finding, or press Esc to go back to Mai Linh Tran's account."


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """Rosa's desk with Mai Linh Tran's account open and the statement of $60.00 ticked."""
    desk.scan(OFFICE)
    desk.press(ENTER)
    return desk


def test_the_pane_names_whose_payment_it_is(desk: DeskDriver) -> None:
    panel = desk.window.findChildren(PaymentPanel)[0]

    assert "Tran, Mai Linh" in [words.text() for words in panel.findChildren(Words) if words.isVisible()]


@pytest.mark.parametrize("typed", ["trang mai 5/30/04", "trang mai", "nobody at all"])
def test_nothing_is_paid_while_somebody_else_is_looked_for(desk: DeskDriver, typed: str) -> None:
    desk.press(F2)
    desk.type(typed)
    for key in TENDERS:
        desk.press(key)
    for letter in (Qt.Key.Key_A, Qt.Key.Key_O, Qt.Key.Key_P):
        desk.press(letter, ALT)

    for name in ("Cash", "Check", "Money order", "Card", "Take payment"):
        assert not desk.button(name).isEnabled()
        assert FIND_FIRST in desk.button(name).accessibleDescription()
    assert desk.shows(FIND_FIRST)
    assert not desk.shows("Cash received")
    assert desk.sample.payments() == []


def test_enter_opens_who_was_found_and_takes_nothing_of_the_other(desk: DeskDriver) -> None:
    desk.press(F2)
    desk.type("trang mai 5/30/04")
    for key in (F5, ENTER, F5, ENTER):
        desk.press(key)

    assert desk.shows("Trang, Mai")
    assert not desk.shows("Tran, Mai Linh")
    assert desk.sample.payments() == []


def test_a_tender_that_was_typed_cannot_be_taken_while_looking(desk: DeskDriver) -> None:
    desk.press(F5)
    desk.press(F2)
    desk.type("trang")
    assert not desk.field("Cash received").isEnabled()
    assert not desk.button("Exact").isEnabled()
    assert desk.window._desk is not None
    desk.window._desk.counter.setFocus()
    desk.press(ENTER)

    assert desk.sample.payments() == []


def test_esc_goes_back_to_the_account_with_everything_as_it_was(desk: DeskDriver) -> None:
    desk.press(F5)
    desk.type("80")
    desk.press(F2)
    desk.type("trang mai")
    desk.press(ESC)

    assert desk.focus_name() == "Cash received"
    assert desk.field("Cash received").text() == "80"
    assert not desk.shows(FIND_FIRST)
    desk.press(ENTER)
    assert read_payment(desk.sample.payments()[0]).member_number == "11048827"


def test_enter_in_the_empty_finder_leaves_the_account_in_sight(desk: DeskDriver) -> None:
    desk.press(F2)
    desk.press(ENTER)

    assert desk.shows("Open balances")
    assert desk.button("Cash").isEnabled()


def test_an_account_of_another_region_says_so_on_the_account_and_on_the_pane(desk: DeskDriver) -> None:
    moved = tuple(Known(statement=replace(s, region="scal"), mark=0, held=ZERO) for s in STATEMENTS)
    page = DirectoryPage(epoch="1", mark=0, after="9", more=False, members=MEMBERS, statements=moved, staff=())
    desk.sample.store.directory.apply(page, NOW)
    desk.press(ESC)
    desk.open_mai()

    sentence = "These balances belong to another region and can't be paid at this window."
    assert desk.texts().count(sentence) == 2
    assert not desk.button("Cash").isEnabled()


def test_a_sentence_of_the_finder_is_left_with_esc(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_Space)
    desk.press(F2)
    desk.type("4111111111111111")
    assert not desk.shows("Open balances")
    assert not desk.button("Cash").isEnabled()
    desk.press(ESC)

    assert desk.shows("Open balances")
    assert desk.button("Cash").isEnabled()
