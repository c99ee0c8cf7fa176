"""The desk's store in memory: the ports' promises over plain lists, so that a test needs no file and no key.

Contract tests run on it as on the real store. What is kept here: one writer at a time, nothing without `commit`,
everything after it.
"""

import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from cashier.domain.accounts import AccountKind
from cashier.domain.arrangement import ARRANGES
from cashier.domain.bags import bags_of
from cashier.domain.card import UNSETTLED, Attempt, AttemptState
from cashier.domain.chain import chained, first_link
from cashier.domain.correction import CORRECTS, brought_by
from cashier.domain.errors import StoreTrouble
from cashier.domain.handing import KINDS
from cashier.domain.large_cash import whose_cash
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import Money, total
from cashier.domain.payment_facts import read_payment
from cashier.domain.shift import SHIFT_KINDS, Shift, ShiftState, shift_of
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.transfer import Transfer
from cashier.usecases.ports.work import Failures, Head, JobState, Mark, PrintJob, Stored
from tests.fakes.memory_activity import MemoryActivity
from tests.fakes.memory_directory import MemoryDirectory
from tests.fakes.memory_words import check_words


@dataclass(slots=True)
class Tables:
    """All that one transaction may change. Rows are frozen, so copying the containers copies the state."""

    lines: list[Numbered] = field(default_factory=list)
    mark: Mark = field(default_factory=lambda: Mark(received_through=0, epoch="", heard_at=None))
    differs: str = ""
    jobs: list[PrintJob] = field(default_factory=list)
    attempts: dict[UUID, Attempt] = field(default_factory=dict)
    services: int = 0
    failures: dict[str, Failures] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Tables":
        return replace(
            self,
            lines=list(self.lines),
            jobs=list(self.jobs),
            attempts=dict(self.attempts),
            failures=dict(self.failures),
        )


class MemoryDesk:
    """A desk's two databases. ``fails_with``: the sentence that the next commit raises StoreTrouble with."""

    def __init__(self, desk: str = "OAK3") -> None:
        self.desk = desk
        self.tables = Tables()
        self.directory = MemoryDirectory()
        self.activity = MemoryActivity(lambda: self.tables.lines)
        self.fails_with = ""
        self.commits = 0
        self._one_writer = threading.Lock()

    @contextmanager
    def open_work(self) -> Iterator["MemoryWork"]:
        with self._one_writer:
            yield MemoryWork(self, self.tables.copy())

    @contextmanager
    def open_reading(self) -> Iterator["MemoryWork"]:
        """For those who only look: waits for no writer."""
        yield MemoryWork(self, self.tables.copy())

    def lines(self) -> list[Line]:
        """Every line that was committed, in order."""
        return [numbered.line for numbered in self.tables.lines]

    def keep(self, tables: Tables) -> None:
        if self.fails_with:
            raise StoreTrouble(self.fails_with)
        self.tables = tables.copy()
        self.commits += 1


class MemoryWork:
    """One transaction: works on a copy, which `commit` puts in place of the original."""

    def __init__(self, desk: MemoryDesk, tables: Tables) -> None:
        self.journal = MemoryJournal(desk.desk, tables)
        self.jobs = MemoryJobs(tables)
        self.attempts = MemoryAttempts(tables)
        self.tries = MemoryTries(tables)
        self._desk = desk
        self._tables = tables

    def commit(self) -> None:
        self._desk.keep(self._tables)


