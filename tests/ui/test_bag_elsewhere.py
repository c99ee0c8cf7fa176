"""A bag number that another desk has used is said while it is typed, and refused at the drop; offline nobody waits."""

from PySide6.QtCore import Qt

from cashier.domain.line import LineKind
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.test_drawer_page import count, fill, lines_of, page

__all__ = ["page"]

USED = "Bag OAK-771-0401 was used before, at OAK2. Take a new bag, and enter its number."


def test_a_number_that_was_used_elsewhere_is_said_before_the_drop_and_refused_by_it(page: DeskDriver) -> None:
    page.sample.drawers.bags = {"OAK-771-0401": ("OAK2",)}
    page.press(Qt.Key.Key_D, ALT)
    count(page, 1)
    fill(page, "oak-771-0401")
    bag = page.field("Bag number")
    page.qtbot.waitUntil(lambda: bag.accessibleDescription() == USED)
    assert page.focus_name() == "Witness: name or badge", "what is heard of moves nothing"

    fill(page, "helen", "helen 1")
    page.qtbot.waitUntil(lambda: page.focus_name() == "Bag number")
    assert (bag.accessibleDescription(), bag.text()) == (USED, "oak-771-0401")
    assert lines_of(page, LineKind.CASH_DROPPED) == []

    bag.clear()
    fill(page, "OAK-771-0402", "", "helen 1")
    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.CASH_DROPPED)) == 1)


def test_while_the_ledger_is_away_what_this_desk_knows_is_enough(page: DeskDriver) -> None:
    page.sample.drawers.bags = {"OAK-771-0401": ("OAK2",)}
    page.sample.drawers.trouble = "The ledger cannot be reached."
    page.press(Qt.Key.Key_D, ALT)
    count(page, 1)
    fill(page, "OAK-771-0401", "helen", "helen 1")

    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.CASH_DROPPED)) == 1)


def test_the_close_says_it_of_its_bags_too(page: DeskDriver) -> None:
    page.sample.drawers.bags = {"T-118": ("OAK2",)}
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
    fill(page, "T-118")

    page.qtbot.waitUntil(
        lambda: "Bag T-118 was used before, at OAK2." in page.field("Till bag number").accessibleDescription()
    )
