"""The ledger's commands for the office: a day's totals, and payments of other channels from a file."""

import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from cashier.domain.errors import CashierError
from cashier.doors.ledger_answers import begun_ledger, print_csv, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.exchange.channel_file import BadRow, FiledPayment, read_channel_file
from cashier.ledger.channels import is_channel, take_channel_payments
from cashier.ledger.day_sums import EVERYTHING, day_totals, dimensions
from cashier.wire import RUN_LINES_MAX, ChannelAnswer

_CONFLICT = "came before with another amount or for somebody else. The first counts; ask the channel which one holds."


def say_day_totals(
    day: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="The business date.")],
    by: Annotated[str, typer.Option(help="Some of these, or none for one total.")] = EVERYTHING,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row, instead of CSV.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """What payors paid on a business date, as CSV in cents."""
    columns = dimensions(by)
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        rows = day_totals(connection, day.date(), columns)
    shown = ["business_date", *columns, "tenders", "cents"]
    if as_json:
        for row in rows:
            say({name: getattr(row, name) for name in shown})
    else:
        print_csv(shown, ([getattr(row, name) for name in shown] for row in rows))


def import_payments(
    channel: Annotated[str, typer.Argument(help="The enrolled channel that the payments came by.")],
    file: Annotated[Path, typer.Argument(help="CSV: reference, statement, guarantor, amount, business_date, paid_at.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Take another channel's payments from a file; again changes nothing. Rows that cannot be used are named: exit 1.

    amount is in dollars, business_date like 2026-11-21, paid_at (may be empty) like 2026-11-21T09:30:00-08:00; with a
    guarantor alone the money becomes the guarantor's credit. The other rows are taken.
    """
    counts = {"posted": 0, "known": 0, "conflicts": 0, "bad": 0}
    with begun_ledger(data, database_url) as engine:
        with engine.connect() as connection:
            if not is_channel(connection, channel):
                raise CashierError(f"There is no channel {channel}. Check its name, or enroll it with channels enroll.")
        rows = read_channel_file(file)
        while batch := list(islice(rows, RUN_LINES_MAX)):
            for bad in (row for row in batch if isinstance(row, BadRow)):
                print(f"{file}, line {bad.line}: {bad.sentence}", file=sys.stderr)
                counts["bad"] += 1
            filed = [row for row in batch if isinstance(row, FiledPayment)]
            answer = _take(engine, channel, filed)
            for name in ("posted", "known"):
                counts[name] += getattr(answer, name)
            for row in (filed[place] for place in answer.conflicts):
                print(f"{file}, line {row.line}: {row.payment.reference} {_CONFLICT}", file=sys.stderr)
                counts["conflicts"] += 1
    say(counts)
    raise typer.Exit(1 if counts["bad"] or counts["conflicts"] else 0)


def _take(engine: Engine, channel: str, filed: Sequence[FiledPayment]) -> ChannelAnswer:
    payments = [row.payment for row in filed]
    with engine.begin() as connection:
        return take_channel_payments(connection, channel, payments, clock=now_utc, new_id=new_id)
