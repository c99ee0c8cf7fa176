"""The ledger's command for a deposit's slip."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from cashier.domain.errors import CashierError
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.ledger.deposit_lists import deposit_of


def deposit_slip(
    deposit: Annotated[UUID, typer.Argument(help="The deposit, as the office's list names it.")],
    pdf: Annotated[Path, typer.Option(help="The file to write.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a deposit's slip for the bank: barcode, cash by denomination, each check, who prepared and who reviewed."""
    from receipts.deposit_sheet import deposit_sheet
    from receipts.letter_page import Letters

    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        paper = deposit_of(connection, deposit)
    try:
        pdf.write_bytes(deposit_sheet(paper, Letters()))
    except OSError as trouble:
        raise CashierError(f"{pdf} cannot be written ({trouble.strerror}). Name another file.") from trouble
    say({"deposit": paper.name, "cents": (paper.cash + paper.checks).cents, "reviewed": bool(paper.reviewed_by)})
