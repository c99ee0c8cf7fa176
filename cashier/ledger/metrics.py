"""Figures for Prometheus: requests as they are counted here, the books as the database knows them when it is asked.

With several workers each keeps its counts in a shared folder (``PROMETHEUS_MULTIPROC_DIR``, set before this module is
loaded), so that whichever answers speaks for all. No label holds a name, a number or a token.
"""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from sqlalchemy import Connection, Engine, Row, event, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.pool import ConnectionPoolEntry

from cashier.ledger.held import RELEASED_CENTS

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # The library's own name for it.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 60.0)

_REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "counterfoil_requests", "Requests by route and status.", ("method", "route", "status"), registry=_REGISTRY
)
REQUEST_SECONDS = Histogram(
    "counterfoil_request_seconds",
    "How long requests took; those of desks that wait for changes are held on purpose.",
    ("route",),
    buckets=_SECONDS,
    registry=_REGISTRY,
)
WAITING = Gauge(
    "counterfoil_waiting_desks",
    "Requests that wait for a change now.",
    registry=_REGISTRY,
    multiprocess_mode="livesum",
)
CONNECTIONS = Gauge(
    "counterfoil_pool_connections_in_use",
    "Database connections that requests hold now.",
    registry=_REGISTRY,
    multiprocess_mode="livesum",
)

_BOOKS = text(
    f"""
    WITH waiting AS (
        SELECT desk, sequence, received_on FROM set_aside AS part
        WHERE part.why NOT IN ('beyond_open', 'where_it_went', 'came_home') AND part.cents > {RELEASED_CENTS}
    )
    SELECT (SELECT sum(received_through) FROM desks)::bigint AS lines,
           (SELECT sum(n_tup_ins) FROM pg_stat_user_tables WHERE relname LIKE 'receipts%')::bigint AS payments,
           (SELECT sum(credit_cents - debit_cents) FROM balances
            WHERE account >= 'held:' AND account < 'held;')::bigint AS held_cents,
           (SELECT extract(epoch FROM now() - min(received_at))
            FROM waiting JOIN lines USING (desk, sequence, received_on))::float AS held_s
    """
)
_ALARMS = text("SELECT what, count(*) AS alarms FROM alarms GROUP BY what ORDER BY what")


def exposition(engine: Engine) -> bytes:
    """All figures in Prometheus' text format; without those of the books while the database is away."""
    reached = GaugeMetricFamily("counterfoil_database_reached", "Whether the database answers.")
    try:
        with engine.connect() as connection:
            books = list(_of_the_books(connection))
    except (OperationalError, InternalError, NoConnectionFree):
        books = []
    reached.add_metric([], bool(books))
    if SHARED_FOLDER not in os.environ:
        requests = generate_latest(_REGISTRY)
    else:
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        requests = generate_latest(shared)
    return requests + generate_latest(_Once([reached, *books]))


def count_connections(engine: Engine) -> None:
    """Keep `CONNECTIONS` at what the engine's pool lends."""
    lent = set[ConnectionPoolEntry]()  # One that was lent before anybody counted is none less when it comes back.

    def lend(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        lent.add(record)
        CONNECTIONS.set(len(lent))

    def take_back(_connection: object, record: ConnectionPoolEntry) -> None:
        lent.discard(record)
        CONNECTIONS.set(len(lent))

    event.listen(engine, "checkout", lend)
    event.listen(engine, "checkin", take_back)


def forget_process(folder: str, process: int) -> None:
    """What a worker that ended was doing is done by nobody now; what it counted stays."""
    mark_process_dead(process, folder)  # type: ignore[no-untyped-call]


class _Once(CollectorRegistry):
    """A registry of figures that were read already."""

    def __init__(self, figures: list[Metric]) -> None:
        super().__init__()
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        yield from self._figures


def _of_the_books(connection: Connection) -> Iterator[Metric]:
    books: Row[tuple[object, ...]] = connection.execute(_BOOKS).one()
    yield CounterMetricFamily("counterfoil_lines", "Lines of all journals, the ledger's own too.", value=books.lines)
    yield CounterMetricFamily(
        "counterfoil_payments", "Receipts written since PostgreSQL's statistics began.", value=books.payments or 0
    )
    yield GaugeMetricFamily("counterfoil_held_cents", "Money that waits for a person.", value=books.held_cents or 0)
    yield GaugeMetricFamily("counterfoil_oldest_held_seconds", "Age of the oldest held line.", value=books.held_s or 0)
    alarms = CounterMetricFamily("counterfoil_alarms", "Alarms ever raised, by what they are about.", labels=("what",))
    for row in connection.execute(_ALARMS):
        alarms.add_metric([row.what], row.alarms)
    yield alarms
