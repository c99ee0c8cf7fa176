"""What commands share that look into a ledger: they begin none, and print JSON or CSV."""

import csv
import json
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from cashier.domain.errors import CashierError
from cashier.domain.spreadsheet import cell
from cashier.ledger import database
from cashier.ledger.embedded import is_begun


def begun_ledger(data: Path | None, database_url: str | None) -> AbstractContextManager[Engine]:
    """A ledger to look at. Raises CashierError for a folder that has none: new and empty books would always hold."""
    if data is not None and not database_url and not is_begun(data):
        raise CashierError(f"There is no ledger in {data}. Name the right folder with --data, or begin one with init.")
    return database.opened_ledger(data=data, database_url=database_url)


def say(facts: dict[str, Any]) -> None:
    """One JSON object on a line."""
    print(json.dumps(facts, ensure_ascii=False, default=str))


def print_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A table with its columns' names; no text in it is a formula to a spreadsheet."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(cell, row) for row in rows)