class MemoryJournal:
    """`ports.Journal`."""

    def __init__(self, desk: str, tables: Tables) -> None:
        self._desk = desk
        self._tables = tables

    def head(self) -> Head:
        if not self._tables.lines:
            return Head(0, first_link(self._desk))
        last = self._tables.lines[-1]
        return Head(last.sequence, last.chain)

    def append(self, line: Line) -> Numbered:
        if self.line(line.line_id) is not None:
            raise StoreTrouble(f"Line {line.line_id} is in the journal already.")
        _check_drawer(line, _open_shift(self._tables.lines))
        check_words(line, (n.line for n in self._tables.lines))
        head, body = self.head(), line.body()
        sequence = head.sequence + 1
        numbered = Numbered(sequence=sequence, chain=chained(head.chain, sequence, body), body=body, line=line)
        self._tables.lines.append(numbered)
        return numbered

    def line(self, line_id: UUID) -> Numbered | None:
        return next((n for n in self._tables.lines if n.line.line_id == line_id), None)

    def payment(self, payment_id: UUID) -> tuple[Numbered, ...]:
        return tuple(n for n in self._payments() if read_payment(n.line).payment_id == payment_id)

    def receipt(self, number: str) -> tuple[Numbered, ...]:
        return tuple(n for n in self._payments() if read_payment(n.line).receipt == number)

    def corrections(self, payment_id: str) -> tuple[Numbered, ...]:
        return tuple(n for n in self._tables.lines if n.line.kind in CORRECTS and n.line.facts["payment"] == payment_id)

    def taken_for(self, items: tuple[str, ...]) -> Mapping[str, Numbered]:
        return {
            item: numbered
            for numbered in self._tables.lines
            for tender in brought_by(numbered.line)
            for item in tender.items
            if item in items
        }

    def next_receipt(self) -> str:
        return f"{self._desk}-{len({read_payment(n.line).receipt for n in self._payments()}) + 1:07d}"

    def open_shift(self) -> Shift | None:
        return _open_shift(self._tables.lines)

    @property
    def drawers(self) -> "MemoryDrawers":
        return MemoryDrawers(self._tables)

    def suspensions(self, limit: int) -> tuple[Numbered, ...]:
        kinds = (LineKind.SUSPENDED, LineKind.RESUMED)
        return tuple(n for n in self._tables.lines if n.line.kind in kinds)[-limit:]

    def cash_of(self, payor: str, limit: int) -> tuple[Numbered, ...]:
        def is_theirs(line: Line) -> bool:
            return whose_cash(line) == payor

        return tuple(n for n in self._tables.lines if is_theirs(n.line))[-limit:]

    def papers(self, book: str) -> tuple[Numbered, ...]:
        origins = ((n.line.facts.get("origin", {}), n) for n in self._payments())
        return tuple(n for _, n in sorted({o["number"]: n for o, n in origins if o.get("book") == book}.items()))

    def batches(self, limit: int) -> tuple[Numbered, ...]:
        kinds = (LineKind.BATCH_OPENED, LineKind.BATCH_CLOSED)
        return tuple(n for n in self._tables.lines if n.line.kind in kinds)[-limit:]

    def after(self, sequence: int, limit: int) -> tuple[Numbered, ...]:
        return tuple(self._tables.lines[sequence : sequence + limit])

    def stored_after(self, sequence: int, limit: int) -> tuple[Stored, ...]:
        return tuple(Stored(sequence=n.sequence, chain=n.chain, body=n.body) for n in self.after(sequence, limit))

    def applied_past(self, marks: Mapping[str, int]) -> Mapping[str, Money]:
        applied: dict[str, Money] = {}
        for code, mark in marks.items():
            past = self._tables.lines[mark:]
            parts = [t.amount for n in past for t in n.line.transfers if t.credit.code == code]
            parts += [-t.amount for n in past for t in n.line.transfers if t.debit.code == code]
            if parts:
                applied[code] = total(parts)
        return applied

    def crediting(self, accounts: Collection[str], limit: int) -> tuple[Numbered, ...]:
        found = [n for n in self._tables.lines if any(t.credit.code in accounts for t in n.line.transfers)]
        return tuple(reversed(found[-limit:]))

    def deposits_of(self, member_number: str, limit: int) -> tuple[Numbered, ...]:
        found = [
            n
            for n in self._payments()
            if n.line.facts["member"] == member_number and any(t.credit.kind == "prepayment" for t in n.line.transfers)
        ]
        return tuple(reversed(found[-limit:]))

    def uses_of(self, guarantor_number: str, limit: int) -> tuple[Numbered, ...]:
        slips = [n for n in self._tables.lines if n.line.kind in (LineKind.CREDIT_SLIP, LineKind.REFUND_SLIP)]
        return tuple(reversed([n for n in slips if n.line.facts["guarantor"] == guarantor_number][-limit:]))

    def arranged_past(self, marks: Mapping[str, int]) -> Mapping[str, tuple[Line, ...]]:
        found: dict[str, tuple[Line, ...]] = {}
        for numbered in self._tables.lines:
            about = str(numbered.line.facts.get("about", ""))
            if numbered.line.kind in ARRANGES and about in marks and numbered.sequence > marks[about]:
                found[about] = (*found.get(about, ()), numbered.line)
        return found

    def mark(self) -> Mark:
        return self._tables.mark

    def move_mark(self, mark: Mark) -> None:
        now = self._tables.mark
        through = max(mark.received_through, now.received_through if mark.epoch == now.epoch else 0)
        self._tables.mark = replace(mark, received_through=through, heard_at=mark.heard_at or now.heard_at)

    def differs(self) -> str:
        return self._tables.differs

    def set_differs(self, sentence: str) -> None:
        self._tables.differs = sentence

    def to_send(self) -> int:
        return sum(1 for n in self._tables.lines[self._tables.mark.received_through :] if n.line.is_to_send)

    def _payments(self) -> list[Numbered]:
        return [n for n in self._tables.lines if n.line.kind is LineKind.PAYMENT]


