"""The Activity page by keys: earlier payments found over the whole journal, opened and printed again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.receipt_seen import masked_since
from cashier.usecases.ports.directory import CameBack
from tests.domain.receipt_lines import became
from tests.fakes.builders import cash, check
from tests.ui.desk_driver import ENTER, ESC, DeskDriver
from tests.ui.desk_history import add_payment
from tests.ui.sample_desk import NOW, SampleDesk
from ui.activity.page import ActivityPage
from ui.pages import ACTIVITY
from ui.widgets.key_button import KeyButton

DOWN, F11 = Qt.Key.Key_Down, Qt.Key.Key_F11
FIELD = "Receipt, member, amount or check number"


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    """One payment of last week, two of today."""
    sample = SampleDesk()
    sample.open_drawer()
    week = NOW - timedelta(weeks=1)
    add_payment(sample, check(27260), cash(20000), at=week, day=week.date())
    add_payment(sample, cash(2500), member="11041172", name="O'Brien, Dan", at=NOW - timedelta(minutes=5))
    add_payment(sample, check(3500, "2210"), member="11044410", name="Reyes, Ana", at=NOW - timedelta(minutes=1))
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    assert driver.window._desk is not None
    driver.window._desk._shell.show_page(ACTIVITY)
    qtbot.waitUntil(lambda: receipts(driver) == ["3", "2", "1"])
    yield driver
    driver.close()


def page(desk: DeskDriver) -> ActivityPage:
    assert desk.window._desk is not None
    return desk.window._desk.activity


def receipts(desk: DeskDriver) -> list[str]:
    return [payment.receipt[-1] for payment in page(desk)._table.payments]


def test_the_latest_stand_there_with_the_day_of_earlier_ones(desk: DeskDriver) -> None:
    model = page(desk)._table.model()

    assert [str(model.index(row, 0).data()) for row in range(3)] == ["10:41 AM", "10:37 AM", "Nov 14, 10:42 AM"]
    assert desk.focus_name() == FIELD


@pytest.mark.parametrize(
    ("typed", "found"),
    [("tran", ["1"]), ("11048827", ["1"]), ("272.60", ["1"]), ("1043", ["1"]), ("oak3-2", ["2"]), ("obrien", ["2"])],
)
def test_a_payment_is_found_by_what_is_known_of_it_and_chosen(
    desk: DeskDriver, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    desk.type(typed)
    qtbot.waitUntil(lambda: receipts(desk) == found)

    choice = page(desk)._table.choice
    assert choice is not None
    assert choice.receipt[-1] == found[0]
    desk.press(ESC)
    qtbot.waitUntil(lambda: receipts(desk) == ["3", "2", "1"])


def test_nothing_found_is_said(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.type("nobody")

    qtbot.waitUntil(lambda: desk.shows("No payment of this desk fits."))
    assert desk.field(FIELD).text() == "nobody"


def test_a_bank_cards_number_is_refused_and_gone(desk: DeskDriver) -> None:
    desk.type("4111111111111111")

    assert desk.field(FIELD).text() == ""
    assert desk.shows("That looks like a bank card number.")


def test_two_numbers_are_refused_beside_the_field(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.type("2210 35")

    qtbot.waitUntil(lambda: desk.shows("Look for one number or amount at a time"))
    assert desk.field(FIELD).text() == "2210 35"


def test_enter_opens_one_with_all_its_facts_and_its_paper(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.type("tran")
    qtbot.waitUntil(lambda: receipts(desk) == ["1"])
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)

    for words in (
        "Receipt OAK3-0000001",
        "Tran, Mai Linh · 11048827",
        "200417733",
        "photo ID seen",
        "Nov 14, 10:42 AM by Rosa D.",
        "Nov 14, 2026",
        "to send",
        "waits for the printer",
        "S-90000001 · Hospital bill",
        "$472.60",
        "Check 1043",
        "272.60",
        "200.00",
    ):
        assert desk.shows(words), words
    assert "TOTAL PAID $472.60" in page(desk)._view._paper.accessibleDescription()


def test_what_the_office_moved_of_it_and_that_its_check_came_back_is_said_with_its_facts(
    desk: DeskDriver, qtbot: QtBot
) -> None:
    receipt = "OAK3-0000001"
    said = [replace(became(kind), line_id=uuid4()) for kind in (LineKind.MOVE_AGREED, LineKind.CHECK_RETURNED)]
    said = [masked_since(replace(line, facts={**line.facts, "receipt": receipt})) for line in said]
    desk.sample.store.directory.bounced |= {line.line_id: CameBack(receipt, line) for line in said}
    desk.type("tran")
    qtbot.waitUntil(lambda: receipts(desk) == ["1"])
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)

    assert desk.shows("Moved by the office")
    assert desk.shows("$60.00 of S-48210377, 10:44 AM, approved by Omar Castellanos")
    assert desk.shows("Check returned")


def test_f11_prints_what_is_open_again_and_says_which_copy(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(DOWN)
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)
    desk.press(F11)

    assert desk.shows("Copy 1 of OAK3-0000003 is on its way to the printer.")
    qtbot.waitUntil(lambda: desk.shows("waits for the printer, copy 1 waits for the printer"))
    assert desk.shows("Copy 1 of OAK3-0000003 is on its way to the printer.")
    records = [line for line in desk.sample.store.lines() if line.kind == "reprinted"]
    assert [(line.staff, line.facts["copy"]) for line in records] == [("rosa", 1)]


def test_a_paper_besides_the_receipt_is_printed_by_key_and_a_refusal_says_why(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(DOWN)
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)
    buttons = {button.words: button for button in page(desk)._view.findChildren(KeyButton)}

    QTest.keyClick(buttons["Office copy"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: desk.shows("The paper is on its way to the printer."))
    QTest.keyClick(buttons["Per member"], Qt.Key.Key_Return)

    assert desk.shows("Receipt OAK3-0000003 paid for one member alone. Print the receipt itself again.")
    (line,) = [line for line in desk.sample.store.lines() if line.kind == "paper_asked"]
    assert (line.staff, line.facts["paper"]) == ("rosa", "office")


def test_a_receipt_is_sent_by_e_mail_and_what_is_no_address_is_refused_beside_its_field(
    desk: DeskDriver, qtbot: QtBot
) -> None:
    desk.press(DOWN)
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)
    field = desk.field("E-mail the receipt to")
    field.setFocus()
    desk.type("mai@example")
    desk.press(ENTER)
    assert desk.shows("Enter an e-mail address, like mai@example.org.")
    assert (field.text(), desk.focus_name()) == ("mai@example", "E-mail the receipt to")

    desk.type(".org")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("The receipt is on its way to that address."))

    (line,) = [line for line in desk.sample.store.lines() if line.kind == "receipt_mailed"]
    assert (line.staff, line.facts) == ("rosa", {"receipt": "OAK3-0000003", "address": "mai@example.org"})
    assert field.text() == ""


def test_a_members_own_address_stands_ready_with_their_payment_and_not_with_the_next(
    desk: DeskDriver, qtbot: QtBot
) -> None:
    members = desk.sample.store.directory.members
    members["11048827"] = replace(members["11048827"], email="mai@example.org")
    mail = "E-mail the receipt to"
    for _ in range(3):
        desk.press(DOWN)
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)
    assert desk.field(mail).text() == "mai@example.org"
    assert desk.focus_name() != mail, "nothing is sent by itself"
    desk.field(mail).setFocus()
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("The receipt is on its way to that address."))

    (line,) = [line for line in desk.sample.store.lines() if line.kind == "receipt_mailed"]
    assert line.facts == {"receipt": "OAK3-0000001", "address": "mai@example.org"}
    assert desk.field(mail).text() == "", "once is enough"
    desk.press(ESC)
    desk.press(Qt.Key.Key_Up)
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Receipt OAK3-0000002"))
    assert desk.field(mail).text() == ""


def test_esc_leads_back_to_what_was_looked_for(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.type("obrien")
    qtbot.waitUntil(lambda: receipts(desk) == ["2"])
    desk.press(ENTER)
    qtbot.waitUntil(page(desk)._view.isVisible)
    desk.press(ESC)

    assert page(desk)._list.isVisible()
    assert desk.field(FIELD).text() == "obrien"
    assert desk.focus_name() == FIELD


def test_a_scan_goes_to_the_finder_of_members_from_here_too(desk: DeskDriver) -> None:
    desk.scan("11048827")

    assert desk.window._desk is not None
    assert desk.window._desk._shell.current_page == "counter"
    assert desk.field(FIELD).text() == ""
