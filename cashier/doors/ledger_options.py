"""Where a ledger is: the options that all of its commands share."""

from pathlib import Path
from typing import Annotated

import typer

DATABASE_URL = "COUNTERFOIL_DATABASE_URL"

Data = Annotated[Path | None, typer.Option("--data", help="Folder of an embedded PostgreSQL.")]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", envvar=DATABASE_URL, help="A PostgreSQL of your own.")
]
