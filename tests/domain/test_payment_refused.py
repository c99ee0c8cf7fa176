"""Every refusal of a payment is one sentence that names what is wrong and the way out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cashier.domain.counter_rules import BillRule, CounterRules, MiscCode, PartPayment
from cashier.domain.errors import BalanceChanged, FieldRefused, Refused, UnreadableBody
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import CREDIT_ACT, Situation, TakePayment, decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Approval, Role
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.shift import ShiftState
from cashier.domain.statements import StatementKind
from cashier.domain.tenders import Tender, TenderKind
from tests.fakes.builders import (
    GUARANTOR,
    HELEN,
    MEMBER,
    NOW,
    ROSA,
    TODAY,
    a_member,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)

S = "S-48210377"
CARD_NUMBER = "4111 1111 1111 1111"
TWO_BOOKS = a_situation(a_statement("S-1", 3000), a_statement("S-2", 4000, kind=StatementKind.PREMIUM))
ANOTHERS = a_statement("S-9", 3000, member="22222222")
APPROVAL = Approval(approver="helen", approver_name=HELEN.name, act=CREDIT_ACT, amount=Money(5000), given_at=NOW)
CREDIT = replace(a_wish(pays(f"credit:{GUARANTOR}", 5000)), reason="pays ahead", approval=APPROVAL)

PREMIUM_BILL = a_statement("P-1", 1000, kind=StatementKind.PREMIUM)
WHOLE = CounterRules(
    bills=(
        BillRule(
            kind=StatementKind.PREMIUM,
            since=TODAY,
            part_payment=PartPayment.REFUSED,
            takes_credit=False,
            words="Coverage ends.",
        ),
    ),
    misc=(MiscCode(code="PARKING", since=TODAY, words={"en": "Parking"}, price=Money(400)),),
)

Case = tuple[TakePayment, Situation, str]

REFUSALS: dict[str, Callable[[], Case]] = {
    "no right": lambda: (
        a_wish(),
        replace(a_situation(), staff=replace(ROSA, role=Role.AUDITOR)),
        "Rosa Delgado may not take payments. Ask a colleague who may.",
    ),
    "a colleague's drawer": lambda: (
        a_wish(),
        replace(a_situation(), staff=HELEN),
        "This drawer is Rosa Delgado's. Open your own drawer first.",
    ),
    "nothing chosen": lambda: (replace(a_wish(), parts=()), a_situation(), "Choose what is paid."),
    "chosen twice": lambda: (
        a_wish(pays(S, 100), pays(S, 200)),
        a_situation(),
        "One statement is chosen twice. Choose it once, with the whole amount.",
    ),
    "not identified": lambda: (
        replace(a_wish(), identified={}),
        a_situation(),
        "Note how the member was identified first.",
    ),
    "identified by nothing": lambda: (
        replace(a_wish(), identified={MEMBER: " \x00"}),
        a_situation(),
        "Note how the member was identified first.",
    ),
    "zero": lambda: (a_wish(pays(S, 0)), a_situation(), f"Enter an amount above zero for {S}."),
    "less than zero": lambda: (a_wish(pays(S, -500)), a_situation(), f"Enter an amount above zero for {S}."),
    "card result not known": lambda: (
        a_wish(),
        replace(a_situation(), unsettled=frozenset({S})),
        f"A card result for {S} is not known yet. Don't take it again, on the card or in cash.",
    ),
    "unknown statement": lambda: (
        a_wish(pays("S-7", 100)),
        a_situation(),
        "Statement S-7 is not known at this desk. Find it again by its number.",
    ),
    "another region": lambda: (
        a_wish(),
        a_situation(replace(a_statement(), region="scal")),
        f"{S} belongs to another region and is not paid here. Give the member that region's phone number.",
    ),
    "another member's": lambda: (
        a_wish(pays("S-9", 100)),
        a_situation(a_statement(), ANOTHERS),
        "S-9 is another member's. Note whose statement or authority was seen first.",
    ),
    "another member's with an empty note": lambda: (
        replace(a_wish(pays("S-9", 100)), identified={MEMBER: "photo ID", "22222222": ""}),
        a_situation(a_statement(), ANOTHERS),
        "S-9 is another member's. Note whose statement or authority was seen first.",
    ),
    "another member's confidential": lambda: (
        replace(a_wish(pays("S-9", 100)), identified={MEMBER: "photo ID", "22222222": "statement seen"}),
        a_situation(a_statement(), replace(ANOTHERS, confidential=True)),
        "S-9 is paid on its own member's account only. Open that member.",
    ),
    "a confidential bill beside another's": lambda: (
        replace(a_wish(pays(S, 100), pays("S-9", 100)), identified={MEMBER: "photo ID", "22222222": "statement seen"}),
        a_situation(replace(a_statement(), confidential=True), ANOTHERS),
        f"{S} goes on a receipt of its own. Take the others' statements by themselves.",
    ),
    "less than is open where that is not taken": lambda: (
        a_wish(pays("P-1", 900)),
        replace(a_situation(PREMIUM_BILL), rules=WHOLE),
        "P-1 is paid whole: $10.00 is open. Coverage ends.",
    ),
    "credit with a bill that takes none": lambda: (
        replace(CREDIT, parts=(pays("P-1", 1000), *CREDIT.parts), tenders=(cash(6000),)),
        replace(a_situation(PREMIUM_BILL), rules=WHOLE),
        "No credit is taken together with P-1. Take it as a payment of its own.",
    ),
    "a statement without a member": lambda: (
        replace(a_wish(), member_number="", identified={}),
        a_situation(),
        "Find the member first: statements, deposits and credit belong to somebody.",
    ),
    "a statement beside what is sold, without a member": lambda: (
        replace(a_wish(pays("misc:PARKING", 400), pays(S, 100)), member_number="", identified={}),
        replace(a_situation(), rules=WHOLE),
        "Find the member first: statements, deposits and credit belong to somebody.",
    ),
    "a deposit without a member": lambda: (
        replace(a_wish(pays("prepay:E-1", 100)), member_number=""),
        a_situation(),
        "Find the member first: statements, deposits and credit belong to somebody.",
    ),
    "a deposit for another region's member": lambda: (
        a_wish(pays("prepay:E-1", 100)),
        replace(a_situation(), member=replace(a_member(), region="scal")),
        "This member's region takes its own deposits. Give the member that region's phone number.",
    ),
    "a receipt code that is not in use": lambda: (
        a_wish(pays("misc:TOYS", 100)),
        replace(a_situation(), rules=WHOLE),
        "No receipt code of that name is in use. Choose one of these: PARKING.",
    ),
    "half a parking ticket": lambda: (
        a_wish(pays("misc:PARKING", 600)),
        replace(a_situation(), rules=WHOLE),
        "Parking costs $4.00. Enter that, or a multiple of it.",
    ),
    "money in holding without a clue": lambda: (
        a_wish(replace(pays("holding", 100), note=" ")),
        a_situation(),
        "Write down what is known of this money: who brought it, and what for.",
    ),
    "a card number as a source": lambda: (
        a_wish(replace(pays("holding", 100), source=CARD_NUMBER)),
        a_situation(),
        CARD_SENTENCE,
    ),
    "more than is open": lambda: (a_wish(pays(S, 41261)), a_situation(), f"Only $412.60 is open on {S}."),
    "balance changed": lambda: (
        replace(a_wish(), seen={S: "e1.0"}),
        a_situation(),
        f"The balance of {S} changed: $412.60 is open now. Look again, then take it.",
    ),
    "credit without reason": lambda: (
        replace(CREDIT, reason=" "),
        a_situation(),
        "Say why more than is open is taken: enter a reason.",
    ),
    "credit without a second person": lambda: (
        replace(CREDIT, approval=None),
        a_situation(),
        "Credit on account needs a lead's approval.",
    ),
    "credit approved by oneself": lambda: (
        replace(CREDIT, approval=replace(APPROVAL, approver="rosa")),
        a_situation(),
        "Nobody approves for themselves. Ask a lead.",
    ),
    "credit approved for less": lambda: (
        replace(CREDIT, approval=replace(APPROVAL, amount=Money(4999))),
        a_situation(),
        "The approval was given for something else. Ask the lead again.",
    ),
    "somebody else's credit": lambda: (
        replace(CREDIT, parts=(pays("credit:999", 5000),)),
        a_situation(),
        "credit:999 is not this member's account. Open the member whose account it is.",
    ),
    "no tender": lambda: (
        replace(a_wish(), tenders=()),
        a_situation(),
        "Choose how it is paid: cash, check, money order or card.",
    ),
    "a card that no terminal was asked for": lambda: (
        replace(a_wish(), tenders=(Tender(kind=TenderKind.CARD, amount=Money(41260)),)),
        a_situation(),
        "Card money is taken at the terminal. Ask the terminal first, then take the rest.",
    ),
    "a card beside cash that no terminal was asked for": lambda: (
        a_wish(tenders=(Tender(kind=TenderKind.CARD, amount=Money(1260)), cash(40000))),
        a_situation(),
        "Card money is taken at the terminal. Ask the terminal first, then take the rest.",
    ),
    "tender short": lambda: (a_wish(tenders=(cash(41000),)), a_situation(), "$2.60 is still to be tendered."),
    "a check over what is to pay": lambda: (
        a_wish(tenders=(check(41261),)),
        a_situation(),
        "Check 1043 is $0.01 more than is to pay. Change is given from cash only.",
    ),
    "a money order over what is left": lambda: (
        a_wish(tenders=(check(41260), money_order(100))),
        a_situation(),
        "Money order 22-4471 is $1.00 more than is to pay. Change is given from cash only.",
    ),
    "cash for nothing": lambda: (
        a_wish(tenders=(check(41260), cash(100))),
        a_situation(),
        "Nothing is left to pay with cash. Remove it.",
    ),
    "a check for two books": lambda: (
        a_wish(pays("S-1", 3000), pays("S-2", 4000), tenders=(check(7000),)),
        TWO_BOOKS,
        "Check 1043 pays either medical bills or premium, not both. Take premium on its own.",
    ),
    "a check without number": lambda: (
        a_wish(tenders=(check(41260, ""),)),
        a_situation(),
        "Enter the check number: up to 20 digits and letters, as printed on it.",
    ),
    "a card number as payor": lambda: (replace(a_wish(), payor=Payor(name=CARD_NUMBER)), a_situation(), CARD_SENTENCE),
    "a card number as reason": lambda: (replace(a_wish(), reason=CARD_NUMBER), a_situation(), CARD_SENTENCE),
    "a card number as a note": lambda: (a_wish(pays(S, 41260, CARD_NUMBER)), a_situation(), CARD_SENTENCE),
    "a card number as identification": lambda: (
        replace(a_wish(), identified={MEMBER: CARD_NUMBER}),
        a_situation(),
        CARD_SENTENCE,
    ),
    "a card number as a statement": lambda: (a_wish(pays(CARD_NUMBER, 100)), a_situation(), CARD_SENTENCE),
    "a card number as a check number": lambda: (
        a_wish(tenders=(check(41260, CARD_NUMBER),)),
        a_situation(),
        CARD_SENTENCE,
    ),
    "too long a reason": lambda: (
        replace(a_wish(), reason="x" * 121),
        a_situation(),
        "The reason has more than 120 characters. Shorten it.",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wish_against_the_rules_is_refused_in_one_sentence(name: str) -> None:
    wish, now, sentence = REFUSALS[name]()

    with pytest.raises(Refused) as refused:
        decide_payment(wish, now)

    assert refused.value.sentence == sentence


def test_a_changed_balance_is_its_own_refusal() -> None:
    with pytest.raises(BalanceChanged):
        decide_payment(replace(a_wish(), seen={S: "e1.0"}), a_situation())


def test_the_balance_that_was_seen_is_taken() -> None:
    assert decide_payment(replace(a_wish(), seen={S: "e1.1"}), a_situation()).transfers


def test_what_a_payments_own_card_changed_is_no_changed_balance() -> None:
    card = read_payment(decide_payment(a_wish(pays(S, 10000)), a_situation()))
    rest = replace(a_situation(replace(a_statement(S, 31260), version="e1.2")), earlier=(card,))
    wish = replace(a_wish(pays(S, 41260), tenders=(cash(31260),)), seen={S: "e1.1"})

    assert read_payment(decide_payment(wish, rest)).paid == Money(31260)


def test_credit_with_reason_and_a_second_persons_word_is_taken_and_says_who() -> None:
    facts = read_payment(decide_payment(CREDIT, a_situation()))

    assert (facts.approver, facts.approver_name, facts.reason) == ("helen", "Helen Park", "pays ahead")


def test_credit_needs_its_approval_also_after_a_card_has_paid_something() -> None:
    first = read_payment(decide_payment(a_wish(pays(S, 100)), a_situation()))
    wish = replace(CREDIT, parts=(pays(S, 100), *CREDIT.parts), approval=None, tenders=(cash(5000),))

    with pytest.raises(Refused, match="needs a lead's approval"):
        decide_payment(wish, replace(a_situation(a_statement(cents=41160)), earlier=(first,)))


def test_another_members_statement_is_paid_once_authority_is_noted() -> None:
    wish = replace(a_wish(pays("S-9", 3000)), identified={MEMBER: "photo ID", "22222222": "statement seen"})
    line = decide_payment(wish, a_situation(a_statement(), ANOTHERS))

    assert read_payment(line).targets[0].member_number == "22222222"
    assert read_payment(line).identified["22222222"] == "statement seen"


def test_a_card_elsewhere_does_not_block_this_balance() -> None:
    assert decide_payment(a_wish(), replace(a_situation(), unsettled=frozenset({"S-1"}))).transfers


def test_money_without_a_name_is_held_for_identification() -> None:
    line = decide_payment(a_wish(pays("holding", 500)), a_situation())

    assert [t.credit.code for t in line.transfers] == ["holding:OAK"]


def test_an_instalment_is_taken_also_where_bills_are_paid_whole() -> None:
    on_plan = replace(PREMIUM_BILL, plan_words="plan, 4 of 10")

    assert decide_payment(a_wish(pays("P-1", 100)), replace(a_situation(on_plan), rules=WHOLE)).transfers


def test_what_is_known_of_nobody_and_what_is_sold_needs_no_member() -> None:
    wish = replace(a_wish(pays("holding", 500), pays("misc:PARKING", 800)), member_number="", identified={})
    nobody = replace(a_member(number="", guarantor="", name=""), given_names="")
    line = decide_payment(wish, replace(a_situation(), member=nobody, member_statements=(), rules=WHOLE))
    facts = read_payment(line)

    assert [t.credit.code for t in line.transfers] == ["holding:OAK", "misc:OAK.PARKING"]
    assert (facts.member_number, facts.member_name, facts.guarantor_number, facts.open_after) == ("", "", "", Money(0))
    assert [placed.words for placed in facts.targets] == ["Held for identification", "Parking"]


def test_a_card_result_that_is_not_known_blocks_nobody_elses_parking() -> None:
    unsettled = replace(a_situation(), rules=WHOLE, unsettled=frozenset({"misc:PARKING", "holding"}))

    assert decide_payment(a_wish(pays("misc:PARKING", 400), pays("holding", 1)), unsettled).transfers


def test_a_deposit_is_owed_back_under_its_reference() -> None:
    line = decide_payment(a_wish(pays("prepay:E-20441", 5000)), a_situation())

    assert [t.credit.code for t in line.transfers] == ["prepayment:E-20441"]
    assert read_payment(line).targets[0].words == "Deposit for estimate E-20441"


def test_more_change_than_a_drawer_has_is_refused() -> None:
    wish = a_wish(pays(S, 41260), tenders=(cash(41260 + 1_000_00 + 1),))

    with pytest.raises(Refused, match="no drawer gives so much change"):
        decide_payment(wish, a_situation())
    most = decide_payment(replace(wish, tenders=(cash(41260 + 1_000_00),)), a_situation())
    assert read_payment(most).change == Money(1_000_00)


def test_a_statement_with_nothing_open_says_the_way_out() -> None:
    paid = replace(a_statement(S, 41260), open=Money(0))

    with pytest.raises(Refused, match=f"Nothing is open on {S}. Leave it out and say what is known"):
        decide_payment(a_wish(pays(S, 100), tenders=(cash(100),)), a_situation(paid))


def test_in_a_drawer_that_is_counted_no_money_is_taken_and_a_paid_bill_is_paid_no_further() -> None:
    now = a_situation()
    counting = replace(now, shift=replace(now.shift, state=ShiftState.COUNTING))
    with pytest.raises(Refused, match="This drawer is being counted"):
        decide_payment(a_wish(), counting)
    assert a_wish(pays("S-48210377", 100), pays("holding", 50)).to_pay == Money(150)

    paid = replace(a_statement(), open=ZERO)
    with pytest.raises(FieldRefused, match="Nothing is open on S-48210377") as refused:
        decide_payment(a_wish(), a_situation(paid))
    assert refused.value.field == "statement"


def test_each_part_of_a_payment_names_a_tender_and_a_target_that_are_there() -> None:
    line = decide_payment(a_wish(), a_situation())
    for applied in ([[0, 0, 100], [7, 0, 100]], [[0, 7, 100], [0, 0, 100]]):
        with pytest.raises(UnreadableBody):
            read_payment(replace(line, facts={**line.facts, "applied": applied}))
