"""A bag's barcode is its number wherever one is asked for: at the drop, at the close, at the seal of a deposit."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.bags import scanned_bag
from cashier.domain.line import LineKind
from cashier.domain.safe import BagSeen, Review, Safe
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.sample_desk import NOW, SampleDesk
from tests.ui.test_drawer_page import count, fill, lines_of, page
from tests.ui.test_safe_part import BAG, CHECK, DEPOSIT, OMAR, PRIYA, count_twenties, go, part, show, signed_in

__all__ = ["page"]

CHECK_LINE = "T121000248T0012345678O1043"


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Omar, with a deposit of Priya's to review."""
    sample = SampleDesk(people=(PRIYA, OMAR))
    sample.safe.known = Safe(as_of=NOW, bags=(BAG,), shifts=1)
    sample.safe.bags = {
        "4711": BagSeen(number="OAK-900", next_step="", items=(CHECK,)),
        "OAK-900": BagSeen(number="OAK-900", next_step="give"),
    }
    driver = signed_in(qtbot, sample, "omar")
    yield driver
    driver.close()


@pytest.mark.parametrize(
    ("scanned", "bag"),
    [("b-2001", "B-2001"), ("]C1B-2001\r\n", "B-2001"), (CHECK_LINE, ""), ("B 2001", ""), ("B", ""), ("9" * 31, "")],
)
def test_what_a_scan_names_as_a_bag(scanned: str, bag: str) -> None:
    assert scanned_bag(scanned) == bag


def test_a_dropped_bag_is_scanned_and_the_page_stays(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    count(page, 3)
    page.scan("b-2001")

    assert page.field("Bag number").text() == "B-2001"
    assert page.focus_name() == "Witness: name or badge", "what is typed next comes into no finder"
    page.scan(CHECK_LINE)
    assert page.shows("That is no bag's number. Scan the bag, or type its number.")
    page.field("Witness: name or badge").setFocus()
    fill(page, "helen", "helen 1")

    page.qtbot.waitUntil(lambda: bool(lines_of(page, LineKind.CASH_DROPPED)))
    (dropped,) = lines_of(page, LineKind.CASH_DROPPED)
    assert dropped.facts["bags"][0]["number"] == "B-2001"


def test_a_bag_that_is_scanned_before_the_count_leaves_the_count_where_it_is(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    page.scan("B-2001")

    assert page.field("Bag number").text() == "B-2001"
    assert page.focus_name() == "$100"


def test_at_the_close_a_bag_is_scanned_where_it_is_asked_and_a_check_is_ticked_all_the_same(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
    assert page.focus_name() == "Till bag number"
    page.scan("TB-5551")
    fill(page, "helen")
    page.scan("OAK-771-0412")
    page.scan(CHECK_LINE)
    assert page.shows("That number is not on the list."), "a check's line is no bag"
    page.scan("OAK-771-0413")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.SHIFT_CLOSED)) == 1)

    (z,) = lines_of(page, LineKind.SHIFT_CLOSED)
    assert z.facts["till_bag"] == "TB-5551"
    assert [bag["number"] for bag in z.facts["bags"]] == ["OAK-771-0413", "OAK-771-0412"]


def test_a_sealed_bag_is_scanned_once_the_checks_are_ticked(office: DeskDriver, qtbot: QtBot) -> None:
    show(office, qtbot, DEPOSIT)
    go(office, qtbot, str(DEPOSIT.deposit))
    count_twenties(office, "3")
    for code in ("1043", "OAK-900"):
        part(office).on_scan(code)
    assert office.focus_name() == "Number of the sealed bag"
    part(office).form.ask()

    qtbot.waitUntil(lambda: len(office.sample.safe.told) == 1)
    (wish,) = office.sample.safe.told
    assert isinstance(wish, Review)
    assert wish.seal == "OAK-900"


def test_no_bags_number_is_scanned_in_the_place_of_a_name(office: DeskDriver, qtbot: QtBot) -> None:
    for _ in range(2):
        part(office).on_scan("OAK-900")
        qtbot.waitUntil(part(office).form.isVisible)

    assert office.field("Courier's name and company").text() == ""


def test_a_refusal_gives_the_focus_back_to_the_button_that_was_pressed(office: DeskDriver, qtbot: QtBot) -> None:
    part(office).on_scan("OAK-900")
    qtbot.waitUntil(part(office).form.isVisible)
    office.type("Lee")
    office.sample.safe.trouble = "The ledger cannot be reached."
    office.button("Hand over").setFocus()
    office.button("Hand over").click()

    qtbot.waitUntil(lambda: office.shows("The ledger cannot be reached."))
    assert office.focus_name() == "Hand over"
