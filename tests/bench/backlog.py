"""B6: what a desk was offline for is drained to a real ledger; sent again, nothing is added."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from cashier.doors.assembly import Assembly, assembled
from cashier.doors.enrolling import enroll_desk
from cashier.doors.lanes import SyncLanes, sync_lanes
from cashier.doors.processes import MAIN, Child, start_child
from cashier.ledger.embedded import remove_embedded_postgres
from cashier.sync.link import Link
from cashier.wire import RUN_LINES_MAX, Run, SentLine
from tests.bench.figures import Outcome
from tests.bench.offline_journal import offline_desk
from tests.bench.place import CENTER, DAY, DESK, Devices

MEMBERS, PAYMENTS = 50_000, 100_000
TABLES = ("lines", "transfers", "receipts")
SHAPES = {"lines": "lines_default", "transfers": "transfers_default"}
"""Where a table's indexes are seen, if it has them month by month."""


def measure(quick: bool) -> Outcome:
    """From the first step of the push lane to the last mark moved."""
    members, payments = (500, 200) if quick else (MEMBERS, PAYMENTS)
    with _ledger(members) as ledger:
        database: str = ledger.said["database_url"]
        with desk_folder(payments, members, ledger) as folder, assembled(folder) as assembly:
            with assembly.desk.open_reading() as work:
                to_send = work.journal.to_send()
            drained_s = drain(assembly)
            held = _rows(database)
            _send_again(assembly)
            added = {table: count - held[table] for table, count in _rows(database).items()}
        checked = _command("check", database=database)
        floor_s = _floor(database)
    return Outcome(
        bench="B6",
        workload=f"{to_send:,} payments with all that was recorded beside them, drained by the push lane by HTTP "
        f"to a ledger of its own with {members:,} members (PostgreSQL, fsync on), then all sent again",
        figures={
            "per_s": round(payments / drained_s),
            "seconds": round(drained_s, 2),
            "rows": held,
            "added_by_sending_again": added,
            "check": checked,
            "floor": {"the same rows by COPY, per_s": round(payments / floor_s)},
            "ratio": round(floor_s / drained_s, 3),
        },
    )


@contextmanager
def _ledger(members: int, *, host: str = "127.0.0.1") -> Iterator[Child]:
    """A ledger with its people, for the length of a ``with``."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-ledger-") as name:
        data = Path(name) / "ledger"
        where = ("--data", str(data), "--host", host, "--port", "0")
        child = start_child("ledger", "serve", *where, log=Path(name) / "ledger.log")
        try:
            sample = ("load-sample", "--members", str(members), "--today", DAY.isoformat())
            _command(*sample, database=child.said["database_url"])
            yield child
        finally:
            child.stop()
            remove_embedded_postgres(data)


@contextmanager
def desk_folder(payments: int, members: int, ledger: Child) -> Iterator[Path]:
    """The data folder of an enrolled desk with so many payments that its ledger does not have."""
    with offline_desk(payments, members, Devices(ledger_url=ledger.said["url"])) as folder:
        invited = _command("desks", "invite", DESK, "--center", CENTER, database=ledger.said["database_url"])
        enroll_desk(folder, code=invited["code"])
        yield folder


def _command(*arguments: str, database: str) -> dict[str, Any]:
    """The JSON object that one of the ledger's commands prints."""
    done = subprocess.run(
        [sys.executable, str(MAIN), "ledger", *arguments, "--database-url", database],
        check=True,
        stdout=subprocess.PIPE,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@contextmanager
def _lanes(assembly: Assembly) -> Iterator[SyncLanes]:
    sync = sync_lanes(assembly, link=Link(assembly.desk.clock, heard=_nobody), applied=_nobody, hold_s=0)
    with closing(sync.plug):
        yield sync


def drain(assembly: Assembly) -> float:
    """Step the push lane until it has nothing to send; how many seconds that took."""
    with _lanes(assembly) as sync:
        since = perf_counter()
        while sync.push.step() == 0.0:
            continue
        return perf_counter() - since


def _send_again(assembly: Assembly) -> None:
    """Every line once more, as after a ledger's answer that never came."""
    sequence = 0
    with _lanes(assembly) as sync:
        while True:
            with assembly.desk.open_reading() as work:
                lines = work.journal.after(sequence, RUN_LINES_MAX)
            if not lines:
                return
            sync.plug.send(
                Run(lines=tuple(SentLine(sequence=n.sequence, chain=n.chain, body=n.body.decode()) for n in lines))
            )
            sequence = lines[-1].sequence


def _rows(database: str) -> dict[str, int]:
    """How many rows each table has of this desk."""
    with psycopg.connect(database) as connection:
        return {table: _count(connection, table) for table in TABLES}


def _count(connection: "psycopg.Connection[Any]", table: str) -> int:
    counted = connection.execute(
        SQL("SELECT count(*) FROM {} WHERE desk = %s").format(Identifier(table)), (DESK,)
    ).fetchone()
    assert counted is not None
    return int(counted[0])


def _floor(database: str) -> float:
    """The same rows by COPY into tables with the same columns and indexes, in one transaction; seconds."""
    taken_s = 0.0
    with psycopg.connect(database) as connection:
        for table in TABLES:
            rows = BytesIO()
            source = SQL("COPY (SELECT * FROM {} WHERE desk = {}) TO STDOUT").format(Identifier(table), DESK)
            with connection.cursor().copy(source) as out:
                for piece in out:
                    rows.write(piece)
            copy = Identifier(f"floor_{table}")
            connection.execute(
                SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(copy, Identifier(SHAPES.get(table, table)))
            )
            since = perf_counter()
            with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(copy)) as into:
                into.write(rows.getvalue())
            taken_s += perf_counter() - since
        since = perf_counter()
        connection.commit()
    return taken_s + perf_counter() - since


def _nobody(*_: object) -> None:
    """There is no strip to say anything."""
