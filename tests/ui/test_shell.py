"""Strip, rail, banner, sign-in and the F1 sheet: what stands around every page."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cashier.doors.demo import SHOWN
from cashier.exchange.sample import sample_staff
from cashier.usecases.locked import HowToUnlock
from tests.ui.conftest import InWindow
from tests.ui.test_besides_in_sight import TITLE_BAR_PX
from ui import keys
from ui.drawer.open_shift import OpenShiftPage
from ui.help_sheet import HelpSheet
from ui.lock import DemoSignIn, SignInPage
from ui.rail import RailPage
from ui.shell import Shell
from ui.strip import Status
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words

COUNTER = RailPage(name="counter", words="Counter", icon="counter")
DESK = RailPage(name="desk", words="Desk", icon="desk")
ROSA = DemoSignIn(user="rosa", passphrase="window three is open", role="cashier")


def shell_with(*pages: QWidget) -> Shell:
    shell = Shell((COUNTER, DESK))
    for page in pages:
        shell.pages.addWidget(page)
    return shell


def said(widget: QWidget) -> list[str]:
    return [words.text() for words in widget.findChildren(Words) if words.isVisibleTo(widget)]


class TestShell:
    def test_the_strip_says_where_who_and_how(self, in_window: InWindow) -> None:
        shell = shell_with(QWidget(), QWidget())
        in_window(shell)
        shell.strip.set_place("Oakland Medical Center", "Window 3")
        shell.strip.set_staff("Rosa Delgado", "on since 7:58 AM")
        shell.strip.set_status(Status.POSTED, "warn", "Offline · 1 to send")
        assert said(shell.strip) == [
            "Oakland Medical Center",
            "Window 3",
            "Offline · 1 to send",
            "Rosa Delgado",
            "· on since 7:58 AM",
        ]

    def test_f12_asks_for_the_lock(self, qtbot: QtBot, in_window: InWindow) -> None:
        shell = shell_with(QLineEdit(), QWidget())
        in_window(shell)
        with qtbot.waitSignal(shell.strip.lock_asked):
            QTest.keyClick(shell, Qt.Key.Key_F12)

    def test_the_rail_shows_the_pages_it_was_given(self, qtbot: QtBot, in_window: InWindow) -> None:
        shell = shell_with(QWidget(), QWidget())
        in_window(shell)
        with qtbot.waitSignal(shell.page_shown) as page_shown:
            shell.rail.page_asked.emit("desk")
        assert page_shown.args == ["desk"]
        assert shell.current_page == "desk"

    def test_the_banner_comes_and_goes_without_touching_the_focus(self, in_window: InWindow) -> None:
        field = QLineEdit("tran mai")
        shell = shell_with(field, QWidget())
        in_window(shell)
        field.setFocus()
        field.setSelection(0, 4)
        shell.banner.say("warn", "Offline since 10:42.", "Balances are from 10:42")
        assert shell.banner.isVisible()
        assert (field.hasFocus(), field.selectedText()) == (True, "tran")
        shell.banner.clear()
        assert shell.banner.isHidden()
        assert (field.hasFocus(), field.selectedText()) == (True, "tran")


class TestSignIn:
    @pytest.fixture
    def page(self, in_window: InWindow) -> SignInPage:
        page = SignInPage("Oakland Medical Center", "Window 3", [ROSA])
        in_window(page)
        page.set_signed_out()
        return page

    def fields(self, page: SignInPage) -> tuple[QLineEdit, QLineEdit]:
        user, passphrase, *_ = page.findChildren(QLineEdit)
        return user, passphrase

    def test_enter_goes_from_the_name_to_the_passphrase_and_then_in(self, qtbot: QtBot, page: SignInPage) -> None:
        user, passphrase = self.fields(page)
        QTest.keyClicks(user, "rosa")
        QTest.keyClick(user, Qt.Key.Key_Return)
        qtbot.waitUntil(passphrase.hasFocus)
        QTest.keyClicks(passphrase, "window three")
        with qtbot.waitSignal(page.sign_in_asked) as asked:
            QTest.keyClick(passphrase, Qt.Key.Key_Return)
        assert asked.args == ["rosa", "window three", ""]
        assert passphrase.text() == ""

    @pytest.mark.parametrize(
        ("user_text", "passphrase_text", "sentence"),
        [("", "x", "Enter your name or scan your badge."), ("rosa", "", "Enter your passphrase.")],
    )
    def test_what_is_missing_is_named(
        self, qtbot: QtBot, page: SignInPage, user_text: str, passphrase_text: str, sentence: str
    ) -> None:
        user, passphrase = self.fields(page)
        user.setText(user_text)
        passphrase.setText(passphrase_text)
        with qtbot.assertNotEmitted(page.sign_in_asked):
            QTest.keyClick(passphrase, Qt.Key.Key_Return)
        assert sentence in said(page)

    def test_the_wait_is_counted_down_and_nobody_gets_in_meanwhile(self, qtbot: QtBot, page: SignInPage) -> None:
        user, passphrase = self.fields(page)
        page.set_message("That doesn't match.")
        page.set_wait(2)
        assert "That doesn't match. You can try again in 2 seconds." in said(page)
        user.setText("rosa")
        passphrase.setText("x")
        with qtbot.assertNotEmitted(page.sign_in_asked):
            QTest.keyClick(passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "That doesn't match. You can try again in 1 second." in said(page))
        qtbot.waitUntil(lambda: "That doesn't match." in said(page))
        with qtbot.waitSignal(page.sign_in_asked):
            QTest.keyClick(passphrase, Qt.Key.Key_Return)

    def test_nothing_is_sent_twice_while_a_passphrase_is_checked(self, qtbot: QtBot, page: SignInPage) -> None:
        user, passphrase = self.fields(page)
        user.setText("rosa")
        passphrase.setText("x")
        page.set_busy(True)
        with qtbot.assertNotEmitted(page.sign_in_asked):
            QTest.keyClick(passphrase, Qt.Key.Key_Return)

    def test_the_locked_desk_says_what_still_runs(self, qtbot: QtBot, page: SignInPage) -> None:
        page.set_locked(
            "Rosa Delgado",
            "10:46",
            how=HowToUnlock(by_pin=False, by_others=False),
        )
        page.set_card_running(True)
        user, passphrase = self.fields(page)
        assert "Window 3 · locked 10:46 · one card payment is still running" in said(page)
        page.set_card_running(False)
        assert "Window 3 · locked 10:46" in said(page)
        assert user.text() == "Rosa Delgado"
        qtbot.waitUntil(passphrase.hasFocus)
        assert "Unlock" in [button.words for button in page.findChildren(KeyButton)]

    def test_a_person_of_the_demo_can_be_filled_in(self, page: SignInPage) -> None:
        (button,) = (button for button in page.findChildren(KeyButton) if button.words.startswith("rosa"))
        button.click()
        assert [field.text() for field in self.fields(page)] == ["rosa", "window three is open"]

    def test_all_people_of_the_demo_stand_on_the_smallest_screen(self, qtbot: QtBot, in_window: InWindow) -> None:
        people = [
            DemoSignIn(user=person.user, passphrase=person.passphrase, role=person.role)
            for person in sample_staff()
            if person.user in SHOWN
        ]
        page = SignInPage("Oakland Medical Center", "Window 3", people)
        in_window(page).resize(1366, 768 - TITLE_BAR_PX)
        qtbot.waitExposed(page)
        last = page.findChildren(KeyButton)[-1]
        qtbot.waitUntil(lambda: last.words.endswith("· cash office") and last.isVisible())
        assert page.height() == 768 - TITLE_BAR_PX
        buttons = page.findChildren(KeyButton)
        assert len(buttons) == len(SHOWN) + 1
        for one, next_one in pairwise(buttons):
            assert one.height() >= one.minimumSizeHint().height()
            assert one.geometry().bottom() < next_one.geometry().top()
        assert last.mapTo(page, last.rect().bottomLeft()).y() < page.height()


class TestHelpSheet:
    def test_it_shows_every_key_and_gives_the_focus_back(self, qtbot: QtBot, in_window: InWindow) -> None:
        field = QLineEdit()
        window = in_window(field)
        field.setFocus()
        sheet = HelpSheet(window)
        sheet.toggle()
        assert {key.words for key in keys.ALL} <= set(said(sheet))
        focus = window.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Escape)
        assert sheet.isHidden()
        qtbot.waitUntil(field.hasFocus)

    def test_no_key_works_unseen_behind_it_but_the_lock(self, qtbot: QtBot, in_window: InWindow) -> None:
        cash = KeyButton("Cash", keys.CASH)
        shell = shell_with(cash, QWidget())
        window = in_window(shell)
        sheet = HelpSheet(window)
        sheet.toggle()
        focus = window.focusWidget()
        assert focus is not None
        with qtbot.assertNotEmitted(cash.clicked):
            QTest.keyClick(focus, Qt.Key.Key_F5)
        with qtbot.waitSignal(shell.strip.lock_asked):
            QTest.keyClick(focus, Qt.Key.Key_F12)


@pytest.mark.parametrize(
    "made",
    [
        lambda: shell_with(OpenShiftPage(), QWidget()),
        lambda: SignInPage("Oakland Medical Center", "Window 3", [ROSA]),
    ],
    ids=["shell with open shift", "sign-in"],
)
def test_all_that_takes_the_focus_has_a_name_and_room_for_a_finger(in_window: InWindow, made: object) -> None:
    assert callable(made)
    window = in_window(made())
    reached = [widget for widget in window.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reached
    for widget in reached:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), type(widget)
        assert widget.height() >= 40 or widget.isHidden(), interface.text(QAccessible.Text.Name)
