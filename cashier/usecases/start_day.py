"""What a desk does first after a start: it owns up to what a sudden end left behind."""

from collections.abc import Mapping

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.line import LineKind
from cashier.domain.payment_facts import read_payment
from cashier.usecases.card_payment import settle_card
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState
from cashier.usecases.records import NOBODY, record


def note_opening(program: str, settings: Mapping[str, str], desk: Desk) -> None:
    """Record which version was opened here with which settings, so that a change of them has its day."""
    with desk.open_work() as work:
        facts = {"program": program, "settings": dict(settings)}
        record(LineKind.DESK_OPENED, facts, work=work, desk=desk, staff=NOBODY)
        work.commit()


def recover(desk: Desk) -> None:
    """Call once per process, before any lane starts.

    A card that was asked for and not settled is unknown: the terminal is asked about it, never asked again for money.
    A receipt that was on its way to the printer may have come out: the cashier is asked. Card money that was booked and
    never finished is printed.
    """
    with desk.open_work() as work:
        asked = [attempt for attempt in work.attempts.unsettled() if attempt.state is AttemptState.ASKED]
        for job in work.jobs.in_state(JobState.SENDING):
            work.jobs.move(job.job_id, JobState.UNKNOWN, "the desk stopped while it was printing")
        unsettled = {attempt.wish.payment_id for attempt in work.attempts.unsettled()}
        for receipt in work.jobs.unprinted_payments():
            if read_payment(work.journal.receipt(receipt)[0].line).payment_id not in unsettled:
                work.jobs.add(receipt, copy=0)
        work.commit()
    for attempt in asked:
        settle_card(
            attempt.attempt_id, CardOutcome(state=AttemptState.UNKNOWN, words="the desk stopped while asking"), desk
        )
