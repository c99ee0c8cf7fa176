"""Brings the ledger's tables up to date. Loaded only where they are new or old: Alembic would slow every command."""

import os
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from cashier.ledger.embedded import DatabaseTrouble

_HERE = Path(__file__).parent


def upgrade(connection: Connection, versions: Sequence[Path], revision: str) -> None:
    """Run the steps of the folders ``versions`` up to ``revision``, each in a transaction of its own.

    Raises DatabaseTrouble for tables from the future.
    """
    settings = Config()
    settings.set_main_option("script_location", str(_HERE))
    settings.set_main_option("path_separator", "os")
    settings.set_main_option("version_locations", os.pathsep.join(str(folder) for folder in versions))
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, revision)
    except CommandError as trouble:
        raise DatabaseTrouble(
            "The ledger's database was made by a newer Counterfoil. Start that one, or give another database."
        ) from trouble
