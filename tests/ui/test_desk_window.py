"""The desk's window: sign-in, the drawer, offline, lock, names for the ear, and a clean end."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.errors import StoreTrouble
from cashier.domain.link_words import LinkState
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import NOW, OFFICE, PLACE, SampleDesk
from ui.app import DeskWindow
from ui.doors import Doors, Front, Post
from ui.lock import SignInPage
from ui.news import Device, DeviceNews, LaneNews, LinkNews

F12 = Qt.Key.Key_F12


@pytest.fixture
def sample() -> SampleDesk:
    sample = SampleDesk()
    sample.open_drawer()
    return sample


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    yield driver
    driver.close()


def test_a_wrong_passphrase_waits_and_says_so(desk: DeskDriver) -> None:
    desk.type("rosa")
    desk.press(ENTER)
    desk.type("wrong")
    desk.press(ENTER)

    desk.qtbot.waitUntil(lambda: desk.shows("That doesn't match. You can try again in 2 seconds."))
    assert desk.field("Passphrase").text() == ""


def test_enter_without_a_name_says_what_is_missing(desk: DeskDriver) -> None:
    desk.press(ENTER)

    assert desk.shows("Enter your name or scan your badge.")
    assert desk.focus_name() == "Name or badge"


def test_enter_during_the_wait_says_so_and_keeps_what_was_typed(desk: DeskDriver) -> None:
    page = desk.window.findChildren(SignInPage)[0]
    page.set_wait(9)
    desk.try_sign_in("rosa")

    assert desk.shows("That was too soon, and nothing was sent. You can try again in 9 seconds.")
    assert desk.field("Passphrase").text() == "rosa 1"


def test_once_the_wait_is_over_enter_sends_what_was_typed_too_soon(desk: DeskDriver) -> None:
    desk.window.findChildren(SignInPage)[0].set_wait(1)
    desk.try_sign_in("rosa")
    assert desk.shows("That was too soon, and nothing was sent. You can try again in 1 second.")

    desk.qtbot.waitUntil(lambda: desk.shows("That was too soon, and nothing was sent. Enter tries again."))
    desk.press(ENTER)

    desk.qtbot.waitUntil(lambda: not desk.shows("Sign in"))


def test_enter_during_the_check_says_so_and_keeps_what_was_typed(desk: DeskDriver) -> None:
    page = desk.window.findChildren(SignInPage)[0]
    page.set_busy(True)
    desk.try_sign_in("rosa")

    assert desk.shows("Your passphrase is being checked.")
    assert desk.field("Passphrase").text() == "rosa 1"


def test_signing_in_shows_the_counter_and_who_is_on(desk: DeskDriver) -> None:
    desk.sign_in()

    assert desk.shows("Rosa Delgado")
    assert desk.shows("· on since 10:42 AM")
    assert desk.focus_name().startswith("Member, guarantor")
    assert desk.window.windowTitle() == "Counterfoil"


def test_without_a_drawer_its_float_is_counted_first(qtbot: QtBot) -> None:
    driver = DeskDriver(qtbot, SampleDesk())
    driver.sign_in()
    assert driver.focus_name() == "$100"

    driver.type("2")
    driver.button("Open the drawer").click()

    driver.qtbot.waitUntil(lambda: driver.focus_name().startswith("Member, guarantor"))
    assert [line.facts["float_cents"] for line in driver.sample.store.lines() if line.kind == "shift_opened"] == [20000]
    driver.close()


def test_a_drawer_stays_its_cashiers(desk: DeskDriver) -> None:
    desk.try_sign_in("oscar")

    desk.qtbot.waitUntil(lambda: desk.shows("This desk and its drawer are Rosa Delgado's. Only they can go on here."))


def test_offline_is_said_in_words_and_work_goes_on(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.tell(LinkNews(state=LinkState(online=False, since=NOW, trouble="The ledger does not answer.")))

    assert not desk.shows("to send"), "the float is no payment"
    desk.scan(OFFICE)
    for key in (ENTER, Qt.Key.Key_F5, ENTER):
        desk.press(key)
    desk.qtbot.waitUntil(lambda: desk.shows("Offline · 1 to send"))
    assert desk.shows(
        "Offline since 10:42 AM. Keep taking payments: 1 is safe on this desk and will be sent on its own."
    )
    assert desk.shows("Balances are from 10:42 AM")
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    assert not desk.shows("Offline since")


def test_what_devices_say_stands_in_the_strip(desk: DeskDriver) -> None:
    desk.tell(DeviceNews(device=Device.PRINTER, ok=False, words="Receipt printer · out of paper"))
    desk.sign_in()

    assert desk.shows("Receipt printer · out of paper"), "said before anybody was signed in"
    desk.tell(LaneNews(lane="printer", sentence="The drawer did not open. Open it with its key."))
    assert desk.shows("The drawer did not open. Open it with its key.")


def test_lock_hides_everything_and_keeps_the_work(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F5)
    desk.type("80")
    desk.press(F12)

    assert not desk.shows("Tran, Mai Linh")
    assert desk.shows("Window 3 · locked 10:42 AM")
    desk.type("rosa 1")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Tran, Mai Linh"))
    assert desk.focus_name() == "Cash received"
    assert desk.focus().property("text") == "80"
    assert desk.sample.payments() == []


def test_only_the_same_person_unlocks(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.press(F12)
    field = desk.field("Name or badge")
    field.setText("oscar")
    desk.type("oscar 1")
    desk.press(ENTER)

    desk.qtbot.waitUntil(lambda: desk.shows("This desk and its drawer are Rosa Delgado's."))
    assert field.isVisible()


def test_no_scan_and_no_key_reaches_a_locked_desk(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.press(F12)
    desk.scan("11048827")
    desk.press(Qt.Key.Key_F2)

    assert desk.focus_name() == "Passphrase"


def test_signing_out_leaves_nothing_on_the_page(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.open_mai()
    rail = next(b for b in desk.window.findChildren(QAbstractButton) if b.text() == "Desk")
    rail.click()
    desk.button("Sign out").click()
    desk.settle()

    assert [line.kind for line in desk.sample.store.lines()][-1] == "signed_out"
    assert desk.field("Name or badge").text() == ""
    desk.sign_in()
    assert not desk.shows("Tran, Mai Linh")


def test_nobody_signs_out_with_tenders_in_the_hand(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F5)
    desk.type("10")
    desk.press(ENTER)
    rail = next(b for b in desk.window.findChildren(QAbstractButton) if b.text() == "Desk")
    rail.click()
    assert desk.focus_name() == "Desk", "no button has the focus by chance"
    desk.button("Sign out").click()

    assert desk.shows("Tenders are accepted for this member.")
    assert desk.sample.store.lines()[-1].kind != "signed_out"


def test_a_desk_that_cannot_open_says_why(qtbot: QtBot) -> None:
    def refuse(post: Post) -> Doors:
        raise StoreTrouble("This desk's journal has no key. Ask for the recovery key.")

    window = DeskWindow(Front(center_name=PLACE.center_name, window=PLACE.window, open_desk=refuse))
    window.show()
    sentence = "This desk's journal has no key. Ask for the recovery key."

    qtbot.waitUntil(lambda: any(w.property("text") == sentence for w in window.findChildren(QWidget)))
    window.close()


def test_a_sign_in_opens_a_desk_that_could_not_open_before(qtbot: QtBot) -> None:
    sample = SampleDesk(cannot_open="The disk is full. Free some space, then try again.")
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    qtbot.waitUntil(lambda: driver.shows("The disk is full."))
    driver.try_sign_in("rosa")
    qtbot.waitUntil(lambda: driver.shows("The disk is full."))
    assert driver.button("Sign in").isEnabled()

    sample.cannot_open = ""
    driver.sign_in()

    assert driver.window._desk is not None
    driver.close()


def test_closing_ends_lanes_then_the_desk(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.window.close()
    desk.window.end()

    assert desk.sample.closed == ["hung up", "closed"]
    assert [line.kind for line in desk.sample.store.lines()][-1] == "signed_out"


def tender_ten(desk: DeskDriver) -> None:
    """Mai Linh Tran has handed over $10.00 of more."""
    desk.sign_in()
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F5)
    desk.type("10")
    desk.press(ENTER)


def test_closing_with_tenders_in_the_hand_asks_once(desk: DeskDriver) -> None:
    tender_ten(desk)
    desk.window.close()

    assert desk.window.isVisible()
    assert desk.shows("A payment is not finished. Finish it or go back with Esc; to leave it, close again.")
    assert desk.sample.closed == []
    desk.window.close()
    assert desk.sample.closed == ["hung up", "closed"]


def test_closing_asks_anew_about_other_tenders(desk: DeskDriver) -> None:
    tender_ten(desk)
    desk.window.close()
    desk.press(Qt.Key.Key_F5)
    desk.type("20")
    desk.press(ENTER)
    desk.window.close()

    assert desk.sample.closed == []


def test_a_locked_desk_asks_on_the_page_that_hides_it(desk: DeskDriver) -> None:
    tender_ten(desk)
    desk.press(F12)
    desk.window.close()

    assert desk.shows("A payment is not finished.")
    assert not desk.shows("Tran, Mai Linh")


def test_who_ends_the_program_is_not_asked(desk: DeskDriver) -> None:
    tender_ten(desk)
    desk.window.close_now()

    assert desk.sample.closed == ["hung up", "closed"]


def test_everything_that_takes_the_focus_has_a_name(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F6)
    desk.settle()

    takes_focus = [
        widget
        for widget in desk.window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert [type(widget).__name__ for widget in takes_focus if not name_of(widget)] == []
    assert len(takes_focus) > 20


def name_of(widget: QWidget) -> str:
    """What people who hear the screen are told."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)
