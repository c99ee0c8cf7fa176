"""A ledger as a process of its own, for the demo, the benchmarks and the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cashier.doors.processes import Child, start_child


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLedger:
    """Where a ledger answers, and where its books are."""

    url: str
    database_url: str
    child: Child


@contextmanager
def running_ledger(data: Path, *, port: int = 0, database_url: str | None = None) -> Iterator[RunningLedger]:
    """Start ``main.py ledger serve`` on ``data`` and stop it at the end, PostgreSQL too. Raises CashierError."""
    data.mkdir(parents=True, exist_ok=True)
    where = ("--database-url", database_url) if database_url else ("--data", str(data))
    child = start_child("ledger", "serve", *where, "--port", str(port), log=data / "ledger.log")
    try:
        yield RunningLedger(url=child.said["url"], database_url=child.said["database_url"], child=child)
    finally:
        child.stop()
