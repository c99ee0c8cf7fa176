"""Cash between cashiers on the Drawer page, by keyboard: given, accepted blind, rejected, taken back, handed over."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from cashier.domain.handing import Handed, read_handed
from cashier.domain.line import Line, LineKind
from cashier.usecases.ports.transfers import Decision
from cashier.usecases.shift import current_shift
from tests.domain.drawer_lines import a_number
from tests.domain.handed_lines import given, handed_over
from tests.fakes.builders import HELEN
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import ROSA, SampleDesk
from ui.news import HandedNews


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa's Drawer page, with a float of $200.00."""
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    driver.button_on_rail("Drawer").click()
    driver.settle()
    yield driver
    driver.close()


def count(page: DeskDriver, twenties: str) -> None:
    for place in range(13):
        if place == 2:
            page.type(twenties)
        page.press(ENTER)


def fill(page: DeskDriver, *texts: str) -> None:
    for text in texts:
        page.type(text)
        page.press(ENTER)


def tick(page: DeskDriver, name: str) -> None:
    (box,) = [b for b in page.window.findChildren(QCheckBox) if b.accessibleName() == name and b.isVisible()]
    box.click()


def lines_of(page: DeskDriver, kind: LineKind) -> list[Line]:
    return [line for line in page.sample.store.lines() if line.kind is kind]


def wait(page: DeskDriver, kind: LineKind, number: int = 1) -> list[Line]:
    page.qtbot.waitUntil(lambda: len(lines_of(page, kind)) == number)
    page.settle()
    return lines_of(page, kind)


def open_list(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_H, ALT)
    page.settle()


def for_rosa(line: Line, number: int = 50) -> Handed:
    """The same from Helen, at the next window, to Rosa."""
    facts = {**line.facts, "to": ROSA.user, "to_name": ROSA.name, "staff_name": HELEN.name}
    return read_handed(replace(line, line_id=a_number(number), desk="OAK4", staff=HELEN.user, facts=facts))


def comes(page: DeskDriver, handed: Handed) -> None:
    page.sample.transfers.known[handed.transfer_id] = handed
    open_list(page)
    page.qtbot.waitUntil(lambda: page.shows("Helen Park · "))


def test_cash_is_given_and_taken_back(page: DeskDriver) -> None:
    open_list(page)
    page.press(ENTER)
    assert page.sample.drawer_pulses == 1
    count(page, "2")
    fill(page, "rosa", " ")
    assert page.shows("Nobody gives cash to themselves. Enter who receives it.")
    assert page.focus_name() == "Receiver: name or badge"
    page.field("Receiver: name or badge").clear()
    fill(page, "helen", "")
    assert page.shows("Say what it is for.")
    fill(page, "small notes")

    (line,) = wait(page, LineKind.TRANSFER_GIVEN)
    assert (line.facts["to"], line.facts["sums"][0][1]) == ("helen", 4000)
    assert page.shows("Given. One slip goes with the cash, one into the drawer.")
    assert page.shows("Cash for Helen Park")
    page.press(ENTER)
    assert lines_of(page, LineKind.TRANSFER_RECALLED) == [], "Enter takes nothing back by chance"
    open_list(page)
    page.button("Take it back").click()
    wait(page, LineKind.TRANSFER_RECALLED)
    page.qtbot.waitUntil(lambda: page.shows("Taken back. Put it into the drawer."))


def test_esc_goes_from_a_form_to_the_list_and_from_there_out(page: DeskDriver) -> None:
    open_list(page)
    page.press(ENTER)
    page.type("2")
    page.press(Qt.Key.Key_Escape)
    page.settle()
    assert page.shows("A whole drawer is handed over where it is counted and closed: Alt C.")
    page.press(Qt.Key.Key_Escape)

    assert not page.shows("A whole drawer is handed over")


def test_who_tries_how_much_there_is_needs_a_witness_from_then_on(page: DeskDriver) -> None:
    open_list(page)
    page.press(ENTER)
    count(page, "99")
    fill(page, "helen", "small notes")
    assert page.shows("There is not that much medical cash in this drawer.")
    page.field("Witness: name or badge").setFocus()
    fill(page, "rosa", "rosa 1")
    page.qtbot.waitUntil(lambda: page.shows("Rosa Delgado may not approve giving cash"))
    assert lines_of(page, LineKind.TRANSFER_GIVEN) == []


def test_what_comes_is_counted_blind_and_accepted(page: DeskDriver) -> None:
    handed = for_rosa(given())
    page.tell(HandedNews(coming=(handed,)))
    comes(page, handed)
    assert page.shows("is on its way to you")
    assert not any("40.00" in text for text in page.texts())
    page.press(ENTER)
    count(page, "1")
    page.press(Qt.Key.Key_Space)
    page.qtbot.waitUntil(lambda: page.shows("Your count doesn't match. Count again."))
    assert not any("40.00" in text for text in page.texts())
    count(page, "2")
    page.press(Qt.Key.Key_Space)

    (line,) = wait(page, LineKind.TRANSFER_ACCEPTED)
    assert line.facts["transfer"] == str(handed.transfer_id)
    assert page.shows("Accepted. It is in this drawer now.")
    assert page.shows("No cash is on its way, to you or from you.")
    assert not page.shows("is on its way to you."), "nobody is sent after cash that they have"


