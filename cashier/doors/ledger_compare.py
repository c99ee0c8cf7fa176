"""The ledger's command that compares three books: what desks say of their shifts, terminals' totals, and the ledger."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cashier.domain.errors import CashierError
from cashier.doors.ledger_answers import begun_ledger, print_csv, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import now_utc
from cashier.ledger.comparing import Asked, days_before, differences
from cashier.ledger.office_books import BookRow, book_row

Day = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="One business date.")]


def compare(
    day: Day = None,
    center: Annotated[str, typer.Option(help="One center's desks alone.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row, instead of CSV.")] = False,
    pdf: Annotated[Path | None, typer.Option(help="Write them as a page, too.")] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """What desks say of their shifts, terminals' totals and the ledger: each difference, in cents; exit code 1 for any.

    Without a date the last seven days. The service does the same each night, and keeps what it found.
    """
    now = now_utc()
    usual = days_before(now)
    one: date | None = day.date() if day else None
    asked = Asked(first=one or usual.first, last=one or usual.last, center=center)
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        found = differences(connection, asked, now)
    if pdf is not None:
        from receipts.books_sheet import books_sheet
        from receipts.letter_page import Letters

        try:
            pdf.write_bytes(books_sheet(found, asked.first, asked.last, Letters()))
        except OSError as trouble:
            raise CashierError(f"{pdf} cannot be written ({trouble.strerror}). Name another file.") from trouble
    rows = [book_row(row).model_dump() for row in found]
    if as_json:
        for row in rows:
            say(row)
    else:
        print_csv(BookRow.model_fields, (row.values() for row in rows))
    raise typer.Exit(1 if found else 0)
