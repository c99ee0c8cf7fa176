"""Card money is asked in one commit and settled in another; what is approved is booked once, whatever has changed."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payor import Payor, read_payor
from cashier.domain.shift import OpenShift, decide_open_shift
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import TenderTable, TenderTerms, usual_terms
from cashier.domain.tenders import TenderKind
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.find_member import read_account
from cashier.usecases.take_payment import finish_payment, take_payment
from tests.fakes.builders import (
    GUARANTOR,
    HELEN,
    MEDICAL,
    MEMBER,
    OAK3,
    PAYMENT_ID,
    ROSA,
    SHIFT_ID,
    TERMINAL,
    TODAY,
    Counter,
    a_desk,
    a_statement,
    a_wish,
    cash,
    pays,
)
from tests.fakes.terminal import CANCELLED, DECLINED, UNKNOWN, approved

S = "S-48210377"
NOT_CHARGED = CardOutcome(state=AttemptState.NOT_CHARGED, words="nothing was sent")


def _ask(counter: Counter, cents: int = 41260) -> Attempt:
    return ask_card(a_wish(), Money(cents), TERMINAL, counter.desk, ROSA)


def _kinds(counter: Counter) -> list[LineKind]:
    return [line.kind for line in counter.store.lines()[1:]]


def _paid(counter: Counter) -> Money:
    lines = [line for line in counter.store.lines() if line.kind is LineKind.PAYMENT]
    return total([transfer.amount for line in lines for transfer in line.transfers])


def _papers(counter: Counter) -> list[tuple[str, int]]:
    return [(job.receipt, job.copy) for job in counter.store.tables.jobs]


def test_of_the_payor_a_card_is_written_down_with_the_name_alone() -> None:
    """Song-Beverly, Civil Code 1747.08; what large cash asks for comes with the cash that pays the rest."""
    counter = a_desk()
    payor = Payor(name="Tran, Bao", phone="510-555-0134", id_reference="CA license D1234567")
    wish = replace(a_wish(), payor=payor)
    attempt = ask_card(wish, Money(41000), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(41000), counter.desk)

    asked, paid = counter.store.lines()[-2:]
    for line in (asked, paid):
        assert "Tran, Bao" in str(line.body())
        assert not [said for said in ("510-555-0134", "D1234567") if said in str(line.body())]

    take_payment(replace(wish, tenders=(cash(260),)), counter.desk, ROSA)
    assert read_payor(counter.store.lines()[-1].facts) == payor


def test_asking_writes_who_wants_what_and_moves_no_money() -> None:
    counter = a_desk()
    attempt = _ask(counter)

    line = counter.store.lines()[-1]
    assert (line.kind, line.line_id, line.transfers) == (LineKind.CARD_ASKED, attempt.attempt_id, ())
    assert (attempt.state, attempt.asked_by, attempt.shift_id) == (AttemptState.ASKED, "rosa", SHIFT_ID)
    assert _papers(counter) == []


def test_an_approval_in_full_is_booked_and_printed_under_the_payments_id() -> None:
    counter = a_desk()
    settled = settle_card(_ask(counter).attempt_id, approved(41260), counter.desk)

    assert settled.taken is not None
    assert (settled.taken.receipt, settled.taken.paid, settled.rest) == ("OAK3-0000001", Money(41260), ZERO)
    assert settled.taken.again, "it was booked by now, and opens nothing"
    assert (settled.attempt.state, settled.taken.opens_drawer) == (AttemptState.APPROVED, False)
    transfers = counter.store.lines()[-1].transfers
    assert [(t.debit.code, t.credit.code) for t in transfers] == [
        ("card_clearing:OAK3:ncal.medical", f"receivable:{S}")
    ]
    assert _papers(counter) == [("OAK3-0000001", 0)]


@pytest.mark.parametrize("outcome", [DECLINED, CANCELLED, NOT_CHARGED])
def test_a_no_is_written_down_and_frees_balance_and_terminal(outcome: CardOutcome) -> None:
    counter = a_desk()
    settled = settle_card(_ask(counter).attempt_id, outcome, counter.desk)

    assert (settled.taken, settled.rest) == (None, Money(41260))
    closed = counter.store.lines()[-1]
    assert (closed.kind, closed.facts["state"], closed.transfers) == (LineKind.CARD_CLOSED, outcome.state.value, ())
    assert take_payment(a_wish(), counter.desk, ROSA).paid == Money(41260)


@pytest.mark.parametrize("outcome", [approved(41260), DECLINED, UNKNOWN])
def test_the_same_answer_twice_is_written_once(outcome: CardOutcome) -> None:
    counter = a_desk()
    attempt = _ask(counter)
    first = settle_card(attempt.attempt_id, outcome, counter.desk)
    before = counter.store.tables

    assert settle_card(attempt.attempt_id, outcome, counter.desk) == first
    assert counter.store.tables == before


@pytest.mark.parametrize("late", [DECLINED, CANCELLED, UNKNOWN, approved(100)])
def test_nothing_that_is_said_later_undoes_an_approval(late: CardOutcome) -> None:
    counter = a_desk()
    attempt = _ask(counter)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)
    before = counter.store.tables
    settle_card(attempt.attempt_id, late, counter.desk)

    assert counter.store.tables == before


def test_an_approval_after_a_no_is_booked_and_what_it_no_longer_pays_becomes_credit() -> None:
    counter = a_desk()
    attempt = _ask(counter)
    settle_card(attempt.attempt_id, CANCELLED, counter.desk)
    take_payment(a_wish(), counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)

    assert [t.credit.code for t in counter.store.lines()[-1].transfers] == [f"credit:{GUARANTOR}"]
    assert _paid(counter) == Money(2 * 41260)
    assert _papers(counter) == [("OAK3-0000001", 0), ("OAK3-0000001", 1)]


def test_an_approval_without_an_amount_stays_unknown() -> None:
    counter = a_desk()
    settled = settle_card(_ask(counter).attempt_id, approved(0), counter.desk)

    assert settled.attempt.state is AttemptState.UNKNOWN
    assert _paid(counter) == ZERO


def test_a_partial_card_then_cash_stand_under_one_receipt_and_one_paper() -> None:
    counter = a_desk()
    settled = settle_card(_ask(counter).attempt_id, approved(10000), counter.desk)
    papers_before = _papers(counter)
    taken = take_payment(a_wish(tenders=(cash(32000),)), counter.desk, ROSA)

    assert settled.rest == Money(31260)
    assert papers_before == []
    assert (taken.receipt, taken.paid, taken.change) == ("OAK3-0000001", Money(41260), Money(740))
    assert len(taken.lines) == 2
    assert _papers(counter) == [("OAK3-0000001", 0)]
    assert read_account(MEMBER, counter.desk).open_balance == ZERO
    assert take_payment(a_wish(tenders=(cash(32000),)), counter.desk, ROSA).again


def test_two_partial_cards_stand_under_one_receipt() -> None:
    counter = a_desk()
    settle_card(_ask(counter, 20000).attempt_id, approved(20000), counter.desk)
    settled = settle_card(_ask(counter, 21260).attempt_id, approved(21260), counter.desk)

    assert settled.taken is not None
    assert (settled.taken.receipt, settled.taken.paid, settled.rest) == ("OAK3-0000001", Money(41260), ZERO)
    assert settled.taken.again, "it was booked by now, and opens nothing"
    assert _papers(counter) == [("OAK3-0000001", 0)]


def test_leaving_after_a_partial_card_prints_what_was_taken() -> None:
    counter = a_desk()
    settle_card(_ask(counter).attempt_id, approved(10000), counter.desk)
    taken = finish_payment(PAYMENT_ID, counter.desk)

    assert taken is not None
    assert taken.paid == Money(10000)
    assert _papers(counter) == [("OAK3-0000001", 0)]


def test_a_card_that_is_approved_after_the_paper_went_out_makes_a_marked_copy() -> None:
    counter = a_desk()
    settle_card(_ask(counter, 10000).attempt_id, approved(10000), counter.desk)
    late = _ask(counter, 31260)
    finish_payment(PAYMENT_ID, counter.desk)
    settle_card(late.attempt_id, approved(31260), counter.desk)

    assert _papers(counter) == [("OAK3-0000001", 0), ("OAK3-0000001", 1)]


def test_an_overpaid_card_becomes_credit() -> None:
    counter = a_desk()
    settle_card(_ask(counter).attempt_id, approved(42000), counter.desk)

    moved = [(t.credit.code, t.amount.cents) for t in counter.store.lines()[-2].transfers]
    assert moved == [(f"receivable:{S}", 41260), (f"credit:{GUARANTOR}", 740)]
    said = counter.store.lines()[-1].facts["differs"]
    assert said == {"why": "amount", "asked": 41260, "booked": 0, "said": 42000, "terminal": TERMINAL}


def test_while_a_result_is_unknown_balance_terminal_and_other_tenders_wait() -> None:
    counter = a_desk(a_statement(), a_statement("S-1", 5000))
    attempt = _ask(counter)
    settle_card(attempt.attempt_id, UNKNOWN, counter.desk)
    other = a_wish(pays("S-1", 5000), payment_id=UUID(int=1))
    before = counter.store.tables

    with pytest.raises(Refused, match=f"A card result for {S} is not known yet"):
        take_payment(replace(a_wish(), payment_id=UUID(int=2)), counter.desk, ROSA)
    with pytest.raises(Refused, match="card result of this payment is not known yet"):
        take_payment(replace(other, payment_id=PAYMENT_ID), counter.desk, ROSA)
    with pytest.raises(Refused, match="terminal's last result is not known yet"):
        ask_card(other, Money(5000), TERMINAL, counter.desk, ROSA)

    assert counter.store.tables == before
    assert take_payment(other, counter.desk, ROSA).paid == Money(5000)
    assert ask_card(replace(other, parts=(pays("holding", 1),)), Money(1), "T2", counter.desk, ROSA).terminal == "T2"


def test_two_asks_on_one_terminal_are_refused_and_the_second_draws_no_service_id() -> None:
    counter = a_desk()
    first = _ask(counter)
    with pytest.raises(Refused, match="terminal's last result"):
        _ask(counter)
    settle_card(first.attempt_id, DECLINED, counter.desk)

    assert [first.service_id, _ask(counter).service_id] == ["0000000001", "0000000002"]


def test_an_unknown_result_that_is_approved_later_books_once() -> None:
    counter = a_desk()
    attempt = _ask(counter)
    settle_card(attempt.attempt_id, UNKNOWN, counter.desk)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)

    assert _paid(counter) == Money(41260)
    assert _kinds(counter) == [LineKind.CARD_ASKED, LineKind.CARD_CLOSED, LineKind.PAYMENT]


def test_a_late_approval_is_booked_into_the_shift_that_asked_whoever_sits_there_now() -> None:
    counter = a_desk()
    attempt = _ask(counter)
    _next_shift(counter)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)

    line = counter.store.lines()[-1]
    assert (line.shift_id, line.staff, line.business_date) == (SHIFT_ID, "rosa", TODAY)


def test_a_late_approval_is_booked_even_if_member_statement_and_cashier_are_gone() -> None:
    counter = a_desk()
    attempt = _ask(counter)
    directory = counter.store.directory
    directory.members, directory.known, directory.people = {}, {}, {}
    settled = settle_card(attempt.attempt_id, approved(42000), counter.desk)

    assert settled.taken is not None
    moved = [(t.credit.code, t.amount.cents) for t in counter.store.lines()[-2].transfers]
    assert moved == [(f"receivable:{S}", 41260), ("holding:OAK", 740)]


@pytest.mark.parametrize("cents", [0, -1, 41261])
def test_an_amount_that_is_not_to_pay_is_not_asked_for(cents: int) -> None:
    counter = a_desk()

    with pytest.raises(Refused, match=r"Enter an amount for the card above zero and up to \$412\.60\."):
        _ask(counter, cents)

    assert _kinds(counter) == []


def test_a_card_for_two_books_is_not_asked_for() -> None:
    counter = a_desk(a_statement("S-1", 3000), a_statement("S-2", 4000, kind=StatementKind.PREMIUM))
    wish = a_wish(pays("S-1", 3000), pays("S-2", 4000))

    with pytest.raises(Refused, match="either medical bills or premium, not both"):
        ask_card(wish, Money(7000), TERMINAL, counter.desk, ROSA)

    assert _kinds(counter) == []


def test_what_the_rules_refuse_is_not_asked_for() -> None:
    counter = a_desk()

    with pytest.raises(Refused, match="Note how the member was identified first"):
        ask_card(replace(a_wish(), identified={}), Money(100), TERMINAL, counter.desk, ROSA)
    with pytest.raises(Refused, match="bank card number"):
        ask_card(replace(a_wish(), payor=Payor(name="4111111111111111")), Money(100), TERMINAL, counter.desk, ROSA)

    assert _kinds(counter) == []


def test_an_attempt_that_was_never_asked_cannot_be_settled() -> None:
    with pytest.raises(LookupError):
        settle_card(UUID(int=1), approved(1), a_desk().desk)


def _next_shift(counter: Counter) -> None:
    with counter.store.open_work() as work:
        work.journal.append(
            decide_open_shift(
                OpenShift(shift_id=UUID(int=77), count={}, business_date=TODAY),
                staff=HELEN,
                desk=OAK3.desk,
                center=OAK3.center,
                region=OAK3.region,
                float_book=MEDICAL,
                open_now=None,
                now=counter.clock(),
            )
        )
        work.commit()


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (replace(usual_terms(TenderKind.CARD), active=False), "Card is not taken here. Choose another way to pay."),
        (
            replace(usual_terms(TenderKind.CARD), bills=frozenset({StatementKind.PREMIUM})),
            "Card is not taken for a hospital bill. Choose another way to pay it.",
        ),
        (
            replace(usual_terms(TenderKind.CARD), most=Money(100)),
            "Card is taken up to $1.00. Take the rest another way.",
        ),
    ],
)
def test_a_card_that_is_not_taken_is_refused_before_the_terminal_is_asked(terms: TenderTerms, sentence: str) -> None:
    counter = a_desk()
    rules = replace(OAK3.rules, tenders=TenderTable({TenderKind.CARD: terms}))
    desk = replace(counter.desk, place=replace(OAK3, rules=rules))

    with pytest.raises(Refused) as refused:
        ask_card(a_wish(), Money(41260), TERMINAL, desk, ROSA)

    assert refused.value.sentence == sentence
    assert not counter.store.tables.attempts


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (replace(approved(41260), is_partial=False), None),
        (approved(1000), None),
        (replace(approved(1000), is_partial=False), "amount"),
        (replace(approved(41260), is_offline=True), "offline"),
    ],
)
def test_what_does_not_fit_is_booked_as_it_was_taken_and_the_office_hears_of_it(
    said: CardOutcome, why: str | None
) -> None:
    counter = a_desk()
    attempt = _ask(counter)
    settle_card(attempt.attempt_id, said, counter.desk)
    settle_card(attempt.attempt_id, said, counter.desk)

    lines = counter.store.lines()
    payment, *more = lines[next(place for place, line in enumerate(lines) if line.kind is LineKind.PAYMENT) :]
    assert payment.facts["tenders"][0]["cents"] == said.authorized.cents
    assert payment.facts["tenders"][0].get("pending", False) is said.is_offline
    assert [line.facts["differs"]["why"] for line in more] == ([why] if why else [])
