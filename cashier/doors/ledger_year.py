"""The ledger's command that takes a year of all journals out as a file, for whoever proves it elsewhere."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cashier.domain.errors import CashierError
from cashier.doors.ledger_answers import begun_ledger, say
from cashier.doors.ledger_options import Data, DatabaseUrl
from cashier.doors.papers import new_id, now_utc
from cashier.doors.typed import typed_passphrase
from cashier.ledger.office import SignIn
from cashier.ledger.sessions import Sessions
from cashier.ledger.year_file import check_may_export, record_year, write_year


def take_year(
    year: Annotated[int, typer.Argument(min=2000, max=2100, help="The year, by UTC.")],
    by: Annotated[str, typer.Option("--by", help="Who takes it; their passphrase is one line of standard input.")],
    reason: Annotated[str, typer.Option("--reason", help="What it is for; it is kept.")],
    out: Annotated[Path, typer.Option(help="The new file to write, for its owner's eyes alone.")],
    data: Data = None,
    database_url: DatabaseUrl = None,
) -> None:
    """A year of all journals as one file, which `journal verify --year FILE` proves on any machine, on its own."""
    if out.exists():
        raise CashierError(f"{out} is there already. Name a new file.")
    unfinished = out.with_name(f".{out.name}.new")
    with begun_ledger(data, database_url) as engine:
        sessions = Sessions(engine=engine, clock=now_utc, new_id=new_id)
        session = sessions.sign_in(SignIn(user=by, passphrase=typed_passphrase("Passphrase")))
        try:
            caller = sessions.caller(session.token)
            said = check_may_export(caller, reason)
            unfinished.unlink(missing_ok=True)
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                lines, digest = write_year(connection, year, unfinished, now_utc())
            with engine.begin() as connection:
                record_year(connection, new_id(), year, said, digest, caller, clock=now_utc, new_id=new_id)
            unfinished.rename(out)
        except OSError as trouble:
            raise CashierError(f"{out} cannot be written ({trouble.strerror}). Name another file.") from trouble
        finally:
            unfinished.unlink(missing_ok=True)
            sessions.sign_out(session.token)
    say({"year": year, "lines": lines, "sha256": digest, "by": session.user, "file": str(out)})
