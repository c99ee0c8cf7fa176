"""Serving a member: one payment however often Enter is pressed, refusals write nothing, cards that are not known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.errors import CashierError, Refused
from cashier.domain.money import Money
from cashier.domain.payment import CREDIT_ACT
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Approval
from cashier.domain.tenders import TenderKind
from cashier.usecases.card_payment import Settled, settle_card
from cashier.usecases.ports.work import JobState
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE, PLACE, PREMIUM, PRESCRIPTION, ROSA, SampleDesk
from ui.counter.card_state import CardState
from ui.counter.extras_state import AMOUNT, REASON, credit, read_credit
from ui.counter.finder_state import Opening
from ui.counter.payment_state import Step
from ui.counter.serving import Serving, Stage
from ui.tender.tender_state import Field

MAI = Opening(member_number="11048827", identified="name and date of birth")
APPROVED = CardOutcome(
    state=AttemptState.APPROVED, authorized=Money(2000), brand="Visa", last_four="4421", approval_code="A1"
)


@pytest.fixture
def sample() -> SampleDesk:
    sample = SampleDesk()
    sample.open_drawer()
    return sample


@pytest.fixture
def serving(sample: SampleDesk) -> Serving:
    serving = Serving(sample.desk, ROSA, terminal="T1", printer_waits=lambda: False)
    serving.open(MAI)
    return serving


def pay(serving: Serving, kind: TenderKind, amount: str, number: str = "") -> bool:
    """Type a tender and press Enter."""
    serving.tender(kind)
    serving.typed(Field.AMOUNT, amount)
    serving.typed(Field.NUMBER, number)
    return enter(serving)


def enter(serving: Serving) -> bool:
    """Enter, and what it takes is written down. Whether something was committed."""
    if serving.enter():
        return True
    if serving.begun is None:
        return False
    try:
        serving.took(serving.begun.commit())
    except CashierError as trouble:
        serving.not_taken(trouble)
        return False
    return True


def answered(sample: SampleDesk, outcome: CardOutcome) -> Settled:
    """The terminal's answer to the only attempt."""
    (attempt_id,) = sample.store.tables.attempts
    return settle_card(attempt_id, outcome, sample.desk)


def test_check_and_cash_are_one_payment_with_change(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(HOSPITAL)
    serving.tick(OFFICE)

    assert not pay(serving, TenderKind.CHECK, "272.60", "1043")
    assert pay(serving, TenderKind.CASH, "240")

    (line,) = sample.payments()
    facts = read_payment(line)
    assert (facts.change, facts.paid) == (Money(4000), Money(47260))
    assert facts.identified == {"11048827": "name and date of birth"}
    assert serving.stage is Stage.PAID
    assert serving.last is not None
    assert (serving.last.amount, serving.last.told) == ("$40.00", "10:42 AM · OAK3-0000001")


def test_enter_once_more_takes_nothing(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CASH, "60")

    assert not enter(serving)
    assert len(sample.payments()) == 1


def test_what_a_scanned_statement_is_for_is_ticked(sample: SampleDesk) -> None:
    serving = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: False)
    serving.open(Opening(member_number="11048827", identified="scan", scanned_statement=PREMIUM))

    assert serving.payment is not None
    assert list(serving.payment.choices) == [PREMIUM]


@pytest.mark.parametrize("scanned", ["", OFFICE])
def test_what_is_in_dispute_does_not_stand_ready_to_be_paid(sample: SampleDesk, scanned: str) -> None:
    """R28: nothing is asked for on it; whoever wants to pay it says so."""
    known = sample.store.directory
    known.members["11048827"] = replace(known.members["11048827"], notes=("Balance in dispute",))
    serving = Serving(sample.desk, ROSA, terminal="T1", printer_waits=lambda: False)

    serving.open(replace(MAI, scanned_statement=scanned))

    assert serving.payment is not None
    assert serving.payment.to_pay == Money(0)
    serving.tick(OFFICE)
    assert serving.payment.to_pay == Money(6000), "if the member wants to"


