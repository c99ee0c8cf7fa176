"""A lead at another desk gives the word: asked with one key, looked for by itself, used for that act alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.asks import AskAnswer, AskState
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Right
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import HELEN, NOW, OFFICE
from tests.ui.test_checks_at_the_window import tick_in_full
from tests.ui.test_drawer_money import PayingDesk
from ui.from_queue import FromQueue

GIVEN = AskAnswer(state=AskState.GIVEN, by=HELEN.user, by_name=HELEN.name, at=NOW)
DECLINED = AskAnswer(state=AskState.DECLINED, by=HELEN.user, by_name=HELEN.name, words="Bring it to me.")
J = Qt.Key.Key_J


def ask(desk: DeskDriver, times: int = 1) -> None:
    """Alt J, until the question is out and somebody looks for its answer."""
    desk.press(J, ALT)
    desk.qtbot.waitUntil(lambda: len(desk.sample.asks.asked) == times)
    desk.qtbot.waitUntil(lambda: any(queue._again.isActive() for queue in queues(desk)))


def queues(desk: DeskDriver) -> list[FromQueue]:
    return desk.window.findChildren(FromQueue)


def look(desk: DeskDriver, answer: AskAnswer) -> None:
    """Time goes by, and the desk looks."""
    desk.sample.asks.answer = answer
    looks = desk.sample.asks.looks
    for queue in queues(desk):
        queue.look()
    desk.qtbot.waitUntil(lambda: desk.sample.asks.looks > looks)
    desk.settle()


class TestCheck:
    @pytest.fixture
    def desk(self, desk: DeskDriver) -> DeskDriver:
        """A check that says that it pays in full."""
        desk.scan(OFFICE)
        desk.press(ENTER)
        desk.press(Qt.Key.Key_F6)
        tick_in_full(desk)
        return desk

    def test_a_lead_elsewhere_agrees_and_stands_on_the_line(self, desk: DeskDriver) -> None:
        ask(desk)
        (asked,) = desk.sample.asks.asked
        assert (asked.right, asked.amount) == (Right.AGREE_TO_CHECKS, Money(6000))
        assert "It says that it pays in full" in asked.sentence
        assert not desk.button("Take payment").isEnabled()

        look(desk, AskAnswer(state=AskState.WAITS))
        assert desk.shows("Asked. A lead answers on their Office page")
        look(desk, GIVEN)
        desk.qtbot.waitUntil(lambda: desk.shows("Tendered"))
        desk.press(ENTER)

        (tender,) = [tender for line in desk.sample.payments() for tender in read_payment(line).tenders]
        assert tender.agreed is not None
        assert (tender.agreed.approver, tender.agreed.amount) == ("helen", Money(6000))

    def test_a_lead_who_declines_says_why_and_nothing_is_tendered(self, desk: DeskDriver) -> None:
        ask(desk)
        look(desk, DECLINED)

        desk.qtbot.waitUntil(lambda: desk.shows("Helen Park declined. “Bring it to me.”"))
        assert not desk.shows("Tendered")
        desk.sample.asks.answer = AskAnswer(state=AskState.WAITS)
        ask(desk, times=2)
        assert len({known.ask_id for known in desk.sample.asks.asked}) == 2

    def test_a_word_for_a_check_that_is_gone_is_for_nothing_else(self, desk: DeskDriver) -> None:
        ask(desk)
        desk.press(ESC)
        look(desk, GIVEN)

        assert not desk.shows("Tendered")
        assert desk.focus_name() == "Check amount"

    def test_pressed_again_it_is_one_question_and_the_ledger_away_is_said(self, desk: DeskDriver) -> None:
        desk.sample.asks.trouble = "The ledger cannot be reached."
        desk.press(J, ALT)
        desk.qtbot.waitUntil(lambda: desk.shows("The ledger cannot be reached."))
        desk.sample.asks.trouble = ""
        ask(desk)
        desk.press(J, ALT)
        desk.settle()
        assert len(desk.sample.asks.asked) == 1

        desk.sample.asks.trouble = "The ledger cannot be reached."
        look(desk, AskAnswer(state=AskState.WAITS))
        desk.qtbot.waitUntil(lambda: any(queue._again.isActive() for queue in queues(desk)))


class TestCashOut:
    @pytest.fixture
    def desk(self, qtbot: QtBot) -> Iterator[DeskDriver]:
        sample = PayingDesk()
        sample.open_drawer()
        driver = DeskDriver(qtbot, sample)
        driver.sign_in()
        driver.button_on_rail("Drawer").click()
        driver.settle()
        driver.press(Qt.Key.Key_P, ALT)
        driver.type("20")
        driver.press(ENTER)
        yield driver
        driver.close()

    def test_the_drawer_opens_when_the_cashier_says_so(self, desk: DeskDriver) -> None:
        desk.press(J, ALT)
        assert desk.shows("Say why first: the lead reads it.")
        desk.type("stamps")
        ask(desk)
        assert desk.sample.asks.asked[0].sentence == "$20.00 out of the drawer: stamps."

        look(desk, GIVEN)
        desk.qtbot.waitUntil(lambda: desk.shows("Helen Park agreed. Open the drawer."))
        assert (desk.focus_name(), desk.sample.drawer_pulses) == ("Open the drawer", 0)
        desk.press(ENTER)

        (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.PAID_OUT]
        assert (line.facts["approver"], desk.sample.drawer_pulses) == ("helen", 1)

    def test_a_word_is_for_that_amount_and_for_ten_minutes(self, desk: DeskDriver) -> None:
        desk.type("stamps")
        ask(desk)
        look(desk, GIVEN)
        desk.qtbot.waitUntil(lambda: desk.shows("Helen Park agreed."))
        desk.field("Amount of cash").setText("21")
        desk.press(ENTER)
        desk.qtbot.waitUntil(lambda: desk.shows("Enter your name or badge, and your passphrase."))

        desk.field("Amount of cash").setText("20")
        desk.sample.now += timedelta(minutes=11)
        desk.button("Open the drawer").click()
        assert desk.shows("The lead agreed too long ago.")
        assert LineKind.PAID_OUT not in [line.kind for line in desk.sample.store.lines()]
