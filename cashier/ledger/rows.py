"""The two tables that every run fills, as rows of PostgreSQL's COPY: the fastest way in, past SQLAlchemy.

A row is one line of text (PostgreSQL's documentation of COPY, *Text Format*): tabs between columns, ``\\N`` for none.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cashier.ledger.judging import Posted, State
from cashier.ledger.reading import Received

_NONE = "\\N"
_INTO = {
    "lines": "desk, sequence, line_id, kind, chain, body, taken_at, business_date, shift_id, staff, center, state",
    "transfers": "desk, sequence, place, part, debit, credit, cents, meant, why",
}


def copy_rows(connection: Connection, table: str, rows: Iterable[str]) -> None:
    """Add rows to ``lines`` or ``transfers``. What goes wrong is raised as SQLAlchemy would raise it."""
    statement = f"COPY {table} ({_INTO[table]}) FROM STDIN"
    driver = _driver(connection)
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("".join(rows))
    except psycopg.Error as trouble:
        raise _as_sqlalchemy(connection, statement, trouble) from trouble


def run_hot(connection: Connection, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement of every run, prepared once a connection; its rows, if it returns any."""
    try:
        with _driver(connection).execute(statement, values, prepare=True) as cursor:
            return cursor.fetchall() if cursor.description else []
    except psycopg.Error as trouble:
        raise _as_sqlalchemy(connection, statement, trouble) from trouble


def line_row(desk: str, received: Received, state: State) -> str:
    """A line as it was received, with what became of it. One that cannot be read has its bytes alone."""
    body, line = escaped(received.body), received.line
    if line is None:
        none = "\t".join([_NONE] * 5)
        return f"{desk}\t{received.sequence}\t{_NONE}\t{_NONE}\t{received.chain}\t{body}\t{none}\t{state}\n"
    line_id = _NONE if received.repeated else line.line_id
    business_date = line.business_date or _NONE
    shift_id = line.shift_id or _NONE
    return (
        f"{desk}\t{received.sequence}\t{line_id}\t{line.kind}\t{received.chain}\t{body}\t{line.taken_at.isoformat()}\t"
        f"{business_date}\t{shift_id}\t{escaped(line.staff)}\t{escaped(line.center)}\t{state}\n"
    )


def transfer_row(desk: str, posted: Posted) -> str:
    """A transfer as it is booked."""
    meant = _NONE if posted.meant is None else escaped(posted.meant)
    return (
        f"{desk}\t{posted.sequence}\t{posted.place}\t{posted.part}\t{escaped(posted.debit)}\t{escaped(posted.credit)}\t"
        f"{posted.cents}\t{meant}\t{posted.why or _NONE}\n"
    )


def escaped(said: str) -> str:
    """Text in which nothing can end a column or a row."""
    if "\\" in said:
        said = said.replace("\\", "\\\\")
    for mark, name in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        if mark in said:
            said = said.replace(mark, name)
    return said


def _driver(connection: Connection) -> "psycopg.Connection[tuple[Any, ...]]":
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _as_sqlalchemy(connection: Connection, statement: str, trouble: psycopg.Error) -> Exception:
    return DBAPIError.instance(statement, None, trouble, psycopg.Error, dialect=connection.dialect)