def test_several_statements_are_not_ticked_by_themselves(serving: Serving) -> None:
    assert serving.payment is not None
    assert serving.payment.choices == {}


def test_a_refusal_of_the_rules_stands_there_and_nothing_is_written(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    sample.store.fails_with = "The disk of this desk is full."

    assert not pay(serving, TenderKind.CASH, "60")

    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert serving.payment.problem.sentence == "The disk of this desk is full."
    assert serving.payment.draft is not None
    assert sample.payments() == []
    sample.store.fails_with = ""
    assert enter(serving), "the same Enter works once the disk has room"


def test_a_balance_that_changed_is_said_before_money_is_taken(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    other = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: False)
    other.open(MAI)
    other.edit(OFFICE, "20")
    pay(other, TenderKind.CASH, "20")

    assert not pay(serving, TenderKind.CASH, "60")

    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert "$40.00 is open now" in serving.payment.problem.sentence
    assert serving.payment.to_pay == Money(4000)


def test_choosing_again_after_a_payment_is_another_payment(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CASH, "60")
    serving.refresh()
    serving.tick(OFFICE)
    assert serving.stage is Stage.PAID, "a paid statement can't be ticked"

    serving.tick(PRESCRIPTION)
    pay(serving, TenderKind.CASH, "40")

    assert [read_payment(line).receipt for line in sample.payments()] == ["OAK3-0000001", "OAK3-0000002"]


def test_paid_rows_and_the_balance_change_in_place(serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CASH, "60")
    serving.refresh()

    assert serving.account is not None
    assert [(r.number, r.chip) for r in serving.account.rows][1] == (OFFICE, "paid today")
    assert serving.account.header.open_balance == "$745.77"


def test_a_relative_is_opened_with_what_was_seen(sample: SampleDesk, serving: Serving) -> None:
    serving.add_family("11048828", "authority seen")

    assert serving.account is not None
    assert serving.account.identified["11048828"] == "authority seen"
    assert [line.facts["member"] for line in sample.store.lines() if line.kind == "account_opened"] == [
        "11048827",
        "11048828",
    ]


def test_credit_needs_reason_and_amount_and_is_paid_with_the_rest(sample: SampleDesk, serving: Serving) -> None:
    with pytest.raises(Refused, match="enter a reason"):
        read_credit({AMOUNT: "25", REASON: " "})
    with pytest.raises(Refused, match="for the credit on account"):
        read_credit({AMOUNT: "0", REASON: "deposit"})
    approval = Approval(approver="helen", approver_name="Helen Park", act=CREDIT_ACT, amount=Money(2500), given_at=NOW)
    serving.tick(OFFICE)
    serving.add(credit("200417733", "deposit for surgery", approval, PLACE))

    assert serving.payment is not None
    assert serving.payment.sum_words == "1 statement and credit on account"
    assert pay(serving, TenderKind.CASH, "85")
    facts = read_payment(sample.payments()[0])
    assert [(placed.part.target.code, placed.part.amount) for placed in facts.targets] == [
        (OFFICE, Money(6000)),
        ("credit:200417733", Money(2500)),
    ]
    assert facts.approver == "helen"


def test_an_approved_card_takes_the_payment(sample: SampleDesk, serving: Serving) -> None:
    serving.edit(OFFICE, "20")
    assert pay(serving, TenderKind.CARD, "20")
    assert serving.why_not_open() == "", "the next member need not wait for the card"

    assert serving.card_heard(answered(sample, APPROVED)) == ""

    assert serving.stage is Stage.PAID
    assert serving.taken is not None
    assert serving.taken.paid == Money(2000)


def test_the_rest_after_a_card_is_tendered_under_the_same_receipt(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "20")
    serving.card_heard(answered(sample, APPROVED))

    assert serving.payment is not None
    assert serving.payment.remaining == Money(4000)
    assert [tender.words for tender in serving.payment.booked] == ["Visa ••4421"]
    assert pay(serving, TenderKind.CASH, "50")

    assert [read_payment(line).receipt for line in sample.payments()] == ["OAK3-0000001"] * 2
    assert serving.taken is not None
    assert (serving.taken.paid, serving.taken.change) == (Money(6000), Money(1000))


def test_stopping_after_a_card_prints_what_was_taken(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "20")
    serving.card_heard(answered(sample, APPROVED))
    serving.back()

    assert serving.payment is not None
    assert serving.payment.asks_to_drop
    assert serving.drop(yes=True)
    assert serving.stage is Stage.PAID
    assert len(sample.store.tables.jobs) == 1


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (AttemptState.DECLINED, "The card was declined. Nothing was charged. Choose another way to pay."),
        (AttemptState.CANCELLED, "The card payment was canceled. Nothing was charged."),
        (AttemptState.NOT_CHARGED, "The card was not charged. Try again, or choose another way to pay."),
    ],
)
def test_no_card_money_is_said_and_the_payment_goes_on(
    sample: SampleDesk, serving: Serving, state: AttemptState, sentence: str
) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "60")
    serving.card_heard(answered(sample, CardOutcome(state=state)))

    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert serving.payment.problem.sentence == sentence
    assert serving.payment.step is Step.TENDER
    assert pay(serving, TenderKind.CASH, "60")


