"""A journal as an older version of the program would have left it, so that a desk is brought up to date with what it
has not sent.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from alembic import command
from sqlalchemy import Connection

from cashier.security.keys import KEY_FILE, FileKey
from cashier.store.engine import make_file, open_database
from cashier.store.migrations import upgrade
from cashier.store.opening import JOURNAL_NAME, journal_file
from cashier.store.tables import JOURNAL_REVISION
from tests.simulation.world import Broken, Died

Rows = Mapping[str, list[tuple[Any, ...]]]

NEWEST = int(JOURNAL_REVISION.removeprefix("journal_"))
# The first version that could write what such a query finds.
_SINCE = {
    2: "SELECT 1 FROM identity JOIN mark WHERE replaces IS NOT NULL OR differs <> ''",
    8: "SELECT 1 FROM paper_receipts",
    9: "SELECT 1 FROM lines WHERE kind = 'voided'",
    10: "SELECT 1 FROM lines WHERE kind GLOB 'transfer_*'",
    11: "SELECT 1 FROM lines WHERE kind IN ('moved', 'tender_changed')",
    14: "SELECT 1 FROM words_used",
    15: "SELECT 1 FROM attempts WHERE reverses IS NOT NULL OR gives_back IS NOT NULL",
}
_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
)
_ONLY_GROW = ("lines", "transfers", "items")
_NOT_KEPT = {"identity": "machine"}  # Which machine it was is found anew.


def oldest(folder: Path) -> int:
    """The number of the oldest version that could have written this journal."""
    with _opened(folder / JOURNAL_NAME, _key(folder)) as connection:
        found = [since for since, query in _SINCE.items() if connection.exec_driver_sql(query).first() is not None]
    return max(found, default=1)


def make_older(folder: Path, version: int) -> Rows:
    """Put the journal of a desk that is closed into that version's tables. Returns all that stands in it."""
    path, key = folder / JOURNAL_NAME, _key(folder)
    older = path.with_suffix(".older")
    make_file(older)
    with _opened(path, key) as was, _opened(older, key) as now:
        rows = _read(was)
        config = upgrade.configuration("journal")
        config.attributes["connection"] = now
        now.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(config, f"journal_{version:04d}")
        there = set(now.exec_driver_sql(_TABLES).scalars())
        for table in sorted(there, key=lambda name: (name != "lines", name)):  # Others refer to lines.
            columns = [row[1] for row in now.exec_driver_sql(f"PRAGMA table_info({table})")]
            known = [row[1] for row in was.exec_driver_sql(f"PRAGMA table_info({table})")]
            kept = [column for column in columns if column in known]
            if table not in _ONLY_GROW:  # What a trigger made of the lines, or a migration left as a beginning.
                now.exec_driver_sql(f"DELETE FROM {table}")
            places = ", ".join("?" * len(kept))
            for row in was.exec_driver_sql(f"SELECT {', '.join(kept)} FROM {table}").all():
                now.exec_driver_sql(f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({places})", tuple(row))
        now.exec_driver_sql("COMMIT")
        now.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (path, *(path.with_name(f"{JOURNAL_NAME}-{tail}") for tail in ("wal", "shm"))):
        file.unlink(missing_ok=True)
    older.rename(path)
    return rows


def must_be_as_before(folder: Path, before: Rows) -> None:
    """Raises Broken where bringing the journal up to date lost or changed something."""
    with _opened(folder / JOURNAL_NAME, _key(folder)) as connection:
        now = _read(connection)
    wrong = [table for table in sorted({*before, *now}) if before.get(table) != now.get(table)]
    if wrong:
        table = wrong[0]
        raise Broken(
            f"Brought up to date, {table} holds {now.get(table, [])[:2]} instead of {before.get(table, [])[:2]}."
        )


@contextmanager
def cut_off() -> Iterator[None]:
    """The process ends when its journal has all new tables and before that is committed."""
    to_head = upgrade.upgrade

    def ends(connection: Connection, versions: str) -> None:
        to_head(connection, versions)
        raise Died

    with patch.object(upgrade, "upgrade", ends):
        yield


def _read(connection: Connection) -> Rows:
    found = {}
    for table in connection.exec_driver_sql(_TABLES).scalars().all():
        names = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
        said = ", ".join(name for name in names if name != _NOT_KEPT.get(table))
        found[table] = sorted(
            (tuple(row) for row in connection.exec_driver_sql(f"SELECT {said} FROM {table}")), key=str
        )
    return found


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Connection]:
    database = open_database(journal_file(path, key))
    with closing(database), database.engine().connect() as connection:
        yield connection


def _key(folder: Path) -> bytes:
    key = FileKey(folder / KEY_FILE).read()
    assert key is not None
    return key
