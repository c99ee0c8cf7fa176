"""The database server of a simulation: PostgreSQL that waits for no disk, its backup, and a standby that takes over."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from cashier.ledger import database
from tests.ledger.conftest import quick_postgres

_LEDGER, _BACKUP, _STANDBY = "ledger", "ledger_backup", "ledger_standby"
# A server that takes over goes on behind what the one before it had set aside (PostgreSQL's SEQ_LOG_VALS).
_SKIP = """
    SELECT setval(format('%I.%I', schemaname, sequencename), last_value + 32) FROM pg_sequences WHERE last_value > 0
"""


@contextmanager
def running_ledger() -> Iterator[str]:
    """A new ledger's database URL. Nothing runs in it by itself, so that what it answers depends on nothing else."""
    with quick_postgres("autovacuum=off") as server:
        _run(server, "postgres", f"CREATE DATABASE {_LEDGER}")
        url = _named(server, _LEDGER)
        database.prepare(url)
        yield url


def back_up(url: str) -> None:
    """A copy of the whole database, as it is now. Nobody is connected."""
    _run(url, "postgres", f"DROP DATABASE IF EXISTS {_BACKUP}", f"CREATE DATABASE {_BACKUP} TEMPLATE {_LEDGER}")


def put_back(url: str) -> None:
    """The database is lost, and is what it was when it was backed up."""
    _run(url, "postgres", f"DROP DATABASE {_LEDGER} WITH (FORCE)", f"CREATE DATABASE {_LEDGER} TEMPLATE {_BACKUP}")


def fail_over(url: str) -> None:
    """The primary is lost, and its connections with it; the standby has all that was committed, and takes over."""
    _run(
        url,
        "postgres",
        f"CREATE DATABASE {_STANDBY} TEMPLATE {_LEDGER}",
        f"DROP DATABASE {_LEDGER} WITH (FORCE)",
        f"ALTER DATABASE {_STANDBY} RENAME TO {_LEDGER}",
    )
    _run(url, _LEDGER, _SKIP)


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _run(url: str, name: str, *statements: str) -> None:
    """Run what stands in no transaction, as the server's superuser in a database."""
    located = make_url(_named(url, name)).set(drivername="postgresql+psycopg")
    server = create_engine(located, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    server.dispose()
