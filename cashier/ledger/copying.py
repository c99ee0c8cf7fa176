"""What goes to PostgreSQL past SQLAlchemy: rows by COPY, which it does not know, and the statements of every run.

A row is one line of text (PostgreSQL's documentation of COPY, *Text Format*): tabs between columns, ``\\N`` for none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

NULL = r"\N"

_MARKS = (("\n", r"\n"), ("\r", r"\r"), ("\t", r"\t"))


def copy_rows(connection: Connection, into: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Copy rows of text as `copied` says it ``into`` a table and columns, like ``lines (desk, body)``."""
    copy_text(connection, into, text_of(rows))


def text_of(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as COPY reads them, one a line."""
    lines = "\n".join(map("\t".join, rows))
    return f"{lines}\n" if lines else ""


def copy_text(connection: Connection, into: str, text: str) -> None:
    """Copy rows that `text_of` made. Trouble is raised as SQLAlchemy would."""
    if not text:
        return
    command = f"COPY {into} FROM STDIN"
    try:
        with _driver(connection).cursor() as cursor, cursor.copy(command) as copy:
            copy.write(text)
    except psycopg.Error as trouble:
        raise _as_sqlalchemy(connection, command, trouble) from trouble


def one_line(statement: str) -> str:
    """A statement without its indents: psycopg remembers how it read one of up to 4,096 characters.

    See `MAX_CACHED_STATEMENT_LENGTH` in its `_queries.py`.
    """
    return " ".join(statement.split())


def run_hot(connection: Connection, statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement that is asked all day, prepared once a connection; its rows, if it returns any."""
    try:
        with _driver(connection).execute(statement, values, prepare=True) as cursor:
            return cursor.fetchall() if cursor.description else []
    except psycopg.Error as trouble:
        raise _as_sqlalchemy(connection, statement, trouble) from trouble


def escaped(said: str) -> str:
    """Text in which nothing can end a column or a row."""
    if "\\" in said:
        said = said.replace("\\", "\\\\")
    for mark, name in _MARKS:
        if mark in said:
            said = said.replace(mark, name)
    return said


def copied(value: Any) -> str:
    """A value as COPY reads it: text, a number, a day, yes or no, words in a tuple as JSON, or nothing."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json_text(value)
    if isinstance(value, Enum):
        return str(value.value)
    return escaped(value) if isinstance(value, str) else str(value)


def json_text(words: Iterable[str]) -> str:
    """A list of words as JSON, for COPY."""
    return escaped(json.dumps(list(words), ensure_ascii=False))


def _driver(connection: Connection) -> "psycopg.Connection[tuple[Any, ...]]":
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _as_sqlalchemy(connection: Connection, statement: str, trouble: psycopg.Error) -> Exception:
    return DBAPIError.instance(statement, None, trouble, psycopg.Error, dialect=connection.dialect)
