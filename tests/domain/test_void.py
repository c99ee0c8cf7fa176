"""A void gives back exactly what was taken, once, from the drawer that has it, when two people agree."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import AccountKind
from cashier.domain.asks import words_of
from cashier.domain.correction import PaymentNow, Why
from cashier.domain.drawer import drawer_holds, items_in, receipts_in, tender_totals
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, read_line
from cashier.domain.money import Money
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import book, decide_payment
from cashier.domain.people import Role, Staff
from cashier.domain.shift import ShiftState
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import VoidAt, decide_void, from_drawer, given_back, must_be_voidable, void_act
from tests.domain.card_lines import card_paid, card_void_at
from tests.domain.correcting import VOID_ID, a_paid, a_void, signed, void_at, voided
from tests.domain.written import LATE
from tests.fakes.builders import HELEN, NOW, ROSA, SHIFT_ID, a_shift, a_situation, a_wish, cash, check, money_order


def refusal(at: VoidAt, **said: object) -> str:
    with pytest.raises(Refused) as refused:
        decide_void(a_void(at, **said), at)
    return refused.value.sentence


@given(checks=st.lists(st.integers(1, 9000), max_size=3), more=st.integers(0, 20000))
def test_nothing_of_a_voided_payment_is_left_anywhere(checks: list[int], more: int) -> None:
    papers = tuple(check(cents, str(1000 + place)) for place, cents in enumerate(checks))
    paid = a_paid(*papers, cash(41260 - sum(checks) + more))
    at = void_at(paid)

    line = decide_void(a_void(at), at)

    net: dict[str, int] = {}
    for transfer in (*paid.transfers, *line.transfers):
        net[transfer.debit.code] = net.get(transfer.debit.code, 0) + transfer.amount.cents
        net[transfer.credit.code] = net.get(transfer.credit.code, 0) - transfer.amount.cents
    assert set(net.values()) == {0}
    assert items_in(SHIFT_ID, (paid, line)) == ()
    assert tender_totals((paid, line)) == ()
    assert receipts_in((paid, line)) == ()
    assert read_line(line.body()) == line
    assert PaymentNow(lines=(paid,), corrections=(line,)).standing == ()


def test_cash_and_checks_are_told_before_they_are_given_back() -> None:
    at = void_at(a_paid(check(20000), cash(25000)))

    assert given_back(at.payment) == (("Check 1043", Money(20000)), ("Cash", Money(21260)))


def test_a_void_says_who_asked_and_who_agreed() -> None:
    facts = voided().facts

    assert (facts["staff_name"], facts["approver"], facts["approver_name"]) == ("Rosa Delgado", "helen", "Helen Park")
    assert (facts["receipt_back"], facts["without_receipt"]) == (True, "")


def test_a_payment_is_voided_once() -> None:
    paid = a_paid()
    first = void_at(paid)
    at = void_at(paid, corrections=(decide_void(a_void(first), first),))

    assert refusal(at) == "Receipt OAK3-0000001 was voided before, signed by Helen Park."


@pytest.mark.parametrize(
    ("at", "part"),
    [
        (lambda at: replace(at, shift=None), "a drawer that is closed"),
        (lambda at: replace(at, shift=replace(a_shift(), shift_id=uuid4())), "a drawer that is closed"),
        (lambda at: replace(at, shift=replace(a_shift(), state=ShiftState.COUNTING)), "being counted"),
        (lambda at: replace(at, staff=HELEN), "Rosa Delgado's"),
        (lambda at: replace(at, staff=Staff(user="a", name="Ana", role=Role.AUDITOR)), "may not correct payments"),
        (lambda at: replace(at, items=()), "Check 1043 is not in this drawer any more. Send the member"),
    ],
)
def test_what_cannot_go_back_here_is_refused_with_the_way_out(at: object, part: str) -> None:
    changed = at(void_at(a_paid(check(41260))))  # type: ignore[operator]

    with pytest.raises(Refused, match=part):
        must_be_voidable(changed)


def test_card_money_goes_back_to_the_card_alone() -> None:
    now = a_situation()
    card = Tender(kind=TenderKind.CARD, amount=Money(10000), last_four="4421", approval_code="A1")
    first = book(replace(a_wish(), tenders=()), now, card, line_id=uuid4())

    assert "card money, which goes back to the same card" in refusal(void_at(first))


def test_a_card_goes_back_at_its_terminal_first_and_at_the_office_where_nobody_knows_which_that_is() -> None:
    known = card_void_at()

    assert refusal(known) == "Receipt OAK3-0000001 has card money. The terminal gives it back first."
    for unknown in (replace(known, charged_at={}), card_void_at(card_paid(poi=None))):
        with pytest.raises(Refused, match="card money, which goes back to the same card and to nothing else"):
            must_be_voidable(unknown)


def test_after_the_close_the_way_out_is_told_with_the_offices_phone() -> None:
    at = replace(void_at(a_paid()), shift=None)
    way = "moves it to the member's account; then a refund is asked for."

    assert refusal(at) == (
        "Receipt OAK3-0000001 was taken in a drawer that is closed, so nothing of it can be given back here. "
        f"The cash office, (800) 464-4000, {way}"
    )
    assert refusal(replace(at, phone="")).endswith(f"The cash office {way}")


def test_cash_that_is_not_there_is_not_given_back_and_the_amount_is_not_told_before_a_lead_signed() -> None:
    at = void_at(a_paid())
    empty = replace(at, held=drawer_holds(SHIFT_ID, ()))

    assert refusal(empty) == (
        "There is not that much medical cash in this drawer. "
        "Send the member to the cash office, (800) 464-4000: a refund is asked for there."
    )
    assert refusal(empty, approval=None) == "A void needs a lead's approval."


def test_the_last_cent_of_a_drawer_is_given_back_and_paper_opens_it_too() -> None:
    paid = a_paid()
    at = replace(void_at(paid), held=drawer_holds(SHIFT_ID, paid.transfers))

    assert decide_void(a_void(at), at).facts["cash_cents"] == 41260
    assert from_drawer(at.payment)
    assert from_drawer(void_at(a_paid(money_order(41260))).payment)


def test_what_stands_for_a_books_receipt_goes_back_at_the_office_and_what_came_otherwise_does_not() -> None:
    printed = replace(LATE, book="OAK4-0000012", number=0)
    late, mailed, again = (
        decide_payment(replace(a_wish(tenders=(cash(41260),)), origin=origin), a_situation())
        for origin in (LATE, Origin(kind=OriginKind.MAIL, batch=SHIFT_ID), printed)
    )

    assert "stands for a paper receipt, whose number is used up" in refusal(void_at(late))
    assert must_be_voidable(void_at(mailed)) == a_shift()
    assert must_be_voidable(void_at(again)) == a_shift()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"approval": None}, "A void needs a lead's approval."),
        ({"why": Why(reason="")}, "Choose a reason from the list."),
        ({"why": Why(reason="other")}, "Say what the other reason is: write it beside the list."),
        ({"why": Why(reason="other", text="4111 1111 1111 1111")}, "card number"),
    ],
)
def test_a_void_needs_a_reason_and_a_second_person(said: dict[str, object], sentence: str) -> None:
    assert sentence in refusal(void_at(a_paid()), **said)


def test_the_receipt_comes_back_or_somebody_says_why_not() -> None:
    at = void_at(a_paid())

    for said in ({"receipt_back": ""}, {"receipt_back": "OAK3-0000002"}):
        with pytest.raises(FieldRefused) as refused:
            decide_void(a_void(at, **said), at)
        assert refused.value.field == "receipt"
    line = decide_void(a_void(at, receipt_back="", without_receipt="lost it"), at)
    assert (line.facts["receipt_back"], line.facts["without_receipt"]) == (False, "lost it")


def test_an_approval_is_for_this_payment_this_amount_and_these_minutes() -> None:
    at = void_at(a_paid())
    good = signed(at)

    assert refusal(at, approval=replace(good, approver="rosa")) == "Nobody approves for themselves. Ask a lead."
    for other in (replace(good, act="the void of OAK3-0000002"), replace(good, amount=Money(41261))):
        assert refusal(at, approval=other) == "The approval was given for something else. Ask the lead again."
    for given_at in (NOW - timedelta(minutes=6), NOW + timedelta(seconds=1)):
        late = replace(good, given_at=given_at)
        assert refusal(at, approval=late) == "The approval is some minutes old. Ask the lead again."


def test_a_word_from_afar_holds_for_ten_minutes_and_stands_on_the_line() -> None:
    at = void_at(a_paid())
    word = replace(signed(at), word="019aa7c0-0000-7000-8000-0000000000ff")

    for given_at in (NOW - timedelta(minutes=11), NOW + timedelta(minutes=2)):
        late = replace(word, given_at=given_at)
        assert refusal(at, approval=late) == "The approval is some minutes old. Ask the lead again."
    line = decide_void(a_void(at, approval=replace(word, given_at=NOW - timedelta(minutes=9))), at)
    assert words_of(line) == {word.word: str(line.line_id)}


def test_money_orders_go_back_as_paper_and_the_drawer_keeps_the_rest() -> None:
    first = a_paid(money_order(41260))
    other_wish = a_wish(tenders=(cash(41260),), payment_id=uuid4())
    other = decide_payment(other_wish, replace(a_situation(), receipt="OAK3-0000002"))
    at = replace(void_at(first), items=items_in(SHIFT_ID, (first, other)))

    line: Line = decide_void(a_void(at), at)

    totals = {t.kind: (t.count, t.amount) for t in tender_totals((first, other, line))}
    assert totals == {"cash": (1, Money(41260))}
    assert [t.credit.kind for t in line.transfers] == [AccountKind.DRAWER_CHECKS]
    assert line.line_id == VOID_ID
    assert ROSA.user == line.staff


def test_a_second_person_signs_for_one_receipt_and_a_word_from_afar_may_be_a_little_early() -> None:
    assert void_act("OAK3-0000001") == "the void of OAK3-0000001"
    at = void_at(a_paid())
    early = replace(signed(at), word="019aa7c0-0000-7000-8000-0000000000ff", given_at=NOW + timedelta(seconds=59))

    assert decide_void(a_void(at, approval=early), at).facts["approver"] == "helen"
