"""What is asked of many desks' journals, asked of each by itself and in one go: every desk's answer comes by its index.

Several machines answer it so, too: what lies at one desk is on one of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

_DESKS = text("SELECT desk FROM desks WHERE :center = '' OR center = :center ORDER BY desk")
_REPLACED = text("SELECT replaces FROM desks WHERE replaces IS NOT NULL")


def desks_of(connection: Connection, center: str = "") -> list[str]:
    """The desks of a center, or of all."""
    return list(connection.scalars(_DESKS, {"center": center}))


def replaced_desks(connection: Connection) -> set[str]:
    """The desks whose place another one took."""
    return set(connection.scalars(_REPLACED))


def ask_desks(
    connection: Connection, statement: str, desks: Iterable[str], values: Mapping[str, Any] | None = None
) -> Iterator[Any]:
    """The rows of ``statement``, of one desk after the other; its ``%(desk)s`` is each of ``desks``."""
    return ask_each(connection, statement, [{**(values or {}), "desk": desk} for desk in desks])


def ask_each(connection: Connection, statement: str, asked: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    """The rows of ``statement`` for each of these values, in their order."""
    if not asked:
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    try:
        with driver.cursor(row_factory=namedtuple_row) as cursor:
            cursor.executemany(statement, asked, returning=True)
            while True:
                yield from cursor.fetchall()
                if not cursor.nextset():
                    return
    except psycopg.Error as trouble:
        raise DBAPIError.instance(statement, None, trouble, psycopg.Error, dialect=connection.dialect) from trouble
