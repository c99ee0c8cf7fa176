"""Rows into PostgreSQL by COPY, the fastest way there is, past SQLAlchemy, which does not know it."""

import json
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

NULL = r"\N"

_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_rows(connection: Connection, into: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Copy rows of text as `copied` says it ``into`` a table and columns, like ``lines (desk, body)``."""
    copy_text(connection, into, text_of(rows))


def text_of(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as COPY reads them, one a line."""
    lines = "\n".join(map("\t".join, rows))
    return f"{lines}\n" if lines else ""


def copy_text(connection: Connection, into: str, text: str) -> None:
    """Copy rows that `text_of` made. Trouble is raised as SQLAlchemy would."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    command = f"COPY {into} FROM STDIN"
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(text)
    except psycopg.Error as trouble:
        raise DBAPIError.instance(command, None, trouble, psycopg.Error, dialect=connection.dialect) from trouble


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
    return value.translate(_ESCAPED) if isinstance(value, str) else str(value)


def json_text(words: Iterable[str]) -> str:
    """A list of words as JSON, for COPY."""
    return json.dumps(list(words), ensure_ascii=False).translate(_ESCAPED)
