"""A bag number that another desk has used is said while it is typed, and refused at the drop; offline nobody waits."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from cashier.domain.line import LineKind
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.test_drawer_page import count, fill, lines_of, page
from ui.widgets.labelled_field import FieldWithLabel

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


def test_the_close_says_it_of_its_bags_and_refuses_them(page: DeskDriver) -> None:
    page.sample.drawers.bags = {"T-118": ("OAK2",)}
    to_the_close(page)
    fill(page, "T-118")
    till = page.field("Till bag number")
    page.qtbot.waitUntil(lambda: "Bag T-118 was used before, at OAK2." in till.accessibleDescription())
    fill(page, "helen", "B-1", "B-2")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: page.focus_name() == "Till bag number")

    assert "Bag T-118 was used before, at OAK2." in till.accessibleDescription()
    assert covered(page, till) == ["Till bag number"], "what is filled in next stays readable"
    assert (till.text(), lines_of(page, LineKind.SHIFT_CLOSED)) == ("T-118", [])
    till.setText("T-119")
    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.SHIFT_CLOSED)) == 1)


def test_with_the_ledger_away_it_closes_and_the_office_hears_of_it_later(page: DeskDriver) -> None:
    page.sample.drawers.bags = {"T-118": ("OAK2",)}
    page.sample.drawers.trouble = "The ledger cannot be reached."
    to_the_close(page)
    fill(page, "T-118", "helen", "B-1", "B-2")
    page.press(Qt.Key.Key_F4)

    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.SHIFT_CLOSED)) == 1)


def test_esc_takes_a_close_back_that_waits_for_the_ledger(page: DeskDriver) -> None:
    to_the_close(page)
    fill(page, "T-118", "helen", "B-1", "B-2")
    page.sample.drawers.answers.clear()
    page.press(Qt.Key.Key_F4)
    page.press(Qt.Key.Key_Escape)
    page.sample.drawers.answers.set()
    page.press(Qt.Key.Key_C, ALT)
    page.qtbot.waitUntil(page.button("Close the drawer").isEnabled)
    assert lines_of(page, LineKind.SHIFT_CLOSED) == []

    page.press(Qt.Key.Key_F4)
    page.qtbot.waitUntil(lambda: len(lines_of(page, LineKind.SHIFT_CLOSED)) == 1)


def covered(page: DeskDriver, field: QWidget) -> list[str]:
    """The labels of the fields that the message of one hangs over."""
    labelled = [each for each in page.window.findChildren(FieldWithLabel) if each.isVisible()]
    (message,) = [each.message for each in labelled if each.field is field]
    assert message.isVisible()
    over = QRect(message.mapToGlobal(QPoint()), message.size())
    labels = [QRect(each.label.mapToGlobal(QPoint()), each.label.sizeHint()) for each in labelled]
    return [each.label.text() for each, at in zip(labelled, labels, strict=True) if at.intersects(over)]


def to_the_close(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_C, ALT)
    count(page, 13)
    fill(page, "3318")
