"""Scans at the counter: statements, cards, receipts and checks do what they are for; a refusal leaves all as it was."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cashier.domain.money import ZERO, Money
from cashier.domain.scan_layouts import scan_line
from cashier.domain.statements import Statement, StatementKind
from cashier.usecases.ports.directory import DirectoryPage, Known
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.sample_desk import (
    HOSPITAL,
    NOW,
    OFFICE,
    PLACE,
    STATEMENTS,
    WANDA,
    WANDAS_PAGE,
    SampleDesk,
    statement,
)

F5, F6, F11 = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F11
CHECK = "T121000248T0012345678O1043"
CARD = "That looks like a bank card number. It was not kept. Use the card terminal."
BILL = next(bill for bill in STATEMENTS if bill.number == OFFICE)
KEVINS = replace(
    statement("S-48219999", StatementKind.PROFESSIONAL, "Office visit", 2500, date(2026, 10, 28), date(2026, 11, 27)),
    member_number="11048828",
)


def line_of(bill: Statement) -> str:
    """What stands at a statement's foot."""
    return scan_line(bill, PLACE.scan_layouts)


def add(desk: DeskDriver, *bills: Statement) -> None:
    """The ledger has sent these statements, too."""
    known = tuple(Known(statement=bill, mark=0, held=ZERO) for bill in bills)
    desk.sample.store.directory.apply(DirectoryPage(epoch="1", mark=0, after="10", more=False, statements=known), NOW)


def pay_office_visit(desk: DeskDriver) -> None:
    """One payment of $60.00 in cash, receipt OAK3-0000001, and on to the next member."""
    desk.scan(OFFICE)
    for key in (ENTER, F5, ENTER):
        desk.press(key)
    desk.seconds.now += 1.1
    desk.press(ENTER)


# --- statements and cards ---


def test_a_statements_line_opens_the_account_and_chooses_it(desk: DeskDriver) -> None:
    desk.scan(line_of(BILL))
    assert desk.focus().accessibleDescription() == "ask for the name, then Enter"
    desk.press(ENTER)

    assert desk.shows("Tran, Mai Linh")
    assert desk.field(f"Pay now {OFFICE}").text() == "60.00"


def test_a_wrong_check_digit_is_said_and_nothing_is_touched(desk: DeskDriver) -> None:
    desk.type("tran mai")
    line = line_of(BILL)
    desk.scan(line[:-1] + str((int(line[-1]) + 1) % 10))

    assert desk.shows("The check digit of this scan line (Statement of Northern California) does not fit")
    assert desk.focus().property("text") == "tran mai"


def test_a_statement_that_was_printed_with_another_amount_says_so(desk: DeskDriver) -> None:
    desk.scan(line_of(replace(BILL, open=Money(7500))))
    desk.press(ENTER)

    assert desk.shows("S-48211904 was printed with $75.00; $60.00 is open now.")
    desk.scan("11049913")
    assert not desk.shows("was printed with")


def test_a_second_statement_of_the_same_member_is_paid_too(desk: DeskDriver) -> None:
    desk.scan(line_of(BILL))
    desk.press(ENTER)
    desk.press(F5)
    desk.scan(line_of(next(bill for bill in STATEMENTS if bill.number == HOSPITAL)))

    assert desk.field("Cash received").text() == "472.60", "the cash that was all that remained is that again"
    desk.scan(line_of(BILL))
    assert desk.shows(f"{OFFICE} is chosen already.")
    assert desk.field("Cash received").text() == "472.60"


def test_a_statement_of_the_family_is_what_was_seen_for_its_amount(desk: DeskDriver) -> None:
    add(desk, KEVINS)
    desk.scan(line_of(BILL))
    desk.press(ENTER)
    assert not desk.shows("25.00")
    desk.scan(line_of(KEVINS))

    assert desk.field("Pay now S-48219999").text() == "25.00"
    opened = [line.facts for line in desk.sample.store.lines() if line.kind == "account_opened"]
    assert [(facts["member"], facts["identified"]) for facts in opened] == [
        ("11048827", "statement scanned and name"),
        ("11048828", "their statement seen"),
    ]


def test_what_is_confidential_is_not_shown_by_a_scan_either(desk: DeskDriver) -> None:
    add(desk, replace(KEVINS, confidential=True))
    desk.scan(line_of(BILL))
    desk.press(ENTER)
    desk.scan(line_of(KEVINS))

    opened = [line.facts["member"] for line in desk.sample.store.lines() if line.kind == "account_opened"]
    assert opened == ["11048827"]
    assert desk.focus().accessibleDescription() == "ask for the name, then Enter"


@pytest.mark.parametrize("text", ["+80840123456789=11049913?", "]Q3GCH1:11049913:7f3a", "]C011049913"])
def test_a_member_card_finds_its_member(desk: DeskDriver, text: str) -> None:
    desk.scan(text)
    desk.press(ENTER)

    assert desk.shows("Tran, Mai Anh")