def _open_shift(lines: list[Numbered]) -> Shift | None:
    changes = [n.line for n in lines if n.line.kind in SHIFT_KINDS]
    state = SHIFT_KINDS[changes[-1].kind] if changes else None
    if state is None:
        return None
    (opening,) = [n.line for n in lines if n.line.line_id == changes[-1].shift_id]
    return replace(shift_of(opening), state=state)


def _check_drawer(line: Line, shift: Shift | None) -> None:
    """As the real store's trigger does."""
    accounts = [a for t in line.transfers for a in (t.debit, t.credit) if a.kind.startswith("drawer_")]
    if not accounts or line.kind is LineKind.SHIFT_OPENED:
        return
    moves_all = (LineKind.SHIFT_CLOSED, LineKind.DRAWER_HANDED_OVER, LineKind.DRAWER_RECALLED)
    is_in_use = shift is not None and (shift.state is ShiftState.ACTIVE or line.kind in moves_all)
    if not is_in_use or any(shift is None or account.owner != str(shift.shift_id) for account in accounts):
        raise StoreTrouble("no cash moves without an open drawer")


_NO_CASH = (AccountKind.DRAWER_CHECKS, AccountKind.CARD_CLEARING)


class MemoryDrawers:
    """`ports.Drawers`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def moved(self, shift_id: UUID) -> tuple[Transfer, ...]:
        return tuple(
            t for n in self._tables.lines for t in n.line.transfers if str(shift_id) in (t.debit.owner, t.credit.owner)
        )

    def lines(self, shift_id: UUID) -> ShiftLines:
        return ShiftLines.whole(self._of(shift_id))

    def _of(self, shift_id: UUID) -> tuple[Numbered, ...]:
        return tuple(n for n in self._tables.lines if n.line.shift_id == shift_id)

    def changes(self, shift_id: UUID) -> tuple[Numbered, ...]:
        return tuple(n for n in self._of(shift_id) if n.line.kind in SHIFT_KINDS)

    def paper_and_cards(self, shift_id: UUID) -> tuple[Numbered, ...]:
        return tuple(
            n
            for n in self._of(shift_id)
            if n.line.kind is LineKind.TENDER_CHANGED
            or any(a.kind in _NO_CASH for t in n.line.transfers for a in (t.debit, t.credit))
        )

    def last_close(self) -> Numbered | None:
        closes = [n for n in self._tables.lines if n.line.kind is LineKind.SHIFT_CLOSED]
        return closes[-1] if closes else None

    def z(self, number: int) -> Numbered | None:
        closes = [n for n in self._tables.lines if n.line.kind is LineKind.SHIFT_CLOSED]
        return closes[number - 1] if 0 < number <= len(closes) else None

    def handed(self, limit: int) -> tuple[Numbered, ...]:
        kinds = KINDS | {LineKind.SHIFT_CLOSED}
        return tuple(n for n in self._tables.lines if n.line.kind in kinds)[-limit:]

    def done_for(self, user: str) -> tuple[Numbered, ...]:
        read = {n.line.facts["message"] for n in self._tables.lines if n.line.kind is LineKind.MESSAGE_READ}
        of_user = [n for n in self._tables.lines if n.line.facts.get("absent", {}).get("cashier") == user]
        last = {n.line.shift_id: n.sequence for n in of_user if str(n.line.line_id) in read}
        return tuple(n for n in of_user if n.sequence > last.get(n.line.shift_id, 0) and n.line.kind in _ABSENT)

    def bags(self, numbers: Collection[str]) -> frozenset[str]:
        filling = (LineKind.CASH_DROPPED, LineKind.SHIFT_CLOSED)
        return frozenset(
            x for n in self._tables.lines if n.line.kind in filling for x in bags_of(n.line) if x in numbers
        )


_ABSENT = (LineKind.DRAWER_COUNTED, LineKind.DRAWER_HANDED_OVER, LineKind.SHIFT_CLOSED)


class MemoryJobs:
    """`ports.PrintJobs`; a job's id is its place in the list, from 1."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, receipt: str, copy: int, state: JobState = JobState.QUEUED) -> int:
        job_id, tries = len(self._tables.jobs) + 1, int(state is JobState.SENDING)
        job = PrintJob(job_id=job_id, receipt=receipt, copy=copy, state=state, tries=tries, words="")
        self._tables.jobs.append(job)
        return job_id

    def next(self) -> PrintJob | None:
        due = (JobState.QUEUED, JobState.SENDING)
        return next((job for job in self._tables.jobs if job.state in due), None)

    def move(self, job_id: int, state: JobState, words: str = "") -> None:
        job = self._tables.jobs[job_id - 1]
        tries = job.tries + (state is JobState.SENDING)
        self._tables.jobs[job_id - 1] = replace(job, state=state, tries=tries, words=words)

    def of(self, receipt: str) -> tuple[PrintJob, ...]:
        return tuple(job for job in self._tables.jobs if job.receipt == receipt)

    def in_state(self, state: JobState) -> tuple[PrintJob, ...]:
        return tuple(job for job in self._tables.jobs if job.state is state)

    def unprinted_payments(self) -> tuple[str, ...]:
        booked = [read_payment(n.line).receipt for n in self._tables.lines if n.line.kind is LineKind.PAYMENT]
        return tuple(receipt for receipt in dict.fromkeys(booked) if not self.of(receipt))


