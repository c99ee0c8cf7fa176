"""A key that does nothing says in one sentence what is missing and the way out, and Alt with a letter types none."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.people import Role, Staff
from tests.ui.desk_driver import ALT, ENTER, ESC, NONE, DeskDriver
from tests.ui.entry_steps import rail
from tests.ui.sample_desk import PEOPLE, SampleDesk
from ui import keys
from ui.counter.serving import Stage
from ui.unheard_state import Now, why_silent

Key = Qt.Key
OPEN_FIRST = "Count the float and open the drawer first, then press "
FIND_FIRST = "Nobody is open. Find the member with F2 first, then press "


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    sample = SampleDesk()
    sample.open_drawer()
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    yield desk
    desk.close()


@pytest.mark.parametrize(
    ("key", "modifier", "cap"),
    [(Key.Key_F5, NONE, "F5"), (Key.Key_F8, NONE, "F8"), (Key.Key_F10, NONE, "F10"), (Key.Key_S, ALT, "Alt S")],
)
def test_with_nobody_open_a_key_says_that_first_somebody_is_found(
    desk: DeskDriver, key: Key, modifier: Qt.KeyboardModifier, cap: str
) -> None:
    desk.press(key, modifier)

    assert desk.shows(f"{FIND_FIRST}{cap}.")
    focused = desk.focus()
    assert isinstance(focused, QLineEdit)
    assert focused.text() == ""


def test_what_it_says_goes_at_the_next_touch_and_moves_nothing(desk: DeskDriver) -> None:
    hint = _label(desk, "Choose a member, then the statements to pay.")
    before = hint.mapTo(desk.window, hint.rect().topLeft())
    desk.press(Key.Key_F5)
    desk.settle()
    assert hint.mapTo(desk.window, hint.rect().topLeft()) == before

    _touch(desk, Key.Key_T)

    assert not desk.shows(FIND_FIRST)


@pytest.mark.parametrize(("key", "modifier", "cap"), [(Key.Key_F2, NONE, "F2"), (Key.Key_G, ALT, "Alt G")])
def test_without_a_drawer_finding_and_mail_say_so_and_lead_there(
    qtbot: QtBot, key: Key, modifier: Qt.KeyboardModifier, cap: str
) -> None:
    desk = DeskDriver(qtbot, SampleDesk())
    desk.sign_in()
    rail("Activity")(desk)

    desk.press(key, modifier)

    assert desk.shows(f"{OPEN_FIRST}{cap}.")
    assert desk.focus_name() == "$100"
    _touch(desk, Key.Key_1)
    assert not desk.shows(OPEN_FIRST)
    desk.close()


def test_who_takes_no_payments_finds_nobody(qtbot: QtBot) -> None:
    priya = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
    desk = DeskDriver(qtbot, SampleDesk(people=(*PEOPLE, priya)))
    desk.try_sign_in("priya")
    qtbot.waitUntil(lambda: not desk.field("Name or badge").isVisible())

    desk.press(Key.Key_F2)

    assert desk.shows("F2 is for those who take payments. Sign in as a cashier for that.")
    desk.close()


def test_a_button_that_is_off_says_why(desk: DeskDriver) -> None:
    desk.open_mai()

    desk.press(Key.Key_S, ALT)

    assert desk.shows("Choose what is paid first.")


def test_a_key_of_another_page_says_where_it_works(desk: DeskDriver) -> None:
    rail("Day")(desk)
    desk.press(Key.Key_F5)
    assert desk.shows("F5 works on Counter: F2 leads there.")

    desk.press(Key.Key_F4)
    assert desk.shows("F4 works on Drawer: choose Drawer at the left.")


def test_alt_with_the_letter_of_a_button_that_is_not_there_types_nothing(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Key.Key_Space)
    for tender in (Key.Key_F6, Key.Key_F7):
        desk.press(tender)
        number = desk.field("Check number" if tender is Key.Key_F6 else "Money order number")
        number.setFocus()
        for letter in "bdklmnoqtvxz":
            desk.press(Key(ord(letter.upper())), ALT)
        assert number.text() == ""
        number.setFocus()
        desk.type("b")
        assert number.text() == "b"


def test_after_a_payment_its_keys_say_that_it_is_taken(desk: DeskDriver) -> None:
    desk.open_mai()
    for key in (Key.Key_Space, Key.Key_F5, ENTER):
        desk.press(key)
    assert desk.window._desk is not None
    assert desk.window._desk.counter.serving.stage is Stage.PAID

    desk.press(Key.Key_F6)

    assert desk.shows("This payment is taken. Enter goes on to the next member; then press F6.")
    assert desk.window._desk.counter.serving.stage is Stage.PAID
    desk.press(ESC)


@pytest.mark.parametrize("page", ["Counter", "Activity", "Drawer", "Mail", "Day", "Desk", "Office"])
@pytest.mark.parametrize("has_drawer", [True, False])
@pytest.mark.parametrize("may_take", [True, False])
@pytest.mark.parametrize("has_account", [True, False])
def test_no_key_of_the_table_is_silent_anywhere(
    page: str, *, has_drawer: bool, may_take: bool, has_account: bool
) -> None:
    now = Now(page=page, has_drawer=has_drawer, may_take=may_take, has_account=has_account)
    for key in keys.ALL:
        sentence = why_silent(key.sequence, now)
        if key in (keys.ENTER, keys.BACK, keys.CHOOSE, keys.TICK):
            assert sentence == ""
        else:
            assert sentence.endswith("."), key
    assert why_silent("Alt+5", now) == why_silent("x", now) == ""


def _label(desk: DeskDriver, text: str) -> QWidget:
    (found,) = [w for w in desk.window.findChildren(QWidget) if w.isVisible() and w.property("text") == text]
    return found


def _touch(desk: DeskDriver, key: Key) -> None:
    """As the window system brings it: by the window's own door."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, chr(key.value).lower())
    QApplication.sendEvent(desk.window.windowHandle(), event)
    desk.settle()
