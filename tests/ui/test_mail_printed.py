"""A receipt that a dead desk printed, entered on the Mail page: it is never taken for a book's, nor a book's for it."""

import pytest
from PySide6.QtCore import Qt

from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from tests.domain.receipt_lines import seen
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.sample_desk import OFFICE
from tests.ui.test_mail_paper import fill

REST = ("9:40a", "Rosa Delgado", "Helen Park", OFFICE, "60", "ca")
PRINTED = ("oak4-0000012", "", *REST)


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """The Mail page in front."""
    desk.press(Qt.Key.Key_G, ALT)
    return desk


def test_a_dead_desks_receipt_is_entered_by_its_number(desk: DeskDriver) -> None:
    fill(desk, *PRINTED)
    desk.qtbot.waitUntil(lambda: len(desk.sample.payments()) == 1)

    facts = read_payment(desk.sample.payments()[0])
    assert facts.origin is not None
    assert (facts.origin.receipt, facts.paid) == ("OAK4-0000012", Money(6000))
    assert desk.shows("OAK4-0000012 is entered as OAK3-0000001.")
    assert desk.focus_name() == "Receipt book"
    assert (desk.field("Receipt book").text(), desk.field("Who took the money").text()) == ("", "Rosa Delgado")


@pytest.mark.parametrize(
    ("book", "number", "name", "sentence"),
    [
        ("oak4-12", "", "Receipt book", "enter all its digits: OAK4-0000012"),
        ("b12-57", "", "Receipt book", "enter book and number apart"),
        ("oak4-0000012", "12", "Paper receipt number", "Clear what stands here"),
    ],
)
def test_a_books_receipt_and_a_desks_are_not_taken_for_each_other(
    desk: DeskDriver, book: str, number: str, name: str, sentence: str
) -> None:
    fill(desk, book, number, *REST)

    desk.qtbot.waitUntil(lambda: sentence in desk.focus().accessibleDescription())
    assert desk.focus_name() == name
    assert desk.sample.payments() == []


def test_a_receipt_that_the_ledger_has_is_not_entered(desk: DeskDriver) -> None:
    desk.sample.elsewhere.receipts["OAK4-0000012"] = seen()
    fill(desk, *PRINTED)

    desk.qtbot.waitUntil(lambda: "The ledger has OAK4-0000012 already: $" in desk.focus().accessibleDescription())
    assert desk.focus_name() == "Receipt book"
    assert desk.sample.payments() == []
    assert desk.field("Amount on the paper").text() == "60"


def test_a_scanned_receipt_is_the_one_that_is_entered(desk: DeskDriver) -> None:
    desk.field("Receipt book").setFocus()
    desk.scan("OAK4-0000012")

    assert desk.field("Receipt book").text() == "OAK4-0000012"
    assert desk.focus_name() == "Day and time on it"
