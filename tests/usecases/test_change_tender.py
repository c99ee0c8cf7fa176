"""A change of tender at the desk: one line, one commit, and every figure says the tender that it is."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from cashier.domain.card import AttemptState
from cashier.domain.correction import Why
from cashier.domain.drawer import TenderTotal, drawer_holds
from cashier.domain.drawer_acts import DROP_ACT, Drop
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.large_cash import received_of
from cashier.domain.line import LineKind, Numbered
from cashier.domain.money import Money
from cashier.domain.people import Approval, Right
from cashier.domain.statements import StatementKind
from cashier.domain.tender_change import ChangeTender, change_act
from cashier.domain.tender_terms import TenderTable, usual_terms
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.tries import WITNESS_RIGHT
from cashier.domain.void import Void, void_act
from cashier.usecases.activity import find_payments, open_payment
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.change_tender import change_offer, change_tender
from cashier.usecases.correct_payment import void_offer, void_payment
from cashier.usecases.drawer_acts import drop, read_x
from cashier.usecases.find_member import open_member
from cashier.usecases.reprint import find_receipt
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import (
    HELEN,
    MEMBER,
    OAK3,
    PAYMENT_ID,
    ROSA,
    TERMINAL,
    Counter,
    a_desk,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)
from tests.fakes.terminal import approved

RECEIPT = "OAK3-0000001"


@pytest.fixture
def counter() -> Counter:
    """Rosa's desk, where $412.60 was keyed as a check of $200.00 and cash."""
    counter = a_desk()
    take_payment(a_wish(tenders=(check(20000), cash(21260))), counter.desk, ROSA)
    return counter


def a_change(counter: Counter, to: Tender, tender: int = 0) -> ChangeTender:
    offered = change_offer(RECEIPT, counter.desk, ROSA).tenders[tender]
    was = offered.tender
    return ChangeTender(
        line_id=counter.desk.new_id(),
        receipt=RECEIPT,
        tender=offered.place,
        to=to,
        why=Why(reason="keyed_wrong"),
        approval=agreed(counter, was, to),
    )


def agreed(counter: Counter, was: Tender, to: Tender) -> Approval:
    act = change_act(RECEIPT, was, to)
    return InPerson(counter.desk).approve(
        "helen", "helen's words", act=act, amount=to.amount, right=Right.APPROVE_CORRECTIONS
    )


def test_cash_that_was_keyed_as_a_check_is_cash_everywhere(counter: Counter) -> None:
    numbered = change_tender(a_change(counter, cash(20000)), counter.desk, ROSA)

    reading = read_x(counter.desk.new_id(), counter.desk, HELEN)
    assert (reading.papers, reading.cash) == (0, Money(10000 + 41260))
    assert reading.tenders == (TenderTotal(kind="cash", count=2, amount=Money(41260)),)
    (listed,) = find_payments("", counter.desk).payments
    assert (listed.how, listed.amount) == ("Cash", Money(41260))
    assert find_payments("1043", counter.desk).payments == ()
    (past,) = open_member(MEMBER, "card scanned", counter.desk, ROSA).past
    assert past.tenders == ("cash",)
    assert [line.kind for line in open_payment(RECEIPT, counter.desk).since] == [LineKind.TENDER_CHANGED]
    assert find_receipt(RECEIPT, counter.desk, ROSA)[-1] == numbered.line
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(numbered.line.line_id))] == [0]
        assert [job.copy for job in work.jobs.of(RECEIPT)] == [0, 1]
        assert work.journal.to_send() == 2
    assert void_offer(RECEIPT, counter.desk, ROSA).gives_back == (("Cash", Money(41260)),)


def test_a_check_that_was_keyed_as_cash_is_found_listed_and_known_again(counter: Counter) -> None:
    change_tender(a_change(counter, check(21260, "77"), 1), counter.desk, ROSA)

    reading = read_x(counter.desk.new_id(), counter.desk, HELEN)
    assert (reading.papers, reading.cash) == (2, Money(10000))
    assert len(find_payments("77", counter.desk).payments) == 1
    assert open_member(MEMBER, "card scanned", counter.desk, ROSA).past[0].tenders == ("check",)


def test_a_paper_that_came_before_needs_its_own_agreement(counter: Counter) -> None:
    order = replace(money_order(20000), issuer="USPS")
    change_tender(a_change(counter, order), counter.desk, ROSA)
    again = ChangeTender(
        line_id=uuid4(),
        receipt=RECEIPT,
        tender=1,
        to=replace(order, amount=Money(21260)),
        why=Why(reason="keyed_wrong"),
    )

    with pytest.raises(FieldRefused, match="Void the payment and take it again, so that a lead agrees"):
        change_tender(again, counter.desk, ROSA)
    reading = read_x(counter.desk.new_id(), counter.desk, HELEN)
    assert [(t.kind, t.count) for t in reading.tenders] == [("cash", 1), ("money_order", 1)]
    assert reading.papers == 1


