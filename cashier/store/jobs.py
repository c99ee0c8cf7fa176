"""Work that waits at the desk, as rows: paper to be made, card money asked for, and failed sign-ins."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cashier.domain.card import Attempt, AttemptState, read_wish, wish_facts
from cashier.domain.giving_back import read_gives_back
from cashier.domain.money import Money
from cashier.domain.times import instant_text, read_instant
from cashier.store.attempt_tables import UNSETTLED, attempts
from cashier.store.engine import Connection, Ready
from cashier.store.tables import NOT_CONFIRMED, counters, print_jobs, sign_in_tries, unprinted
from cashier.usecases.ports.work import Failures, JobState, PrintJob

_JOB = (
    print_jobs.c.job_id,
    print_jobs.c.receipt,
    print_jobs.c.copy,
    print_jobs.c.state,
    print_jobs.c.tries,
    print_jobs.c.words,
)

_ADD_JOB = Ready(
    insert(print_jobs).values(
        receipt=bindparam("receipt"),
        copy=bindparam("copy"),
        state=bindparam("state"),
        tries=bindparam("tries"),
        words="",
    )
)
_NEXT_JOB = Ready(
    select(*_JOB)
    .where(
        NOT_CONFIRMED,
        or_(print_jobs.c.state == JobState.QUEUED.value, print_jobs.c.state == JobState.SENDING.value),
    )
    .order_by(print_jobs.c.job_id)
    .limit(1)
)
_MOVE_JOB = Ready(
    update(print_jobs)
    .where(print_jobs.c.job_id == bindparam("job"))
    .values(state=bindparam("state"), words=bindparam("words"), tries=print_jobs.c.tries + bindparam("more"))
)
_JOBS_OF = Ready(select(*_JOB).where(print_jobs.c.receipt == bindparam("receipt")).order_by(print_jobs.c.job_id))
_OPEN_JOBS = Ready(
    select(*_JOB).where(NOT_CONFIRMED, print_jobs.c.state == bindparam("state")).order_by(print_jobs.c.job_id)
)
_CONFIRMED_JOBS = Ready(
    select(*_JOB).where(print_jobs.c.state == JobState.CONFIRMED.value).order_by(print_jobs.c.job_id)
)
_HAS_JOB = Ready(select(print_jobs.c.job_id).where(print_jobs.c.receipt == bindparam("receipt")).limit(1))
_UNPRINTED = Ready(select(unprinted.c.receipt).order_by(unprinted.c.receipt))
_ADD_UNPRINTED = Ready(upsert(unprinted).values(receipt=bindparam("receipt")).on_conflict_do_nothing())
_TAKE_UNPRINTED = Ready(delete(unprinted).where(unprinted.c.receipt == bindparam("receipt")))


class DeskJobs:
    """`ports.PrintJobs` over one transaction."""

    __slots__ = ("_asked", "_booked", "_connection")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._booked: set[str] = set()
        self._asked: set[str] = set()

    def add(self, receipt: str, copy: int, state: JobState = JobState.QUEUED) -> int:
        self._asked.add(receipt)
        tries = int(state is JobState.SENDING)
        return int(self._connection.run(_ADD_JOB, receipt=receipt, copy=copy, state=state.value, tries=tries).lastrowid)

    def next(self) -> PrintJob | None:
        row = self._connection.one(_NEXT_JOB)
        return None if row is None else _job(row)

    def move(self, job_id: int, state: JobState, words: str = "") -> None:
        """Each time that a job is sent counts as one of its tries."""
        self._connection.run(_MOVE_JOB, job=job_id, state=state.value, words=words, more=int(state is JobState.SENDING))

    def of(self, receipt: str) -> tuple[PrintJob, ...]:
        return tuple(_job(row) for row in self._connection.run(_JOBS_OF, receipt=receipt))

    def in_state(self, state: JobState) -> tuple[PrintJob, ...]:
        if state is JobState.CONFIRMED:
            return tuple(_job(row) for row in self._connection.run(_CONFIRMED_JOBS))
        return tuple(_job(row) for row in self._connection.run(_OPEN_JOBS, state=state.value))

    def unprinted_payments(self) -> tuple[str, ...]:
        self.settle_unprinted()
        return tuple(row[0] for row in self._connection.run(_UNPRINTED))

    def booked(self, receipt: str) -> None:
        """A line with this receipt was appended in this transaction."""
        self._booked.add(receipt)

    def settle_unprinted(self) -> None:
        """Write down which receipts this transaction leaves without paper. Mostly none."""
        for receipt in self._booked - self._asked:
            if self._connection.one(_HAS_JOB, receipt=receipt) is None:
                self._connection.run(_ADD_UNPRINTED, receipt=receipt)
        for receipt in self._asked:  # Booked now or not: an earlier line of it may have been left without paper.
            self._connection.run(_TAKE_UNPRINTED, receipt=receipt)


def _job(row: Any) -> PrintJob:
    return PrintJob(job_id=row[0], receipt=row[1], copy=row[2], state=JobState(row[3]), tries=row[4], words=row[5])


_ATTEMPT = (
    attempts.c.attempt_id,
    attempts.c.service_id,
    attempts.c.terminal,
    attempts.c.cents,
    attempts.c.wish,
    attempts.c.asked_at,
    attempts.c.state,
    attempts.c.asked_by,
    attempts.c.shift_id,
    attempts.c.words,
    attempts.c.gives_back,
)
_ADD_ATTEMPT = Ready(insert(attempts).values({column: bindparam(column.name) for column in attempts.c}))
_GET_ATTEMPT = Ready(select(*_ATTEMPT).where(attempts.c.attempt_id == bindparam("attempt")))
_UNSETTLED_ATTEMPTS = Ready(select(*_ATTEMPT).where(UNSETTLED).order_by(attempts.c.service_id))
_REVERSAL = Ready(
    select(*_ATTEMPT).where(attempts.c.reverses == bindparam("sale")).order_by(attempts.c.service_id.desc()).limit(1)
)
_MOVE_ATTEMPT = Ready(
    update(attempts)
    .where(attempts.c.attempt_id == bindparam("attempt"))
    .values(state=bindparam("state"), words=bindparam("words"))
)
_COUNT_SERVICE = Ready(
    upsert(counters)
    .values(name="service", value=1)
    .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    .returning(counters.c.value)
)


class DeskAttempts:
    """`ports.Attempts` over one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, attempt: Attempt) -> None:
        self._connection.run(
            _ADD_ATTEMPT,
            attempt_id=str(attempt.attempt_id),
            service_id=attempt.service_id,
            terminal=attempt.terminal,
            cents=attempt.amount.cents,
            wish=json.dumps(wish_facts(attempt.wish), ensure_ascii=False),
            asked_at=instant_text(attempt.asked_at),
            asked_by=attempt.asked_by,
            shift_id=str(attempt.shift_id),
            state=attempt.state.value,
            words=attempt.words,
            reverses=str(attempt.gives_back.sale) if attempt.gives_back else None,
            gives_back=json.dumps(attempt.gives_back.facts(), ensure_ascii=False) if attempt.gives_back else None,
        )

    def get(self, attempt_id: UUID) -> Attempt | None:
        row = self._connection.one(_GET_ATTEMPT, attempt=str(attempt_id))
        return None if row is None else _attempt(row)

    def unsettled(self) -> tuple[Attempt, ...]:
        return tuple(_attempt(row) for row in self._connection.run(_UNSETTLED_ATTEMPTS))

    def reversal_of(self, sale: UUID) -> Attempt | None:
        row = self._connection.one(_REVERSAL, sale=str(sale))
        return None if row is None else _attempt(row)

    def move(self, attempt_id: UUID, state: AttemptState, words: str = "") -> None:
        self._connection.run(_MOVE_ATTEMPT, attempt=str(attempt_id), state=state.value, words=words)

    def next_service_id(self) -> str:
        return f"{self._connection.one(_COUNT_SERVICE)[0]:010d}"


