"""Checks and orders on the Mail page, by keys and through the reader: what the counter asks is asked here, too."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cashier.domain.endorsement import read_endorsements
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.tenders import KEYED, Tender, TenderKind
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.entry_steps import batch_open
from tests.ui.sample_desk import OFFICE, PRESCRIPTION

TAB, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Space
ROUTING, ACCOUNT = "121000248", "0012345678"
LINE = f"T{ROUTING}T{ACCOUNT}O1043"
LATE = ("b12", "57", "9:40a", "Rosa Delgado", "Helen Park", OFFICE, "60")


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """A batch of mail is open, and the next item's first field has the focus."""
    batch_open(desk)
    return desk


def fill(desk: DeskDriver, *texts: str) -> None:
    for text in texts:
        desk.type(text)
        desk.press(ENTER)


def into(desk: DeskDriver, name: str, text: str) -> None:
    """By Tab, as far as it takes."""
    for _ in range(12):
        if desk.focus_name() == name:
            break
        desk.press(TAB)
    assert desk.focus_name() == name
    desk.type(text)


def tick_in_full(desk: DeskDriver) -> None:
    into(desk, "“Paid in full” · item", "")
    desk.press(SPACE)
    desk.press(ENTER)


def tenders(desk: DeskDriver) -> list[Tender]:
    return [tender for line in desk.sample.payments() for tender in read_payment(line).tenders]


def test_an_items_check_is_asked_for_all_that_the_counter_asks(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "60", "check")
    assert desk.focus_name() == "Check number · item"
    assert not desk.shows("Enter the check number")
    for name, text in (
        ("Check number · item", "1043"),
        ("Date on it · item", "11/20/26"),
        ("In words · item", "60"),
        ("Routing number · item", ROUTING),
        ("Account number · item", ACCOUNT),
        ("Bank · item", "Bank of Oakland"),
    ):
        into(desk, name, text)
    desk.press(ENTER)

    (tender,) = tenders(desk)
    assert (tender.number, tender.dated, tender.written) == ("1043", date(2026, 11, 20), Money(6000))
    assert tender.account is not None
    assert (tender.routing, tender.account.last_four, tender.micr) == (ROUTING, "5678", KEYED)
    assert (tender.issuer, tender.in_full, tender.agreed) == ("Bank of Oakland", False, None)
    assert desk.focus_name() == "Statement in the envelope"
    assert not desk.field("Check number · item").isVisible()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("Date on it · item", "11/22/26", "Nov 22, 2026 is still to come."),
        ("Date on it · item", "5/24/26", "more than 180 days ago"),
        ("Date on it · item", "soon", "like 11/21/26; or leave it empty for today."),
        ("In words · item", "50", "Its words say $50.00, and words beat figures."),
        ("Routing number · item", "000000000", "The routing number does not check."),
        ("Account number · item", ACCOUNT, "Enter the routing number too, or leave the account empty."),
        ("Bank · item", "4111111111111111", "That looks like a bank card number."),
    ],
)
def test_what_forbids_a_check_stands_below_it_and_all_that_was_typed_stays(
    desk: DeskDriver, name: str, text: str, sentence: str
) -> None:
    fill(desk, OFFICE, "60", "check")
    into(desk, "Check number · item", "1043")
    into(desk, name, text)
    if not desk.shows(sentence):  # A bank card's number is refused while it is typed.
        desk.press(ENTER)
    assert desk.shows(sentence)

    assert tenders(desk) == []
    assert desk.field("Check number · item").text() == "1043"
    assert desk.field("Statement in the envelope").text() == OFFICE
    assert desk.field(name).text() == ("" if text.startswith("4111") else text)


def test_a_money_order_needs_its_number_and_who_issued_it_and_a_bank_s_is_ticked(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "60", "mo")
    assert desk.focus_name() == "Money order number · item"
    fill(desk, "77", "")
    assert desk.shows("Enter who issued the money order, as printed on it.")
    assert desk.focus_name() == "Issuer · item"
    desk.press(TAB)
    assert desk.focus_name() == "Cashier's check · item"
    desk.press(SPACE)
    desk.press(ENTER)
    assert desk.shows("Enter the bank that issued the cashier's check, as printed on it.")
    fill(desk, "Wells Fargo")

    (tender,) = tenders(desk)
    assert (tender.kind, tender.number, tender.issuer) == (TenderKind.CASHIERS_CHECK, "77", "Wells Fargo")