def test_the_same_change_twice_is_one_and_a_second_finds_it_done(counter: Counter) -> None:
    wish, rival = a_change(counter, cash(20000)), a_change(counter, cash(20000))
    first = change_tender(wish, counter.desk, ROSA)

    assert change_tender(wish, counter.desk, ROSA) == first
    with pytest.raises(Refused, match="Choose which tender"):
        change_tender(rival, counter.desk, ROSA)
    assert [line.kind for line in counter.store.lines()].count(LineKind.TENDER_CHANGED) == 1


def test_one_word_changes_one_tender(counter: Counter) -> None:
    word = a_change(counter, cash(20000))
    with pytest.raises(Refused, match="given for something else"):
        change_tender(replace(word, to=replace(check(20000), number="9")), counter.desk, ROSA)
    assert LineKind.TENDER_CHANGED not in [line.kind for line in counter.store.lines()]


def test_a_check_that_was_cash_counts_as_cash_of_its_payor_and_cash_is_never_counted_twice(counter: Counter) -> None:
    with counter.desk.open_reading() as work:
        assert [cash_seen(n) for n in work.journal.cash_of(f"member:{MEMBER}", 10)] == [21260]
    change_tender(a_change(counter, cash(20000)), counter.desk, ROSA)
    change_tender(a_change(counter, replace(money_order(21260), issuer="USPS"), 0), counter.desk, ROSA)

    with counter.desk.open_reading() as work:
        assert [cash_seen(n) for n in work.journal.cash_of(f"member:{MEMBER}", 10)] == [21260, 20000]


def cash_seen(numbered: Numbered) -> int:
    return received_of(numbered.line).amount.cents


def test_while_a_card_of_the_payment_is_not_known_nothing_is_called_otherwise() -> None:
    counter = a_desk()
    wish = a_wish()
    first = ask_card(wish, Money(10000), TERMINAL, counter.desk, ROSA)
    settle_card(first.attempt_id, approved(10000), counter.desk)
    assert change_offer(RECEIPT, counter.desk, ROSA).tenders == ()

    counter = a_desk()
    take_payment(a_wish(tenders=(check(20000), cash(21260))), counter.desk, ROSA)
    known = counter.store.tables.attempts
    known[first.attempt_id] = replace(first, wish=a_wish(), state=AttemptState.UNKNOWN)
    assert change_offer(RECEIPT, counter.desk, ROSA).refused == (
        "A card result of $100.00 is not known yet. Wait until the terminal has said it."
    )


def test_nor_where_it_was_offered_before_the_card_was_asked_and_another_payments_card_hinders_nothing() -> None:
    for payment, hinders in ((PAYMENT_ID, True), (UUID(int=77), False)):
        counter = a_desk()
        take_payment(a_wish(pays("S-48210377", 5000), tenders=(cash(5000),)), counter.desk, ROSA)
        wish = a_change(counter, check(5000, "77"))
        ask_card(a_wish(pays("S-48210377", 9000), payment_id=payment), Money(4000), TERMINAL, counter.desk, ROSA)
        if not hinders:
            assert change_tender(wish, counter.desk, ROSA).line.kind is LineKind.TENDER_CHANGED
            continue
        with pytest.raises(Refused, match=r"A card result of \$40\.00 is not known yet"):
            change_tender(wish, counter.desk, ROSA)


def test_nothing_is_offered_of_a_payment_that_was_voided(counter: Counter) -> None:
    word = InPerson(counter.desk).approve(
        "helen", "helen's words", act=void_act(RECEIPT), amount=Money(41260), right=Right.APPROVE_CORRECTIONS
    )
    void = Void(line_id=uuid4(), receipt=RECEIPT, why=Why(reason="paid_twice"), receipt_back=RECEIPT, approval=word)
    void_payment(void, counter.desk, ROSA)

    offer = change_offer(RECEIPT, counter.desk, ROSA)
    assert offer.tenders == ()
    assert "was voided before" in offer.refused


def test_a_tender_that_may_not_pay_such_a_bill_is_not_called_so(counter: Counter) -> None:
    terms = replace(usual_terms(TenderKind.CHECK), bills=frozenset({StatementKind.PREMIUM}))
    rules = replace(OAK3.rules, tenders=TenderTable({TenderKind.CHECK: terms}))
    desk = replace(counter.desk, place=replace(OAK3, rules=rules))

    with pytest.raises(Refused, match="Check is not taken for a hospital bill"):
        change_tender(a_change(counter, check(21260, "77"), 1), desk, ROSA)


def test_what_left_the_drawer_as_cash_becomes_no_check(counter: Counter) -> None:
    dropped = InPerson(counter.desk).approve(
        "helen", "helen's words", act=DROP_ACT, amount=Money(30000), right=WITNESS_RIGHT
    )
    wish = Drop(line_id=counter.desk.new_id(), count={"100.00": 3}, bag="B-1", witness=dropped)
    drop(wish, counter.desk, ROSA)
    before = len(counter.store.lines())

    with pytest.raises(Refused, match=r"There is not that much medical cash in this drawer: what was keyed as cash"):
        change_tender(a_change(counter, check(21260, "77"), 1), counter.desk, ROSA)

    assert len(counter.store.lines()) == before
    with counter.desk.open_reading() as work:
        shift = work.journal.open_shift()
        assert shift is not None
        held = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
    assert held.cash_total == Money(10000 + 21260 - 30000)
