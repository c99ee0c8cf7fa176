"""While the terminal asks for a card: what the member must do, a way to stop it, and other work meanwhile, by keys."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.card import STOPPED_HERE, AttemptState, CardOutcome
from cashier.domain.errors import DeviceTrouble
from cashier.domain.money import Money
from cashier.usecases.card_payment import settle_card
from cashier.usecases.ports.desk import Lane
from cashier.usecases.ports.devices import CardTerminal
from tests.ui.card_steps import asked_for_a_card
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui.doors import Doors
from ui.news import CardNews

APPROVED = CardOutcome(state=AttemptState.APPROVED, authorized=Money(6000), brand="Visa", last_four="4421")
CANCELLED = CardOutcome(state=AttemptState.CANCELLED, words=STOPPED_HERE)
F2, F8 = Qt.Key.Key_F2, Qt.Key.Key_F8


class Stoppable:
    """A terminal that only counts how often it was told to stop; ``trouble`` is what it says to it."""

    name = "T1"

    def __init__(self) -> None:
        self.stopped: list[str] = []
        self.trouble = ""

    def abort(self, service_id: str) -> None:
        self.stopped.append(service_id)
        if self.trouble:
            raise DeviceTrouble(self.trouble)


@pytest.fixture
def terminal() -> Stoppable:
    return Stoppable()


class DeskWithTerminal(SampleDesk):
    """The sample desk with a terminal that can be stopped."""

    def __init__(self, terminal: Stoppable) -> None:
        super().__init__()
        self._terminal = terminal

    def doors(self, *lanes: Lane, terminal: str = "T1") -> Doors:
        return replace(super().doors(*lanes, terminal=terminal), card_terminal=cast(CardTerminal, self._terminal))


@pytest.fixture
def desk(qtbot: QtBot, terminal: Stoppable) -> Iterator[DeskDriver]:
    sample = DeskWithTerminal(terminal)
    driver = asked_for_a_card(qtbot, sample)
    yield driver
    driver.close()


def answer(desk: DeskDriver, outcome: CardOutcome) -> None:
    (attempt_id,) = desk.sample.store.tables.attempts
    desk.tell(CardNews(settled=settle_card(attempt_id, outcome, desk.sample.desk)))


def test_what_the_member_must_do_is_said(desk: DeskDriver) -> None:
    assert desk.shows("It shows $60.00 and how the card is read. The member taps, inserts or swipes it there;")


def test_esc_stops_the_terminal_and_its_own_answer_ends_it(desk: DeskDriver, terminal: Stoppable) -> None:
    desk.press(ESC)
    desk.qtbot.waitUntil(lambda: desk.button("Cancel at the terminal").isEnabled())

    assert len(terminal.stopped) == 1
    assert desk.shows("The terminal is to stop")
    answer(desk, CANCELLED)
    assert desk.shows("The card payment was canceled at this desk. Nothing was charged.")


def test_a_charge_that_happened_anyway_is_booked(desk: DeskDriver) -> None:
    desk.press(ESC)
    desk.qtbot.waitUntil(lambda: desk.button("Cancel at the terminal").isEnabled())
    answer(desk, APPROVED)

    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    assert desk.shows("The card was approved before the terminal stopped: $60.00 is taken.")
    assert len(desk.sample.payments()) == 1


def test_a_terminal_that_does_not_confirm_is_told_again(desk: DeskDriver, terminal: Stoppable) -> None:
    terminal.trouble = "The card terminal did not confirm that it stops. Look at its screen."
    desk.press(ESC)
    desk.qtbot.waitUntil(lambda: desk.shows("did not confirm that it stops"))
    desk.press(ESC)

    desk.qtbot.waitUntil(lambda: len(terminal.stopped) == 2)


def test_another_member_is_served_while_the_terminal_asks(desk: DeskDriver) -> None:
    desk.press(F2)
    assert desk.focus_name().startswith("Member, guarantor")
    desk.type("o'brien 2/2/80")
    desk.press(ENTER)
    assert desk.shows("O'Brien")
    assert not desk.shows("The terminal asks for the card")
    answer(desk, APPROVED)

    assert desk.shows("The card payment of 10:42 AM was approved: $60.00 is taken and its receipt is printed.")
