"""What the office says stands in the banner, is put away with F3, and stands on with the ledger away."""

from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.desk_messages import DeskMessage
from cashier.domain.line import LineKind
from cashier.domain.office_tasks import Deed
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import HELEN, NOW, SampleDesk
from tests.ui.test_office_page import page, sign_in
from ui.messages import Messages

CARDS = DeskMessage(
    message_id=UUID(int=1),
    words="Card processing is down, take cash and check.",
    sent_by="Helen Park",
    until=NOW + timedelta(minutes=30),
)
LATER = DeskMessage(
    message_id=UUID(int=2), words="Closing at five today.", sent_by="Helen Park", until=NOW + timedelta(hours=3)
)


def look(desk: DeskDriver) -> None:
    """A minute has gone by."""
    (messages,) = desk.window.findChildren(Messages)
    desk.qtbot.waitUntil(lambda: not messages._is_asking)
    messages.look()
    desk.qtbot.waitUntil(lambda: not messages._is_asking)


def test_it_stands_there_until_it_is_read_and_that_is_on_record(desk: DeskDriver) -> None:
    desk.sample.shelf.said = (CARDS, LATER)
    look(desk)
    assert desk.shows("Helen Park: Card processing is down, take cash and check.")
    assert desk.shows("read: F3")

    desk.press(Qt.Key.Key_F3)
    assert desk.shows("Helen Park: Closing at five today.")
    desk.press(Qt.Key.Key_F3)
    look(desk)
    assert not desk.shows("Helen Park:")

    read = [line for line in desk.sample.store.lines() if line.kind is LineKind.MESSAGE_READ]
    assert [line.facts["words"] for line in read] == [CARDS.words, LATER.words]
    desk.press(Qt.Key.Key_F3)
    assert len([line for line in desk.sample.store.lines() if line.kind is LineKind.MESSAGE_READ]) == 2


def test_it_stands_on_with_the_ledger_away_until_its_time_is_over(desk: DeskDriver) -> None:
    desk.sample.shelf.said = (CARDS,)
    look(desk)
    desk.sample.shelf.trouble = "The ledger cannot be reached."
    look(desk)
    assert desk.shows("Helen Park: Card processing is down")

    desk.sample.now += timedelta(minutes=31)
    look(desk)
    assert not desk.shows("Helen Park:")


def test_it_takes_neither_focus_nor_what_was_typed(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_F2)
    desk.type("tran")
    name = desk.focus_name()
    desk.sample.shelf.said = (CARDS,)
    look(desk)

    assert desk.shows("Helen Park: Card processing is down")
    assert desk.focus_name() == name
    assert desk.field(name).text() == "tran"


@pytest.fixture
def office(qtbot: QtBot) -> DeskDriver:
    sample = SampleDesk()
    sample.open_drawer(HELEN)
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, "helen")
    driver.button_on_rail("Office").click()
    driver.settle()
    return driver


def test_a_lead_writes_to_desks(office: DeskDriver) -> None:
    office.press(Qt.Key.Key_M, ALT)
    assert office.focus_name() == "Message"
    office.settle()
    assert office.field("Message").width() > 2 * office.field("For how many minutes").width(), (
        "a sentence is read whole"
    )
    for typed in (CARDS.words, "soon", "oak4"):
        office.type(typed)
        office.press(ENTER)
    assert office.shows("Enter for how many minutes it holds")
    assert office.focus_name() == "For how many minutes"
    office.type("30")
    office.press(ENTER)

    office.qtbot.waitUntil(lambda: bool(office.sample.office.done))
    (wish,) = office.sample.office.done
    assert (wish.deed, wish.words, wish.minutes, wish.desks) == (Deed.SAY, CARDS.words, 30, ("OAK4",))
    office.qtbot.waitUntil(lambda: page(office).work.currentIndex() == 0)
    office.close()
