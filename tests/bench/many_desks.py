"""B9: thousands of desks pay over one ledger at a steady rate, and then all come back at once after an outage."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from os import urandom
from typing import Any
from urllib.parse import urlsplit

import psycopg
from sqlalchemy import Connection, text

from cashier.domain.chain import first_link
from cashier.doors.papers import new_id, now_utc
from cashier.ledger.administration import Act, Admin, write_down
from cashier.ledger.database import opened_ledger
from cashier.ledger.directory import KINDS, Cursor
from cashier.ledger.keeping import audience
from cashier.security.signing import RequestSigner
from tests.bench.backlog import _command, _ledger
from tests.bench.crowd import Orders
from tests.bench.figures import Outcome
from tests.bench.place import CENTER
from tests.bench.proportional import proportional_kb

_DESK = text(
    """
    INSERT INTO desks (desk, center, chain, public_key) VALUES (:desk, :center, :chain, :key)
    ON CONFLICT (desk) DO UPDATE SET public_key = excluded.public_key
    """
)
_BILLS = 20_000


def measure(quick: bool) -> Outcome:
    """Latencies from when a payment was due; the storm from its first byte to its last answer."""
    return measured("B9", quick=quick, listening=False)


def measured(bench: str, *, quick: bool, listening: bool) -> Outcome:
    """The same with desks that only pay, or with desks that wait for changes meanwhile, on as many connections more."""
    members, desks, rate, seconds, queued = (500, 50, 50, 2, 5) if quick else (50_000, 3_000, 1_000, 60, 34)
    with _ledger(members) as ledger:
        database: str = ledger.said["database_url"]
        orders = Orders(
            port=urlsplit(ledger.said["url"]).port or 0,
            keys=enrolled(database, names(desks)),
            bills=open_bills(database),
            rate=rate,
            seconds=seconds,
            queued=queued,
            directory_end=_directory_end(database) if listening else None,
        )
        found = _run(orders, ledger.process.pid)
        checked = _command("check", database=database)
    steady, storm = found["steady"], found["storm"]
    return Outcome(
        bench=bench,
        workload=f"{desks:,} desks on {desks:,} connections to one ledger ({members:,} members, PostgreSQL, fsync on): "
        f"{rate:,} payments a second for {seconds} s, open loop; then {queued} queued payments of each at once"
        + (f"; on {desks:,} more connections they wait for changes" if listening else ""),
        figures={
            "p50_ms": steady["p50_ms"],
            "p99_ms": steady["p99_ms"],
            "max_ms": steady["max_ms"],
            "errors": steady["errors"] + storm["errors"],
            "first_errors": steady["first_errors"] + storm["first_errors"],
            "generator_late_ms": steady["late_ms"],
            "told_per_s": round(steady["told"] / steady["seconds"]),
            "storm_s": storm["seconds"],
            "storm_per_s": round(storm["payments"] / storm["seconds"]),
            "mb": found["mb"],
            "lost": steady["payments"] + storm["payments"] - checked["payments"],
            "check": checked,
            "floor": {"raw ASGI and driver on this class of machine": "p99 4.2 to 5.3 ms, storm 2.3 to 2.4 s, 83 MB"},
        },
    )


def enrolled(database_url: str, desks: Iterable[str]) -> dict[str, str]:
    """Desks by name, taken in past their codes, whose hashing takes its time; their private keys, hexadecimal."""
    keys = {desk: urandom(32) for desk in desks}
    admin = Admin(by="bench", clock=now_utc, new_id=new_id)
    with opened_ledger(data=None, database_url=database_url) as engine, engine.begin() as connection:
        for desk, key in keys.items():
            take_in(connection, desk, RequestSigner(key, desk=desk, clock=now_utc).public, admin)
    return {desk: key.hex() for desk, key in keys.items()}


def take_in(connection: Connection, desk: str, public_key: str | None, admin: Admin, *, center: str = CENTER) -> None:
    """Make a desk known as its enrollment does."""
    row = {"desk": desk, "center": center, "chain": first_link(desk), "key": public_key}
    connection.execute(_DESK, row)
    facts = {"desk": desk, "center": center, "key": public_key, "replaces": None}
    write_down(connection, Act.DESK_ENROLLED, facts, admin)


def names(desks: int) -> list[str]:
    """So many desks' codes."""
    return [f"B{number:04}" for number in range(desks)]


def open_bills(database: str) -> list[str]:
    """Numbers of bills with something open, in no order."""
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT substr(account, 12) FROM balances WHERE account LIKE 'receivable:%%' "
            "AND debit_cents - credit_cents > 1000 ORDER BY md5(account) LIMIT %s",
            [_BILLS],
        )
        return [number for (number,) in found]


def _directory_end(database: str) -> tuple[str, str]:
    """Epoch and cursor of a desk that has read everything; all stand at one center."""
    with opened_ledger(data=None, database_url=database) as engine, engine.connect() as connection:
        before = connection.scalar(text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")) or "1"
        return audience(connection, names(1)[0]).epoch, Cursor(int(before) - 1, KINDS[-1], "~").text


def _run(orders: Orders, service: int) -> dict[str, Any]:
    """Both parts, and the most memory that the service held."""
    crowd = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.crowd"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert crowd.stdin is not None
    assert crowd.stdout is not None
    found: dict[str, Any] = {}
    with crowd, _most_memory(service) as samples:
        crowd.stdin.write(json.dumps(asdict(orders)) + "\n")
        crowd.stdin.flush()
        crowd.stdout.readline()
        for part in ("steady", "storm"):
            crowd.stdin.write("\n")
            crowd.stdin.flush()
            found[part] = json.loads(crowd.stdout.readline())
    return found | {"mb": round(max(samples) / 1024, 1)}


@contextmanager
def _most_memory(process: int) -> Iterator[list[int]]:
    """What the process held, in kilobytes, looked at twice a second: what a storm takes is given back after it."""
    samples, is_over = [proportional_kb(process)], threading.Event()

    def look() -> None:
        while not is_over.wait(0.5):
            samples.append(proportional_kb(process))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield samples
    finally:
        is_over.set()
        looking.join()
