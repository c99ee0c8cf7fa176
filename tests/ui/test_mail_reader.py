"""A check through the reader while the Mail page is in front: it goes into the form that the cashier is in."""

import pytest
from PySide6.QtCore import Qt

from cashier.domain.tenders import READER
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.entry_steps import batch_open
from tests.ui.sample_desk import OFFICE, PRESCRIPTION
from tests.ui.test_mail_paper import ACCOUNT, LINE, ROUTING, fill, tenders
from ui.news import ReadNews


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """A batch of mail is open, and the next item's first field has the focus."""
    batch_open(desk)
    return desk


def test_a_check_through_the_reader_goes_into_the_form_and_the_page_stays(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    assert desk.field("Statement in the envelope").text() == OFFICE
    assert desk.focus_name() == "Amount of the item"
    desk.scan(LINE)

    assert desk.focus_name() == "Amount of the item"
    assert desk.field("Item is cash, check or money order").text() == "check"
    assert desk.field("Account number · item").text() == ACCOUNT
    fill(desk, "60")
    while not tenders(desk):
        desk.press(ENTER)
    (tender,) = tenders(desk)
    assert (tender.number, tender.routing, tender.micr) == ("1043", ROUTING, READER)


def test_a_reader_on_a_line_fills_the_form_too_and_never_under_a_locked_desk(desk: DeskDriver) -> None:
    desk.tell(ReadNews(text=LINE))
    assert desk.field("Check number · item").text() == "1043"
    desk.press(Qt.Key.Key_F12)
    desk.tell(ReadNews(text=f"T{ROUTING}T{ACCOUNT}O1044"))

    assert desk.field("Check number · item").text() == "1043"


def test_a_bank_card_on_the_mail_page_is_refused_and_the_page_stays(desk: DeskDriver) -> None:
    desk.scan("4111111111111111")

    assert desk.shows("That looks like a bank card number.")
    assert desk.field("Statement in the envelope").isVisible()
    assert desk.field("Statement in the envelope").text() == ""


def test_a_scanned_statement_joins_those_that_an_item_pays_once(desk: DeskDriver) -> None:
    for number in (OFFICE, PRESCRIPTION, OFFICE):
        desk.scan(number)

    assert desk.field("Statement in the envelope").text() == f"{OFFICE} {PRESCRIPTION}"


def test_a_late_checks_reading_goes_into_the_late_entry_where_the_cashier_is_there(desk: DeskDriver) -> None:
    desk.field("Receipt book").setFocus()
    desk.scan(LINE)

    assert desk.field("Check number · late").text() == "1043"
    assert desk.field("Item is cash, check or money order").text() == ""


def test_an_agencys_reading_goes_into_the_agencys_form(desk: DeskDriver) -> None:
    desk.field("Agency").setFocus()
    desk.scan(LINE)

    assert desk.field("Routing number · agency").text() == ROUTING
    assert desk.focus_name() == "Agency"


def test_what_could_not_be_read_is_said_beside_its_field(desk: DeskDriver) -> None:
    desk.scan(f"T{ROUTING}T00123?5678O1043")

    assert desk.focus_name() == "Account number · item"
    assert desk.shows("could not read all of the account number.")


def test_a_check_whose_numbers_banks_print_differently_is_asked_about_in_the_form(desk: DeskDriver) -> None:
    desk.scan(f"T{ROUTING}T 1043 {ACCOUNT}O")
    assert desk.shows("The check's line has two numbers. Look at the check: which one is its own?")
    desk.press(Qt.Key.Key_Down)
    desk.press(ENTER)

    assert (desk.field("Check number · item").text(), desk.field("Account number · item").text()) == ("1043", ACCOUNT)
    desk.scan(f"T{ROUTING}T 1043 {ACCOUNT}O")
    desk.press(ESC)
    assert not desk.shows("The check's line has two numbers.")
    assert desk.field("Statement in the envelope").isVisible()


def test_a_line_that_makes_no_sense_is_said_on_the_page_and_leaves_all_as_it_is(desk: DeskDriver) -> None:
    desk.type(OFFICE)
    desk.scan("T121000248T")

    assert desk.shows("That is no check's line that can be read.")
    assert desk.field("Statement in the envelope").text() == OFFICE


def test_before_the_batch_is_open_a_reading_says_what_comes_first(desk: DeskDriver) -> None:
    fill(desk, f"{OFFICE} {PRESCRIPTION}", "", "95", "cash")
    desk.button("Close the batch").click()
    fill(desk, "one more was thought of", "helen", "helen 1")
    desk.qtbot.waitUntil(lambda: desk.shows("The batch is closed."))
    desk.scan(LINE)

    assert desk.shows("Open the batch first, then put the check through the reader.")


def test_who_is_looked_for_by_a_scan_is_found_at_the_counter_as_before(desk: DeskDriver) -> None:
    desk.scan("11048827")

    assert not desk.field("Statement in the envelope").isVisible()
