"""After a sudden end the desk owns up: what was asked is unknown, what was printing is unsure."""

from cashier.domain.card import AttemptState
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.ports.work import JobState
from cashier.usecases.start_day import recover
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_wish
from tests.fakes.terminal import approved


def _jobs(counter: Counter) -> list[tuple[int, JobState]]:
    return [(job.copy, job.state) for job in counter.store.tables.jobs]


def test_after_a_quiet_end_nothing_is_written() -> None:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)
    before = counter.store.tables
    recover(counter.desk)

    assert counter.store.tables == before


def test_a_card_that_was_asked_for_becomes_unknown_once() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    recover(counter.desk)
    recover(counter.desk)

    assert counter.store.tables.attempts[attempt.attempt_id].state is AttemptState.UNKNOWN
    assert [line.kind for line in counter.store.lines()].count(LineKind.CARD_CLOSED) == 1
    assert counter.store.lines()[-1].facts["words"] == "the desk stopped while asking"


def test_a_receipt_that_was_on_its_way_is_unsure_and_not_printed_by_itself() -> None:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)
    with counter.store.open_work() as work:
        work.jobs.move(1, JobState.SENDING)
        work.commit()
    recover(counter.desk)

    assert _jobs(counter) == [(0, JobState.UNKNOWN)]


def test_card_money_that_was_booked_and_never_finished_is_printed_once() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(100), counter.desk)
    recover(counter.desk)
    recover(counter.desk)

    assert _jobs(counter) == [(0, JobState.QUEUED)]


def test_a_payment_whose_other_card_is_not_settled_waits_for_its_paper() -> None:
    counter = a_desk()
    first = ask_card(a_wish(), Money(100), TERMINAL, counter.desk, ROSA)
    settle_card(first.attempt_id, approved(100), counter.desk)
    second = ask_card(a_wish(), Money(41160), TERMINAL, counter.desk, ROSA)
    recover(counter.desk)
    waiting = _jobs(counter)
    settle_card(second.attempt_id, approved(41160), counter.desk)

    assert waiting == []
    assert _jobs(counter) == [(0, JobState.QUEUED)]
