"""Where a ledger is: the options that all of its commands share."""

from pathlib import Path
from typing import Annotated

import typer

from cashier.doors.folder import data_folder

DATABASE_URL = "COUNTERFOIL_DATABASE_URL"

Data = Annotated[
    Path | None,
    typer.Option("--data", parser=data_folder, metavar="DIR", help="Folder of an embedded PostgreSQL."),
]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", envvar=DATABASE_URL, help="A PostgreSQL of your own.")
]
By = Annotated[str | None, typer.Option("--by", help="Who does this; the machine's user by default.")]
