"""Where a ledger is: the options that all of its commands share."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from cashier.domain.errors import CashierError
from cashier.doors.folder import data_folder

DATABASE_URL = "COUNTERFOIL_DATABASE_URL"


def _without_password(context: typer.Context, url: str | None) -> str | None:
    """A command's arguments are every user's to read. Raises CashierError for a password among them."""
    source = context.get_parameter_source("database_url")
    if url and source is not None and source.name == "COMMANDLINE" and _has_password(url):
        raise CashierError(
            f"A password in --database-url is everybody's to read on this machine. Put the URL into {DATABASE_URL}, "
            "or the password into the file that PGPASSFILE names."
        )
    return url


def _has_password(url: str) -> bool:
    try:
        located = make_url(url)
    except (ArgumentError, ValueError):
        return False  # Whoever opens it says what is wrong with it.
    return located.password is not None or any(name.endswith("password") for name in located.query)


Data = Annotated[
    Path | None,
    typer.Option("--data", parser=data_folder, metavar="DIR", help="Folder of an embedded PostgreSQL."),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        envvar=DATABASE_URL,
        callback=_without_password,
        help=f"A PostgreSQL of your own. Without its password, which stands in {DATABASE_URL} or a password file.",
    ),
]
By = Annotated[str | None, typer.Option("--by", help="Who does this; the machine's user by default.")]