# --- a lead's word ---


def test_paid_in_full_waits_for_a_lead_who_signs_here(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "60", "check")
    into(desk, "Check number · item", "1043")
    tick_in_full(desk)
    assert desk.shows("It says that it pays in full")
    assert desk.focus_name() == "Lead who agrees"
    assert not desk.field("Check number · item").isVisible()
    fill(desk, "rosa", "rosa 1")
    desk.qtbot.waitUntil(lambda: desk.shows("Rosa Delgado may not approve check 1043"))
    assert tenders(desk) == []

    desk.field("Lead who agrees").selectAll()
    desk.field("Lead who agrees").setFocus()
    fill(desk, "helen", "helen 1")
    desk.qtbot.waitUntil(lambda: bool(tenders(desk)))
    (tender,) = tenders(desk)
    assert tender.agreed is not None
    assert (tender.in_full, tender.agreed.approver) == (True, "helen")
    assert desk.shows("Entered as OAK3-0000001")


def test_esc_goes_back_to_the_check_with_all_that_was_typed(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "60", "check")
    into(desk, "Check number · item", "1043")
    tick_in_full(desk)
    desk.press(ESC)

    assert not desk.shows("It says that it pays in full")
    assert desk.field("Check number · item").text() == "1043"
    desk.field("Check number · item").setFocus()
    desk.press(ENTER)
    assert desk.shows("It says that it pays in full"), "it is asked again"


def test_another_text_in_the_form_is_another_thing_than_the_lead_was_asked_about(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "60", "check")
    into(desk, "Check number · item", "1043")
    tick_in_full(desk)
    desk.field("Amount of the item").setFocus()
    desk.type("5")

    assert not _has_lead(desk)
    assert desk.field("Check number · item").text() == "1043"
    assert tenders(desk) == []


def _has_lead(desk: DeskDriver) -> bool:
    return any(button.accessibleName() == "The lead agrees" and button.isVisible() for button in _buttons(desk))


def _buttons(desk: DeskDriver) -> list[QPushButton]:
    return desk.window.findChildren(QPushButton)


def test_a_flagged_members_check_by_mail_is_taken_on_a_leads_word(desk: DeskDriver) -> None:
    known = desk.sample.store.directory
    known.members["11048827"] = replace(known.members["11048827"], notes=("Returned check: no checks until March",))
    fill(desk, OFFICE, "60", "check", "1043")
    assert desk.shows("The account says: Returned check: no checks until March. A lead has to agree; or give it back.")
    fill(desk, "helen", "helen 1")

    desk.qtbot.waitUntil(lambda: bool(tenders(desk)))
    assert tenders(desk)[0].agreed is not None


def test_an_account_with_a_returned_check_waits_for_a_lead(desk: DeskDriver) -> None:
    account = desk.sample.desk.sealer.seal_account(ROUTING, ACCOUNT)
    desk.sample.store.directory.returned[account.token] = date(2027, 1, 1)
    desk.scan(OFFICE)
    desk.scan(LINE)
    fill(desk, "60")
    while not _has_lead(desk):
        desk.press(ENTER)

    assert desk.shows("A check on this account came back unpaid.")
    assert tenders(desk) == []


def test_the_same_check_is_known_again_whatever_its_amount_in_one_batch(desk: DeskDriver) -> None:
    for amount in ("20", "15"):
        desk.scan(OFFICE)
        desk.scan(LINE)
        fill(desk, amount, "")

    assert [tender.amount for tender in tenders(desk)] == [Money(2000)]
    assert desk.shows("Check 1043 was taken before: $20.00 on Nov 21, receipt OAK3-0000001.")


