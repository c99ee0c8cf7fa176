"""Two people settle a card on the Desk page, by keys: two minutes on, with the report's number, and a lead signs."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.targets import Part, read_target
from cashier.usecases.card_payment import ask_card, settle_card
from tests.fakes.terminal import UNKNOWN
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import ROSA, SampleDesk
from ui.pages import DESK

HELEN = ("helen", "helen 1")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    """A card of $20.00 was asked for a moment ago, and the terminal fell silent."""
    sample = SampleDesk()
    sample.open_drawer()
    part = Part(target=read_target("holding"), amount=Money(2000), note="x", source="window")
    wish = TakePayment(payment_id=sample.desk.new_id(), member_number="", parts=(part,), tenders=(), identified={})
    attempt = ask_card(wish, Money(2000), "T1", sample.desk, ROSA)
    settle_card(attempt.attempt_id, UNKNOWN, sample.desk)
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    assert driver.window._desk is not None
    driver.window._desk._shell.show_page(DESK)
    yield driver
    driver.close()


def later(desk: DeskDriver, **more: int) -> None:
    """So much later the page looks again."""
    desk.sample.now += timedelta(**more)
    assert desk.window._desk is not None
    desk.window._desk._papers.look()


def is_asked(desk: DeskDriver) -> bool:
    assert desk.window._desk is not None
    return desk.window._desk._desk_page.card_report.isVisible()


def answer(desk: DeskDriver, *typed: str, choice: int = 0) -> None:
    """``choice``: so many to the right of *It is listed*."""
    assert desk.window._desk is not None
    desk.window._desk._desk_page.card_report._found.take_focus()
    for _ in range(choice):
        desk.press(Qt.Key.Key_Right)
    desk.press(ENTER)
    for text in typed:
        desk.type(text)
        desk.press(ENTER)


def kinds(desk: DeskDriver) -> list[LineKind]:
    """Without the records of what was refused."""
    return [line.kind for line in desk.sample.store.lines() if line.kind is not LineKind.REFUSED]


def test_it_is_asked_from_two_minutes_on_and_the_banner_asks_after_ten(desk: DeskDriver) -> None:
    later(desk, seconds=119)
    assert not is_asked(desk)
    later(desk, seconds=1)
    assert is_asked(desk)
    assert desk.shows("Nobody knows whether a card was charged $20.00, asked for at 10:42 AM.")
    assert not desk.shows("has not been known for ten minutes.")
    later(desk, minutes=8)
    told = "A card that Rosa Delgado asked for has not been known for ten minutes."
    assert desk.shows(f"{told} Settle it with a lead on the Desk page.")


def test_what_the_report_lists_is_taken_and_said(desk: DeskDriver) -> None:
    later(desk, minutes=3)
    answer(desk, "batch 114", "20", "071882", "helen", "helen 1")

    desk.qtbot.waitUntil(lambda: kinds(desk)[-1] is LineKind.PAYMENT)
    assert not is_asked(desk)
    assert desk.focus_name() == "Desk"
    assert desk.shows("The card payment of 10:42 AM was approved: $20.00 is taken and its receipt is printed.")


def test_what_it_does_not_list_asks_for_no_amount_and_charges_nothing(desk: DeskDriver) -> None:
    later(desk, minutes=3)
    answer(desk, "batch 114", "helen", "helen 1", choice=1)

    desk.qtbot.waitUntil(lambda: kinds(desk)[-1] is LineKind.CARD_CLOSED)
    desk.qtbot.waitUntil(lambda: not is_asked(desk))
    assert desk.shows("The card payment of 10:42 AM was not charged. Its balance can be paid again.")


@pytest.mark.parametrize(
    ("typed", "sentence", "focus"),
    [
        (
            ("", "20", "071882", "helen", "helen 1"),
            "Enter the number of the terminal's report",
            "Report or slip number",
        ),
        (("b1", "", "071882", *HELEN), "what was charged", "Charged"),
        (
            ("b1", "21", "071882", "helen", "helen 1"),
            "Enter what the report says was charged, up to $20.00.",
            "Charged",
        ),
        (("b1", "20", "", *HELEN), "Enter the approval code", "Approval code"),
        (("b1", "20", "071882", "rosa", "rosa 1"), "may not approve", "Lead's name or badge"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_settles_nothing(
    desk: DeskDriver, typed: tuple[str, ...], sentence: str, focus: str
) -> None:
    later(desk, minutes=3)
    before = kinds(desk)
    answer(desk, *typed)

    desk.qtbot.waitUntil(lambda: desk.shows(sentence))
    desk.qtbot.waitUntil(lambda: desk.focus_name() == focus)
    assert kinds(desk) == before
    if focus != "Report or slip number":
        assert desk.field("Report or slip number").text() == "b1"


def test_a_second_look_leaves_what_is_being_typed(desk: DeskDriver) -> None:
    later(desk, minutes=3)
    answer(desk, "batch 114")
    later(desk, seconds=2)

    assert desk.field("Report or slip number").text() == "batch 114"


def test_two_put_it_on_hold_and_it_stays_in_place_to_be_settled(desk: DeskDriver) -> None:
    later(desk, minutes=11)
    answer(desk, "the terminal is broken", *HELEN, choice=2)

    desk.qtbot.waitUntil(lambda: kinds(desk)[-1] is LineKind.CARD_CLOSED)
    desk.qtbot.waitUntil(lambda: desk.shows("It is on hold by Rosa Delgado and Helen Park."))
    assert desk.sample.store.lines()[-1].facts["on_hold"]["why"] == "the terminal is broken"
    later(desk, seconds=2)
    assert not desk.shows("has not been known for ten minutes.")
    answer(desk, "batch 115", "20", "071882", *HELEN)
    desk.qtbot.waitUntil(lambda: kinds(desk)[-1] is LineKind.PAYMENT)
    assert not is_asked(desk)


def test_a_hold_without_a_reason_is_refused_beside_its_field(desk: DeskDriver) -> None:
    later(desk, minutes=3)
    answer(desk, "", *HELEN, choice=2)

    desk.qtbot.waitUntil(lambda: desk.shows("Enter why the terminal's report does not say it."))
    desk.qtbot.waitUntil(lambda: desk.focus_name() == "Why the report doesn't say it")
    assert kinds(desk)[-1] is not LineKind.CARD_CLOSED or "on_hold" not in desk.sample.store.lines()[-1].facts
