"""The ledger's command that takes in the batch of a card terminal that stands alone."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cashier.domain.card_batch import BatchRow, CardBatch, read_batch_row
from cashier.domain.errors import CashierError
from cashier.domain.people import Staff
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.exchange.card_batch_file import read_card_batch
from cashier.ledger.card_batches import take_card_batch
from cashier.ledger.people import all_staff


def card_batch(
    sales: Annotated[
        list[str],
        typer.Argument(help="The report as a CSV file (code, last_four, amount), or sales as CODE,LAST_FOUR,AMOUNT."),
    ],
    desk: Annotated[str, typer.Option(help="The desk at which the terminal stands.")],
    terminal: Annotated[str, typer.Option(help="The terminal's name, as the desk's settings have it.")],
    number: Annotated[str, typer.Option(help="The batch's number, from the report.")],
    by: Annotated[str, typer.Option(help="Who takes it in: somebody of the office.")],
    until: Annotated[str, typer.Option(help="When the batch was closed, as 2026-11-21T18:44:00Z; else now.")] = "",
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Make final what a batch lists of the cards that were typed; what differs becomes tasks (exit code 1)."""
    is_file = len(sales) == 1 and "," not in sales[0]
    rows = read_card_batch(Path(sales[0])) if is_file else tuple(_typed(each) for each in sales)
    with begun_ledger(data, database_url) as engine, engine.begin() as connection:
        known = {
            one.user: Staff(user=one.user, name=one.name, role=one.role) for one in all_staff(connection) if one.active
        }
        if by not in known:
            raise CashierError(f"The ledger knows nobody called {by}. Name who takes the batch in.")
        batch = CardBatch(desk=desk, terminal=terminal, number=number, rows=rows, until=_instant(until))
        done = take_card_batch(connection, batch, known[by], clock=now_utc, new_id=new_id)
    say(asdict(done))
    raise typer.Exit(1 if done.missing or done.extra else 0)


def _typed(said: str) -> BatchRow:
    parts = said.split(",")
    if len(parts) != 3:
        raise CashierError("Write a sale as CODE,LAST_FOUR,AMOUNT, like 07A882,4421,60.00.")
    return read_batch_row(*parts)


def _instant(said: str) -> datetime:
    if not said:
        return now_utc()
    try:
        return datetime.fromisoformat(said.removesuffix("Z") + "+00:00")
    except ValueError as trouble:
        raise CashierError(f"{said} is no instant in UTC. Write it like 2026-11-21T18:44:00Z.") from trouble
