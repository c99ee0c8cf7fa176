"""The ledger's database: which one, its tables brought up to date, and connections with the service's few rights."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from time import sleep
from typing import Any

from psycopg.errors import DeadlockDetected, LockNotAvailable, ReadOnlySqlTransaction
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from cashier.domain.chain import first_link
from cashier.ledger.embedded import DatabaseTrouble, embedded_postgres_url

SCHEMA_REVISION = "0037"
SERVICE_ROLE = "counterfoil_service"
OWN_DESK = "LEDGER"  # The ledger's own journal.
OWN_CENTER = "CENTRAL"
CONNECTIONS_MOST = 16  # Of one process.
CONNECTIONS_SPARED = 5  # For `check` and other commands beside the service.
POOL_TIMEOUT_S = 10
# A database machine that went without a word is noticed within seconds; on this machine's socket they mean nothing.
LINK = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
VERSIONS = (Path(__file__).parent / "migrations" / "versions",)
LOCK_TIMEOUT_S = 2  # While a step waits for a table, everybody who comes after it waits, too.
LOCK_REST_S = 1.0
LOCK_TRIES_MOST = 60
_ROOM = text("SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int")
_SPREAD = text("SELECT current_setting('counterfoil.spread', true)")
_SCHEMA_LOCK = 3_041_961  # Any number, the same in every process: one migrates at a time.


@contextmanager
def opened_ledger(*, data: Path | None, database_url: str | None) -> Iterator[Engine]:
    """An engine on a ledger that is ready for use: a new database is prepared, an older one brought up to date.

    Without ``database_url`` an embedded PostgreSQL runs under ``data`` meanwhile. Raises DatabaseTrouble.
    """
    with _located(data, database_url) as url:
        prepare(url)
        engine = service_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


def _located(data: Path | None, database_url: str | None) -> AbstractContextManager[str]:
    if database_url:
        return nullcontext(database_url)
    if data is None:
        raise DatabaseTrouble("Say where the ledger's database is: --data FOLDER, or --database-url.")
    return embedded_postgres_url(data)


def service_engine(url: str) -> Engine:
    """Connections with the rights of the service: lines and transfers can be added, never changed.

    It asks the same few questions all day, each by an index: planning one anew often takes longer than the answer.
    """
    engine = _engine(url)

    @event.listens_for(engine, "connect")
    def _take_role(connection: Any, _record: Any) -> None:
        connection.execute(f"SET ROLE {SERVICE_ROLE}")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def _leave_a_former_primary(context: ExceptionContext) -> None:
        # After a failover the old primary may come back as a standby under an open connection.
        if isinstance(context.original_exception, ReadOnlySqlTransaction):
            context.is_disconnect = True

    return engine


def prepare(url: str) -> None:
    """Bring the tables up to date and begin an epoch where there is none. Raises DatabaseTrouble.

    Desks go on meanwhile: see `cashier.ledger.migrations`.
    """
    with owner_connection(url) as connection:
        if revision_of(connection) == SCHEMA_REVISION:
            return
        lock_schema(connection)
        _upgrade(connection)
        begin(connection)
        connection.commit()


@contextmanager
def owner_connection(url: str) -> Iterator[Connection]:
    """A connection with all rights of its user, who owns the tables. Raises DatabaseTrouble for what it runs into."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    except (OperationalError, ProgrammingError) as trouble:
        why = str(trouble.orig).strip().splitlines()[0]
        raise DatabaseTrouble(
            f"The ledger's database cannot be prepared: {why}. Its user needs the right to make tables and the role "
            f"{SERVICE_ROLE}."
        ) from trouble
    finally:
        engine.dispose()


def lock_schema(connection: Connection) -> None:
    """Be the only one who changes tables, until the connection ends, however that ends."""
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _SCHEMA_LOCK})
    connection.commit()


def _upgrade(connection: Connection) -> None:
    upgrade = import_module("cashier.ledger.migrations.upgrade").upgrade
    give_way(connection, lambda: upgrade(connection, VERSIONS, SCHEMA_REVISION))


def give_way(connection: Connection, change: Callable[[], None], *, tries: int | None = None) -> None:
    """Change tables; a change that finds its table in use lets the desks go first, and is tried again.

    Raises DatabaseTrouble when it never came through in so many ``tries``, `LOCK_TRIES_MOST` by default.
    """
    most = tries or LOCK_TRIES_MOST
    for left in reversed(range(most)):
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT_S}s'"))
        connection.commit()
        try:
            change()
        except OperationalError as trouble:
            if not isinstance(trouble.orig, LockNotAvailable | DeadlockDetected):
                raise
            connection.rollback()
            if left:
                sleep(LOCK_REST_S)
        else:
            return
    raise DatabaseTrouble(
        f"The ledger's tables were in use each of {most} times; nothing is half done. End whatever holds "
        "them (pg_stat_activity says what), and start again."
    )


def begin(connection: Connection) -> None:
    """Give empty tables the ledger's own journal and a first epoch; others keep theirs."""
    connection.execute(
        text("INSERT INTO desks (desk, center, chain) VALUES (:desk, :center, :chain) ON CONFLICT DO NOTHING"),
        {"desk": OWN_DESK, "center": OWN_CENTER, "chain": first_link(OWN_DESK)},
    )
    connection.execute(
        text("INSERT INTO meta (epoch) VALUES (:epoch) ON CONFLICT DO NOTHING"), {"epoch": secrets.token_hex(8)}
    )


def must_have_room(engine: Engine, workers: int) -> None:
    """Raises DatabaseTrouble where the connections of so many processes are more than the database takes."""
    with engine.connect() as connection:
        room = int(connection.scalar(_ROOM) or 0) - CONNECTIONS_SPARED
    if workers * CONNECTIONS_MOST > room:
        raise DatabaseTrouble(
            f"{workers} workers need {workers * CONNECTIONS_MOST} connections, and the database has {room} to give. "
            "Start fewer with --workers, or raise max_connections of your PostgreSQL."
        )


def is_spread(engine: Engine) -> bool:
    """Whether its tables lie on several machines: what ``ALTER DATABASE … SET counterfoil.spread = on`` says."""
    with engine.connect() as connection:
        return str(connection.scalar(_SPREAD)) == "on"


def epoch(connection: Connection) -> str:
    """The name of this ledger's life; a restored one gets a new name."""
    return str(connection.scalar(text("SELECT epoch FROM meta")))


def _engine(url: str) -> Engine:
    try:
        located = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as trouble:
        raise DatabaseTrouble("--database-url is not a database's URL. Write postgresql://USER@HOST/NAME.") from trouble
    # Parameters hold people's names; an error's text may end up in a log. The connection that was used last has its
    # queries prepared and is taken first.
    return create_engine(
        located,
        pool_size=CONNECTIONS_MOST,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args=LINK,
    )


def revision_of(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none."""
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)
