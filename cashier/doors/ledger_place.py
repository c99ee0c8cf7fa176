"""What all of the ledger's commands share: where the ledger is, and how an answer is printed."""

import csv
import json
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from cashier.domain.errors import CashierError
from cashier.ledger import database
from cashier.ledger.embedded import is_begun

Data = Annotated[Path | None, typer.Option("--data", help="Folder of an embedded PostgreSQL.")]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", envvar="COUNTERFOIL_DATABASE_URL", help="A PostgreSQL of your own.")
]


def begun_ledger(data: Path | None, database_url: str | None) -> AbstractContextManager[Engine]:
    """A ledger to look at. Raises CashierError for a folder that has none: new and empty books would always hold."""
    if data is not None and not database_url and not is_begun(data):
        raise CashierError(f"There is no ledger in {data}. Name the right folder with --data, or begin one with init.")
    return database.opened_ledger(data=data, database_url=database_url)


def say(facts: dict[str, Any]) -> None:
    """One JSON object on a line."""
    print(json.dumps(facts, ensure_ascii=False, default=str))


def print_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A table with its columns' names."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
