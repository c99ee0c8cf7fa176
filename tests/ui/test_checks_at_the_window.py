"""A check at the window, by keys: what is asked beside its number, what forbids it, and what a lead signs for."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from cashier.domain.counter_rules import CounterRules
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.tenders import Tender, TenderKind
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import OFFICE, PRESCRIPTION, PlainHasher, SampleDesk

F6, TAB, SPACE = Qt.Key.Key_F6, Qt.Key.Key_Tab, Qt.Key.Key_Space
ROUTING, ACCOUNT = "121000248", "0012345678"


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """Mai Linh Tran pays $60.00 with a check."""
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F6)
    return desk


def go_to(desk: DeskDriver, name: str) -> None:
    """By Tab, as far as it takes."""
    for _ in range(9):
        if desk.focus_name() == name:
            return
        desk.press(TAB)
    raise AssertionError(f"Tab does not come to {name}")


def type_into(desk: DeskDriver, name: str, text: str) -> None:
    go_to(desk, name)
    desk.type(text)


def tenders(desk: DeskDriver) -> list[Tender]:
    return [tender for line in desk.sample.payments() for tender in read_payment(line).tenders]


def test_a_check_takes_its_number_and_enter_as_before(desk: DeskDriver) -> None:
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)

    assert [(tender.number, tender.dated, tender.in_full) for tender in tenders(desk)] == [("1043", None, False)]


def test_nothing_is_said_of_a_number_that_the_cashier_only_comes_to(desk: DeskDriver) -> None:
    desk.press(ENTER)
    assert desk.focus_name() == "Check number"
    assert not desk.shows("Enter the check number")
    assert desk.focus().property("problem") in (None, False)

    desk.press(ENTER)
    assert desk.shows("Enter the check number: up to 20 digits and letters, as printed on it.")
    assert desk.focus_name() == "Check number"


def test_a_number_that_was_left_empty_is_asked_for(desk: DeskDriver) -> None:
    go_to(desk, "Routing number")
    desk.press(ENTER)

    assert desk.shows("Enter the check number")
    assert desk.focus_name() == "Check number"


def test_a_money_order_needs_its_number_and_who_issued_it_one_after_the_other(desk: DeskDriver) -> None:
    desk.press(ESC)
    desk.press(Qt.Key.Key_F7)
    for name, text in (("Money order number", "773"), ("Issuer", "")):
        desk.press(ENTER)
        assert desk.focus_name() == name
        assert not desk.shows("as printed on it.")
        desk.type(text)
    desk.press(ENTER)
    assert desk.shows("Enter who issued the money order, as printed on it.")
    desk.type("USPS")
    desk.press(ENTER)

    (tender,) = tenders(desk)
    assert (tender.number, tender.issuer) == ("773", "USPS")


def test_tab_goes_through_all_that_a_check_may_say_and_all_of_it_is_kept(desk: DeskDriver) -> None:
    for name, text in (
        ("Check number", "1043"),
        ("Date on it", "11/20/26"),
        ("In words", "60"),
        ("Routing number", ROUTING),
        ("Account number", ACCOUNT),
        ("Bank", "Bank of Oakland"),
    ):
        desk.press(TAB)
        assert desk.focus_name() == name
        desk.type(text)
    desk.press(TAB)
    assert desk.focus_name() == "“Paid in full”"
    desk.press(ENTER)

    (tender,) = tenders(desk)
    assert (tender.routing, tender.issuer, tender.written) == (ROUTING, "Bank of Oakland", Money(6000))
    assert tender.dated is not None
    assert tender.account is not None
    assert (tender.dated.isoformat(), tender.account.last_four) == ("2026-11-20", "5678")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("Date on it", "11/22/26", "Nov 22, 2026 is still to come."),
        ("Date on it", "5/24/26", "more than 180 days ago"),
        ("Date on it", "soon", "like 11/21/26; or leave it empty for today."),
        ("In words", "50", "Its words say $50.00, and words beat figures."),
        ("In words", "fifty", "in dollars and cents"),
        ("Routing number", "000000000", "The routing number does not check."),
        ("Routing number", "123456789", "The routing number does not check."),
    ],
)
def test_what_forbids_a_check_stands_below_it_and_all_that_was_typed_stays(
    desk: DeskDriver, name: str, text: str, sentence: str
) -> None:
    type_into(desk, "Check number", "1043")
    type_into(desk, name, text)
    desk.press(ENTER)

    assert desk.shows(sentence)
    assert desk.focus_name() == name
    assert (desk.field("Check number").text(), desk.field(name).text()) == ("1043", text)
    assert desk.sample.payments() == []


def test_the_banks_name_follows_the_routing_number_until_somebody_types_it(
    desk: DeskDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = desk.window._desk.counter.serving  # type: ignore[union-attr]
    named = replace(
        serving._desk, place=replace(serving._desk.place, rules=CounterRules(banks={ROUTING: "Wells Fargo"}))
    )
    monkeypatch.setattr(serving, "_desk", named)

    type_into(desk, "Routing number", ROUTING)
    assert desk.field("Bank").text() == "Wells Fargo"
    desk.type("0")
    assert desk.field("Bank").text() == ""
    type_into(desk, "Bank", "First of Oakland")
    desk.field("Routing number").setFocus()
    desk.press(Qt.Key.Key_Backspace)
    assert desk.field("Bank").text() == "First of Oakland"


def tick_in_full(desk: DeskDriver) -> None:
    """A check that says *paid in full* is typed and Enter pressed."""
    type_into(desk, "Check number", "1043")
    go_to(desk, "“Paid in full”")
    desk.press(SPACE)
    desk.press(ENTER)


def test_a_flagged_member_pays_by_check_on_a_leads_word(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    known = sample.store.directory
    known.members["11048827"] = replace(known.members["11048827"], notes=("Returned check: no checks until March",))
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    desk.scan(OFFICE)
    desk.press(ENTER)
    desk.press(F6)
    type_into(desk, "Check number", "1043")
    desk.press(ENTER)
    assert desk.shows("The account says: Returned check: no checks until March. A lead has to agree; or give it back.")
    assert desk.focus_name() == "Lead who agrees"

    desk.type("helen")
    desk.press(ENTER)
    desk.type("helen 1")
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Tendered"))
    desk.press(ENTER)
    (tender,) = tenders(desk)
    assert tender.agreed is not None
    assert tender.agreed.act == "check 1043, although the account says to take no checks"
    desk.close()


@pytest.mark.parametrize("number", ["333", "334"])
def test_a_check_like_one_before_is_asked_about_once(desk: DeskDriver, number: str) -> None:
    """The same number and amount without an account, or as much from the same payor (PY-18)."""
    give_check_of_20(desk, "333")
    desk.press(Qt.Key.Key_F5)
    desk.press(ENTER)
    desk.scan(PRESCRIPTION)
    desk.press(ENTER)
    desk.press(F6)
    give_check_of_20(desk, number)
    assert desk.shows("Check 333 for $20.00 was taken at 10:42 AM on receipt OAK3-0000001.")
    assert desk.focus_name() == "Check number"

    desk.seconds.now += 1
    desk.press(ENTER)
    desk.press(Qt.Key.Key_F5)
    desk.press(ENTER)
    assert [tender.number for tender in tenders(desk) if tender.kind is TenderKind.CHECK] == ["333", number]


def give_check_of_20(desk: DeskDriver, number: str) -> None:
    desk.type("20")
    type_into(desk, "Check number", number)
    desk.press(ENTER)


def test_paid_in_full_waits_for_a_lead_who_signs_at_the_desk(desk: DeskDriver) -> None:
    tick_in_full(desk)
    assert desk.shows("It says that it pays in full")
    assert desk.focus_name() == "Lead who agrees"
    assert not desk.button("Take payment").isEnabled()

    desk.type("helen")
    desk.press(ENTER)
    desk.type("not hers")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("That doesn't match."))
    assert desk.focus_name() == "Passphrase of the lead"

    desk.sample.now += timedelta(seconds=10)
    desk.type("helen 1")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Tendered"))
    desk.press(ENTER)

    (tender,) = tenders(desk)
    assert tender.agreed is not None
    assert (tender.in_full, tender.agreed.approver_name) == (True, "Helen Park")


def test_a_cashier_cannot_agree_and_esc_goes_back_to_the_check_with_all_that_was_typed(desk: DeskDriver) -> None:
    tick_in_full(desk)
    for text in ("oscar", "oscar 1"):
        desk.type(text)
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Oscar Reyes may not approve check 1043, although it says that"))

    desk.press(ESC)
    assert desk.focus_name() == "Check amount"
    assert desk.field("Check number").text() == "1043"
    desk.press(ENTER)
    assert desk.shows("It says that it pays in full"), "it is asked again"
    assert desk.sample.payments() == []


def test_a_word_that_comes_late_counts_for_the_check_it_was_given_for(
    desk: DeskDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = Event()

    def slowly(_: PlainHasher, passphrase_hash: str, passphrase: str) -> bool:
        checked.wait(60)
        return passphrase_hash == passphrase

    monkeypatch.setattr(PlainHasher, "matches", slowly)
    tick_in_full(desk)
    desk.type("helen")
    desk.press(ENTER)
    desk.type("helen 1")
    desk.press(ENTER)
    desk.press(ESC)
    type_into(desk, "Check number", "9")
    checked.set()
    desk.qtbot.wait(100)

    assert not desk.shows("Tendered")
    assert desk.field("Check number").text() == "9"


def test_a_cashiers_check_is_ticked_beside_the_money_order_and_needs_its_bank(desk: DeskDriver) -> None:
    desk.press(ESC)
    desk.press(Qt.Key.Key_F7)
    type_into(desk, "Money order number", "773")
    go_to(desk, "Cashier's check")
    desk.press(SPACE)
    assert desk.field("Cashier's check amount").text() == "60.00"
    desk.press(ENTER)
    assert desk.shows("Enter the bank that issued the cashier's check")
    assert desk.focus_name() == "Issuing bank"
    desk.type("Wells Fargo")
    desk.press(ENTER)

    (tender,) = tenders(desk)
    assert (tender.kind, tender.number, tender.issuer) == (TenderKind.CASHIERS_CHECK, "773", "Wells Fargo")


def test_unticked_it_is_a_money_order_again_and_what_that_has_not_is_left_out(desk: DeskDriver) -> None:
    desk.press(ESC)
    desk.press(Qt.Key.Key_F7)
    type_into(desk, "Money order number", "773")
    type_into(desk, "Issuer", "USPS")
    go_to(desk, "Cashier's check")
    desk.press(SPACE)
    type_into(desk, "Routing number", "1")
    for _ in range(2):
        desk.press(Qt.Key.Key_Backtab)
    assert desk.focus_name() == "Cashier's check"
    desk.press(SPACE)
    desk.press(ENTER)

    (tender,) = tenders(desk)
    assert (tender.kind, tender.routing) == (TenderKind.MONEY_ORDER, "")


def test_the_back_of_a_check_stands_below_the_receipt_and_is_printed_by_key(desk: DeskDriver) -> None:
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))

    desk.press(Qt.Key.Key_E, ALT)
    assert desk.shows("The back of Check 1043 · $60.00 is on its way to the printer.")
    assert desk.sample.store.lines()[-1].facts["backs"][0]["lines"][1] == "Golden Coast Hospitals"


def test_cash_has_nothing_to_endorse(desk: DeskDriver) -> None:
    desk.press(ESC)
    desk.press(Qt.Key.Key_F5)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))

    assert not [b for b in desk.window.findChildren(QPushButton) if b.accessibleName() == "Endorse" and b.isVisible()]


def test_where_no_printer_writes_on_checks_a_tick_says_that_it_is_stamped(desk: DeskDriver) -> None:
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))
    (tick,) = [
        one
        for one in desk.window.findChildren(QCheckBox)
        if one.accessibleName() == "Stamped by hand" and one.isVisible()
    ]
    tick.setFocus()
    desk.press(SPACE)

    assert desk.shows("On record: Check 1043 · $60.00 stamped by hand.")
    assert desk.sample.store.lines()[-1].facts["how"] == "stamped"
    assert (tick.isChecked(), tick.isEnabled()) == (True, False)
