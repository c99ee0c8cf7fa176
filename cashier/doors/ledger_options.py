"""What every command of the ledger asks for: where its database is."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option("--data", help="Folder of an embedded PostgreSQL.")]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database-url", envvar="COUNTERFOIL_DATABASE_URL", help="A PostgreSQL of your own.")
]