def test_a_statement_of_somebody_elsewhere_is_looked_for_through_the_ledger(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.scan(WANDAS_PAGE.statements[0].statement.number)

    assert desk.focus().accessibleName().startswith("Member, guarantor")
    assert desk.shows(f"{WANDA.number[-4:]}") or desk.shows("Nobody here.")


# --- what must not be kept ---


@pytest.mark.parametrize(
    "swipe", ["4111111111111111", "%B4111111111111111^TRAN/MAI ^2812101?", ";4111111111111111=28?"]
)
def test_a_bank_card_leaves_what_was_typed_and_is_nowhere(desk: DeskDriver, swipe: str) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F6)
    desk.field("Check number").setFocus()
    desk.type("1043")
    desk.scan(swipe)

    assert desk.shows(CARD)
    assert desk.field("Check number").text() == "1043"
    assert not any("4111" in field.text() for field in desk.window.findChildren(QLineEdit))


def test_a_bank_card_at_the_sign_in_is_refused_and_a_badge_is_typed(qtbot: QtBot) -> None:
    driver = DeskDriver(qtbot, SampleDesk())
    field = driver.field("Name or badge")
    field.setFocus()
    driver.scan("%B4111111111111111^TRAN/MAI ^2812101?")
    assert driver.shows(CARD)
    assert field.text() == ""

    driver.scan("B-10042")
    assert field.text() == "B-10042"
    assert driver.focus_name() == "Passphrase"
    driver.close()


def test_before_the_drawer_is_open_a_scan_counts_nothing(qtbot: QtBot) -> None:
    driver = DeskDriver(qtbot, SampleDesk())
    driver.sign_in()
    field = driver.focus()
    assert isinstance(field, QLineEdit)
    driver.scan("11048827")

    assert driver.shows("Count the float and open the drawer first, then scan.")
    assert (field.text(), field.hasFocus()) == ("", True)
    driver.close()


def test_a_scan_over_the_sheet_of_keys_closes_it(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_F1)
    desk.scan("11049913")

    assert desk.focus().property("text") == "11049913"


def test_a_drivers_license_is_refused_in_one_sentence_and_its_lines_go_nowhere(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.scan("@\rANSI 636014040002DL00410477\rDAQA1234562\rDCSTRAN")

    assert desk.shows("That looks like a driver's license. It was not read.")
    assert desk.shows("412.60")
    assert desk.focus_name() == f"Pay {HOSPITAL}"


# --- receipts ---


def test_a_receipt_that_is_scanned_stands_there_and_prints_again(desk: DeskDriver) -> None:
    pay_office_visit(desk)
    desk.scan("]C1OAK3-0000001")
    assert desk.shows("Receipt OAK3-0000001")
    desk.press(F11)

    assert desk.shows("Copy 1 is on its way to the printer.")
    assert [job.copy for job in desk.sample.store.tables.jobs] == [0, 1]


@pytest.mark.parametrize("key", [ENTER, ESC])
def test_behind_a_receipt_the_payment_stands_as_it_was_and_takes_no_key(desk: DeskDriver, key: Qt.Key) -> None:
    pay_office_visit(desk)
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.type("500")
    desk.scan("OAK3-0000001")
    assert desk.shows("Receipt OAK3-0000001")
    desk.press(F6)
    desk.press(key)

    assert not desk.shows("Receipt OAK3-0000001")
    assert desk.field("Cash received").text() == "500"
    assert desk.focus_name() == "Cash received"
    assert len(desk.sample.payments()) == 1


def test_a_receipt_that_is_not_here_is_said_in_one_sentence(desk: DeskDriver) -> None:
    desk.type("tran mai")
    desk.scan("OAK3-0000099")

    assert desk.shows("No receipt OAK3-0000099 was made at this desk. Check the number.")
    assert desk.focus().property("text") == "tran mai"


# --- what may be several things ---


def test_what_a_scan_may_be_is_listed_and_nothing_is_preselected(desk: DeskDriver) -> None:
    add(desk, replace(KEVINS, number="OA-0000001"))
    desk.scan("OA-0000001")
    assert desk.shows("This scan may be more than one thing. Which is it?")
    desk.press(ENTER)
    assert desk.button("Receipt: OA-0000001").isVisible()

    desk.press(Qt.Key.Key_Down)
    assert desk.focus_name() == "Statement number: OA-0000001"
    desk.press(ENTER)
    assert desk.focus().property("text") == "OA-0000001"
    assert desk.focus().accessibleDescription() == "ask for the name, then Enter"


def test_a_choice_that_is_left_changes_nothing(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.type("24")
    desk.scan("OA-0000001")
    desk.press(ESC)

    assert not desk.shows("Which is it?")
    assert (desk.focus_name(), desk.focus().property("text")) == ("Cash received", "24")


def test_a_card_that_is_swiped_leaves_the_form_and_the_page_where_they_were(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_F10)
    desk.press(Qt.Key.Key_Down)
    desk.type("12")
    desk.scan("4111111111111111")
    assert desk.focus_name() == "New due date"
    assert "12" in desk.field("New due date").text()
    assert desk.window._desk is not None
    desk.window._desk._shell.show_page("desk")
    desk.scan("4111111111111111")

    assert desk.shows(CARD)
    assert not desk.shows("Tran, Mai Linh"), "still on the Desk page"
