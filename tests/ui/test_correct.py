"""A payment is corrected by keys alone: what happens is said first, a lead signs, and then the drawer opens."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.people import Right
from cashier.domain.void import void_act
from tests.fakes.builders import cash, check
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.desk_history import add_payment
from tests.ui.sample_desk import SampleDesk
from tests.ui.test_from_queue import DECLINED, GIVEN, ask, look
from ui.pages import ACTIVITY

RECEIPT = "OAK3-0000001"
DOWN, RIGHT = Qt.Key.Key_Down, Qt.Key.Key_Right


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    """A payment with a check and cash, opened on the Activity page with what can be done about it."""
    sample = SampleDesk()
    sample.open_drawer()
    add_payment(sample, check(27260), cash(20000))
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    assert driver.window._desk is not None
    driver.window._desk._shell.show_page(ACTIVITY)
    qtbot.waitUntil(lambda: driver.shows("Payments of this desk"))
    qtbot.waitUntil(lambda: bool(driver.window._desk and driver.window._desk.activity._table.payments))
    driver.press(Qt.Key.Key_Down)
    driver.press(ENTER)
    qtbot.waitUntil(lambda: driver.shows(f"Receipt {RECEIPT}"))
    driver.press(Qt.Key.Key_C, ALT)
    yield driver
    driver.close()


def void_it(desk: DeskDriver) -> None:
    """Of the two plain choices, the money goes back."""
    desk.press(DOWN)
    desk.press(ENTER)


def voids(desk: DeskDriver) -> list[LineKind]:
    return [line.kind for line in desk.sample.store.lines() if line.kind is LineKind.VOIDED]


def fill(desk: DeskDriver, *, lead: str = "helen", receipt: str = RECEIPT) -> None:
    """From the first reason to the passphrase; the receipt is scanned."""
    void_it(desk)
    desk.press(RIGHT)
    desk.press(ENTER)
    assert desk.focus_name() == "The member's receipt: scan it"
    if receipt:
        desk.scan(receipt)
    desk.field("Or why it is not here").setFocus()
    desk.press(ENTER)
    desk.type(lead)
    desk.press(ENTER)
    desk.type(f"{lead} 1")
    desk.press(ENTER)


def test_where_the_receipt_is_nobody_is_asked_why_it_is_not(desk: DeskDriver) -> None:
    desk.press(ENTER)
    void_it(desk)
    desk.press(ENTER)
    desk.press(ENTER)
    assert desk.focus_name() == "Or why it is not here"

    desk.field("The member's receipt: scan it").setFocus()
    desk.type(RECEIPT)
    desk.press(ENTER)
    assert desk.focus_name() == "Lead's name or badge"


def test_what_goes_back_is_said_before_anybody_signs(desk: DeskDriver) -> None:
    desk.press(ENTER)
    assert desk.button("The money is good, and pays the wrong thing: move it").isVisible()
    void_it(desk)
    assert desk.shows(f"Void {RECEIPT}: give it back")
    assert desk.shows("Check 1043")
    assert desk.shows("$472.60")
    assert desk.focus_name() == "Member changed the tender"
    assert voids(desk) == []


def test_a_void_by_keys_opens_the_drawer_once_and_stands_in_the_list(desk: DeskDriver, qtbot: QtBot) -> None:
    fill(desk)
    qtbot.waitUntil(lambda: voids(desk) == [LineKind.VOIDED])
    qtbot.waitUntil(lambda: desk.shows("is void: give back $472.60."))

    assert desk.sample.drawer_pulses == 1
    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.VOIDED]
    assert (line.facts["reason"], line.facts["receipt_back"]) == ("paid_twice", True)
    assert (line.staff, line.facts["approver"]) == ("rosa", "helen")
    qtbot.waitUntil(lambda: desk.shows("approved by Helen"))
    qtbot.waitUntil(lambda: desk.shows("voided"))
    desk.press(Qt.Key.Key_C, ALT)
    assert desk.shows("was voided before, signed by")


def test_a_lead_at_another_desk_agrees_and_the_drawer_opens_when_the_cashier_says_so(
    desk: DeskDriver, qtbot: QtBot
) -> None:
    void_it(desk)
    desk.press(Qt.Key.Key_J, ALT)
    assert desk.shows("Choose a reason from the list.")
    desk.press(RIGHT)
    desk.press(ENTER)
    desk.scan(RECEIPT)
    ask(desk)
    (asked,) = desk.sample.asks.asked
    assert (asked.act, asked.right) == (void_act(RECEIPT), Right.APPROVE_CORRECTIONS)
    assert asked.facts["The member's receipt"] == "came back"

    look(desk, GIVEN)
    assert desk.shows("Helen Park agreed. Press the blue button.")
    assert (voids(desk), desk.sample.drawer_pulses) == ([], 0)
    desk.press(ENTER)
    assert (voids(desk), desk.sample.drawer_pulses) == ([LineKind.VOIDED], 1)
    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.VOIDED]
    assert (line.facts["approver"], line.facts["word"]) == ("helen", str(asked.ask_id))


def test_what_was_agreed_to_elsewhere_holds_for_what_the_lead_was_told_alone(desk: DeskDriver, qtbot: QtBot) -> None:
    void_it(desk)
    desk.press(RIGHT)
    desk.press(ENTER)
    desk.scan(RECEIPT)
    ask(desk)
    look(desk, GIVEN)
    receipt = desk.field("The member's receipt: scan it")
    receipt.clear()
    desk.field("Or why it is not here").setText("lost")

    desk.press(ENTER)
    qtbot.waitUntil(lambda: not desk.shows("Press the blue button"))
    assert (voids(desk), desk.sample.drawer_pulses) == ([], 0)


def test_a_lead_at_another_desk_who_declines_says_why_and_nothing_goes_back(desk: DeskDriver) -> None:
    void_it(desk)
    desk.press(RIGHT)
    desk.press(ENTER)
    desk.scan(RECEIPT)
    ask(desk)

    look(desk, DECLINED)
    assert desk.shows("Helen Park declined. “Bring it to me.”")
    assert (voids(desk), desk.field("The member's receipt: scan it").text()) == ([], RECEIPT)


def test_a_wrong_passphrase_opens_no_drawer_and_leaves_what_was_typed(desk: DeskDriver, qtbot: QtBot) -> None:
    fill(desk, lead="rosa")
    qtbot.waitUntil(lambda: desk.shows("may not approve the void of"))

    assert (voids(desk), desk.sample.drawer_pulses) == ([], 0)
    assert desk.field("The member's receipt: scan it").text() == RECEIPT
    assert desk.field("Lead's passphrase").text() == ""


def test_without_receipt_or_a_reason_for_that_nothing_goes_back(desk: DeskDriver, qtbot: QtBot) -> None:
    fill(desk, receipt="")
    qtbot.waitUntil(lambda: desk.shows(f"Scan the member's receipt {RECEIPT}, or say why it is not here."))

    assert desk.focus_name() == "The member's receipt: scan it"
    assert (voids(desk), desk.sample.drawer_pulses) == ([], 0)


def test_without_a_reason_of_the_list_nobody_is_asked_to_sign(desk: DeskDriver) -> None:
    void_it(desk)
    desk.field("Lead's passphrase").setFocus()
    desk.press(ENTER)

    assert desk.shows("Choose a reason from the list.")
    assert desk.focus_name() == "Member changed the tender"


def test_escape_leaves_it_and_who_signs_then_signs_for_nothing(desk: DeskDriver, qtbot: QtBot) -> None:
    fill(desk)
    desk.press(ESC)
    desk.settle()
    qtbot.wait(50)

    assert desk.shows("Identified by") or desk.shows("Taken")
    assert desk.sample.drawer_pulses == len(voids(desk))


def fill_move(desk: DeskDriver, to: str, amount: str) -> None:
    """Of the two plain choices, the money pays another thing; to the lead's passphrase."""
    for key in (DOWN, DOWN, ENTER):
        desk.press(key)
    assert desk.shows(f"Move {RECEIPT}: let it pay another thing")
    assert desk.focus_name() == "To: a statement's number, or a guarantor's for credit"
    desk.type(to)
    desk.press(ENTER)
    desk.field("Amount to move").setText(amount)
    desk.press(ENTER)
    desk.press(ENTER)
    for text in ("helen", "helen 1"):
        desk.type(text)
        desk.press(ENTER)


