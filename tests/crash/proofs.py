"""What must hold after any crash: a desk starts again on the same folder, works off what is left, and is looked at."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from cashier.domain.card import Attempt
from cashier.domain.line import LineKind, Numbered
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.tenders import TenderKind
from cashier.doors.papers import now_utc
from cashier.doors.replay_acts import ScriptClock
from cashier.doors.replay_desk import ReplayDesk, replay_desk
from cashier.ledger.check import check
from cashier.store.engine import DatabaseFile, open_database
from cashier.store.second_copy import COPY_NAME
from cashier.store.verify import VerifyReport, read_lines, verify_journal
from cashier.store.work import JournalFile
from cashier.usecases.ports.work import JobState, PrintJob
from cashier.usecases.start_day import recover
from receipts.printers.sheet import Sheet
from tests.crash.center import CrashCenter, Place

A_WHILE = timedelta(seconds=130)  # After two minutes a terminal that knows nothing of a sale is believed.
ASKS_MOST = 6
DUPLICATE = "DUPLICATE"
VOID_SLIPS = ("FOR THE DRAWER", "FOR THE MEMBER")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A desk's books after it was started again and had worked off what was left.

    ``unsure_cards``: attempts that were unknown at its start. ``copied``: lines in the second copy then.
    """

    lines: tuple[Numbered, ...]
    jobs: Mapping[str, tuple[PrintJob, ...]]
    unsure_cards: tuple[Attempt, ...]
    unsettled: tuple[Attempt, ...]
    copied: int
    report: VerifyReport
    sheets: tuple[Sheet, ...]

    @property
    def payments(self) -> tuple[PaymentFacts, ...]:
        return tuple(read_payment(n.line) for n in self.lines if n.line.kind is LineKind.PAYMENT)

    def paid(self, payment_id: str) -> int:
        """Cents that all lines of a payment have booked."""
        return sum(facts.paid.cents for facts in self.payments if facts.payment_id == UUID(payment_id))

    def count(self, kind: LineKind) -> int:
        return sum(numbered.line.kind is kind for numbered in self.lines)


def start_again(place: Place, sheets_before: Iterable[Sheet] = (), *, ahead: timedelta = timedelta()) -> Found:
    """Open the folder, settle, print, send and copy what is left; what stays to be done after that is a fault."""
    clock = ScriptClock(now_utc)
    clock.advance(ahead)
    with replay_desk(place.data, ledger_url=None, clock=clock) as at:
        copied = _second_copy_is_a_prefix(place, at.assembly.store.journal)
        with at.desk.open_work() as work:
            unsure = work.attempts.unsettled()
        _settle_cards(at, clock)
        recover(
            at.desk
        )  # A half by card whose answer came after this start, and that nobody goes on with: the next one.
        at.print_due()
        assert at.sync() == ""
        journal = at.assembly.store.journal
        _copy_on(place, at)
        assert _second_copy_is_a_prefix(place, journal) == verify_journal(journal).lines
        lines = tuple(read_lines(journal))
        with at.desk.open_work() as work:
            assert work.journal.to_send() == 0
            assert work.journal.mark().received_through == len(lines)
            receipts = {read_payment(n.line).receipt for n in lines if n.line.kind is LineKind.PAYMENT}
            return Found(
                lines=lines,
                jobs={receipt: work.jobs.of(receipt) for receipt in sorted(receipts)},
                unsure_cards=unsure,
                unsettled=work.attempts.unsettled(),
                copied=copied,
                report=verify_journal(journal),
                sheets=(*sheets_before, *new_sheets(place, sheets_before)),
            )


