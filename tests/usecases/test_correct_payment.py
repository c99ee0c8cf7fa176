"""A void at the desk: one line, one commit, whatever is pressed twice, and every figure is as it was before."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from cashier.domain.accounts import AccountKind
from cashier.domain.asks import WordUsed
from cashier.domain.correction import Why
from cashier.domain.day import shown_amount
from cashier.domain.desk_payment import PostState
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.move import Move, move_act
from cashier.domain.payment import CREDIT_ACT
from cashier.domain.people import Approval, Right
from cashier.domain.targets import read_target
from cashier.domain.void import Void, void_act
from cashier.usecases.activity import day_at, find_payments, open_payment
from cashier.usecases.ask_refund import ask_refund
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.correct_payment import move_offer, move_payment, void_offer, void_payment
from cashier.usecases.drawer_acts import read_x
from cashier.usecases.find_member import open_member
from cashier.usecases.reprint import find_receipt
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from cashier.usecases.use_fund import use_fund
from tests.fakes.builders import (
    GUARANTOR,
    HELEN,
    MEMBER,
    PAYMENT_ID,
    ROSA,
    TERMINAL,
    Counter,
    a_desk,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)
from tests.fakes.terminal import DECLINED, UNKNOWN
from tests.ui.sample_doors import PlainFunds
from tests.usecases.test_ask_refund import a_refund
from tests.usecases.test_close_shift import a_close
from tests.usecases.test_use_fund import HOW, a_use

RECEIPT = "OAK3-0000001"


@pytest.fixture
def counter() -> Counter:
    """Rosa's desk, where $412.60 was paid with a check and cash."""
    counter = a_desk()
    take_payment(a_wish(tenders=(check(20000), cash(25000))), counter.desk, ROSA)
    return counter


def agreed(counter: Counter, cents: int = 41260, user: str = "helen") -> Approval:
    return InPerson(counter.desk).approve(
        user, f"{user}'s words", act=void_act(RECEIPT), amount=Money(cents), right=Right.APPROVE_CORRECTIONS
    )


def a_void(counter: Counter) -> Void:
    return Void(
        line_id=counter.desk.new_id(),
        receipt=RECEIPT,
        why=Why(reason="paid_twice"),
        receipt_back=RECEIPT,
        approval=agreed(counter),
    )


def due(counter: Counter) -> Money:
    return open_member(MEMBER, "card scanned", counter.desk, ROSA).open_balance


def test_a_voided_payment_is_due_again_and_two_slips_are_printed(counter: Counter) -> None:
    assert due(counter) == Money(0)

    numbered = void_payment(a_void(counter), counter.desk, ROSA)

    assert due(counter) == Money(41260)
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(numbered.line.line_id))] == [0, 1]
        assert work.journal.to_send() == 2


def test_the_same_void_twice_is_one_and_another_one_is_refused(counter: Counter) -> None:
    wish = a_void(counter)
    first = void_payment(wish, counter.desk, ROSA)

    assert void_payment(wish, counter.desk, ROSA) == first
    with pytest.raises(Refused, match="was voided before, signed by Helen Park"):
        void_payment(a_void(counter), counter.desk, ROSA)
    assert [line.kind for line in counter.store.lines()].count(LineKind.VOIDED) == 1


def test_the_payments_own_id_brings_no_second_payment_after_a_void(counter: Counter) -> None:
    void_payment(a_void(counter), counter.desk, ROSA)

    again = take_payment(a_wish(tenders=(check(20000), cash(25000))), counter.desk, ROSA)

    assert again.again
    assert due(counter) == Money(41260)


def test_the_offer_says_what_goes_back_before_anybody_signs(counter: Counter) -> None:
    offer = void_offer(RECEIPT, counter.desk, ROSA)

    assert (offer.amount, offer.refused) == (Money(41260), "")
    assert offer.gives_back == (("Check 1043", Money(20000)), ("Cash", Money(21260)))
    assert "Rosa Delgado's" in void_offer(RECEIPT, counter.desk, HELEN).refused
    with pytest.raises(Refused, match="No receipt OAK3-0000009"):
        void_offer("OAK3-0000009", counter.desk, ROSA)


