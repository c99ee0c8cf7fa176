"""The ledger's commands that open what desks sealed for the office: forms on large cash, and checks' accounts."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from cashier.domain.errors import CashierError
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.organization_keys import private_half
from cashier.doors.papers import new_id, now_utc
from cashier.doors.typed import typed_passphrase
from cashier.ledger.alarms import record_export
from cashier.ledger.office import SignIn
from cashier.ledger.sealed import opened_account, opened_report
from cashier.ledger.sessions import Sessions

Key = Annotated[Path, typer.Option(help="The office's private key: what `ledger keys` said, or the key alone.")]
Who = Annotated[str, typer.Option("--by", help="Who opens it; their passphrase is one line of standard input.")]
Why = Annotated[str, typer.Option("--reason", help="What it is for; it is kept.")]
Out = Annotated[Path, typer.Option(help="The new file to write, for its owner's eyes alone.")]


def cash_report(
    receipt: Annotated[str, typer.Argument(help="The receipt under which the report stands.")],
    key: Key,
    by: Who,
    reason: Why,
    out: Out,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Open what a desk took down for Form 8300, with the cash that it is about, as JSON."""
    private = private_half(key, "office")
    _open(
        f"cash_report.{receipt}",
        lambda connection: opened_report(connection, receipt, private),
        (by, reason, out),
        (data, database_url),
    )


def check_account(
    receipt: Annotated[str, typer.Argument(help="The receipt that the check was taken on.")],
    number: Annotated[str, typer.Argument(help="The check's number.")],
    key: Key,
    by: Who,
    reason: Why,
    out: Out,
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Open a check's routing and account number, as JSON."""
    private = private_half(key, "office")
    _open(
        f"check_account.{receipt}.{number}",
        lambda connection: opened_account(connection, receipt, number, private),
        (by, reason, out),
        (data, database_url),
    )


def _open(
    what: str,
    opened: Callable[[Connection], dict[str, Any]],
    person: tuple[str, str, Path],
    where: tuple[Path | None, str | None],
) -> None:
    """Who and why is on record before anything is written. Raises CashierError, and then nothing was written."""
    by, reason, out = person
    if out.exists():
        raise CashierError(f"{out} is there already. Name a new file.")
    with begun_ledger(*where) as engine:
        sessions = Sessions(engine=engine, clock=now_utc, new_id=new_id)
        session = sessions.sign_in(SignIn(user=by, passphrase=typed_passphrase("Passphrase")))
        try:
            with engine.begin() as connection:
                caller = sessions.caller(session.token)
                record_export(connection, what, reason, caller, clock=now_utc, new_id=new_id)
                facts = opened(connection)
        finally:
            sessions.sign_out(session.token)
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(facts, file, ensure_ascii=False, indent=2)
            file.write("\n")
    except OSError as trouble:
        raise CashierError(f"{out} cannot be written ({trouble.strerror}). Name another file.") from trouble
    say({"opened": what, "by": session.user, "file": str(out)})
