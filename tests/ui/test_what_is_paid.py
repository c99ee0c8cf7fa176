"""What is paid besides a member's own statements, by keyboard alone: others' statements, deposits, no member at all."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.link_words import LinkState
from cashier.domain.money import ZERO, Money
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.payor import Payor
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.statements import Statement, StatementKind
from cashier.usecases.ports.directory import Known
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE, PREMIUM, WANDAS_BILL, statement
from ui.news import LinkNews

Key = Qt.Key
KEVIN, MAI_ANH = "11048828", "11049913"
KEVINS, ANS, MAI_ANHS = "S-48212988", "S-48213052", "S-48213417"
ASKED = "Number of another's statement"


@pytest.fixture
def family(desk: DeskDriver) -> DeskDriver:
    """Mai Linh is open; her children and a stranger have statements, of which An's is confidential."""
    for number, member, guarantor in (
        (KEVINS, KEVIN, "200417733"),
        (ANS, "11048829", "200417733"),
        (MAI_ANHS, MAI_ANH, "200500001"),
    ):
        bill = statement(number, StatementKind.HOSPITAL, "Visit", 4000, date(2026, 11, 2), date(2026, 11, 26))
        others = replace(bill, member_number=member, guarantor_number=guarantor, confidential=number == ANS)
        know(desk, others)
    desk.open_mai()
    return desk


def know(desk: DeskDriver, bill: Statement) -> None:
    desk.sample.store.directory.known[bill.number] = Known(statement=bill, mark=0, held=ZERO)


def enter(desk: DeskDriver, *texts: str) -> None:
    """Each text and Enter."""
    for text in texts:
        desk.type(text)
        desk.press(ENTER)


def facts(desk: DeskDriver) -> PaymentFacts:
    (line,) = desk.sample.payments()
    return read_payment(line)


def seen(desk: DeskDriver) -> list[Line]:
    return [line for line in desk.sample.store.lines() if line.facts.get("identified") == "their statement seen"]


def test_three_peoples_statements_go_onto_one_receipt_and_the_account_stays_open(family: DeskDriver) -> None:
    family.press(Key.Key_Space)
    family.press(Key.Key_N, ALT)
    enter(family, KEVINS.lower())
    family.scan(MAI_ANHS)
    assert family.field(f"Pay now {MAI_ANHS}").text() == "40.00"
    assert family.shows("MT ••9913"), "who is no family is said by initials"
    family.press(Key.Key_F5)
    family.press(ENTER)

    taken = facts(family)
    assert [(p.member_number, p.part.target.code) for p in taken.targets] == [
        ("11048827", HOSPITAL),
        (KEVIN, KEVINS),
        (MAI_ANH, MAI_ANHS),
    ]
    assert taken.identified[KEVIN] == taken.identified[MAI_ANH] == "their statement seen"
    assert [line.facts["statement"] for line in seen(family)] == [KEVINS, MAI_ANHS]


def test_beside_what_goes_on_a_receipt_of_its_own_nothing_is_added_and_no_money_is_asked_for(
    family: DeskDriver,
) -> None:
    own = family.sample.store.directory.known[HOSPITAL]
    know(family, replace(own.statement, confidential=True))
    family.press(Key.Key_Escape)
    family.open_mai()
    family.press(Key.Key_Space)
    family.press(Key.Key_N, ALT)
    enter(family, KEVINS)

    assert family.shows(f"{HOSPITAL} goes on a receipt of its own. Take the others' statements by themselves.")
    assert family.field(ASKED).text() == KEVINS
    assert family.shows("1 statement")


def test_of_who_handed_over_a_statement_nothing_else_shows(family: DeskDriver) -> None:
    know(family, replace(WANDAS_BILL, number="S-48999999", member_number=KEVIN, guarantor_number="200417733"))
    family.press(Key.Key_N, ALT)
    enter(family, KEVINS)
    assert not family.shows("S-48999999")

    family.button("Kevin").click()
    family.button("Authority seen").click()

    assert family.shows("S-48999999"), "with authority all of it does"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (ANS, f"{ANS} is paid on its own member's account only. Open that member."),
        (
            "S-99999999",
            "No statement S-99999999 is known at this desk. Check its number and letters, or look while online.",
        ),
        ("99999999", "Type the statement's letters, too, as they are printed: like S-48210377."),
        (ANS.removeprefix("S-"), "Type the statement's letters, too"),
        ("hello", "Type the statement's number as it is printed, or scan it."),
    ],
)
def test_what_cannot_be_added_is_said_and_stays_typed(family: DeskDriver, typed: str, sentence: str) -> None:
    family.press(Key.Key_N, ALT)
    enter(family, typed)

    assert family.shows(sentence)
    assert family.field(ASKED).text() == typed
    assert seen(family) == []


