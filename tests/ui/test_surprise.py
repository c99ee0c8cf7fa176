"""A surprise count by keyboard: the drawer opens, both count blind, and what differs is said once it is booked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import SampleDesk


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa on the Drawer page, $200.00 in the drawer."""
    sample = SampleDesk()
    sample.open_drawer()
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    desk.button_on_rail("Drawer").click()
    yield desk
    desk.close()


def count(page: DeskDriver, twenties: str) -> None:
    for place in range(13):
        if place == 2:
            page.type(twenties)
        page.press(ENTER)


def sign(page: DeskDriver, user: str = "helen") -> None:
    assert page.focus_name() == "Office: name or badge"
    page.type(user)
    page.press(ENTER)
    page.type(f"{user} 1")
    page.press(ENTER)


def kinds(page: DeskDriver) -> list[LineKind]:
    return [line.kind for line in page.sample.store.lines()]


def test_it_is_blind_and_booked_after_the_second(page: DeskDriver, qtbot: QtBot) -> None:
    page.press(Qt.Key.Key_U, ALT)
    assert page.sample.drawer_pulses == 1
    count(page, "9")
    sign(page)
    qtbot.waitUntil(lambda: page.shows("Your count doesn't match. Count again."))
    assert page.field("$20").text() == ""
    assert not page.shows("$20.00 short")

    count(page, "9")
    page.press(ENTER)
    page.type("helen 1")
    page.press(ENTER)
    qtbot.waitUntil(lambda: page.shows("Counted twice. Cash is $20.00 short, and that is booked."))
    assert kinds(page).count(LineKind.SURPRISE_COUNTED) == 2


def test_a_count_that_matches_says_so(page: DeskDriver, qtbot: QtBot) -> None:
    page.press(Qt.Key.Key_U, ALT)
    count(page, "10")
    sign(page)

    qtbot.waitUntil(lambda: page.shows("It matches."))


def test_a_wrong_passphrase_and_oneself_keep_what_was_counted(page: DeskDriver, qtbot: QtBot) -> None:
    page.press(Qt.Key.Key_U, ALT)
    count(page, "10")
    sign(page, "rosa")
    qtbot.waitUntil(lambda: page.shows("Rosa Delgado may not approve a surprise count."))

    assert page.field("$20").text() == "10"
    assert page.field("Their passphrase").text() == ""
    assert LineKind.SURPRISE_COUNTED not in kinds(page)


def test_escape_counts_nothing(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_U, ALT)
    page.press(Qt.Key.Key_Escape)

    assert page.focus_name() == "Drawer"
    assert LineKind.SURPRISE_COUNTED not in kinds(page)
