"""The counter by keyboard alone: find, choose, tender, take; one payment however hard the keys are pressed."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.usecases.card_payment import settle_card
from tests.ui.desk_driver import ALT, ENTER, ESC, NONE, DeskDriver
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE, PREMIUM, PRESCRIPTION
from ui.news import CardNews, LinkNews, PagesNews

F5, F6, F8, F11 = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_F11


def test_typing_finds(desk: DeskDriver) -> None:
    desk.type("tran mai")

    assert desk.focus().accessibleDescription() == "4 found · ask for the date of birth and type it"


def test_a_statement_is_paid_in_five_keystrokes(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F5)
    desk.press(ENTER)
    assert desk.shows("Next member") is False
    desk.seconds.now += 1.1
    desk.press(ENTER)

    (line,) = desk.sample.payments()
    assert read_payment(line).paid == Money(6000)
    assert read_payment(line).identified == {"11048827": "statement scanned and name"}
    assert desk.sample.drawer_pulses == 1
    assert desk.focus_name().startswith("Member, guarantor")


def test_check_and_cash_by_keyboard(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)
    desk.press(F6)
    desk.type("272.60")
    desk.press(ENTER)
    assert desk.focus_name() == "Check number", "the field that is missing gets the focus"
    desk.type("1043")
    desk.press(ENTER)
    assert desk.shows("Check 1043")
    desk.press(F5)
    desk.type("240")
    assert desk.shows("$40.00")
    desk.press(ENTER)

    (line,) = desk.sample.payments()
    assert (read_payment(line).paid, read_payment(line).change) == (Money(47260), Money(4000))
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    assert desk.shows("$40.00")
    for words, amount in (("Cash tendered", "$240.00"), ("Change given", "$40.00"), ("Net cash", "$200.00")):
        assert desk.shows(words)
        assert any(each.accessibleName() == f"{words} {amount}" for each in desk.window.findChildren(QLabel))
    desk.qtbot.waitUntil(lambda: desk.shows("$333.17"))


def test_enter_twice_is_one_payment_and_the_next_member_waits_a_second(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.press(ENTER)
    desk.press(ENTER)
    desk.seconds.now += 0.9
    desk.press(ENTER)

    assert len(desk.sample.payments()) == 1
    assert desk.shows("Tran, Mai Linh"), "the change is still readable"
    held = QKeyEvent(QEvent.Type.KeyPress, ENTER, NONE, "\r", True)
    desk.seconds.now += 1
    QApplication.sendEvent(desk.focus(), held)
    assert desk.shows("Tran, Mai Linh"), "a held key is no key"
    desk.press(ENTER)
    assert not desk.shows("Tran, Mai Linh")
    assert len(desk.sample.payments()) == 1


def test_a_double_click_is_one_payment(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    target = desk.button("Take payment")
    at = target.mapTo(desk.window, target.rect().center())
    QTest.mouseDClick(target, Qt.MouseButton.LeftButton)
    below = desk.window.childAt(at)
    assert isinstance(below, QWidget)
    QTest.mouseClick(below, Qt.MouseButton.LeftButton)

    assert len(desk.sample.payments()) == 1
    assert desk.shows("Tran, Mai Linh")


def test_the_last_change_stays_readable_until_the_next_tender(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F5)
    desk.type("80")
    desk.press(ENTER)
    desk.seconds.now += 1.1
    desk.press(ENTER)
    assert desk.shows("Last change given")
    assert desk.shows("· 10:42 AM · OAK3-0000001")

    desk.open_mai()
    assert desk.shows("Last change given")
    desk.press(Qt.Key.Key_A, ALT)
    desk.press(F5)
    assert not desk.shows("Last change given")


def test_amounts_are_edited_in_the_row(desk: DeskDriver) -> None:
    desk.open_mai()
    field = desk.field(f"Pay now {HOSPITAL}")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    desk.type("100")
    desk.press(Qt.Key.Key_Down)
    assert desk.focus_name() == f"Pay now {OFFICE}"
    desk.type("60")

    assert desk.shows("$160.00")


@pytest.mark.parametrize("text", ["0", "-5", "0,012", "60.01", ".001", "1..2", ",5"])
def test_a_bad_amount_is_refused_beside_its_field_and_nothing_is_written(desk: DeskDriver, text: str) -> None:
    desk.open_mai()
    field = desk.field(f"Pay now {OFFICE}")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    desk.type(text)
    desk.press(F5)
    desk.press(ENTER)

    assert OFFICE in field.accessibleDescription()
    assert desk.sample.payments() == []


@pytest.mark.parametrize("text", ["0", "-5", "0,012", "1e9", "١٢", "5" * 40, ""])
def test_a_bad_tender_is_refused_beside_its_field_and_nothing_is_written(desk: DeskDriver, text: str) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F5)
    field = desk.field("Cash received")
    field.selectAll()
    field.del_()
    QApplication.clipboard().setText(text)
    field.paste()
    desk.press(ENTER)

    assert field.accessibleDescription()
    assert desk.sample.payments() == []


def test_much_cash_is_asked_about_once_beside_the_field(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F5)
    desk.type("200")
    desk.press(ENTER)
    assert desk.field("Cash received").accessibleDescription().startswith("$200.00 is $140.00 more than remains.")
    desk.press(ENTER)
    assert desk.sample.payments() == [], "a key that bounces is no answer"

    desk.seconds.now += 0.6
    desk.press(ENTER)
    assert len(desk.sample.payments()) == 1


def test_tab_follows_the_eye(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.field("Member, guarantor or statement number, name, date of birth — or scan").setFocus()
    order = []
    for _ in range(17):
        order.append(desk.focus_name())
        desk.press(Qt.Key.Key_Tab)

    rows = [HOSPITAL, OFFICE, PREMIUM, PRESCRIPTION]
    assert order[1:] == [
        "History",
        *(name for number in rows for name in (f"Pay {number}", f"Pay now {number}")),
        "Oldest first",
        "All that is due",
        "Pay on account",
        "Deposit",
        "Statement copy",
        "Plan or extension",
        "Mai Linh",
    ]


def test_esc_asks_before_a_tender_is_given_back(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.type("10")
    desk.press(ENTER)
    assert desk.shows("Remaining")
    desk.press(ESC)

    assert desk.shows("Give back Cash $10.00?")
    assert desk.focus_name() == "Keep them"
    desk.press(ENTER)
    assert desk.shows("Remaining")
    desk.press(ESC)
    desk.button("Give back").click()
    assert not desk.shows("Remaining")
    assert desk.sample.payments() == []


def test_another_scan_never_drops_an_accepted_tender(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.type("10")
    desk.press(ENTER)
    desk.scan("11049913")
    desk.press(ENTER)

    assert desk.shows("Tenders are accepted for this member.")


def test_a_scan_from_a_money_field_goes_to_the_finder(desk: DeskDriver) -> None:
    desk.open_mai()
    field = desk.field(f"Pay now {OFFICE}")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    desk.type("12")
    desk.scan("11049913")

    assert field.text() == "12"
    assert desk.focus_name().startswith("Member, guarantor")
    assert desk.focus().property("text") == "11049913"
    assert desk.focus().accessibleDescription() == "ask for the name, then Enter"


def test_a_scan_onto_a_button_presses_nothing(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.button("Take payment").setFocus()
    desk.scan("11049913")

    assert desk.sample.payments() == []
    assert desk.focus().property("text") == "11049913"


def test_slow_typing_is_no_scan(desk: DeskDriver) -> None:
    desk.scan("11049913", gap_ms=60)

    assert desk.focus_name() == "Date of birth, as the member says it"
    assert desk.shows("Enter the date of birth") is False


def test_fast_fingers_whose_enter_comes_later_are_no_scanner(desk: DeskDriver) -> None:
    desk.scan("11049913", enter_ms=900)

    assert desk.focus_name() == "Date of birth, as the member says it"


def test_a_bank_card_is_refused_and_not_kept(desk: DeskDriver) -> None:
    desk.scan("4111111111111111")

    assert desk.shows("That looks like a bank card number.")
    assert desk.focus().property("text") == ""


def test_figures_change_in_place_while_the_cashier_types(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    desk.press(F5)
    desk.type("24")
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.tell(PagesNews())

    assert desk.focus_name() == "Cash received"
    assert desk.focus().property("text") == "24"


def test_family_amounts_come_with_what_was_seen(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.button("Kevin").click()
    assert desk.shows("What is there for Kevin?")
    desk.button("Authority seen").click()

    assert [line.facts["identified"] for line in desk.sample.store.lines() if line.kind == "account_opened"] == [
        "name and date of birth",
        "authority seen",
    ]


def test_pay_on_account_is_signed_by_a_lead_in_place(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_P, ALT)
    for text in ("25", "deposit for surgery", "helen", "helen 1"):
        desk.type(text)
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Credit on account"))
    desk.press(F5)
    desk.press(ENTER)

    facts = read_payment(desk.sample.payments()[0])
    assert (facts.approver_name, facts.reason, facts.paid) == ("Helen Park", "deposit for surgery", Money(2500))


def test_oldest_first_spreads_an_amount(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_O, ALT)
    desk.type("0")
    desk.press(ENTER)
    assert desk.shows("Enter an amount above zero for what is to be spread.")
    desk.field("Amount to spread, oldest first").clear()
    desk.type("70")
    desk.press(ENTER)

    assert desk.field(f"Pay now {OFFICE}").text() == "60.00"
    assert desk.field(f"Pay now {PRESCRIPTION}").text() == "10.00"


def test_print_again_is_a_counted_copy(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F5)
    desk.press(ENTER)
    desk.press(F11)

    assert desk.shows("Copy 1 is on its way to the printer.")
    assert [job.copy for job in desk.sample.store.tables.jobs] == [0, 1]


def test_a_late_second_copy_is_said_and_blocks_nothing(desk: DeskDriver) -> None:
    desk.sample.copy_is_behind = True
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F5)
    desk.press(ENTER)
    desk.qtbot.wait(40)
    assert not desk.shows("Payment taken")
    desk.seconds.now += 0.31

    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    assert desk.shows("The second copy of this desk's journal is behind.")


def test_a_card_that_is_not_known_leaves_the_way_to_the_next_member(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F8)
    desk.type("20")
    desk.press(ENTER)
    assert desk.shows("The terminal asks for the card")
    desk.press(ESC)
    (attempt_id,) = desk.sample.store.tables.attempts
    unknown = settle_card(attempt_id, CardOutcome(state=AttemptState.UNKNOWN), desk.sample.desk)
    desk.tell(CardNews(settled=unknown))
    assert desk.shows("The card may have been charged")

    desk.press(Qt.Key.Key_F2)
    assert desk.focus_name().startswith("Member, guarantor")
    assert not desk.shows("Tran, Mai Linh")
    approved = CardOutcome(state=AttemptState.APPROVED, authorized=Money(2000), last_four="4421")
    desk.tell(CardNews(settled=settle_card(attempt_id, approved, desk.sample.desk)))
    assert desk.shows("The card payment of 10:42 AM was approved: $20.00 is taken and its receipt is printed.")


def test_a_name_with_markup_stays_a_name(desk: DeskDriver) -> None:
    desk.type("o'brien 2/2/80")
    desk.press(ENTER)

    assert desk.shows("O'Brien, Mc<b>Donald")
