"""The ledger's commands for deposits: the slip, and what the bank's file says of them."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import Connection

from cashier.config import Organization, read_settings
from cashier.domain.accounts import Book
from cashier.domain.errors import CashierError
from cashier.domain.people import Staff
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.exchange.bank_file import BadRecord, BankCredit, read_bank_file
from cashier.ledger.bank import take_bank_credits
from cashier.ledger.deposit_lists import deposit_numbered, deposit_of
from cashier.ledger.people import all_staff


def deposit_slip(
    deposit: Annotated[str, typer.Argument(help="The deposit's number, as the office's list and its slip say it.")],
    pdf: Annotated[Path, typer.Option(help="The file to write.")],
    organization: Annotated[
        Path | None, typer.Option(help="The organization file, for the payee and the account of each book.")
    ] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a deposit's slip for the bank: barcode, cash by denomination, each check, who prepared and who reviewed."""
    from receipts.deposit_sheet import deposit_sheet
    from receipts.letter_page import Letters

    with begun_ledger(data, database_url) as engine, engine.connect() as connection:
        paper = deposit_of(connection, _deposit(connection, deposit))
    payees = read_settings(organization, Organization).payees if organization else ()
    try:
        pdf.write_bytes(deposit_sheet(paper, Letters(), [payee.payee() for payee in payees]))
    except OSError as trouble:
        raise CashierError(f"{pdf} cannot be written ({trouble.strerror}). Name another file.") from trouble
    say({"deposit": paper.name, "cents": (paper.cash + paper.checks).cents, "reviewed": bool(paper.reviewed_by)})


def _deposit(connection: Connection, said: str) -> UUID:
    """By its number, or by its id. Raises CashierError."""
    if said.isascii() and said.isdigit() and len(said) <= 18:
        return deposit_numbered(connection, int(said))
    try:
        return UUID(said)
    except ValueError as trouble:
        raise CashierError(f"{said} is no deposit's number. The office's list says it.") from trouble


def take_bank_file(
    file: Annotated[Path, typer.Argument(help="What the bank sent: BAI2.")],
    by: Annotated[str, typer.Option(help="Who takes it in: somebody who keeps the safe.")],
    organization: Annotated[
        Path | None, typer.Option(help="The organization file, for whose money each account is.")
    ] = None,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Tick off deposits by what the bank credited; again changes nothing. Records that cannot be used: exit code 1."""
    payees = read_settings(organization, Organization).payees if organization else ()
    books = {payee.account_last_four: Book(payee.region, payee.line) for payee in payees}
    bad, found = 0, list[BankCredit]()
    for one in read_bank_file(file):
        if isinstance(one, BadRecord):
            print(f"{file}, line {one.line}: {one.sentence}", file=sys.stderr)
            bad += 1
        else:
            found.append(one)
    with begun_ledger(data, database_url) as engine, engine.begin() as connection:
        known = {
            one.user: Staff(user=one.user, name=one.name, role=one.role) for one in all_staff(connection) if one.active
        }
        if by not in known:
            raise CashierError(f"The ledger knows nobody called {by}. Name who takes the file in.")
        ticked = take_bank_credits(connection, found, known[by], books, clock=now_utc, new_id=new_id)
    say({**asdict(ticked), "bad": bad})
    raise typer.Exit(1 if bad else 0)
