"""Who has a drawer open at another desk reads so beside the count, which stays; offline the drawer opens."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.usecases.shift import current_shift
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import SampleDesk

REFUSED = "Rosa Delgado's drawer at OAK2 is still open: close it or hand it over there, then open one here."


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    sample = SampleDesk()
    sample.drawers.open = {"rosa": ("OAK2",)}
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    yield driver
    driver.close()


def test_a_drawer_that_is_open_elsewhere_is_named_and_the_count_stays(desk: DeskDriver) -> None:
    desk.type("1")
    for _ in range(13):
        desk.press(ENTER)
    assert desk.focus_name() == "Open the drawer"
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows(REFUSED))

    assert (desk.field("$100").text(), desk.focus_name()) == ("1", "Second person")
    assert current_shift(desk.sample.desk) is None

    desk.sample.drawers.open = {}
    desk.button("Open the drawer").click()
    desk.qtbot.waitUntil(lambda: current_shift(desk.sample.desk) is not None)


def test_a_lead_agrees_where_it_was_closed_offline(desk: DeskDriver) -> None:
    desk.type("1")
    desk.button("Open the drawer").click()
    desk.qtbot.waitUntil(lambda: desk.focus_name() == "Second person")
    assert desk.shows("If it was closed offline, a lead signs here, and the office is told.")
    for text in ("oscar", "oscar 1"):
        desk.type(text)
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("may not approve a second drawer"))
    assert current_shift(desk.sample.desk) is None

    desk.sample.drawers.trouble = "The ledger cannot be reached."  # What she signs is kept all the same.
    desk.field("Second person").setText("helen")
    desk.field("Their passphrase").setFocus()
    desk.type("helen 1")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: current_shift(desk.sample.desk) is not None)
    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.SHIFT_OPENED]
    assert (line.facts["also_at"], line.facts["also_by"]) == (["OAK2"], "helen")


def test_while_the_ledger_is_away_it_opens(desk: DeskDriver) -> None:
    desk.sample.drawers.trouble = "The ledger cannot be reached."
    desk.type("1")
    desk.button("Open the drawer").click()

    desk.qtbot.waitUntil(lambda: current_shift(desk.sample.desk) is not None)


def test_a_count_that_was_changed_while_the_ledger_was_asked_opens_nothing(desk: DeskDriver) -> None:
    desk.sample.drawers.open = {}
    desk.sample.drawers.answers.clear()
    desk.type("1")
    desk.button("Open the drawer").click()
    desk.type("2")
    desk.sample.drawers.answers.set()

    desk.qtbot.waitUntil(lambda: desk.shows("The count was changed meanwhile. Open the drawer again."))
    assert current_shift(desk.sample.desk) is None
