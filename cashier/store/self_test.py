"""What is looked at before the desk takes money: the disk, the settings, the file's pages and the end of the chain."""

import shutil
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from sqlalchemy import bindparam, select

from cashier.domain.chain import chained, first_link
from cashier.domain.errors import StoreTrouble
from cashier.store.engine import PRAGMAS, Connection, Database, Ready
from cashier.store.tables import lines

LINES_CHECKED = 200
# Every page of a file up to this size is looked at; of a larger one the tables that never grow, so that a start is as
# short after ten years. The others say by each page that is read whether it is as it was written.
WHOLE_FILE_BYTES = 16 << 20
SMALL_TABLES = ("identity", "mark", "counters")

_LAST_LINES = Ready(
    select(lines.c.sequence, lines.c.chain, lines.c.body).order_by(lines.c.sequence.desc()).limit(bindparam("most"))
)


def check_disk(folder: Path, free_mb_least: int) -> None:
    """Raises StoreTrouble if less than ``free_mb_least`` megabytes are free."""
    free_mb = shutil.disk_usage(folder).free >> 20
    if free_mb < free_mb_least:
        raise StoreTrouble(
            f"The disk of {folder} has {free_mb} MB left, and the desk needs {free_mb_least}. "
            "Free some space, then start again."
        )


def check_journal(database: Database, desk: str) -> None:
    """Raises StoreTrouble if the journal cannot be trusted to keep money."""
    with closing(database.connect()) as connection:
        _check_settings(connection, database.file.path)
        connection.sql("BEGIN IMMEDIATE")
        connection.sql("UPDATE mark SET only = only")  # Says so now if the file may not be written.
        connection.roll_back()
        _check_pages(connection, database)
        _check_chain(connection, database, desk)


def _check_settings(connection: Connection, path: Path) -> None:
    for name, wanted in PRAGMAS.items():
        value = connection.sql(f"PRAGMA {name}")[0][0]
        if value != wanted:
            raise StoreTrouble(
                f"The disk of {path.parent} is no place for the journal ({name} is {value}). Use a local disk."
            )


def _check_pages(connection: Connection, database: Database) -> None:
    if database.file.path.stat().st_size <= WHOLE_FILE_BYTES:
        checks = ["PRAGMA quick_check(1)"]
    else:
        checks = [f"PRAGMA quick_check('{table}')" for table in SMALL_TABLES]
    for check in checks:
        if connection.sql(check)[0][0] != "ok":
            raise StoreTrouble(f"{database.file.path} is damaged. {database.file.when_damaged}")


def _check_chain(connection: Connection, database: Database, desk: str) -> None:
    newest_first = connection.all(_LAST_LINES, most=LINES_CHECKED + 1)
    if len(newest_first) <= LINES_CHECKED:
        newest_first.append((0, first_link(desk), b""))
    for (sequence, chain, body), (before, link, _) in pairwise(newest_first):
        if before != sequence - 1 or chained(link, sequence, body) != chain:
            raise StoreTrouble(
                f"Line {sequence} of {database.file.path} is not as it was written. {database.file.when_damaged}"
            )
