"""A disk that takes its time, while a payment is written to it."""

from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.memory_store import Tables
from tests.ui.desk_driver import ENTER, ESC, DeskDriver


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """One Enter is missing, and cash is taken."""
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F5)
    return desk


def test_it_holds_up_neither_the_window_nor_the_sense_of_a_key(desk: DeskDriver) -> None:
    disk, keep = Event(), desk.sample.store.keep

    def slowly(tables: Tables) -> None:
        disk.wait()
        keep(tables)

    desk.sample.store.keep = slowly  # type: ignore[method-assign]
    for _ in range(3):
        QTest.keyClick(desk.focus(), ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("The payment is being written down."))
    for key in (ENTER, ESC, Qt.Key.Key_Space, Qt.Key.Key_F6):
        QTest.keyClick(desk.focus(), key)
    assert desk.is_taking
    assert not desk.shows("Change due")
    assert desk.sample.payments() == []
    before = desk.sample.store.commits

    disk.set()
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    desk.qtbot.wait(50)
    assert len(desk.sample.payments()) == 1
    assert desk.sample.store.commits == before + 1, "a second Enter commits nothing"
    assert desk.button("Next member").isVisible()
    assert desk.window._desk is not None
    paid = desk.window._desk.counter.serving.payment
    assert paid is not None
    assert paid.problem is None, "and raises no doubt about the first"


def test_a_window_that_is_closed_while_a_payment_is_written_waits_for_the_disk(desk: DeskDriver) -> None:
    keep = desk.sample.store.keep

    def slowly(tables: Tables) -> None:
        sleep(0.3)
        keep(tables)

    desk.sample.store.keep = slowly  # type: ignore[method-assign]
    QTest.keyClick(desk.focus(), ENTER)
    desk.window.close_now()

    assert len(desk.sample.payments()) == 1


def test_a_fault_that_nobody_foresaw_says_that_enter_is_safe_and_it_is(desk: DeskDriver) -> None:
    keep = desk.sample.store.keep

    def kept_and_lost(tables: Tables) -> None:
        keep(tables)
        raise RuntimeError

    desk.sample.store.keep = kept_and_lost  # type: ignore[method-assign]
    desk.press(ENTER)
    assert desk.shows("It is not known whether the payment was taken. Press Enter again: it is taken once.")

    desk.sample.store.keep = keep  # type: ignore[method-assign]
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    assert len(desk.sample.payments()) == 1
