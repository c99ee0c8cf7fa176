"""B4b: what one payment's commit takes, beside a bare durable commit of the same rows in plain SQLite."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from cashier.domain.line import Numbered
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment, decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Staff
from cashier.domain.targets import Part, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.doors.assembly import assembled
from cashier.store.journal import line_columns, transfer_columns
from cashier.store.migrations.journal.journal_0001_first_tables import STATEMENTS
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState
from cashier.usecases.sign_in import sign_in
from cashier.usecases.situation import situation
from cashier.usecases.take_payment import add_receipt, take_payment
from tests.bench.figures import Outcome, Watch, ratio, share
from tests.bench.payers import Payer, payers
from tests.bench.place import ROSA, Devices, bench_desk

_MEMBERS, _PAYMENTS = 200_000, 2_000
_STRETCH = 50  # So many of each by turns; the first stretch of each warms up.
_PAYMENTS_A_STATEMENT = 100


def measure(quick: bool) -> Outcome:
    """By turns: the commit alone, the floor with the very rows that it wrote, the whole use case."""
    members, payments, stretch = (2_000, 10, 5) if quick else (_MEMBERS, _PAYMENTS, _STRETCH)
    people = cycle(list(islice(payers(members), payments)))
    commit, whole, floor = Watch(), Watch(), Watch()
    with bench_desk(members, Devices()) as folder, assembled(folder) as assembly, _plain() as plain:
        staff = sign_in(*ROSA, assembly.desk)
        for turn in range(1 + payments // stretch):
            written = [
                _commit(_wish(one, assembly.desk), assembly.desk, staff, commit) for one in islice(people, stretch)
            ]
            _commit_plainly(plain, written, floor)
            for one in islice(people, stretch):
                wish = _wish(one, assembly.desk)
                with whole:
                    take_payment(wish, assembly.desk, staff)
            if turn == 0:
                for watch in (commit, whole, floor):
                    watch.clear()
    return Outcome(
        bench="B4b",
        workload=f"append, print job and COMMIT of {payments:,} cash payments (synchronous=FULL, SQLCipher, chain, "
        f"triggers), {members:,} members, no lanes; floor: the same rows in the same tables and "
        f"indexes of plain sqlite3, WAL, synchronous=FULL, no triggers; {stretch} of each by turns",
        figures={
            "p50_ms": share(commit.times_s, 50),
            "p99_ms": share(commit.times_s, 99),
            "ratio": ratio(commit.times_s, floor.times_s),
            "commit": commit.spread,
            "floor": {"bare commit": floor.spread},
            "whole use case": whole.spread,
            "ratio_of_whole": ratio(whole.times_s, floor.times_s),
        },
    )


def _wish(person: Payer, desk: Desk) -> TakePayment:
    bill = person.due[0]
    amount = Money(max(1, bill.open_cents // _PAYMENTS_A_STATEMENT))
    return TakePayment(
        payment_id=desk.new_id(),
        member_number=person.number,
        parts=(Part(target=Target(TargetKind.STATEMENT, bill.number), amount=amount),),
        tenders=(Tender(kind=TenderKind.CASH, amount=amount),),
        identified={person.number: "number and date of birth"},
    )


def _commit(wish: TakePayment, desk: Desk, staff: Staff, watch: Watch) -> Numbered:
    """The steps of `take_payment`; what it writes is timed, what it reads and decides before is not."""
    with desk.open_work() as work:
        now = situation(wish, work, desk, staff=staff, shift=work.journal.open_shift())
        line = decide_payment(wish, now)
        with watch:
            numbered = work.journal.append(line)
            add_receipt(now.receipt, work)
            work.commit()
    return numbered


def _commit_plainly(plain: sqlite3.Connection, written: Iterable[Numbered], watch: Watch) -> None:
    for numbered in written:
        counts = {"money_so_far": numbered.sequence, "receipts_so_far": numbered.sequence}
        line, transfers = line_columns(numbered) | counts, transfer_columns(numbered)
        job = {
            "receipt": read_payment(numbered.line).receipt,
            "copy": 0,
            "state": JobState.QUEUED,
            "tries": 0,
            "words": "",
        }
        with watch:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute(_insert("lines", line), line)
            plain.executemany(_insert("transfers", transfers[0]), transfers)
            plain.execute(_insert("print_jobs", job), job)
            plain.execute("COMMIT")


def _insert(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


@contextmanager
def _plain() -> Iterator[sqlite3.Connection]:
    """A journal that is not encrypted and that nothing guards."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-floor-") as name:
        plain = sqlite3.connect(Path(name) / "floor.db", isolation_level=None)
        plain.execute("PRAGMA journal_mode = wal")
        plain.execute("PRAGMA synchronous = FULL")
        for statement in STATEMENTS:
            if statement.lstrip().startswith("CREATE") and "TRIGGER" not in statement:
                plain.execute(statement)
        try:
            yield plain
        finally:
            plain.close()