def test_a_number_without_its_letters_is_asked_about_and_never_guessed(family: DeskDriver) -> None:
    digits = KEVINS.removeprefix("S-")
    know(family, replace(WANDAS_BILL, number=f"P-{digits}", member_number=KEVIN, guarantor_number="200417733"))
    family.press(Key.Key_N, ALT)
    enter(family, digits)
    assert family.shows("A statement's number has letters before it. Which one is on the paper?")
    family.press(ENTER)
    assert seen(family) == [], "nothing is preselected"
    family.press(ESC)
    assert (family.focus_name(), family.field(ASKED).text()) == (ASKED, digits)

    family.press(ENTER)
    for key in (Key.Key_Down, Key.Key_Down, ENTER):
        family.press(key)

    assert [line.facts["statement"] for line in seen(family)] == [KEVINS]
    assert (family.focus_name(), family.field(ASKED).text()) == (ASKED, "")
    assert family.field(f"Pay now {KEVINS}").text() == "40.00"


def test_a_statement_of_another_center_comes_from_the_ledger(family: DeskDriver) -> None:
    family.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    family.press(Key.Key_N, ALT)
    enter(family, WANDAS_BILL.number)

    family.qtbot.waitUntil(lambda: family.shows("WT ••0001"))
    assert family.field(f"Pay now {WANDAS_BILL.number}").text() == "80.00"


@pytest.mark.parametrize("is_scan", [True, False])
def test_a_strangers_statement_that_is_looked_for_can_be_paid_here_too(family: DeskDriver, *, is_scan: bool) -> None:
    if is_scan:
        family.scan(MAI_ANHS)
    else:
        family.press(Key.Key_F2)
        family.type(MAI_ANHS)
    assert family.shows("Tran, Mai Linh"), "her payment waits at the right"
    family.press(Key.Key_N, ALT)

    field = family.field(f"Pay now {MAI_ANHS}")
    assert field.text() == "40.00"
    assert family.focus_name() == f"Pay {HOSPITAL}"
    family.qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())
    assert [line.facts["statement"] for line in seen(family)] == [MAI_ANHS]


def test_with_no_account_open_no_statement_is_added(desk: DeskDriver) -> None:
    desk.type(OFFICE)
    desk.press(Key.Key_N, ALT)

    assert seen(desk) == []


def test_nobodys_statement_is_said_to_be_nobodys(family: DeskDriver) -> None:
    family.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    family.press(Key.Key_N, ALT)
    enter(family, "S-99999999")

    family.qtbot.waitUntil(lambda: family.shows("Nobody knows a statement S-99999999. Check its number."))


def test_escape_and_an_empty_number_lead_back_to_the_table(family: DeskDriver) -> None:
    family.press(Key.Key_N, ALT)
    family.press(ENTER)
    assert family.focus_name() == f"Pay {HOSPITAL}"
    family.press(Key.Key_N, ALT)
    family.press(ESC)
    assert family.focus_name() == f"Pay {HOSPITAL}"


def test_spreading_says_what_it_would_leave_before_it_is_done(family: DeskDriver) -> None:
    family.press(Key.Key_N, ALT)
    enter(family, KEVINS)
    family.press(ESC)
    family.press(Key.Key_O, ALT)
    family.type("70")
    assert family.shows("Pays 1 statement whole, leaves $30.00 on the Oct 28 statement.")

    family.press(Key.Key_W, ALT)
    assert family.shows("Pays 1 statement whole, leaves $25.00 on the Nov 15 statement.")
    assert family.field(f"Pay now {OFFICE}").text() == "", "nothing is chosen by typing"
    family.press(ENTER)

    assert family.field(f"Pay now {OFFICE}").text() == "60.00"
    assert family.field(f"Pay now {KEVINS}").text() == ""
    assert family.shows("Leaves $25.00 on the Nov 15 statement.")


def test_what_finds_nothing_to_pay_is_said(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Key.Key_O, ALT)
    desk.type("100")

    assert desk.shows("Pays 2 statements whole. $5.00 finds nothing else that is due.")


