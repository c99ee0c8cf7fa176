"""Brings a database to its newest tables. Loaded only where one is new or old: Alembic would slow every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from cashier.domain.errors import StoreTrouble

FOLDER = Path(__file__).parent


def configuration(versions: str) -> Config:
    """Alembic's settings for the migrations in the folder ``versions``."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("version_locations", str(FOLDER / versions))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(connection: Connection, versions: str) -> None:
    """Run what is missing, in the transaction that is open. Raises StoreTrouble for a database from the future."""
    config = configuration(versions)
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as trouble:
        raise StoreTrouble(f"The {versions} was written by a newer Counterfoil. Start that version.") from trouble
