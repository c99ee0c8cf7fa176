"""The card terminal's total on the page that closes a drawer: after the count, on a thread, and never in the way."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.terminal_totals import TerminalTotal
from cashier.usecases.ports.desk import Lane
from tests.fakes.builders import cash
from tests.fakes.terminal import ScriptedTerminal
from tests.ui.desk_driver import ALT, ESC, DeskDriver
from tests.ui.sample_desk import OFFICE, SampleDesk
from tests.ui.test_drawer_page import count, fill, lines_of, show_drawer, take
from ui.doors import Doors

SAID_NOTHING = "Terminal T1 did not say its total."


class GatedTerminal(ScriptedTerminal):
    """Says its total when ``gate`` is open."""

    def __init__(self, sample: SampleDesk) -> None:
        super().__init__(sample.store)
        self.gate = threading.Event()
        self.gate.set()
        self.name = "T1"

    def totals(self, group: str) -> TerminalTotal:
        self.gate.wait(60)
        return super().totals(group)


class WithTerminal(SampleDesk):
    """A sample desk with a card terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.card_terminal = GatedTerminal(self)

    def doors(self, *lanes: Lane, terminal: str = "T1") -> Doors:
        return replace(super().doors(*lanes, terminal=terminal), card_terminal=self.card_terminal)


@pytest.fixture
def sample() -> WithTerminal:
    return WithTerminal()


@pytest.fixture
def page(qtbot: QtBot, sample: WithTerminal) -> Iterator[DeskDriver]:
    """Rosa's page that closes her drawer: $260.00 in twenties are in it, and no card was taken."""
    sample.open_drawer()
    take(sample, OFFICE, 6000, cash(6000))
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show_drawer(driver)
    driver.press(Qt.Key.Key_C, ALT)
    yield driver
    sample.card_terminal.gate.set()
    driver.close()


def closed(page: DeskDriver) -> list[object]:
    return [line.facts.get("terminals") for line in lines_of(page, LineKind.SHIFT_CLOSED)]


def test_the_total_is_asked_for_after_the_count_and_told_beside_the_desks(page: DeskDriver) -> None:
    assert not page.shows("Terminal T1")
    count(page, 12)
    assert page.shows("Count again")
    assert not page.shows("Terminal T1")
    count(page, 13)
    page.qtbot.waitUntil(lambda: page.shows("Terminal T1 says the same."))

    fill(page, "T-118", "helen", "OAK-771-0412")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: closed(page) == [[["T1", 0, 0]]])


def test_a_difference_says_what_to_do_and_the_drawer_closes(page: DeskDriver, sample: WithTerminal) -> None:
    sample.card_terminal.charged = 1, 4000
    count(page, 13)
    page.qtbot.waitUntil(lambda: page.shows("1 sale, $40.00: 1 more, $40.00 more than this desk."))
    assert page.shows("Put its report with the Z: the office looks for the sale.")

    fill(page, "T-118", "helen", "OAK-771-0412")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: closed(page) == [[["T1", 1, 4000]]])


def test_a_terminal_that_is_away_is_told_and_the_drawer_closes(page: DeskDriver, sample: WithTerminal) -> None:
    sample.card_terminal.trouble = "The card terminal cannot be reached. Check its cable and that it is on."
    count(page, 13)
    page.qtbot.waitUntil(lambda: page.shows(SAID_NOTHING))

    fill(page, "T-118", "helen", "OAK-771-0412")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: closed(page) == [[["T1", None, 0]]])


def test_a_close_waits_for_the_answer_and_goes_on_by_itself(page: DeskDriver, sample: WithTerminal) -> None:
    sample.card_terminal.gate.clear()
    count(page, 13)
    fill(page, "T-118", "helen", "OAK-771-0412")
    page.press(Qt.Key.Key_F4)
    page.press(Qt.Key.Key_F4)
    assert closed(page) == []

    sample.card_terminal.gate.set()

    page.qtbot.waitUntil(lambda: closed(page) == [[["T1", 0, 0]]])


def test_esc_takes_back_a_close_that_waits(page: DeskDriver, sample: WithTerminal) -> None:
    sample.card_terminal.gate.clear()
    count(page, 13)
    fill(page, "T-118", "helen", "OAK-771-0412")
    page.press(Qt.Key.Key_F4)
    page.press(ESC)
    sample.card_terminal.gate.set()
    page.press(Qt.Key.Key_C, ALT)
    page.qtbot.waitUntil(lambda: page.shows("Terminal T1 says the same."))

    assert closed(page) == []
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: closed(page) == [[["T1", 0, 0]]])