class MemoryAttempts:
    """`ports.Attempts`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, attempt: Attempt) -> None:
        before = None if attempt.gives_back is None else self.reversal_of(attempt.gives_back.sale)
        if before is not None and before.state in (*UNSETTLED, AttemptState.REVERSED):
            raise StoreTrouble("it is given back, or may be")
        self._tables.attempts[attempt.attempt_id] = attempt

    def get(self, attempt_id: UUID) -> Attempt | None:
        return self._tables.attempts.get(attempt_id)

    def unsettled(self) -> tuple[Attempt, ...]:
        return tuple(attempt for attempt in self._tables.attempts.values() if attempt.state in UNSETTLED)

    def reversal_of(self, sale: UUID) -> Attempt | None:
        of_sale = [a for a in self._tables.attempts.values() if a.gives_back is not None and a.gives_back.sale == sale]
        return of_sale[-1] if of_sale else None

    def move(self, attempt_id: UUID, state: AttemptState, words: str = "") -> None:
        self._tables.attempts[attempt_id] = replace(self._tables.attempts[attempt_id], state=state, words=words)

    def next_service_id(self) -> str:
        self._tables.services += 1
        return f"{self._tables.services:010d}"


class MemoryTries:
    """`ports.SignInTries`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def failures(self, user: str) -> Failures:
        return self._tables.failures.get(user, Failures(0, None))

    def add(self, user: str, at: datetime) -> None:
        self._tables.failures[user] = Failures(self.failures(user).count + 1, at)

    def clear(self, user: str) -> None:
        self._tables.failures.pop(user, None)

    def last_code(self, user: str) -> int:
        return self._tables.codes.get(user, 0)

    def use_code(self, user: str, step: int) -> None:
        self._tables.codes[user] = step
