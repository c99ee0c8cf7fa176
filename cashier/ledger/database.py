"""The ledger's database: which one, its tables brought up to date, and connections with the service's few rights."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from cashier.domain.chain import first_link
from cashier.ledger.embedded import DatabaseTrouble, embedded_postgres_url

SCHEMA_REVISION = "0003"
SERVICE_ROLE = "counterfoil_service"
OWN_DESK = "LEDGER"  # The ledger's own journal.
OWN_CENTER = "CENTRAL"
CONNECTIONS_MOST = 16
POOL_TIMEOUT_S = 10
_CENTER = text(
    """
    INSERT INTO centers (center, name, region) VALUES (:center, :name, :region)
    ON CONFLICT (center) DO UPDATE SET name = excluded.name, region = excluded.region
    """
)
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

    return engine


def prepare(url: str) -> None:
    """Bring the tables up to date and begin an epoch where there is none. Raises DatabaseTrouble."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if _revision(connection) == SCHEMA_REVISION:
                return
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SCHEMA_LOCK})
            settings = Config()
            settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            settings.attributes["connection"] = connection
            command.upgrade(settings, SCHEMA_REVISION)
            begin(connection)
    except CommandError as trouble:
        raise DatabaseTrouble(
            "The ledger's database was made by a newer Counterfoil. Start that one, or give another database."
        ) from trouble
    except (OperationalError, ProgrammingError) as trouble:
        why = str(trouble.orig).strip().splitlines()[0]
        raise DatabaseTrouble(
            f"The ledger's database cannot be prepared: {why}. Its user needs the right to make tables and the role "
            f"{SERVICE_ROLE}."
        ) from trouble
    finally:
        engine.dispose()


def begin(connection: Connection) -> None:
    """Give empty tables the ledger's own journal and a first epoch; others keep theirs."""
    connection.execute(
        text("INSERT INTO desks (desk, center, chain) VALUES (:desk, :center, :chain) ON CONFLICT DO NOTHING"),
        {"desk": OWN_DESK, "center": OWN_CENTER, "chain": first_link(OWN_DESK)},
    )
    connection.execute(
        text("INSERT INTO meta (epoch) VALUES (:epoch) ON CONFLICT DO NOTHING"), {"epoch": secrets.token_hex(8)}
    )


def epoch(connection: Connection) -> str:
    """The name of this ledger's life; a restored one gets a new name."""
    return str(connection.scalar(text("SELECT epoch FROM meta")))


def keep_center(connection: Connection, center: str, name: str, region: str) -> None:
    """Make a medical center known, or correct what is known of it."""
    connection.execute(_CENTER, {"center": center, "name": name, "region": region})


def _engine(url: str) -> Engine:
    try:
        located = make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError as trouble:
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
    )


def _revision(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)
