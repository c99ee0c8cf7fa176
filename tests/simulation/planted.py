"""Faults that the product could have, each the undoing of one rule: the simulation is believed since it finds them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cashier.domain import payment
from cashier.domain.card import AttemptState, CardOutcome
from cashier.domain.errors import LedgerAway
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO
from cashier.store.jobs import DeskJobs
from cashier.sync.push import IDLE_S, PushLane
from cashier.usecases import start_day
from cashier.usecases.card_lane import CardLane
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState, Mark
from cashier.wire import Run, SentLine

Put = Callable[[Any, str, Any], None]


def _mark_before_the_answer(put: Put) -> None:
    """The mark moves when lines are sent, and what the ledger says of itself is not looked at."""

    def step(lane: Any) -> float:
        with lane._open_work() as work:
            mark = work.journal.mark()
            lines = work.journal.stored_after(mark.received_through, 500)
            if not lines:
                return IDLE_S
            work.journal.move_mark(Mark(received_through=lines[-1].sequence, epoch=mark.epoch, heard_at=None))
            work.commit()
        sent = tuple(SentLine(sequence=n.sequence, chain=n.chain, body=n.body.decode()) for n in lines)
        try:
            lane._ledger.send(Run(lines=sent))
        except LedgerAway:
            return IDLE_S
        return 0.0

    put(PushLane, "step", step)


def _written_twice_after_a_crash(put: Put) -> None:
    """A start books the last payment again, since its answer may not have been heard."""
    real = start_day.recover

    def recover(desk: Desk) -> None:
        real(desk)
        with desk.open_work() as work:
            last = [n.line for n in work.journal.after(0, 1_000_000) if n.line.kind is LineKind.PAYMENT][-1:]
            for line in last:
                work.journal.append(replace(line, line_id=desk.new_id()))
                work.commit()

    put(start_day, "recover", recover)


def _change_is_forgotten(put: Put) -> None:
    """What was handed over beyond what was paid is not given back."""
    real = payment._payment_line

    def forgets(wish: Any, now: Any, placed: Any, tenders: Any, filled: Any, **more: Any) -> Any:
        return real(wish, now, placed, tenders, replace(filled, over=tuple(ZERO for _ in filled.over)), **more)

    put(payment, "_payment_line", forgets)


def _silence_is_a_no(put: Put) -> None:
    """A card whose answer was lost is taken for not charged."""
    no = CardOutcome(state=AttemptState.NOT_CHARGED, words="no answer")
    put(CardLane, "_status", lambda lane, attempt: no)


def _unsure_paper_is_printed_again(put: Put) -> None:
    """A receipt that may have come out goes back into the queue."""
    real = DeskJobs.move

    def move(jobs: DeskJobs, job_id: int, state: JobState, words: str = "") -> None:
        real(jobs, job_id, JobState.QUEUED if state is JobState.UNKNOWN else state, words)

    put(DeskJobs, "move", move)


PLANTED: Mapping[str, Callable[[Put], None]] = {
    "mark before the answer": _mark_before_the_answer,
    "written twice after a crash": _written_twice_after_a_crash,
    "change is forgotten": _change_is_forgotten,
    "silence is a no": _silence_is_a_no,
    "unsure paper is printed again": _unsure_paper_is_printed_again,
}