def new_sheets(place: Place, before: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The papers that came out since; the printer keeps only the last fifty, so none may be missing between."""
    last = max((sheet.number for sheet in before), default=0)
    sheets = place.printer.machine.sheets(after=last)
    assert [sheet.number for sheet in sheets] == list(range(last + 1, last + 1 + len(sheets)))
    return sheets


def prove(found: Found, told: Iterable[Mapping[str, Any]], place: Place, center: CrashCenter) -> None:
    """All that must hold whatever was killed and when. ``told``: the answers *taken* that a cashier could have read."""
    what_was_told_is_there_once(found, told)
    the_journal_holds(found)
    every_payment_has_its_paper(found)
    no_paper_came_out_twice(found)
    cards_agree(found, place)
    the_ledger_has_it_once(found, place, center)


def what_was_told_is_there_once(found: Found, told: Iterable[Mapping[str, Any]]) -> None:
    for taken in told:
        assert found.paid(taken["id"]) == taken["cents"], taken
        assert {f.receipt for f in found.payments if str(f.payment_id) == taken["id"]} == {taken["receipt"]}


def the_journal_holds(found: Found) -> None:
    """Every link and transfer, and receipt numbers without a gap, each of one payment."""
    assert found.report.problems == ()
    numbers = list(dict.fromkeys(facts.receipt for facts in found.payments))
    assert numbers == [f"{found.report.desk}-{number:07d}" for number in range(1, len(numbers) + 1)]
    assert len({facts.payment_id for facts in found.payments}) == len(numbers)
    for facts in found.payments:
        assert facts.paid.cents == sum(tender.amount.cents for tender in facts.tenders) - facts.change.cents


def every_payment_has_its_paper(found: Found) -> None:
    """One original each, and nothing left undone: a job is confirmed, or a person is asked about it."""
    for receipt, jobs in found.jobs.items():
        assert [job.copy for job in jobs] == list(range(len(jobs))), receipt
        assert jobs, f"{receipt} has no paper"
        assert {job.state for job in jobs} <= {JobState.CONFIRMED, JobState.UNKNOWN}, receipt


def no_paper_came_out_twice(found: Found) -> None:
    """What is confirmed is on paper once. What is not known may be, and is not printed again by itself."""
    papers: Counter[tuple[str, bool]] = Counter()
    slips: Counter[str] = Counter()
    pending: Counter[str] = Counter()  # By the sale that its slip names: its result was not known.
    for sheet in found.sheets:
        words = sheet.text
        if copy := next((copy for copy in VOID_SLIPS if copy in words), ""):
            slips[copy] += 1
            continue
        if sale := re.search(rf"{found.report.desk}-\w+-([0-9]{{10}})", words):
            pending[sale.group(1)] += 1
            continue
        papers[_receipt_on(words, found.report.desk), DUPLICATE in words] += 1
    assert set(pending.values()) <= {1}
    assert set(slips.values()) <= {found.count(LineKind.VOIDED)}
    assert {receipt for receipt, _ in papers} <= found.jobs.keys()
    for receipt, jobs in found.jobs.items():
        for is_copy in (False, True):
            states = [job.state for job in jobs if (job.copy > 0) is is_copy]
            sure = states.count(JobState.CONFIRMED)
            assert sure <= papers[receipt, is_copy] <= len(states), (receipt, states)


def _receipt_on(words: str, desk: str) -> str:
    """The one number that a paper says; half a receipt on it would be a fault, too."""
    (number,) = set(re.findall(rf"{desk}-[0-9]{{7}}", words))
    return str(number)


def cards_agree(found: Found, place: Place) -> None:
    """The terminal's own book and ours name the same charges, also those that went back; no result is open."""
    booked = [
        (tender.approval_code, tender.amount.cents)
        for facts in found.payments
        for tender in facts.tenders
        if tender.kind is TenderKind.CARD
    ]
    assert sorted(booked) == sorted(place.charged().items())
    codes = {str(t.attempt_id): t.approval_code for facts in found.payments for t in facts.tenders}
    voided = [tender for n in found.lines if n.line.kind is LineKind.VOIDED for tender in n.line.facts["tenders"]]
    went_back = [(codes[tender["attempt"]], tender["cents"]) for tender in voided if "attempt" in tender]
    assert sorted(went_back) == sorted(place.given_back().items())
    assert found.unsettled == ()


def the_ledger_has_it_once(found: Found, place: Place, center: CrashCenter) -> None:
    """Line by line and cent by cent, and its own books hold."""
    with center.books() as engine:
        with engine.connect() as connection:
            kept = connection.execute(
                text("SELECT sequence, chain, body FROM lines WHERE desk = :desk ORDER BY sequence"),
                {"desk": place.code},
            ).all()
            booked = connection.execute(
                text("SELECT debit, sum(cents)::bigint FROM transfers WHERE desk = :desk GROUP BY debit"),
                {"desk": place.code},
            ).all()
        report = check(engine)
    assert [tuple(row) for row in kept] == [(n.sequence, n.chain, n.body.decode()) for n in found.lines]
    sums: Counter[str] = Counter()
    for numbered in found.lines:
        for transfer in numbered.line.transfers:
            sums[transfer.debit.code] += transfer.amount.cents
    assert {row[0]: int(row[1]) for row in booked} == sums
    assert report.findings == []


def _settle_cards(at: ReplayDesk, clock: ScriptClock) -> None:
    """Ask about each card whose answer was lost, with time passing as it would."""
    for _ in range(ASKS_MOST):
        with at.desk.open_work() as work:
            if not work.attempts.unsettled():
                return
        at.ask_about_cards()
        clock.advance(A_WHILE)


def _copy_on(place: Place, at: ReplayDesk) -> None:
    copy = at.assembly.store.second_copy(place.data / at.settings.second_copy_folder)
    try:
        while copy.step() == 0:
            continue
        assert copy.trouble() == ""
    finally:
        copy.close()


def _second_copy_is_a_prefix(place: Place, journal: JournalFile) -> int:
    """Returns how many lines it has; whole ones, with their transfers, and those of the journal."""
    path = place.data / "second-copy" / COPY_NAME
    if not path.exists():
        return 0
    key = journal.database.file.key
    database = open_database(DatabaseFile(path=path, key=key, cache_kib=1_024, when_damaged="It is damaged."))
    try:
        connection = database.connect()
        try:
            if not connection.sql("SELECT 1 FROM sqlite_schema WHERE name = 'lines'"):
                return 0
        finally:
            connection.close()
        report = verify_journal(JournalFile(database, journal.desk))
    finally:
        database.close()
    assert report.problems == ()
    if report.lines:
        with journal.open_reading() as work:
            assert work.journal.stored_after(report.lines - 1, 1)[0].chain == report.chain
    return report.lines
