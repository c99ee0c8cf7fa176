"""B7: what a ledger posts over HTTP beside COPY of the same rows into the same indexed tables, stretch by stretch."""

import http.client
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median
from threading import Lock
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from cashier.doors.assembly import assembled
from cashier.doors.papers import now_utc
from cashier.security.signing import RequestSigner
from cashier.wire import Run, SentLine, Standing
from tests.bench.backlog import SHAPES, TABLES, _command, _ledger
from tests.bench.figures import Figure, Outcome
from tests.bench.filling import fill
from tests.bench.many_desks import enrolled
from tests.bench.offline_journal import offline_desk
from tests.bench.place import DESK, Devices

_MEMBERS, _PAYMENTS, _PAIRS = 50_000, 100_000, 5
_SIZES = (1_000, 100)
_UNDER_WAY = 2  # Runs: one is read while the one before it is posted.
_PATH = f"/v1/desks/{DESK}/lines"


@dataclass(slots=True)
class _Pairs:
    """Seconds of each stretch: posted, and copied."""

    lines: int = 0
    posted_s: list[float] = field(default_factory=list)
    copied_s: list[float] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, Figure]:
        ratios = [copied / posted for posted, copied in zip(self.posted_s, self.copied_s, strict=True)]
        return {
            "per_s": round(self.lines / sum(self.posted_s)),
            "copy_per_s": round(self.lines / sum(self.copied_s)),
            "ratio": round(median(ratios), 3),
            "ratios": [round(ratio, 3) for ratio in ratios],
        }


@dataclass(slots=True)
class _Sending:
    """Sends runs as a desk does: `_UNDER_WAY` at most, and one that came before the one before it once more."""

    services: Sequence[http.client.HTTPConnection]
    signer: RequestSigner
    turn: Lock = field(default_factory=Lock)

    def send(self, runs: Sequence[tuple[int, bytes]]) -> None:
        """Each run with the place of its last line; all are acknowledged at the end."""
        left = iter(runs)
        with ThreadPoolExecutor(len(self.services)) as pool:
            for sent in [pool.submit(self._send_on, service, left) for service in self.services]:
                sent.result()

    def _send_on(self, service: http.client.HTTPConnection, left: Iterator[tuple[int, bytes]]) -> None:
        while True:
            with self.turn:
                last, body = next(left, (0, b""))
                if not body:
                    return
                self._ask(service, body)
            while _through(service) < last:
                self._ask(service, body)

    def _ask(self, service: http.client.HTTPConnection, body: bytes) -> None:
        service.request("POST", _PATH, body, {**self.signer("POST", _PATH.encode(), body)})


@contextmanager
def _sending(url: str, key: bytes) -> Iterator[_Sending]:
    address = urlsplit(url)
    with ExitStack() as over:
        services = [
            over.enter_context(closing(http.client.HTTPConnection(address.hostname or "", address.port)))
            for _ in range(_UNDER_WAY)
        ]
        yield _Sending(services, RequestSigner(key, desk=DESK, clock=now_utc))


def _through(service: http.client.HTTPConnection) -> int:
    standing = Standing.model_validate_json(service.getresponse().read())
    assert standing.state == "ok", standing
    return standing.received_through


def measure(quick: bool, rows: int = 0) -> Outcome:
    """Half of the journal in long runs, the other half in short ones; each in stretches, A B A B.

    ``rows``: so many lines of other desks are there before.
    """
    members, payments = (500, 400) if quick else (_MEMBERS, _PAYMENTS)
    pairs = {size: _Pairs() for size in _SIZES}
    with _ledger(members) as ledger:
        database: str = ledger.said["database_url"]
        key = bytes.fromhex(enrolled(database, [DESK])[DESK])
        lines = _lines(payments, members)
        with _sending(ledger.said["url"], key) as desk, psycopg.connect(database, autocommit=True) as floor:
            fill(floor, rows)
            _make_floor(floor)
            for place, stretch in enumerate(_parts(lines, len(lines) // (2 * _PAIRS) + 1)):
                size = _SIZES[place // _PAIRS]
                pairs[size].lines += len(stretch)
                pairs[size].posted_s.append(_post(desk, stretch, size))
                pairs[size].copied_s.append(_copy(floor, stretch))
        checked = {} if rows else _command("check", database=database)  # What was filled in proves nothing.
    return Outcome(
        bench="B7",
        workload=f"{len(lines):,} lines of one desk, {payments:,} payments, over HTTP to a ledger with {members:,} "
        f"members and {rows:,} lines of other desks (PostgreSQL, fsync on), two runs under way as a desk sends them: "
        f"in {_PAIRS} stretches by runs of 1,000 and in {_PAIRS} by runs of 100, each stretch beside COPY of its rows "
        "into tables with the same columns, indexes and rows",
        figures={
            "per_s": pairs[1_000].figures["per_s"],
            "ratio": pairs[1_000].figures["ratio"],
            "runs of 1,000": pairs[1_000].figures,
            "runs of 100": pairs[100].figures,
            "floor": {"the same rows by COPY, per_s": pairs[1_000].figures["copy_per_s"]},
            **({"check": checked} if checked else {}),
        },
    )


def _lines(payments: int, members: int) -> list[SentLine]:
    """All that the desk has to send."""
    with (
        offline_desk(payments, members, Devices()) as folder,
        assembled(folder) as assembly,
        assembly.desk.open_reading() as work,
    ):
        stored = work.journal.stored_after(0, work.journal.head().sequence)
    return [SentLine(sequence=one.sequence, chain=one.chain, body=one.body.decode()) for one in stored]


def _parts(lines: Sequence[SentLine], size: int) -> Iterator[Sequence[SentLine]]:
    for place in range(0, len(lines), size):
        yield lines[place : place + size]


def _post(desk: _Sending, stretch: Sequence[SentLine], size: int) -> float:
    """Seconds until the last run is acknowledged. The bodies are made before, as a desk's own work is not measured."""
    runs = [(part[-1].sequence, Run(lines=tuple(part)).model_dump_json().encode()) for part in _parts(stretch, size)]
    since = perf_counter()
    desk.send(runs)
    return perf_counter() - since


def _make_floor(floor: "psycopg.Connection[Any]") -> None:
    for table in TABLES:
        copy, like = Identifier(f"floor_{table}"), Identifier(SHAPES.get(table, table))
        floor.execute(SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(copy, like))
        floor.execute(SQL("INSERT INTO {} SELECT * FROM {} WHERE desk LIKE 'F%'").format(copy, Identifier(table)))
        floor.execute(SQL("VACUUM ANALYZE {}").format(copy))


def _copy(floor: "psycopg.Connection[Any]", stretch: Sequence[SentLine]) -> float:
    """Seconds to copy the rows of a stretch and commit."""
    rows = {table: _rows_of(floor, table, stretch) for table in TABLES}
    since = perf_counter()
    with floor.transaction():
        for table, text in rows.items():
            with floor.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(f"floor_{table}"))) as into:
                into.write(text)
    return perf_counter() - since


def _rows_of(floor: "psycopg.Connection[Any]", table: str, stretch: Sequence[SentLine]) -> bytes:
    """A stretch's rows as they stand in a table by now."""
    query = SQL("COPY (SELECT * FROM {} WHERE desk = {} AND sequence BETWEEN {} AND {}) TO STDOUT")
    rows = BytesIO()
    asked = query.format(Identifier(table), DESK, stretch[0].sequence, stretch[-1].sequence)
    with floor.cursor().copy(asked) as out:
        for piece in out:
            rows.write(piece)
    return rows.getvalue()
