"""A disk that takes its time, while a payment is written to it."""

from collections.abc import Iterator
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.fakes.memory_store import Tables
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.sample_desk import SampleDesk


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa's desk, signed in, with her drawer open."""
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    yield driver
    driver.close()


def test_it_holds_up_neither_the_window_nor_the_sense_of_a_key(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F5)
    disk, keep = Event(), desk.sample.store.keep

    def slowly(tables: Tables) -> None:
        disk.wait()
        keep(tables)

    desk.sample.store.keep = slowly  # type: ignore[method-assign]
    QTest.keyClick(desk.focus(), ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("The payment is being written down."))
    for key in (ENTER, ESC, Qt.Key.Key_Space, Qt.Key.Key_F6):
        QTest.keyClick(desk.focus(), key)
    assert desk.is_taking
    assert not desk.shows("Change due")
    assert desk.sample.payments() == []

    disk.set()
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    assert len(desk.sample.payments()) == 1


def test_a_window_that_is_closed_while_a_payment_is_written_waits_for_the_disk(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F5)
    keep = desk.sample.store.keep

    def slowly(tables: Tables) -> None:
        sleep(0.3)
        keep(tables)

    desk.sample.store.keep = slowly  # type: ignore[method-assign]
    QTest.keyClick(desk.focus(), ENTER)
    desk.window.close_now()

    assert len(desk.sample.payments()) == 1
