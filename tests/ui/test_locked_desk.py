"""The locked desk: by key or by itself, opened with badge and PIN, and what is under it is nobody else's to see."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.line import LineKind
from cashier.domain.people import Role, Staff
from cashier.usecases.card_payment import settle_card
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import OFFICE, PEOPLE, SampleDesk
from ui.idle import IdleWatch
from ui.news import CardNews
from ui.widgets.key_button import KeyButton

F12, TAB = Qt.Key.Key_F12, Qt.Key.Key_Tab
PIN_FIELD, PIN_WORDS = "PIN for unlocking in this shift", "PIN with your badge, or passphrase"
DIGITS = "480517"


@pytest.fixture
def sample() -> SampleDesk:
    return SampleDesk()


@pytest.fixture
def desk(qtbot: QtBot, sample: SampleDesk) -> Iterator[DeskDriver]:
    driver = DeskDriver(qtbot, sample)
    yield driver
    driver.close()


def _sign_in(desk: DeskDriver, user: str = "rosa", pin: str = DIGITS) -> None:
    """The passphrase, Tab, the PIN, Enter."""
    field = desk.field("Name or badge")
    desk.type(user)
    desk.press(ENTER)
    desk.type(f"{user} 1")
    desk.press(TAB)
    assert desk.focus_name() == PIN_FIELD
    desk.type(pin)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: not field.isVisible())


def _unlocks(desk: DeskDriver, *typed: str) -> None:
    """Each typed with an Enter behind it, and then the desk is open."""
    field = desk.field("Name or badge")
    for text in typed:
        desk.type(text)
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: not field.isVisible())


def _idle(desk: DeskDriver, seconds: float) -> None:
    """Nobody touches it for so long."""
    desk.seconds.now += seconds
    for watch in desk.window.windowHandle().findChildren(IdleWatch):
        watch.look()


def _kinds(desk: DeskDriver) -> list[LineKind]:
    return [line.kind for line in desk.sample.store.lines()]


def test_without_a_drawer_the_locked_page_says_that_others_may_sign_in(desk: DeskDriver) -> None:
    _sign_in(desk)
    desk.press(F12)

    assert desk.shows("no drawer open")
    assert "Unlock, or sign in" in [button.words for button in desk.window.findChildren(KeyButton)]


def test_a_badge_scanned_where_the_focus_is_and_six_digits_unlock(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    _sign_in(desk)
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F12)
    assert desk.focus_name() == PIN_WORDS
    assert not desk.shows(PIN_FIELD)
    assert not desk.shows("no drawer open")

    _unlocks(desk, "B-rosa", DIGITS)

    assert desk.shows("Tran, Mai Linh")
    assert sample.store.lines()[-1].facts == {"with": "pin"}


def test_the_pin_without_the_badge_says_what_to_do(desk: DeskDriver) -> None:
    _sign_in(desk)
    desk.press(F12)
    desk.type(DIGITS)
    desk.press(ENTER)

    desk.qtbot.waitUntil(lambda: desk.shows("Scan your badge, then type your PIN."))
    assert desk.field(PIN_WORDS).text() == ""


@pytest.mark.parametrize(
    ("pin", "words"), [("1234", "A PIN has six digits."), ("123456", "That PIN is among the first")]
)
def test_a_weak_pin_is_refused_beside_its_field_and_nothing_is_lost(desk: DeskDriver, pin: str, words: str) -> None:
    desk.type("rosa")
    desk.press(ENTER)
    desk.type("rosa 1")
    desk.press(TAB)
    desk.type(pin)
    desk.press(ENTER)

    assert desk.shows(words)
    assert desk.focus_name() == PIN_FIELD
    assert (desk.field("Passphrase").text(), desk.focus().property("text")) == ("rosa 1", pin)
    assert _kinds(desk) == []


def test_without_a_pin_the_page_asks_for_the_passphrase(desk: DeskDriver) -> None:
    desk.sign_in()
    desk.press(F12)

    assert desk.focus_name() == "Passphrase"
    _unlocks(desk, "rosa 1")
    assert _kinds(desk)[-2:] == [LineKind.LOCKED, LineKind.UNLOCKED]


def test_a_desk_that_nobody_touches_locks_itself_and_keeps_the_work(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F5)
    desk.type("80")
    _idle(desk, 299)
    assert desk.shows("Tran, Mai Linh")

    _idle(desk, 2)
    assert not desk.shows("Tran, Mai Linh")
    assert sample.store.lines()[-1].facts == {"by": "idle"}
    _idle(desk, 3600)
    assert _kinds(desk).count(LineKind.LOCKED) == 1, "a locked desk is not locked again"

    _unlocks(desk, "rosa 1")
    assert (desk.focus_name(), desk.focus().property("text")) == ("Cash received", "80")
    _idle(desk, 299)
    assert desk.shows("Tran, Mai Linh"), "it is counted anew"


def test_a_key_and_a_scan_are_somebody_and_a_screen_that_slept_locks(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.seconds.now += 299
    desk.scan(OFFICE)
    _idle(desk, 299)
    assert LineKind.LOCKED not in _kinds(desk)

    sample.now = sample.now.replace(hour=sample.now.hour + 1)  # The machine slept: only the wall's clock went on.
    _idle(desk, 1)
    assert _kinds(desk)[-1] == LineKind.LOCKED


def test_a_key_that_is_a_shortcut_is_somebody_too(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.open_drawer()
    desk.sign_in()
    desk.seconds.now += 299

    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_F2)  # As the window system brings it.

    _idle(desk, 299)
    assert LineKind.LOCKED not in _kinds(desk)


def test_who_takes_over_an_abandoned_desk_finds_nothing_of_the_work(desk: DeskDriver) -> None:
    _sign_in(desk)
    desk.type("7")  # Into the float that rosa had begun to count.
    desk.press(F12)
    field = desk.field("Name or badge")
    field.setFocus()
    field.clear()
    desk.type("oscar")
    desk.press(ENTER)
    _unlocks(desk, "oscar 1")

    assert desk.shows("Oscar Reyes")
    assert not desk.shows("Rosa Delgado")
    assert (desk.focus_name(), desk.focus().property("text")) == ("$100", "")
    assert [(line.kind, line.staff) for line in desk.sample.store.lines()][-2:] == [
        ("signed_out", "rosa"),
        ("signed_in", "oscar"),
    ]
    desk.press(F12)
    assert desk.focus_name() == "Passphrase", "the other one's PIN went with them"


def test_who_may_do_nothing_at_a_desk_does_not_clear_it(qtbot: QtBot) -> None:
    dana = Staff(user="dana", name="Dana Whitfield", role=Role.ADMINISTRATOR)
    driver = DeskDriver(qtbot, SampleDesk(people=(*PEOPLE, dana)))
    driver.sign_in()
    driver.press(F12)
    driver.try_sign_in("dana")
    qtbot.waitUntil(lambda: driver.shows("Dana Whitfield may not take payments at a desk."))
    driver.field("Name or badge").setText("rosa")
    driver.field("Passphrase").setFocus()
    _unlocks(driver, "rosa 1")
    driver.close()


def test_two_sign_in_together_where_the_ledger_was_away_too_long_for_one(desk: DeskDriver, sample: SampleDesk) -> None:
    sample.now += timedelta(hours=73)
    desk.try_sign_in("rosa")
    desk.qtbot.waitUntil(lambda: desk.shows("The ledger was away too long for one alone."))
    assert desk.button("Sign in together").isVisible()
    assert not desk.shows(PIN_FIELD)
    assert desk.focus_name() == "Passphrase"

    desk.type("rosa 1")
    desk.press(ENTER)
    assert desk.focus_name() == "Second person's name or badge"
    for text, then in (("rosa", "Second person's passphrase"), ("rosa 1", "")):
        desk.type(text)
        desk.press(ENTER)
        assert not then or desk.focus_name() == then
    desk.qtbot.waitUntil(lambda: desk.shows("Two people sign in together."))
    assert desk.focus_name() == "Second person's name or badge"

    desk.field("Second person's name or badge").clear()
    desk.type("helen")
    desk.field("Passphrase").setFocus()
    desk.type("rosa 1")
    desk.field("Second person's passphrase").setFocus()
    _unlocks(desk, "helen 1")
    assert desk.shows("Rosa Delgado")
    assert _kinds(desk)[-1] == LineKind.GLASS_BROKEN

    desk.press(F12)
    assert not desk.shows("Second person's passphrase")
    _unlocks(desk, "rosa 1")
    assert _kinds(desk)[-1] == LineKind.UNLOCKED


def test_a_card_that_is_approved_under_the_lock_takes_no_keys_from_who_unlocks(
    desk: DeskDriver, sample: SampleDesk
) -> None:
    sample.open_drawer()
    _sign_in(desk)
    desk.open_mai()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_F8, ENTER, F12):
        desk.press(key)
    assert desk.shows("one card payment is still running")
    desk.type("rosa")
    (attempt,) = sample.store.tables.attempts.values()
    approved = CardOutcome(
        state=AttemptState.APPROVED, authorized=attempt.amount, brand="Visa", last_four="4421", approval_code="071882"
    )
    desk.tell(CardNews(settled=settle_card(attempt.attempt_id, approved, sample.desk)))

    assert not desk.shows("one card payment is still running")
    assert desk.focus_name() == PIN_WORDS
    _unlocks(desk, " 1")
    assert desk.shows("Payment taken")
    assert desk.focus_name() == "Next member"
