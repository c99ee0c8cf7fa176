"""load: a plan's guarantors, members and statements from files into the ledger, beside COPY of the rows they become."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, text

from cashier.doors.processes import MAIN
from cashier.ledger.check import check
from cashier.ledger.database import opened_ledger
from cashier.ledger.embedded import remove_embedded_postgres
from tests.bench.backlog import SHAPES
from tests.bench.figures import Outcome
from tests.bench.plan import billing_folder, owner_connection

MEMBERS, QUICK_MEMBERS = 200_000, 5_000
_CHECKED_MOST = 1_000_000  # The check reads every line; the figure is the load's.
_TABLES = ("guarantors", "members", "name_keys", "statements", "balances", "lines", "transfers")
_PIECE_BYTES = 1 << 20


def measure(quick: bool, members: int | None = None) -> Outcome:
    """The whole command, from its start to its end, in an empty ledger."""
    members = members or (QUICK_MEMBERS if quick else MEMBERS)
    folder = billing_folder(members)
    with tempfile.TemporaryDirectory(prefix="counterfoil-load-") as name:
        data = Path(name) / "ledger"
        try:
            with opened_ledger(data=data, database_url=None) as engine:
                loaded_s, peak_mb = _load(engine, folder, rejects=Path(name))
                rows = {table: _count(engine, table) for table in _TABLES}
                report = check(engine) if members <= _CHECKED_MOST else None
                floors_s = {table: _floor(engine, table, Path(name) / "rows") for table in _TABLES}
        finally:
            remove_embedded_postgres(data)
    floor_s = sum(floors_s.values())
    return Outcome(
        bench="load",
        workload=f"{rows['guarantors']:,} guarantors, {rows['members']:,} members and {rows['statements']:,} "
        "statements from CSV files by `ledger load`, into an empty ledger of its own (PostgreSQL, fsync on)",
        figures={
            "per_s": round((rows["guarantors"] + rows["members"] + rows["statements"]) / loaded_s),
            "seconds": round(loaded_s, 2),
            "mb": peak_mb,
            "rows": rows,
            "check": "not run" if report is None else {"findings": report.findings, "lines": report.lines},
            "floor": {f"COPY of {table}, seconds": round(taken_s, 2) for table, taken_s in floors_s.items()},
            "ratio": round(floor_s / loaded_s, 3),
        },
    )


def _load(engine: Engine, folder: Path, *, rejects: Path) -> tuple[float, float]:
    """Seconds, and the most memory that the command held, in megabytes."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = [sys.executable, str(MAIN), "ledger", "load", str(folder), "--rejects", str(rejects)]
    _settle(engine)
    since = perf_counter()
    child = subprocess.Popen([*command, "--database-url", url], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return perf_counter() - since, round(usage.ru_maxrss / 1024, 1)


def _floor(engine: Engine, table: str, file: Path) -> float:
    """Seconds for the same rows by one COPY into a table with the same columns and indexes."""
    with owner_connection(engine) as connection:
        name, copy = Identifier(table), Identifier(f"floor_{table}")
        with (
            file.open("wb") as out,
            connection.cursor().copy(SQL("COPY (SELECT * FROM {}) TO STDOUT").format(name)) as rows,
        ):
            for piece in rows:
                out.write(piece)
        shape = Identifier(SHAPES.get(table, table))
        connection.execute(SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(copy, shape))
        _settle(engine)
        since = perf_counter()
        with file.open("rb") as rows_again, connection.cursor().copy(SQL("COPY {} FROM STDIN").format(copy)) as into:
            while piece := rows_again.read(_PIECE_BYTES):
                into.write(piece)
        taken_s = perf_counter() - since
        connection.execute(SQL("DROP TABLE {}").format(copy))
    return taken_s


def _settle(engine: Engine) -> None:
    """Neither side begins with what the other left to be written."""
    with owner_connection(engine) as connection:
        connection.execute("CHECKPOINT")


def _count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)
