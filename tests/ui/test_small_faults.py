"""What was seen on real screens and must not come back: hints twice, questions without rest, words as scans."""

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.card import AttemptState, CardOutcome
from cashier.usecases.card_payment import settle_card
from tests.ui.conftest import InWindow
from tests.ui.desk_driver import ALT, ENTER, ESC, NONE, DeskDriver
from tests.ui.sample_desk import OFFICE
from ui.counter.balances import BalancesCard
from ui.counter.finder import FinderField
from ui.news import CardNews
from ui.placing import show_desk
from ui.widgets.chip import Chip
from ui.widgets.paper import Paper, PaperText


def test_a_card_that_stays_unknown_wakes_nobody_to_ask_again_at_once(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F8)
    desk.press(ENTER)
    (attempt_id,) = desk.sample.store.tables.attempts
    unknown = settle_card(attempt_id, CardOutcome(state=AttemptState.UNKNOWN), desk.sample.desk)
    assert desk.window._desk is not None
    woken: list[None] = []
    desk.window._desk.counter.committed.connect(lambda: woken.append(None))

    desk.tell(CardNews(settled=unknown))
    desk.tell(CardNews(settled=unknown))

    assert desk.shows("· second time, 0:00")
    assert woken == []


def test_enter_in_an_empty_finder_says_what_to_do(desk: DeskDriver) -> None:
    desk.press(ENTER)

    assert desk.shows("Type a number, a name or a date of birth first, or scan.")


def test_the_hint_to_add_a_date_of_birth_goes_once_one_is_typed(desk: DeskDriver) -> None:
    desk.type("tran mai")
    assert desk.shows("tran mai 3/14/61")

    desk.type(" 3/14/61")

    assert not desk.shows("narrow:")


def test_words_typed_as_fast_as_a_scan_are_words(desk: DeskDriver) -> None:
    desk.scan("tran mai")

    assert desk.field(desk.focus_name()).text() == "tran mai"
    assert desk.shows("Type the date of birth too, like 3/14/61, or choose the member with the arrow keys.")


@pytest.mark.parametrize(("gap_s", "finds"), [(0.004, "ask for the name, then Enter"), (0.09, "1 found")])
def test_a_scan_is_heard_by_its_pace_while_a_screen_reader_takes_the_stamps(
    desk: DeskDriver, gap_s: float, finds: str
) -> None:
    for letter in f"{OFFICE}\r":
        key = ENTER if letter == "\r" else Qt.Key(ord(letter))
        QApplication.sendEvent(desk.window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, key, NONE, letter))
        desk.seconds.now += gap_s

    assert desk.window.findChildren(FinderField)[0].accessibleDescription().startswith(finds)


def test_what_an_assistive_program_puts_in_counts_as_typed(desk: DeskDriver) -> None:
    finder = QAccessible.queryAccessibleInterface(desk.window.findChildren(FinderField)[0])

    finder.setText(QAccessible.Text.Value, "tran mai")

    assert finder.text(QAccessible.Text.Description) == "4 found · ask for the date of birth and type it"


def test_a_panel_key_whose_panel_is_not_there_types_no_letter(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_A, ALT)

    assert desk.field(desk.focus_name()).text() == ""


def test_blanks_in_the_finder_hide_no_account(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_F2)
    desk.type("  ")

    assert desk.shows("Tran, Mai Linh")


def test_a_receipt_has_the_same_width_with_and_without_its_scroll_bar(qtbot: QtBot) -> None:
    paper = Paper("Receipt")
    qtbot.addWidget(paper)
    paper.resize(305, 400)
    paper.show()
    paper.show_blocks([PaperText(text="Statement S-48210377                412.60")] * 24)

    sheet, widths = paper.widget(), set()
    assert sheet is not None
    for height in range(paper.length - 40, paper.length + 40, 2):
        paper.resize(305, height)
        QApplication.processEvents()
        widths.add(sheet.width())

    assert len(widths) == 1


def test_a_window_larger_than_its_screen_fills_the_screen(desk: DeskDriver) -> None:
    free = desk.window.screen().availableGeometry()

    show_desk(desk.window, wanted=QSize(free.width() + 1, 700), beside_px=0)

    assert desk.window.isMaximized()


@pytest.mark.parametrize("name", ["Lock", "Mail"])
def test_esc_goes_back_on_the_page_from_the_rail_and_the_strip_too(desk: DeskDriver, name: str) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_F2)
    desk.type("nguyen")
    assert desk.shows("press Esc to go back to Mai Linh Tran's account")
    (desk.button_on_rail(name) if name == "Mail" else desk.button(name)).setFocus()

    desk.press(ESC)

    assert desk.shows("Open balances")
    assert not desk.shows("press Esc to go back")


def test_what_was_paid_today_is_never_half_an_amount(in_window: InWindow) -> None:
    card = BalancesCard()
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addWidget(card)
    row.addSpacing(1366 - 866)
    in_window(holder)

    card.show_paid_today("$930.77 paid today")
    card.show_funds("Use $50.00 of credit")
    card.show_rows((), "Saved copy from 8:18 PM, less $248.17 taken at this desk since")
    QApplication.processEvents()

    (chip,) = [chip for chip in card.findChildren(Chip) if "paid today" in chip.text()]
    assert chip.width() >= chip.sizeHint().width()
