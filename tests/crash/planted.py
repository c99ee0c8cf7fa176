"""Faults that a desk could have, each the undoing of one rule: the proofs are believed because they catch them.

Each is planted in the desk that dies and in the one that starts after it. ``put`` is how: `setattr`, or a test's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.payment import TakePayment
from cashier.domain.people import Staff
from cashier.store.jobs import DeskJobs
from cashier.sync.push import IDLE_S, PushLane
from cashier.usecases import take_payment as taking
from cashier.usecases.card_lane import CardLane
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState, Mark
from cashier.wire import Run, SentLine

Put = Callable[[Any, str, Any], None]


def _paper_after_the_commit(put: Put) -> None:
    """The print job is added once the payment is on the disk, in a commit of its own."""
    real_take, real_add = taking.take_payment, taking.add_receipt

    def take_payment(wish: TakePayment, desk: Desk, staff: Staff) -> taking.Taken:
        put(taking, "add_receipt", lambda receipt, work, state: 0)
        taken = real_take(wish, desk, staff)
        put(taking, "add_receipt", real_add)
        with desk.open_work() as work:
            real_add(taken.receipt, work)
            work.commit()
        return taken

    put(taking, "take_payment", take_payment)
    put(DeskJobs, "settle_unprinted", lambda jobs: None)


def _mark_before_the_send(put: Put) -> None:
    """The mark moves when lines are sent, and what the ledger says of itself is not looked at."""

    def step(lane: Any) -> float:
        with lane._open_work() as work:
            mark = work.journal.mark()
            lines = work.journal.stored_after(mark.received_through, 500)
            if not lines:
                return IDLE_S
            work.journal.move_mark(Mark(received_through=lines[-1].sequence, epoch=mark.epoch, heard_at=None))
            work.commit()
        lane._ledger.send(
            Run(lines=tuple(SentLine(sequence=n.sequence, chain=n.chain, body=n.body.decode()) for n in lines))
        )
        return 0.0

    put(PushLane, "step", step)


def _silence_is_a_no(put: Put) -> None:
    """A card whose answer was lost is taken for not charged."""
    no = CardOutcome(state=AttemptState.NOT_CHARGED, words="no answer")
    put(CardLane, "_status", lambda lane, attempt: no)


def _unsure_paper_is_printed_again(put: Put) -> None:
    """A receipt that may have come out goes back into the queue."""
    real_move = DeskJobs.move

    def move(jobs: DeskJobs, job_id: int, state: JobState, words: str = "") -> None:
        real_move(jobs, job_id, JobState.QUEUED if state is JobState.UNKNOWN else state, words)

    put(DeskJobs, "move", move)


PLANTED: Mapping[str, Callable[[Put], None]] = {
    "nothing": lambda put: None,
    "paper after the commit": _paper_after_the_commit,
    "mark before the send": _mark_before_the_send,
    "silence is a no": _silence_is_a_no,
    "unsure paper is printed again": _unsure_paper_is_printed_again,
}