def test_what_comes_is_rejected_with_a_reason(page: DeskDriver) -> None:
    handed = for_rosa(handed_over())
    comes(page, handed)
    page.press(ENTER)
    assert page.shows("The check is here: 1043 412.60")
    page.button("Reject").click()
    page.qtbot.waitUntil(lambda: page.shows("Enter a reason."))
    assert page.focus_name() == "Why it is rejected"
    page.type("a roll is missing")
    page.button("Reject").click()

    wait(page, LineKind.TRANSFER_REJECTED)
    assert page.sample.transfers.decided[handed.transfer_id].decision is Decision.REJECTED


def test_with_the_ledger_away_nothing_changes_hands_and_the_count_stays(page: DeskDriver) -> None:
    comes(page, for_rosa(given()))
    page.press(ENTER)
    count(page, "2")
    page.sample.transfers.trouble = "The ledger cannot be reached."
    page.press(Qt.Key.Key_Space)
    page.qtbot.waitUntil(lambda: page.shows("The ledger cannot be reached."))

    assert lines_of(page, LineKind.TRANSFER_ACCEPTED) == []
    page.sample.transfers.trouble = ""
    page.button("Accept").click()
    wait(page, LineKind.TRANSFER_ACCEPTED)


def hand_over(page: DeskDriver, *, is_here: bool) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, "10")
    tick(page, "Hand it to a cashier")
    assert page.focus_name() == "Receiver: name or badge"
    page.press(Qt.Key.Key_F4)
    assert page.shows("Enter who takes the drawer over.")
    page.type("helen")
    if is_here:
        tick(page, "They take over at this desk")
    page.press(Qt.Key.Key_F4)
    wait(page, LineKind.DRAWER_HANDED_OVER)


def test_a_drawer_is_handed_over_at_its_desk_with_both_signing_and_its_giver_leaves(page: DeskDriver) -> None:
    hand_over(page, is_here=True)
    assert page.shows("handed over, not accepted yet")
    page.press(ENTER)
    count(page, "10")
    fill(page, "helen", "helen 1")

    wait(page, LineKind.SHIFT_CLOSED)
    shift = current_shift(page.sample.desk)
    assert shift is not None
    assert shift.staff == "helen"
    page.qtbot.waitUntil(lambda: page.field("Name or badge").isVisible())
    page.try_sign_in("rosa")
    page.qtbot.waitUntil(lambda: page.shows("This desk and its drawer are Helen Park's."))


def test_a_drawer_that_is_accepted_elsewhere_is_closed_here(page: DeskDriver) -> None:
    hand_over(page, is_here=False)
    (line,) = lines_of(page, LineKind.DRAWER_HANDED_OVER)
    ledger = page.sample.transfers
    ledger.hear(page.sample.store.lines())
    ledger.at("OAK4").decide(line.line_id, Decision.ACCEPTED, "helen")
    open_list(page)

    (closed,) = wait(page, LineKind.SHIFT_CLOSED)
    assert closed.facts["handed_over"]["at_desk"] == "OAK4"
    assert current_shift(page.sample.desk) is None


def test_what_is_not_taken_is_said_in_the_list_that_is_open(page: DeskDriver) -> None:
    open_list(page)
    page.press(ENTER)
    count(page, "2")
    fill(page, "helen", "small notes")
    (line,) = wait(page, LineKind.TRANSFER_GIVEN)
    ledger = page.sample.transfers
    ledger.hear(page.sample.store.lines())
    ledger.at("OAK4").decide(line.line_id, Decision.REJECTED, "helen", "one is torn")
    page.tell(HandedNews(coming=(), rejected=("Helen Park does not take it: one is torn.",)))

    page.qtbot.waitUntil(lambda: not page.shows("Not accepted yet."))
    assert page.shows("Helen Park does not take it: one is torn.")


def test_what_comes_is_said_on_every_page_and_before_the_close(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    handed = read_handed(given())
    driver.tell(HandedNews(coming=(handed,)))
    assert driver.shows("Cash from Rosa Delgado is on its way to you. Count and accept it on the Drawer page")

    driver.button_on_rail("Drawer").click()
    driver.press(Qt.Key.Key_C, ALT)
    driver.tell(HandedNews(coming=(handed,)))
    count(driver, "10")
    assert driver.shows("is on its way to you. Count and accept it on the Drawer page, Alt H, or reject it there.")
    driver.tell(HandedNews(coming=(), rejected=("Helen Park does not take it: one is torn.",)))
    assert driver.shows("Cash that you gave comes back. Helen Park does not take it: one is torn.")
    driver.tell(HandedNews(coming=()))
    assert not driver.shows("is on its way to you")
    driver.close()