def test_a_move_by_keys_opens_no_drawer(desk: DeskDriver, qtbot: QtBot) -> None:
    fill_move(desk, "s-48212350", "20.00")
    qtbot.waitUntil(lambda: desk.shows("$20.00 pays S-48212350 now."))

    assert desk.sample.drawer_pulses == 0
    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.MOVED]
    assert [(t.credit.code, t.amount.cents) for t in line.transfers] == [("receivable:S-48212350", 2000)]
    qtbot.waitUntil(lambda: desk.shows("from S-90000001 to S-48212350"))


def test_where_it_cannot_go_is_said_beside_the_field_and_what_was_typed_stays(desk: DeskDriver, qtbot: QtBot) -> None:
    fill_move(desk, "S-1", "20.00")
    qtbot.waitUntil(lambda: desk.shows("This statement is not known at this desk. Find its member first."))

    field = desk.field("To: a statement's number, or a guarantor's for credit")
    assert (field.text(), field.hasFocus()) == ("S-1", True)
    assert LineKind.MOVED not in [line.kind for line in desk.sample.store.lines()]


def test_a_receipt_that_was_scanned_is_corrected_from_where_it_stands(desk: DeskDriver, qtbot: QtBot) -> None:
    desk.press(ESC)
    desk.press(Qt.Key.Key_F2)
    desk.scan(RECEIPT)
    qtbot.waitUntil(lambda: desk.shows(f"Receipt {RECEIPT}"))
    desk.press(Qt.Key.Key_C, ALT)

    qtbot.waitUntil(lambda: desk.shows("A wrong member is a move"))
    void_it(desk)
    assert desk.shows(f"Void {RECEIPT}: give it back")