def _attempt(row: Any) -> Attempt:
    return Attempt(
        attempt_id=UUID(row[0]),
        service_id=row[1],
        terminal=row[2],
        amount=Money(row[3]),
        wish=read_wish(json.loads(row[4])),
        asked_at=read_instant(row[5]),
        state=AttemptState(row[6]),
        asked_by=row[7],
        shift_id=UUID(row[8]),
        words=row[9],
        gives_back=read_gives_back(json.loads(row[10])) if row[10] else None,
    )


_FAILURES = Ready(
    select(sign_in_tries.c.count, sign_in_tries.c.last_at).where(sign_in_tries.c.user == bindparam("user"))
)
_COUNT_FAILURE = Ready(
    upsert(sign_in_tries)
    .values(user=bindparam("user"), count=1, last_at=bindparam("last_at"))
    .on_conflict_do_update(
        index_elements=["user"], set_={"count": sign_in_tries.c.count + 1, "last_at": bindparam("last_at")}
    )
)
_CODES = "code of "  # Among the counters.
_LAST_CODE = Ready(select(counters.c.value).where(counters.c.name == bindparam("name")))
_USE_CODE = Ready(
    upsert(counters)
    .values(name=bindparam("name"), value=bindparam("step"))
    .on_conflict_do_update(index_elements=["name"], set_={"value": bindparam("step")})
)
_CLEAR_FAILURES = Ready(delete(sign_in_tries).where(sign_in_tries.c.user == bindparam("user")))


class DeskTries:
    """`ports.SignInTries` over one transaction. A name in other case is the same name."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def failures(self, user: str) -> Failures:
        row = self._connection.one(_FAILURES, user=user.casefold())
        return Failures(row[0], read_instant(row[1])) if row else Failures(0, None)

    def add(self, user: str, at: datetime) -> None:
        self._connection.run(_COUNT_FAILURE, user=user.casefold(), last_at=instant_text(at))

    def clear(self, user: str) -> None:
        self._connection.run(_CLEAR_FAILURES, user=user.casefold())

    def last_code(self, user: str) -> int:
        row = self._connection.one(_LAST_CODE, name=_CODES + user.casefold())
        return int(row[0]) if row else 0

    def use_code(self, user: str, step: int) -> None:
        self._connection.run(_USE_CODE, name=_CODES + user.casefold(), step=step)
