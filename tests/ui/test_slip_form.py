"""A card at a terminal that speaks to nobody, by keys: its slip is typed, and what is wrong stands beside its field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.devices.terminal_by_hand import TerminalByHand
from cashier.domain.card import AttemptState
from cashier.domain.payment_facts import read_payment
from cashier.usecases.card_lane import CardLane
from cashier.usecases.card_payment import Settled
from cashier.usecases.ports.desk import Lane
from cashier.usecases.settle_card import unknown_cards
from tests.ui.card_steps import asked_for_a_card
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui.doors import Doors
from ui.news import CardNews
from ui.pages import DESK

PAN = "4111111111111111"
F2, F8 = Qt.Key.Key_F2, Qt.Key.Key_F8


class AloneDesk(SampleDesk):
    """The sample desk with a terminal that stands alone, whose lane the test steps."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = TerminalByHand("T1", wait_s=0.0)

    def doors(self, *lanes: Lane, terminal: str = "T1") -> Doors:
        doors = super().doors(*lanes, terminal=terminal)
        return replace(doors, by_hand=self.terminal, card_terminal=self.terminal)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    sample = AloneDesk()
    driver = asked_for_a_card(qtbot, sample)
    yield driver
    driver.close()


def type_slip(desk: DeskDriver, *texts: str) -> None:
    for text in texts:
        desk.type(text)
        desk.press(ENTER)


def answered(desk: DeskDriver) -> None:
    """The lane hears what was typed, and tells the window."""
    sample = desk.sample
    assert isinstance(sample, AloneDesk)
    heard: list[Settled] = []
    lane = CardLane(sample.desk, sample.terminal, ask_again_s=4, heard=heard.append, words=lambda _words, _ok: None)
    lane.step()
    desk.tell(CardNews(settled=heard[0]))


def test_the_slip_is_typed_ticked_and_the_card_has_paid(desk: DeskDriver) -> None:
    assert desk.shows("Charge $60.00 there, then type here what its slip says.")
    assert desk.focus_name() == "Approval code"
    type_slip(desk, "07a882", "07a882", "4421", "4421")
    desk.press(Qt.Key.Key_Space)
    desk.press(ENTER)
    answered(desk)

    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    (tender,) = read_payment(desk.sample.payments()[0]).tenders
    assert (tender.by_hand, tender.approval_code, tender.last_four) == ("T1", "07A882", "4421")


def test_what_differs_stays_typed_and_is_said_beside_its_field(desk: DeskDriver) -> None:
    type_slip(desk, "07a882", "07a883", "4421", "4421")
    desk.press(Qt.Key.Key_Space)
    desk.press(ENTER)

    assert desk.shows("The two codes are not the same.")
    assert (desk.focus_name(), desk.field("Code again").text()) == ("Code again", "07a883")
    assert desk.sample.payments() == []


def test_without_its_slip_nothing_is_taken(desk: DeskDriver) -> None:
    type_slip(desk, "07a882", "07a882", "4421", "4421")
    desk.button("It was approved").click()

    assert desk.shows("Tick that the terminal's slip is here")


@pytest.mark.parametrize("tabs", range(4))
def test_a_cards_number_is_refused_and_gone(desk: DeskDriver, tabs: int) -> None:
    for _ in range(tabs):
        desk.press(Qt.Key.Key_Tab)
    desk.type(PAN)

    assert desk.shows("That looks like a bank card number. It was not kept.")
    assert not any(PAN in text for text in desk.texts())


def test_what_was_not_charged_leads_back_to_the_tenders(desk: DeskDriver) -> None:
    desk.button("It was not charged").click()
    answered(desk)

    assert desk.shows("The card was declined.")
    assert [attempt.state for attempt in desk.sample.store.tables.attempts.values()] == [AttemptState.DECLINED]


def test_nobody_else_is_served_before_it_is_typed(desk: DeskDriver) -> None:
    desk.press(F2)
    desk.type("o'brien 2/2/80")
    desk.press(ENTER)

    assert desk.shows("Type what the terminal's slip says, or that it was not charged.")


def test_what_nobody_types_in_time_is_unknown_and_is_typed_later(desk: DeskDriver) -> None:
    answered(desk)
    assert desk.shows("Nobody has typed what terminal T1 said of $60.00: type it here.")
    assert desk.shows("look at the terminal's report with a lead, and settle the card on the Desk page")

    type_slip(desk, "07a882", "07a882", "4421", "4421")
    desk.press(Qt.Key.Key_Space)
    desk.press(ENTER)
    answered(desk)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))


def test_while_it_is_unknown_the_next_member_is_served_and_two_settle_it(desk: DeskDriver) -> None:
    answered(desk)
    desk.press(F2)
    desk.type("o'brien 2/2/80")
    desk.press(ENTER)

    assert not desk.shows("Type what the terminal's slip says, or that it was not charged.")
    assert [attempt.terminal for attempt in unknown_cards(desk.sample.desk)] == ["T1"]


def test_two_are_sent_to_no_number_that_a_terminal_which_stands_alone_cannot_know(desk: DeskDriver) -> None:
    answered(desk)
    desk.press(F2)
    desk.sample.now += timedelta(minutes=2)
    assert desk.window._desk is not None
    desk.window._desk._shell.show_page(DESK)
    desk.window._desk._papers.look()

    report = desk.window._desk._desk_page.card_report._told.text()
    assert report.endswith("Print the report of terminal T1 and look for this amount and time there.")
