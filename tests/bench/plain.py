"""The same members in the least that a search can be: one folded key in a plain b-tree of SQLite, not encrypted.

It is the floor of what the finder takes, and where benches find people to look for.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from cashier.domain.scan import fold
from cashier.exchange.sample import sample_stream
from tests.bench.place import DAY, SEED, cache_folder

_END = "\U0010ffff"
_SAMPLED_EVERY = 7
_REVISION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to look for."""

    number: str
    guarantor_number: str
    family_name: str
    given_names: str
    birth_date: date


class PlainPeople:
    """Reads the plain copy."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, beginning: str) -> list[tuple[str, ...]]:
        """Twenty rows with their details, by a folded name's beginning."""
        return self._connection.execute(
            "SELECT number, family, given, born, center FROM people WHERE key >= ? AND key < ? ORDER BY key LIMIT 20",
            (beginning, beginning + _END),
        ).fetchall()

    def some(self) -> list[Person]:
        """Every so many of them, in order of their names."""
        rows = self._connection.execute("SELECT number, guarantor, family, given, born FROM people ORDER BY key")
        return [
            Person(
                number=number,
                guarantor_number=guarantor,
                family_name=family,
                given_names=given,
                birth_date=date.fromisoformat(born),
            )
            for number, guarantor, family, given, born in islice(rows, 0, None, _SAMPLED_EVERY)
        ]


@contextmanager
def plain_people(members: int) -> Iterator[PlainPeople]:
    """The plain copy of the invented members, made once and kept."""
    path = cache_folder() / f"people-{members}-{_REVISION}.db"
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        _make(unfinished, members)
        unfinished.rename(path)
    connection = sqlite3.connect(path)
    try:
        yield PlainPeople(connection)
    finally:
        connection.close()


def _make(path: os.PathLike[str], members: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE people (key TEXT, number TEXT, guarantor TEXT, family TEXT, given TEXT, born TEXT, center TEXT,"
        " PRIMARY KEY (key, number)) WITHOUT ROWID"
    )
    rows = (
        (
            fold(f"{row.family_name} {row.given_names}"),
            row.number,
            row.guarantor_number,
            row.family_name,
            row.given_names,
            row.birth_date.isoformat(),
            row.home_center,
        )
        for part in sample_stream(members, SEED, DAY)
        for row in part.members
    )
    connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?)", sorted(rows))
    connection.commit()
    connection.close()