def test_what_the_terminal_calls_declined_is_said_once(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "60")
    serving.card_heard(answered(sample, CardOutcome(state=AttemptState.DECLINED, words="declined")))

    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert serving.payment.problem.sentence == (
        "The card was declined. Nothing was charged. Choose another way to pay."
    )


def test_an_unknown_card_waits_and_the_next_member_is_served(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "20")
    serving.card_heard(answered(sample, CardOutcome(state=AttemptState.UNKNOWN)))

    assert serving.card is not None
    assert serving.card.is_unknown
    assert serving.why_not_open() == ""
    serving.leave()
    sentence = serving.card_heard(answered(sample, APPROVED))

    assert sentence == (
        "The card payment of 10:42 AM was approved: $20.00 is taken and its receipt is printed. "
        "If it is not wanted any more, void it on Activity."
    )
    assert len(sample.store.tables.jobs) == 1


def test_an_unknown_card_blocks_its_balance(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "20")
    serving.card_heard(answered(sample, CardOutcome(state=AttemptState.UNKNOWN)))
    serving.open(MAI)

    assert serving.account is not None
    assert OFFICE not in [statement.number for statement in serving.account.payable]


def test_what_the_cashier_is_told_about_an_unknown_card(sample: SampleDesk, serving: Serving) -> None:
    serving.tick(OFFICE)
    pay(serving, TenderKind.CARD, "20")
    for _ in range(3):
        serving.card_heard(answered(sample, CardOutcome(state=AttemptState.UNKNOWN)))
    card = serving.card

    assert isinstance(card, CardState)
    assert card.title == "The card may have been charged"
    assert "approved or refused $20.00 and its answer did not arrive" in card.text
    assert card.progress_words(NOW + timedelta(seconds=14)) == "third time, 0:14"
    assert card.progress(NOW + timedelta(seconds=60)) == 50
    assert card.lead_words(NOW) != card.lead_words(NOW + timedelta(minutes=2))
    assert card.rest_words == "The check or cash for the rest waits until this is settled."


def test_without_a_drawer_nothing_is_taken() -> None:
    sample = SampleDesk()
    serving = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: False)
    serving.open(MAI)
    serving.tick(OFFICE)

    assert not pay(serving, TenderKind.CASH, "60")
    assert serving.payment is not None
    assert serving.payment.problem is not None
    assert serving.payment.problem.sentence == "Open your drawer first: count its float."


@pytest.mark.parametrize("waits", [True, False])
def test_the_printer_is_asked_whether_it_waits_when_the_payment_begins(sample: SampleDesk, waits: bool) -> None:
    serving = Serving(sample.desk, ROSA, terminal="", printer_waits=lambda: waits)
    serving.open(MAI)
    serving.tick(OFFICE)

    pay(serving, TenderKind.CASH, "60")

    (job,) = sample.store.tables.jobs
    assert job.state is (JobState.SENDING if waits else JobState.QUEUED)
