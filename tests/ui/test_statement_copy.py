"""A copy of a statement by keys: F9, Enter. The card stands where the balances stood, and Esc brings them back."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.statement_copy import Charge, CopyForm, StatementDetails, read_copy
from tests.ui.desk_driver import ALT, ENTER, ESC, NONE, DeskDriver
from tests.ui.sample_desk import HOSPITAL, OFFICE, PREMIUM, SampleDesk

F5, F9 = Qt.Key.Key_F5, Qt.Key.Key_F9


def _copies(desk: DeskDriver) -> list[Line]:
    return [line for line in desk.sample.store.lines() if line.kind is LineKind.STATEMENT_COPIED]


def test_two_keys_print_the_first_statement_and_say_where_it_is(desk: DeskDriver) -> None:
    desk.sample.letters.known = StatementDetails(
        charges=(Charge(day=None, words="Visit", amount=Money(41_260)),), addressee="Tran, Mai Linh"
    )
    desk.open_mai()
    desk.press(F9)
    assert HOSPITAL in desk.focus_name()
    assert not desk.shows("Open balances"), "the card stands in the balances' place"
    desk.press(ENTER)

    desk.qtbot.waitUntil(lambda: desk.shows("On its way to the office printer."))
    ((line, details, on_paper),) = desk.sample.letters.made
    assert (read_copy(line).statement.number, len(details.charges), on_paper) == (HOSPITAL, 1, True)
    assert len(_copies(desk)) == 1


def test_the_ticked_statement_stands_in_front_and_the_arrows_go_on(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F9)
    assert OFFICE in desk.focus_name()
    desk.press(Qt.Key.Key_Up)
    assert HOSPITAL in desk.focus_name()
    desk.press(Qt.Key.Key_Up)
    assert desk.shows("4 of 4")


def test_a_short_copy_and_a_file_have_keys_of_their_own(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(F9)
    desk.press(Qt.Key.Key_R, ALT)
    desk.qtbot.waitUntil(lambda: desk.shows("on its way to the receipt printer"))
    desk.press(Qt.Key.Key_V, ALT)
    assert len(_copies(desk)) == 1, "a key that bounces makes no second copy"
    desk.seconds.now += 1
    desk.press(Qt.Key.Key_V, ALT)
    desk.qtbot.waitUntil(lambda: desk.shows("Saved as a file. Its lines are not at hand now"))

    assert [line.facts["form"] for line in _copies(desk)] == [CopyForm.SLIP, CopyForm.FILE]
    assert [job.line_id for job in desk.sample.store.tables.jobs] == [_copies(desk)[0].line_id]


def test_a_printer_that_fails_is_said_in_place_and_the_same_copy_is_recorded_once(desk: DeskDriver) -> None:
    desk.sample.letters.trouble = "The office printer front took nothing. Check it, or save the letter as a file."
    desk.open_mai()
    desk.press(F9)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("took nothing"))
    desk.sample.letters.trouble = ""
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("On its way"))

    assert len(_copies(desk)) == 1


def test_esc_goes_back_to_the_balances_with_everything_ticked(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F9)
    desk.press(ESC)

    assert desk.shows("Open balances")
    assert desk.shows("$60.00")
    desk.press(F5)
    desk.press(ENTER)
    assert len(desk.sample.payments()) == 1


def test_enter_in_a_tender_takes_the_payment_while_the_card_is_open(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F9)
    desk.press(F5)
    desk.press(ENTER)

    assert len(desk.sample.payments()) == 1
    assert _copies(desk) == []


def test_a_scan_closes_the_card_and_enter_makes_no_copy(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(F9)
    desk.scan(PREMIUM)
    assert desk.shows("Open balances")
    desk.press(ENTER)

    assert _copies(desk) == []
    assert desk.sample.letters.made == []


def test_the_next_members_account_opens_with_its_balances(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(F9)
    desk.press(Qt.Key.Key_F2)
    desk.type("tran maily 1/9/75")
    desk.press(ENTER)

    assert desk.shows("Tran, Maily")
    assert desk.shows("Open balances")


@pytest.mark.parametrize(("key", "modifier"), [(ENTER, NONE), (Qt.Key.Key_V, ALT)], ids=["Enter", "Alt V"])
def test_a_desk_without_an_office_printer_saves_the_sheet_with_either_key(
    qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    sample = SampleDesk()
    sample.letters.has_printer = False
    sample.open_drawer()
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    desk.open_mai()
    desk.press(F9)
    desk.press(key, modifier)

    desk.qtbot.waitUntil(lambda: desk.shows("Saved as a file."))
    assert [line.facts["form"] for line in _copies(desk)] == [CopyForm.FILE]
    assert not desk.shows("Print it")
    desk.close()
