"""Gives a desk's files another key: each as a copy that is proven before it takes the place of the old one.

Whatever ends it in between, it is gone through again from its beginning with the same two keys: a file that opens with
the new one is done.
"""

import os
import shutil
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from cashier.domain.errors import StoreTrouble
from cashier.store.activity_file import ACTIVITY_NAME
from cashier.store.engine import Database, DatabaseFile, make_file, open_database, rekey
from cashier.store.opening import DIRECTORY_NAME, JOURNAL_NAME, journal_desk, sync_folder
from cashier.store.second_copy import COPY_NAME
from cashier.store.verify import VerifyReport, verify_journal
from cashier.store.work import JournalFile

_COMPANIONS = ("", "-wal", "-shm")
_UNPROVEN = "The copy under the new key is not the same. Nothing was changed: have the disk looked at, then try again."


def rekey_store(folder: Path, copy_folder: Path, *, old: bytes, new: bytes) -> VerifyReport:
    """Put all of a desk's files under a new key; nobody has them open, and both keys are kept. Returns the proof.

    What is made again from the journal goes instead: the read model, and the second copy in ``copy_folder``. Raises
    StoreTrouble, and then the file that it was about is as it was.
    """
    directory = folder / DIRECTORY_NAME
    if directory.exists() and not _opens(directory, new):
        _swap(directory, _copied(directory, old, new))
    journal = folder / JOURNAL_NAME
    proof = _proof(journal, new if _opens(journal, new) else old)
    if not proof.holds:
        raise StoreTrouble(f"{journal} does not hold, and keeps its key: {proof.problems[0]}")
    if not _opens(journal, new):
        copy = _copied(journal, old, new)
        if _proof(copy, new) != proof:
            raise StoreTrouble(_UNPROVEN)
        _swap(journal, copy)
    for path in (folder / ACTIVITY_NAME, copy_folder / COPY_NAME):
        _remove(path)
    return proof


def _copied(path: Path, old: bytes, new: bytes) -> Path:
    """A whole copy under the new key, durable, beside the file. Raises StoreTrouble."""
    with closing(_opened(path, old)) as database, closing(database.connect()) as connection:
        is_read = connection.sql("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
    if is_read:  # What a reader holds up would not be in the copy.
        raise StoreTrouble(f"{path} is being read by another command. Wait until it is done, then try again.")
    copy = path.with_name(f"{path.name}.rekeyed")
    _remove(copy)
    make_file(copy)
    try:
        shutil.copyfile(path, copy)
    except OSError as trouble:
        raise StoreTrouble(
            f"{copy} cannot be written ({trouble.strerror}). Free some space, then try again."
        ) from trouble
    rekey(_file(copy, old), new)
    with closing(_opened(copy, new)) as database, closing(database.connect()) as connection:
        if connection.sql("PRAGMA cipher_integrity_check") or connection.sql("PRAGMA quick_check") != [("ok",)]:
            raise StoreTrouble(_UNPROVEN)
        connection.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(copy, "rb+") as file:
        os.fsync(file.fileno())
    return copy


def _swap(path: Path, copy: Path) -> None:
    """The copy takes the file's place, at once or not at all."""
    for companion in _COMPANIONS[1:]:
        path.with_name(f"{path.name}{companion}").unlink(missing_ok=True)
        copy.with_name(f"{copy.name}{companion}").unlink(missing_ok=True)
    os.replace(copy, path)
    sync_folder(path.parent)


def _remove(path: Path) -> None:
    for companion in _COMPANIONS:
        path.with_name(f"{path.name}{companion}").unlink(missing_ok=True)


def _opens(path: Path, key: bytes) -> bool:
    try:
        with closing(_opened(path, key)) as database:
            database.connect().close()
    except StoreTrouble as trouble:
        if isinstance(trouble.__cause__, driver.DatabaseError):
            return False
        raise
    return True


def _proof(path: Path, key: bytes) -> VerifyReport:
    with closing(_opened(path, key)) as database:
        return verify_journal(JournalFile(database, journal_desk(database)))


def _opened(path: Path, key: bytes) -> Database:
    return open_database(_file(path, key))


def _file(path: Path, key: bytes) -> DatabaseFile:
    return DatabaseFile(path=path, key=key, cache_kib=4_096, when_damaged="Its key was not changed. Call support.")
