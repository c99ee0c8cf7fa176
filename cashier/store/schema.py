"""Whether a database has the tables this program expects, and bringing it there if not."""

from contextlib import closing
from importlib import import_module

from sqlalchemy.exc import DBAPIError

from cashier.domain.errors import StoreTrouble
from cashier.store.engine import Database, in_words


def bring_up_to(database: Database, revision: str, versions: str) -> None:
    """Run the migrations of folder ``versions`` unless the database is at ``revision``. Raises StoreTrouble.

    A plain query decides, and Alembic is loaded only if it is needed: it would add a third of a second to every start.
    """
    if stored_revision(database) == revision:
        return
    try:
        with database.engine().connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                import_module("cashier.store.migrations.upgrade").upgrade(connection, versions)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
    except DBAPIError as trouble:
        raise in_words(trouble.orig or trouble, database.file) from trouble
    if stored_revision(database) != revision:
        raise StoreTrouble(f"{database.file.path} was not brought up to date. Start the newest Counterfoil.")


def stored_revision(database: Database) -> str:
    """The revision of the database's tables; empty for a new one. Raises StoreTrouble."""
    with closing(database.connect()) as connection:
        if not connection.sql("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"):
            return ""
        return str(connection.sql("SELECT version_num FROM alembic_version")[0][0])