def test_nobody_who_has_the_drawer_or_no_right_approves(counter: Counter) -> None:
    with pytest.raises(Refused, match="may not approve"):
        agreed(counter, user="rosa")


def test_totals_lists_and_history_leave_it_out_and_still_show_it(counter: Counter) -> None:
    void_payment(a_void(counter), counter.desk, ROSA)

    reading = read_x(counter.desk.new_id(), counter.desk, HELEN)
    assert (reading.payments, reading.papers, reading.tenders) == (0, 0, ())
    day = day_at(counter.desk)
    assert (day.figures.receipts, day.figures.voided, day.figures.checks.items) == (0, 1, 0)
    (listed,) = find_payments("", counter.desk).payments
    assert (listed.state, shown_amount(listed, cash_is_counted=True)) == (PostState.VOIDED, Money(41260))
    past = open_member(MEMBER, "card scanned", counter.desk, ROSA).past
    assert [payment.is_voided for payment in past] == [True]
    opened = open_payment(RECEIPT, counter.desk)
    assert [line.kind for line in opened.since] == [LineKind.VOIDED]
    assert [line.kind for line in find_receipt(RECEIPT, counter.desk, ROSA)] == [LineKind.PAYMENT, LineKind.VOIDED]


def test_a_word_from_afar_is_used_once_and_a_second_use_is_a_line(counter: Counter) -> None:
    word = str(counter.desk.new_id())
    void_payment(replace(a_void(counter), approval=replace(agreed(counter), word=word)), counter.desk, ROSA)
    again = take_payment(replace(a_wish(tenders=(cash(41260),)), payment_id=counter.desk.new_id()), counter.desk, ROSA)
    receipt, amount = again.receipt, Money(41260)
    given = InPerson(counter.desk).approve(
        "helen", "helen's words", act=void_act(receipt), amount=amount, right=Right.APPROVE_CORRECTIONS
    )

    with pytest.raises(WordUsed):
        void_payment(
            replace(a_void(counter), receipt=receipt, receipt_back=receipt, approval=replace(given, word=word)),
            counter.desk,
            ROSA,
        )
    line = counter.store.lines()[-1]
    assert (line.kind, line.facts) == (LineKind.REFUSED, {"act": void_act(receipt), "why": "word_used"})


def test_a_check_that_went_back_may_be_handed_over_again(counter: Counter) -> None:
    void_payment(a_void(counter), counter.desk, ROSA)

    taken = take_payment(a_wish(tenders=(check(41260),), payment_id=uuid4()), counter.desk, ROSA)

    assert taken.receipt == "OAK3-0000002"


def test_an_approval_that_waited_is_asked_for_again(counter: Counter) -> None:
    wish = a_void(counter)
    counter.clock.forward(timedelta(minutes=6).total_seconds())

    with pytest.raises(Refused, match="some minutes old"):
        void_payment(wish, counter.desk, ROSA)
    assert PAYMENT_ID in {line.line_id for line in counter.store.lines()}


def a_move(counter: Counter, to: str, cents: int) -> Move:
    (source,) = move_offer(RECEIPT, counter.desk, ROSA).sources
    target = read_target(to)
    approval = InPerson(counter.desk).approve(
        "helen",
        "helen's words",
        act=move_act(RECEIPT, source.target.code, target),
        amount=Money(cents),
        right=Right.APPROVE_CORRECTIONS,
    )
    return Move(
        line_id=counter.desk.new_id(),
        receipt=RECEIPT,
        source=source.target.code,
        to=target,
        amount=Money(cents),
        why=Why(reason="wrong_statement"),
        approval=approval,
    )


