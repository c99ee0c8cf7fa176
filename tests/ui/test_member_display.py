"""The member sees the amount, what was received and the change, in their language, and nothing else (R19)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cashier.domain.languages import SPOKEN
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui.member_display import MemberDisplay
from ui.member_display_state import DISPLAY_WORDS

F5, F6, F12 = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F12


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa's desk with a display."""
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample, member_display=True)
    driver.sign_in()
    yield driver
    driver.close()


def _display() -> MemberDisplay:
    (display,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MemberDisplay) and w.isVisible()]
    return display


def _says() -> list[str]:
    return [label.text() for label in _display().findChildren(QLabel) if label.text()]


def _choose(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)


def test_it_follows_a_payment_in_the_members_language(shown: DeskDriver) -> None:
    assert _says() == []
    _choose(shown)
    assert _says() == ["Phải trả", "$412.60"], "Mai Linh prefers Vietnamese"
    shown.press(F6)
    shown.type("272.60")
    assert _says() == ["Phải trả", "$412.60"], "what is being typed is not received yet"
    shown.press(ENTER)
    shown.type("1043")
    shown.press(ENTER)
    assert _says() == ["Phải trả", "$412.60", "Đã nhận", "$272.60"]
    shown.press(F5)
    shown.type("160")
    shown.press(ENTER)

    shown.qtbot.waitUntil(lambda: _says() == ["Đã trả", "$412.60", "Đã nhận", "$432.60", "Tiền thối", "$20.00"])
    shown.seconds.now += 1.1
    shown.press(ENTER)
    assert _says() == []


def test_it_says_no_name_and_no_statement(shown: DeskDriver) -> None:
    _choose(shown)

    assert not [text for text in _says() if "Tran" in text or "S-" in text]
    assert _display().windowTitle() == "Counterfoil"


def test_locked_it_is_blank_and_shows_again_what_was_there(shown: DeskDriver) -> None:
    _choose(shown)
    shown.press(F12)
    assert _says() == []
    desk = shown.window._desk
    assert desk is not None
    desk.counter.on_link(online=False)
    assert _says() == [], "what goes on under the lock is not shown either"
    shown.type("rosa 1")
    shown.press(ENTER)

    shown.qtbot.waitUntil(lambda: _says() == ["Phải trả", "$412.60"])


def test_closing_the_account_clears_it(shown: DeskDriver) -> None:
    _choose(shown)
    shown.press(ESC)

    assert _says() == []


def test_it_takes_no_focus_and_goes_with_the_desk(shown: DeskDriver) -> None:
    _choose(shown)
    assert shown.window.isActiveWindow()
    display = _display()
    shown.window.close_now()

    assert not display.isVisible()


def test_without_the_setting_there_is_none(desk: DeskDriver) -> None:
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, MemberDisplay) and w.isVisible()] == []


def test_every_language_of_receipts_has_its_words_here() -> None:
    assert set(DISPLAY_WORDS) == set(SPOKEN)
    assert {len(words) for words in DISPLAY_WORDS.values()} == {4}
