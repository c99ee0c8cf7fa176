"""The ledger's command for the exceptions list."""

from typing import Annotated

import typer

from cashier.doors.ledger_answers import begun_ledger, print_csv, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.ledger.office_corrections import CorrectionRow, correction_rows


def say_corrections(
    center: Annotated[str, typer.Option(help="Of one center alone.")] = "",
    region: Annotated[str, typer.Option(help="Of one region alone.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row, instead of CSV.")] = False,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Every void, move and changed tender, the latest first: who asked, who agreed, and why."""
    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        rows = [row.model_dump(mode="json") for row in correction_rows(connection, center=center, region=region)]
    if as_json:
        for row in rows:
            say(row)
    else:
        print_csv(list(CorrectionRow.model_fields), (list(row.values()) for row in rows))