def begin_change(desk: DeskDriver, *rights: int) -> None:
    """The third choice; of the two tenders and the four kinds, so many steps to the right."""
    for key in (DOWN, DOWN, DOWN, ENTER):
        desk.press(key)
    assert desk.shows(f"Change a tender of {RECEIPT}")
    for steps in rights:
        for _ in range(steps):
            desk.press(RIGHT)
        desk.press(ENTER)


def sign_change(desk: DeskDriver) -> None:
    desk.press(ENTER)
    for text in ("helen", "helen 1"):
        desk.type(text)
        desk.press(ENTER)


def changes(desk: DeskDriver) -> list[tuple[str, str]]:
    lines = [line for line in desk.sample.store.lines() if line.kind is LineKind.TENDER_CHANGED]
    return [(line.facts["was"]["words"], line.facts["words"]) for line in lines]


def test_a_check_that_is_cash_is_called_so_by_keys(desk: DeskDriver, qtbot: QtBot) -> None:
    begin_change(desk, 0, 3)
    assert desk.focus_name() == "Keyed as another tender"
    sign_change(desk)
    qtbot.waitUntil(lambda: desk.shows("Check 1043 is Cash now."))

    assert (changes(desk), desk.sample.drawer_pulses) == ([("Check 1043", "Cash")], 0)
    qtbot.waitUntil(lambda: desk.shows("$272.60 keyed as Check 1043 is Cash"))


def test_what_its_number_lacks_is_said_beside_it_and_what_was_typed_stays(desk: DeskDriver, qtbot: QtBot) -> None:
    begin_change(desk, 1, 2)
    assert not desk.field("Account number").isEnabled()
    assert desk.focus_name() == "Number on it"
    desk.type("22-4471")
    for _ in range(2):
        desk.press(ENTER)
    sign_change(desk)
    qtbot.waitUntil(lambda: desk.shows("Enter who issued the money order"))

    assert (desk.focus_name(), desk.field("Number on it").text(), changes(desk)) == ("Bank or issuer", "22-4471", [])
    desk.type("USPS")
    desk.press(ENTER)
    sign_change(desk)
    qtbot.waitUntil(lambda: changes(desk) == [("Cash", "Money order 22-4471")])


def test_cash_that_is_a_check_is_known_again_by_its_account(desk: DeskDriver, qtbot: QtBot) -> None:
    begin_change(desk, 1, 0)
    for text in ("2001", "Wells Fargo", "121000249", "12345678"):
        desk.type(text)
        desk.press(ENTER)
    sign_change(desk)
    qtbot.waitUntil(lambda: desk.shows("The routing number does not check."))
    assert (desk.focus_name(), desk.field("Account number").text()) == ("Routing number", "12345678")

    desk.field("Routing number").setText("121000248")
    desk.press(ENTER)
    desk.press(ENTER)
    sign_change(desk)
    qtbot.waitUntil(lambda: changes(desk) == [("Cash", "Check 2001")])
    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.TENDER_CHANGED]
    assert line.facts["now"]["account"]["last_four"] == "5678"
    assert b"12345678" not in line.body()
