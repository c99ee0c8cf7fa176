"""Takes all rows out of a database file so that none of them is left on the disk: in no page, free or used, and no log.

The file's own number for its user says that rows were cleared and may be read on the disk still; nothing else uses it.
"""

from collections.abc import Callable, Sequence

from cashier.store.engine import Connection, Ready


def wipe(connection: Connection, rows_left: Ready, clear: Sequence[Callable[[], object]]) -> None:
    """Run ``clear`` where ``rows_left`` finds any, then make the file anew without what was cleared.

    Whatever ends this in between, or still reads what was there, the next call finishes it. Raises StoreTrouble.
    """
    if connection.one(rows_left)[0]:
        connection.sql("BEGIN IMMEDIATE")
        for statement in clear:
            statement()
        connection.sql("PRAGMA user_version = 1")
        connection.sql("COMMIT")
    if not connection.sql("PRAGMA user_version")[0][0]:
        return
    connection.sql("VACUUM")
    is_read = connection.sql("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
    if not is_read:
        connection.sql("PRAGMA user_version = 0")
