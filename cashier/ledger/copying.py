"""Rows into PostgreSQL by COPY, the fastest way there is, past SQLAlchemy, which does not know it."""

from collections.abc import Iterable
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def copy_rows(connection: Connection, into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Copy rows ``into`` a table and columns, like ``lines (desk, body)``; trouble is raised as SQLAlchemy would."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    command = f"COPY {into} FROM STDIN"
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as trouble:
        raise DBAPIError.instance(command, None, trouble, psycopg.Error, dialect=connection.dialect) from trouble