def test_a_check_that_was_taken_at_the_window_is_known_in_the_mail(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_F2)
    desk.scan(PRESCRIPTION)
    desk.press(ENTER)
    desk.scan(LINE)
    desk.press(ENTER)
    desk.press(Qt.Key.Key_G, ALT)
    desk.scan(OFFICE)
    desk.scan(LINE)
    fill(desk, "60", "")

    assert [tender.amount for tender in tenders(desk)] == [Money(3500)]
    assert desk.shows("Check 1043 was taken before: $35.00 on Nov 21")


def test_a_check_like_one_before_is_asked_about_once(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "20", "check", "333")
    fill(desk, OFFICE, "20", "check", "334")
    assert desk.shows("Check 333 for $20.00 was taken at 10:42 AM on receipt OAK3-0000001.")
    desk.press(ENTER)
    assert len(tenders(desk)) == 1, "a key that bounces answers nothing"

    desk.seconds.now += 1
    desk.press(ENTER)
    assert [tender.number for tender in tenders(desk)] == ["333", "334"]


def test_one_lead_signs_for_one_thing(desk: DeskDriver) -> None:
    fill(desk, OFFICE, "60", "check")
    into(desk, "Check number · item", "1043")
    tick_in_full(desk)
    desk.field("Receipt book").setFocus()
    fill(desk, *LATE, "check")
    into(desk, "Check number · late", "1044")
    into(desk, "“Paid in full” · late", "")
    desk.press(SPACE)
    desk.press(ENTER)

    assert [each.isVisible() for each in _buttons(desk) if each.accessibleName() == "The lead agrees"].count(True) == 1
    assert desk.shows("Check 1044 · $60.00")


# --- late entry and agency ---


def test_a_late_check_is_asked_the_same_and_its_back_has_no_numbers(desk: DeskDriver) -> None:
    desk.field("Receipt book").setFocus()
    fill(desk, *LATE, "check")
    into(desk, "Check number · late", "1043")
    into(desk, "Date on it · late", "11/22/26")
    desk.press(ENTER)
    assert desk.shows("Nov 22, 2026 is still to come.")
    desk.field("Date on it · late").selectAll()
    fill(desk, "11/20/26")
    assert tenders(desk)[0].dated == date(2026, 11, 20)
    desk.press(Qt.Key.Key_E, ALT)

    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.ENDORSED]
    assert not any(text.startswith("Member") for back in read_endorsements(line) for text in back.lines)


def _agency(desk: DeskDriver, path: Path) -> None:
    path.write_text(f"statement,member,amount\n{OFFICE},,5.00\n", "utf-8")
    desk.field("Agency").setFocus()
    desk.scan(LINE)
    fill(desk, "County of Alameda", str(path), "5", "")
    desk.qtbot.waitUntil(lambda: desk.shows("1 line, $5.00: 1 matched whole."))


def test_an_agencys_check_is_known_again_and_a_lead_agrees(desk: DeskDriver, tmp_path: Path) -> None:
    desk.scan(OFFICE)
    desk.scan(LINE)
    fill(desk, "20", "")
    _agency(desk, tmp_path / "list.csv")
    desk.press(ENTER)
    assert desk.shows("Check 1043 was taken before: $20.00")
    assert len(tenders(desk)) == 1
    fill(desk, "helen", "helen 1")
    desk.qtbot.waitUntil(lambda: desk.shows("The list is taken as OAK3-0000002."))

    assert [tender.agreed is not None for tender in tenders(desk)] == [False, True]


def test_an_agencys_check_that_may_not_be_taken_is_refused_before_its_list_is_read(
    desk: DeskDriver, tmp_path: Path
) -> None:
    desk.field("Agency").setFocus()
    fill(desk, "County of Alameda", str(tmp_path / "none.csv"), "5")
    into(desk, "Check number · agency", "1043")
    into(desk, "Date on it · agency", "1/5/26")
    desk.press(ENTER)

    assert desk.shows("more than 180 days ago")
    assert desk.focus_name() == "Date on it · agency"
    assert desk.field("The list's file").property("problem") in (None, False)
