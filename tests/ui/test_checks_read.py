"""Checks through a reader: what it read stands in the fields, what it could not is said, and nothing is guessed."""

import pytest
from PySide6.QtCore import Qt

from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.tenders import KEYED, READER, read_tender
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import (
    OFFICE,
)
from ui.news import Device, DeviceNews, ReadNews

F6 = Qt.Key.Key_F6
CHECK = "T121000248T0012345678O1043"


def test_a_check_fills_its_fields_and_is_taken_with_enter(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.scan(CHECK)

    assert desk.field("Check amount").text() == "60.00"
    assert desk.field("Check number").text() == "1043"
    assert desk.field("Routing number").text() == "121000248"
    assert desk.field("Account number").text() == "0012345678"
    desk.press(ENTER)
    (line,) = desk.sample.payments()
    (tender,) = read_payment(line).tenders
    assert (tender.number, tender.routing, tender.amount) == ("1043", "121000248", Money(6000))
    assert tender.account is not None
    assert tender.account.last_four == "5678"
    assert tender.micr == READER
    assert read_tender(tender.facts()) == tender


@pytest.mark.parametrize(("field", "text"), [("Account number", "0012345679"), ("Check number", "1044")])
def test_a_number_that_is_typed_over_the_readers_makes_it_a_typed_check(
    desk: DeskDriver, field: str, text: str
) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.scan(CHECK)
    line = desk.field(field)
    line.setFocus()
    line.selectAll()
    desk.type(text)
    desk.press(ENTER)

    (tender,) = read_payment(desk.sample.payments()[0]).tenders
    assert tender.micr == KEYED


def test_an_amount_that_was_typed_for_the_check_stays(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F6)
    desk.type("20")
    desk.scan(CHECK)

    assert desk.field("Check amount").text() == "20"


@pytest.mark.parametrize(
    ("line", "field", "text", "sentence"),
    [
        ("T1210?0248T0012345678O1043", "Routing number", "1210?0248", "could not read all of the routing number."),
        ("T121000249T0012345678O1043", "Routing number", "121000249", "The routing number does not check."),
        ("T121000248T00123?5678O1043", "Account number", "00123?5678", "could not read all of the account number."),
        ("T121000248T0012345678O10?3", "Check number", "10?3", "could not read all of the check number."),
    ],
)
def test_what_could_not_be_read_is_said_beside_its_field_and_the_rest_is_there(
    desk: DeskDriver, line: str, field: str, text: str, sentence: str
) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.scan(line)

    assert desk.focus_name() == field
    assert desk.field(field).text() == text
    assert sentence in desk.field(field).accessibleDescription()
    assert desk.field("Check amount").text() == "60.00"
    desk.press(ENTER)
    assert desk.sample.payments() == []


def test_a_check_whose_numbers_banks_print_differently_is_asked_about(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.scan("T121000248T 1043 0012345678O")
    assert desk.shows("The check's line has two numbers. Look at the check: which one is its own?")
    desk.press(Qt.Key.Key_Down)
    assert desk.focus_name() == "Check number 1043, account ending in 5678"
    desk.press(ENTER)

    assert desk.field("Check number").text() == "1043"
    assert desk.field("Account number").text() == "0012345678"


def test_a_check_before_anything_is_chosen_says_what_comes_first(desk: DeskDriver) -> None:
    desk.scan(CHECK)
    assert desk.shows("Open the account first, and choose what is paid; then put the check through the reader again.")
    desk.open_mai()
    desk.scan(CHECK)
    assert desk.shows("Choose first what is paid; then put the check through the reader again.")
    desk.press(Qt.Key.Key_F2)
    desk.type("tran")
    desk.scan(CHECK)

    assert desk.shows("Finish finding, or press Esc to go back to Mai Linh Tran's account.")
    assert desk.focus().property("text") == "tran"


def test_a_line_that_makes_no_sense_leaves_the_typed_check_alone(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F6)
    desk.field("Check number").setFocus()
    desk.type("1043")
    desk.scan("T121000248T")

    assert desk.shows("That is no check's line that can be read.")
    assert desk.field("Check number").text() == "1043"


def test_what_a_reader_on_a_line_says_is_a_scan_like_any_other(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.tell(ReadNews(text=CHECK))

    assert desk.field("Check number").text() == "1043"
    assert CHECK not in repr(ReadNews(text=CHECK))
    desk.press(Qt.Key.Key_F12)
    desk.tell(ReadNews(text="T121000248T0012345678O1044"))
    assert desk.field("Check number").text() == "1043", "nothing is filled in under a locked desk"


def test_a_reader_that_is_away_is_said_and_stands_on_the_desk_page(desk: DeskDriver) -> None:
    desk.tell(DeviceNews(device=Device.READER, ok=False, words="The check reader cannot be reached."))

    assert desk.shows("The check reader cannot be reached.")


def test_of_another_check_in_the_same_fields_nothing_stays(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.scan(CHECK)
    desk.scan("T121000248T0099999999O")

    assert desk.focus_name() == "Check number"
    assert desk.field("Check number").text() == ""
    assert desk.field("Account number").text() == "0099999999"
