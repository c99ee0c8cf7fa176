"""Opens the read model's file, and makes it anew where it cannot be read: nothing in it is not in the journal."""

from pathlib import Path

from cashier.domain.errors import StoreTrouble
from cashier.store.activity_tables import ACTIVITY_REVISION
from cashier.store.engine import Database, DatabaseFile, make_file, open_database
from cashier.store.schema import bring_up_to

ACTIVITY_NAME = "activity.db"
_DAMAGED = "Close Counterfoil and delete that file: it is made again from the journal."


def open_activity(folder: Path, key: bytes) -> Database:
    """The read model's database, under the journal's key. Raises StoreTrouble where no file can be made either."""
    path = folder / ACTIVITY_NAME
    try:
        return _opened(path, key)
    except StoreTrouble:
        for damaged in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            damaged.unlink(missing_ok=True)
        return _opened(path, key)


def _opened(path: Path, key: bytes) -> Database:
    make_file(path)
    database = open_database(DatabaseFile(path=path, key=key, cache_kib=1_024, when_damaged=_DAMAGED, durable=False))
    try:
        bring_up_to(database, ACTIVITY_REVISION, "activity")
    except StoreTrouble:
        database.close()
        raise
    return database