def test_a_move_is_one_line_and_the_balances_follow_it() -> None:
    counter = a_desk(a_statement(), a_statement("S-48211904", 6000))
    take_payment(a_wish(tenders=(cash(41260),)), counter.desk, ROSA)
    wish = a_move(counter, "S-48211904", 6000)

    first = move_payment(wish, counter.desk, ROSA)

    assert move_payment(wish, counter.desk, ROSA) == first
    account = open_member(MEMBER, "card scanned", counter.desk, ROSA)
    assert {s.number: s.open for s in account.statements if s.open > Money(0)} == {"S-48210377": Money(6000)}
    assert [(p.is_moved, p.tenders) for p in account.past] == [(False, ("moved here",)), (True, ("cash",))]
    with pytest.raises(Refused, match=r"Only \$0.00 is open|needs a lead"):
        move_payment(replace(wish, line_id=counter.desk.new_id()), counter.desk, ROSA)
    with counter.desk.open_reading() as work:
        assert work.journal.to_send() == 2
        assert [job.copy for job in work.jobs.of(str(first.line.line_id))] == [0], "a slip for two signatures"


def test_money_is_moved_on_account_where_this_desk_knows_somebody_of_it(counter: Counter) -> None:
    wish = a_move(counter, f"credit:{GUARANTOR}", 6000)
    with pytest.raises(FieldRefused, match="This account is not known at this desk"):
        move_payment(replace(wish, to=read_target("credit:999")), counter.desk, ROSA)

    line = move_payment(wish, counter.desk, ROSA).line
    assert {transfer.credit.kind for transfer in line.transfers} == {AccountKind.CREDIT}
    assert due(counter) == Money(6000)


def test_what_another_deposit_or_a_moved_one_pays_hinders_nothing() -> None:
    """Nor does the use of a credit that this payment brought, once that was moved to a bill."""
    counter = a_desk(a_statement(), a_statement("S-48211904", 6000))
    code = f"credit:{GUARANTOR}"
    word = InPerson(counter.desk).approve("helen", "helen's words", act=CREDIT_ACT, amount=Money(6000))
    take = replace(a_wish(pays(code, 6000), tenders=(cash(6000),)), reason="pays ahead", approval=word)
    take_payment(take, counter.desk, ROSA)
    use_fund(a_use(counter, 1000), HOW, counter.desk, ROSA, PlainFunds())
    assert void_offer(RECEIPT, counter.desk, ROSA).refused == ""
    move_payment(a_move(counter, "S-48211904", 6000), counter.desk, ROSA)
    use = replace(a_use(counter, 1000), act_id=UUID(int=1000))
    use_fund(replace(use, fund=replace(use.fund, target=read_target(code))), HOW, counter.desk, ROSA, PlainFunds())
    assert [line.kind for line in counter.store.lines()].count(LineKind.CREDIT_SLIP) == 2

    assert void_offer(RECEIPT, counter.desk, ROSA).refused == ""


def test_a_card_that_was_asked_for_other_bills_hinders_nothing(counter: Counter) -> None:
    other = replace(a_wish(pays("holding", 9000), tenders=()), payment_id=UUID(int=77))
    ask_card(other, Money(4000), TERMINAL, counter.desk, ROSA)

    assert void_payment(a_void(counter), counter.desk, ROSA).line.kind is LineKind.VOIDED


def test_what_is_asked_for_the_same_deposit_hinders_no_void_of_what_it_has() -> None:
    """Two payments for one deposit are two: a bill alone could be paid beyond what is open."""
    counter = a_desk()
    take_payment(a_wish(pays("prepay:E-20441", 5000), tenders=(cash(5000),)), counter.desk, ROSA)
    other = replace(a_wish(pays("prepay:E-20441", 9000), tenders=()), payment_id=UUID(int=77))
    ask_card(other, Money(4000), TERMINAL, counter.desk, ROSA)

    assert void_offer(RECEIPT, counter.desk, ROSA).refused == ""