def test_a_short_premium_is_warned_about(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.field(f"Pay now {PREMIUM}").setFocus()
    desk.type("200")

    assert desk.shows(f"{PREMIUM} is paid in part, $98.17 stays open. Coverage may end.")


def test_a_deposit_is_taken_beside_a_statement_and_can_be_taken_back(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Key.Key_D, ALT)
    enter(desk, "E-1", "30")
    assert desk.shows("Deposit for E-1")
    desk.button("Remove Deposit for E-1").click()
    assert not desk.shows("Deposit for E-1")
    desk.press(Key.Key_D, ALT)
    enter(desk, "E 1", "50")
    assert desk.shows("Enter the estimate's reference as it is printed: letters, digits and hyphens.")
    assert desk.field("Amount of the deposit").text() == "50"
    enter(desk, "E-20441")
    desk.press(Key.Key_F5)
    desk.press(ENTER)

    assert [(p.part.target.code, p.part.amount) for p in facts(desk).targets] == [("prepay:E-20441", Money(5000))]


def test_who_hands_over_the_money_is_kept_with_the_payment(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Y, ALT)
    enter(desk, "Tran, Bao", "call me", "")
    assert desk.shows("Enter the payor's phone in digits, like 510-555-0134, or leave it empty.")
    enter(desk, "510-555-0134", "CA license D1234567")
    assert desk.shows("Paid by Tran, Bao")
    desk.press(Key.Key_Y, ALT)
    assert desk.field("Payor's name").text() == "Tran, Bao"
    desk.press(ESC)
    desk.press(Key.Key_F5)
    desk.press(ENTER)

    assert facts(desk).payor == Payor(name="Tran, Bao", phone="510-555-0134", id_reference="CA license D1234567")


def test_a_payor_who_was_typed_and_not_kept_yet_is_kept_with_the_money(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Y, ALT)
    desk.type("Tran, Bao")
    desk.press(ENTER)
    desk.type("call me")
    desk.press(Key.Key_F5)
    desk.press(ENTER)
    assert desk.shows("Enter the payor's phone in digits, like 510-555-0134, or leave it empty.")
    assert desk.sample.payments() == []

    desk.type("510-555-0134")
    desk.press(Key.Key_F5)
    desk.press(ENTER)

    assert facts(desk).payor == Payor(name="Tran, Bao", phone="510-555-0134")


def test_what_is_sold_and_what_nobody_is_known_for_needs_no_member(desk: DeskDriver) -> None:
    desk.press(Key.Key_M, ALT)
    enter(desk, "park", "")
    desk.press(Key.Key_K, ALT)
    enter(desk, "90", "envelope marked: for Mai", "drop box")
    assert desk.shows("Parking and held for identification")
    desk.press(Key.Key_F5)
    desk.press(ENTER)

    taken = facts(desk)
    assert [(p.part.target.code, p.part.amount.cents) for p in taken.targets] == [
        ("misc:PARKING", 400),
        ("holding", 9000),
    ]
    assert (taken.targets[1].part.note, taken.targets[1].part.source) == ("envelope marked: for Mai", "drop box")
    assert (taken.member_number, taken.identified) == ("", {})
    desk.seconds.now += 1.1
    desk.press(ENTER)
    assert desk.focus_name().startswith("Member, guarantor")


def test_the_payor_is_said_in_the_middle_of_a_form_and_nothing_typed_is_lost(desk: DeskDriver) -> None:
    desk.press(Key.Key_K, ALT)
    enter(desk, "90")
    desk.type("envelope")
    desk.press(Key.Key_Y, ALT)
    enter(desk, "Tran, Bao", "", "")
    assert desk.focus_name() == "Where it came from, optional"
    desk.press(Key.Key_Y, ALT)
    desk.press(ESC)
    enter(desk, "mail")
    desk.press(Key.Key_F5)
    desk.press(ENTER)

    taken = facts(desk)
    assert (taken.payor.name, taken.targets[0].part.note, taken.targets[0].part.source) == (
        "Tran, Bao",
        "envelope",
        "mail",
    )


@pytest.mark.parametrize(
    ("key", "texts", "sentence"),
    [
        (Key.Key_M, ("toys", "1"), "No receipt code of that name is in use. Choose one of these: COPIES, PARKING."),
        (Key.Key_M, ("parking", "6"), "Parking costs $4.00. Enter that, or a multiple of it."),
        (Key.Key_M, ("copies", ""), "Enter an amount for Copies of records."),
        (Key.Key_K, ("0", "x", ""), "Enter an amount above zero for this money."),
        (Key.Key_K, ("5", ""), "Write down what is known of this money: who brought it, and what for."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    desk: DeskDriver, key: Qt.Key, texts: tuple[str, ...], sentence: str
) -> None:
    desk.press(key, ALT)
    enter(desk, *texts)

    assert desk.shows(sentence)
    assert desk.sample.payments() == []


def test_escape_leaves_the_form_and_then_the_receipt(desk: DeskDriver) -> None:
    desk.press(Key.Key_K, ALT)
    desk.press(ESC)
    assert desk.shows("Receipt without a member")
    desk.press(ESC)

    assert not desk.shows("Receipt without a member")


def test_with_tenders_in_the_hand_nothing_else_is_begun(desk: DeskDriver) -> None:
    desk.press(Key.Key_M, ALT)
    enter(desk, "parking", "8")
    desk.press(Key.Key_F5)
    enter(desk, "5")
    assert desk.shows("Remaining")

    with pytest.raises(Refused, match="Tenders are accepted"):
        desk.window._desk.counter.serving.begin_without_member()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "field"),
    [
        (Key.Key_Y, "Payor's name"),
        (Key.Key_Y, "Payor's phone, optional"),
        (Key.Key_Y, "ID that was seen, optional"),
        (Key.Key_D, "Estimate's reference"),
        (Key.Key_N, ASKED),
    ],
)
def test_a_bank_cards_number_stays_in_no_field(desk: DeskDriver, key: Qt.Key, field: str) -> None:
    desk.open_mai()
    desk.press(Key.Key_Space)
    desk.press(key, ALT)
    desk.field(field).setFocus()
    desk.type("4111111111111111")

    assert desk.field(field).text() == ""
    assert desk.shows(CARD_SENTENCE)
