"""Once the change stands there, F2 looks for who comes next, and each key that the screen shows does what it says."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from cashier.domain.payment_facts import read_payment
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import OFFICE

F2, F5, F11 = Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F11


@pytest.fixture
def paid(desk: DeskDriver) -> DeskDriver:
    """Mai Linh has paid her office visit, and her receipt stands there."""
    desk.scan(OFFICE)
    for key in (ENTER, F5, ENTER):
        desk.press(key)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    return desk


@pytest.mark.parametrize(
    ("key", "field"), [(Qt.Key.Key_M, "Receipt code"), (Qt.Key.Key_K, "Amount to hold")]
)  # fmt: skip
def test_f2_offers_what_needs_no_member_and_its_keys_begin_it(paid: DeskDriver, key: Qt.Key, field: str) -> None:
    paid.press(F2)
    assert paid.button("Miscellaneous receipt").isVisible()
    paid.press(key, ALT)

    assert paid.focus_name() == field
    assert not paid.shows("Payment taken")
    assert not paid.shows("Tran, Mai Linh")


def test_what_is_sold_then_is_a_payment_of_its_own_without_a_member(paid: DeskDriver) -> None:
    paid.press(F2)
    paid.press(Qt.Key.Key_M, ALT)
    paid.type("PARKING")
    for key in (ENTER, ENTER, F5, ENTER):
        paid.press(key)
    paid.qtbot.waitUntil(lambda: len(paid.sample.payments()) == 2)

    sold = read_payment(paid.sample.payments()[1])
    assert [placed.part.target.code for placed in sold.targets] == ["misc:PARKING"]
    assert sold.member_number == ""


def test_f2_keeps_the_receipt_and_esc_leads_back_to_it(paid: DeskDriver) -> None:
    paid.press(F2)
    assert paid.shows("Payment taken")
    assert not paid.shows("Tran, Mai Linh")
    paid.press(F11)
    assert paid.shows("Copy 1 is on its way to the printer.")
    paid.press(ESC)

    assert paid.shows("Tran, Mai Linh")
    assert paid.focus_name() == "Next member"


@pytest.mark.parametrize(
    ("key", "field"),
    [
        (Qt.Key.Key_D, "Estimate's reference"),
        (Qt.Key.Key_P, "Amount on account"),
        (Qt.Key.Key_N, "Number of another's statement"),
    ],
)  # fmt: skip
def test_the_accounts_own_keys_go_on_with_the_same_member(paid: DeskDriver, key: Qt.Key, field: str) -> None:
    paid.press(key, ALT)

    assert paid.focus_name() == field


def test_an_empty_receipt_code_is_asked_for(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_M, ALT)
    desk.press(ENTER)

    assert desk.focus_name() == "Receipt code"
    assert desk.focus().accessibleDescription() == (
        "Type the receipt's code, or press one. Sold today: COPIES, PARKING."
    )


def test_an_extensions_field_shows_a_day_that_could_be_agreed_to(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F10)

    assert desk.field("New due date").placeholderText() == "like 12/11"


def test_the_other_papers_of_the_payment_are_printed_where_the_change_stands(paid: DeskDriver) -> None:
    paid.button("Print the office's copy").setFocus()
    paid.press(Qt.Key.Key_Space)
    assert paid.shows("The paper is on its way to the printer.")

    paid.button("Print one part for each member").setFocus()
    paid.press(ENTER)
    assert paid.shows("Receipt OAK3-0000001 paid for one member alone. Print the receipt itself again.")
    assert paid.shows("Payment taken")
    (line,) = [line for line in paid.sample.store.lines() if line.kind == "paper_asked"]
    assert line.facts["paper"] == "office"


def test_the_receipt_goes_by_e_mail_from_there_and_the_next_payment_begins_with_no_address(paid: DeskDriver) -> None:
    mail = "E-mail the receipt to"
    for _ in range(3):
        paid.press(Qt.Key.Key_Backtab)
    assert paid.focus_name() == mail
    paid.type("mai@example")
    paid.press(ENTER)
    assert paid.shows("Enter an e-mail address, like mai@example.org.")
    assert (paid.field(mail).text(), paid.focus_name()) == ("mai@example", mail)

    paid.type(".org")
    paid.press(ENTER)
    assert paid.shows("The receipt is on its way to that address.")
    (line,) = [line for line in paid.sample.store.lines() if line.kind == "receipt_mailed"]
    assert line.facts == {"receipt": "OAK3-0000001", "address": "mai@example.org"}
    assert paid.field(mail).text() == ""


def test_a_members_own_address_stands_there_and_goes_out_by_enter_alone(desk: DeskDriver) -> None:
    members = desk.sample.store.directory.members
    members["11048827"] = replace(members["11048827"], email="mai@example.org")
    desk.scan(OFFICE)
    for key in (ENTER, F5, ENTER):
        desk.press(key)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))

    mail = "E-mail the receipt to"
    assert desk.field(mail).text() == "mai@example.org"
    assert desk.focus_name() == "Next member", "nothing is sent by itself"
    assert not [line for line in desk.sample.store.lines() if line.kind == "receipt_mailed"]
    for _ in range(3):
        desk.press(Qt.Key.Key_Backtab)
    desk.press(ENTER)

    (line,) = [line for line in desk.sample.store.lines() if line.kind == "receipt_mailed"]
    assert line.facts["address"] == "mai@example.org"
    assert desk.field(mail).text() == "", "once is enough"