def test_credit_that_has_paid_a_bill_since_is_neither_given_back_nor_moved() -> None:
    counter = a_desk()
    code = f"credit:{GUARANTOR}"
    word = InPerson(counter.desk).approve("helen", "helen's words", act=CREDIT_ACT, amount=Money(15000))
    take = replace(a_wish(pays(code, 15000), tenders=(cash(15000),)), reason="pays ahead", approval=word)
    take_payment(take, counter.desk, ROSA)
    wish = replace(a_void(counter), approval=agreed(counter, 15000))
    use = a_use(counter)
    use_fund(replace(use, fund=replace(use.fund, target=read_target(code))), HOW, counter.desk, ROSA, PlainFunds())
    before = counter.store.lines()

    with pytest.raises(Refused, match=r"\$60.00 of what it brought has paid S-48210377 since"):
        void_payment(wish, counter.desk, ROSA)
    for offer in (void_offer(RECEIPT, counter.desk, ROSA), move_offer(RECEIPT, counter.desk, ROSA)):
        assert offer.refused.startswith("$60.00 of what it brought")
    assert counter.store.lines() == before


def test_a_deposit_that_is_asked_back_since_is_not_given_back_at_the_desk_too() -> None:
    counter = a_desk()
    take_payment(a_wish(pays("prepay:E-20441", 15000), tenders=(cash(15000),)), counter.desk, ROSA)
    ask_refund(a_refund(counter), counter.desk, ROSA, PlainFunds())
    before = counter.store.lines()

    with pytest.raises(Refused, match=r"\$60.00 of what it brought is asked back since, so it can't be given back"):
        void_payment(replace(a_void(counter), approval=agreed(counter, 15000)), counter.desk, ROSA)
    assert counter.store.lines() == before


def test_a_deposit_of_which_nothing_was_used_is_given_back() -> None:
    counter = a_desk()
    use_fund(a_use(counter), HOW, counter.desk, ROSA, PlainFunds())
    take_payment(a_wish(pays("prepay:E-20441", 15000), tenders=(cash(15000),)), counter.desk, ROSA)

    line = void_payment(replace(a_void(counter), approval=agreed(counter, 15000)), counter.desk, ROSA).line
    assert line.facts["cash_cents"] == 15000


@pytest.mark.parametrize("payment", [PAYMENT_ID, UUID(int=77)])
def test_while_a_cards_result_is_unknown_nothing_there_is_given_back_or_moved(payment: UUID) -> None:
    """Of the same payment, or of another one to the same statement: what comes late is booked there."""
    counter = a_desk()
    take_payment(a_wish(pays("S-48210377", 5000), tenders=(cash(5000),)), counter.desk, ROSA)
    move = a_move(counter, f"credit:{GUARANTOR}", 5000)
    wish = replace(a_wish(pays("S-48210377", 9000), tenders=()), payment_id=payment)
    attempt = ask_card(wish, Money(4000), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, UNKNOWN, counter.desk)
    void = replace(a_void(counter), approval=agreed(counter, 5000))
    before = counter.store.tables

    with pytest.raises(
        Refused, match=r"A card result of \$40\.00 is not known yet\. Wait until the terminal has said it"
    ):
        void_payment(void, counter.desk, ROSA)
    with pytest.raises(Refused, match="is not known yet"):
        move_payment(move, counter.desk, ROSA)
    assert counter.store.tables == before
    assert void_offer(RECEIPT, counter.desk, ROSA).refused == move_offer(RECEIPT, counter.desk, ROSA).refused != ""

    settle_card(attempt.attempt_id, DECLINED, counter.desk)
    assert void_payment(void, counter.desk, ROSA).line.kind is LineKind.VOIDED


def test_once_its_drawer_is_closed_a_deposit_is_the_offices() -> None:
    counter = a_desk()
    take_payment(a_wish(pays("prepay:E-20441", 15000), tenders=(check(15000),)), counter.desk, ROSA)
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 5}), counter.desk, ROSA)
    close_shift(a_close(counter), counter.desk, ROSA)

    assert "was taken in a drawer that is closed" in void_offer(RECEIPT, counter.desk, ROSA).refused
