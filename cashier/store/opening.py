"""The door to a desk's data folder: makes a new store, opens one, and refuses what cannot be trusted, in words."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import bindparam, insert, select, update

from cashier.domain.errors import StoreTrouble
from cashier.domain.times import instant_text
from cashier.store.activity import DeskActivity
from cashier.store.activity_file import open_activity
from cashier.store.directory import DeskDirectory
from cashier.store.directory_pages import DirectoryPages
from cashier.store.engine import PAGE_BYTES, Database, DatabaseFile, Ready, make_file, open_database
from cashier.store.lock import FolderLock
from cashier.store.schema import bring_up_to, stored_revision
from cashier.store.second_copy import SecondCopy
from cashier.store.self_test import check_disk, check_journal
from cashier.store.tables import DIRECTORY_REVISION, JOURNAL_REVISION, identity, lines
from cashier.store.work import DeskWork, JournalFile

JOURNAL_NAME = "journal.db"
DIRECTORY_NAME = "directory.db"
FREE_MB_LEAST = 64

_JOURNAL_DAMAGED = "Take no more payments here, and call support: the journal is restored from its second copy."
_DIRECTORY_DAMAGED = "Close Counterfoil and delete that file: the ledger sends it again."

_IDENTITY = Ready(select(identity.c.desk))
_ADD_IDENTITY = Ready(
    insert(identity).values(
        only=1,
        desk=bindparam("desk_code"),
        created_at=bindparam("created"),
        machine=bindparam("at_machine"),
        replaces=bindparam("replaced"),
    )
)
_ORIGIN = Ready(select(identity.c.machine, identity.c.replaces, select(lines.c.sequence).limit(1).exists()))
_KEEP_MACHINE = Ready(update(identity).values(machine=bindparam("at_machine")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a journal begins: on which machine (nothing where those have no id), and whose place its desk takes."""

    machine: str = ""
    replaces: str | None = None


NOWHERE = Origin()


class KeySource(Protocol):
    """Where the data key is kept: 32 bytes. Both raise StoreTrouble."""

    def read(self) -> bytes | None: ...
    def make(self) -> bytes:
        """A new key, kept before it is returned. Called only together with a new database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A desk's open store. `close` ends it and lets the next process in."""

    folder: Path
    journal: JournalFile
    directory: DeskDirectory
    directory_writer: DirectoryPages
    activity: DeskActivity
    close: Callable[[], None]

    def open_work(self) -> AbstractContextManager[DeskWork]:
        """`ports.OpenWork`: one durable transaction, one writer at a time."""
        return self.journal.open_work()

    def open_reading(self) -> AbstractContextManager[DeskWork]:
        """The same for those who only look; they wait for no writer and hold none up. Never commit it."""
        return self.journal.open_reading()

    def second_copy(self, folder: Path) -> SecondCopy:
        """The lane that keeps a second copy of the journal in ``folder``, under the same key."""
        return SecondCopy(self.journal, folder)


def create_store(
    data_folder: Path, *, key_source: KeySource, desk: str, now: datetime, origin: Origin = NOWHERE
) -> None:
    """A new, empty journal for ``desk``, with its key. Raises StoreTrouble if the folder has a journal already."""
    try:
        data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise StoreTrouble(
            f"The folder {data_folder} cannot be made ({trouble.strerror}). Choose another."
        ) from trouble
    lock = FolderLock(data_folder)
    try:
        _create_journal(data_folder, key_source, desk, now, origin)
    finally:
        lock.release()


def _create_journal(folder: Path, key_source: KeySource, desk: str, now: datetime, origin: Origin) -> None:
    path = folder / JOURNAL_NAME
    if path.exists():
        raise StoreTrouble(f"{folder} has a journal already. Open it, or choose another folder.")
    key = key_source.read()
    if key is None:
        if (folder / DIRECTORY_NAME).exists():
            raise StoreTrouble(f"{folder} has a directory, and its key is missing. Put the key back, or start empty.")
        key = key_source.make()
    # A journal appears whole or not at all: it is made under another name, of which nothing is ever kept.
    unfinished = path.with_suffix(".new")
    for leftover in (unfinished, unfinished.with_suffix(".new-wal"), unfinished.with_suffix(".new-shm")):
        leftover.unlink(missing_ok=True)
    make_file(unfinished)
    with closing(open_database(journal_file(unfinished, key))) as database:
        make_journal(database, desk, now, origin)
    unfinished.rename(path)
    sync_folder(folder)


def make_journal(database: Database, desk: str, now: datetime, origin: Origin) -> None:
    """Tables and identity in an empty database file. Raises StoreTrouble."""
    bring_up_to(database, JOURNAL_REVISION, "journal")
    with closing(database.connect()) as connection:
        connection.run(
            _ADD_IDENTITY,
            desk_code=desk,
            created=instant_text(now),
            at_machine=origin.machine or None,
            replaced=origin.replaces,
        )


def open_store(
    data_folder: Path,
    *,
    key_source: KeySource,
    desk: str,
    lock: FolderLock | None = None,
    free_mb_least: int = FREE_MB_LEAST,
    origin: Origin = NOWHERE,
) -> Store:
    """Open this desk's store, alone, after a self-test. Raises StoreTrouble with one sentence a person can act on.

    ``origin`` is this machine, and the desk whose place this one is about to take, for whoever brings its lines along.
    ``lock`` is the folder's, where the caller has it already and keeps it; else it is taken here and goes with `close`.
    """
    with ExitStack() as opened:
        if lock is None:
            opened.callback(FolderLock(data_folder).release)
        check_disk(data_folder, free_mb_least)
        journal = _open_journal(data_folder, key_source)
        opened.callback(journal.close)
        bring_up_to(journal, JOURNAL_REVISION, "journal")
        _check_identity(journal, desk)
        _check_origin(journal, desk, origin)
        check_journal(journal, desk)
        directory = _open_directory(data_folder, journal.file.key)
        opened.callback(directory.close)
        bring_up_to(directory, DIRECTORY_REVISION, "directory")
        activity = open_activity(data_folder, journal.file.key)
        opened.callback(activity.close)
        lines_of = JournalFile(journal, desk)
        return Store(
            folder=data_folder,
            journal=lines_of,
            directory=DeskDirectory(directory),
            directory_writer=DirectoryPages(directory),
            activity=DeskActivity(activity, lines_of),
            close=opened.pop_all().close,
        )


@contextmanager
def look_at_journal(data_folder: Path, *, key_source: KeySource) -> Iterator[JournalFile]:
    """A desk's journal for reading beside the open desk: no lock, no self-test, no upgrade. Raises StoreTrouble."""
    with closing(_open_journal(data_folder, key_source)) as journal:
        if stored_revision(journal) != JOURNAL_REVISION:
            raise StoreTrouble(
                f"{journal.file.path} is of another version of Counterfoil. Open the desk with this one once."
            )
        yield JournalFile(journal, journal_desk(journal))


def _open_journal(folder: Path, key_source: KeySource) -> Database:
    path = folder / JOURNAL_NAME
    if not path.exists():
        raise StoreTrouble(f"There is no journal in {folder}. Name the right folder with --data, or set this desk up.")
    if path.stat().st_size < PAGE_BYTES:  # SQLite would take it for a new one, and write into it.
        raise StoreTrouble(f"{path} is damaged. {_JOURNAL_DAMAGED}")
    key = key_source.read()
    if key is None:
        raise StoreTrouble(f"The key of {path} is missing. Put it back where it was; no new one is made for old data.")
    return open_database(journal_file(path, key))


def journal_file(path: Path, key: bytes) -> DatabaseFile:
    """A journal under its key."""
    # What is read again is the journal's end. More would only fill up with the day's lines, on each connection anew.
    return DatabaseFile(path=path, key=key, cache_kib=512, when_damaged=_JOURNAL_DAMAGED)


def _open_directory(folder: Path, key: bytes) -> Database:
    path = folder / DIRECTORY_NAME
    make_file(path)
    return open_database(DatabaseFile(path=path, key=key, cache_kib=4_096, when_damaged=_DIRECTORY_DAMAGED))


def _check_identity(journal: Database, desk: str) -> None:
    owner = journal_desk(journal)
    if owner != desk:
        raise StoreTrouble(
            f"{journal.file.path} is the journal of desk {owner}, not of {desk}. Correct the desk, or the folder."
        )


def _check_origin(journal: Database, desk: str, origin: Origin) -> None:
    with closing(journal.connect()) as connection:
        machine, replaces, has_lines = connection.one(_ORIGIN)
        if machine is None and origin.machine:
            connection.run(_KEEP_MACHINE, at_machine=origin.machine)
        elif origin.machine and machine != origin.machine:
            raise StoreTrouble(
                f"{journal.file.path} was begun on another machine and may be a copy. Take no payments with it: ask "
                f"the cash office to invite a new desk that replaces {desk}, and enroll that one with --from."
            )
    if replaces is not None and not has_lines and origin.replaces != replaces:
        raise StoreTrouble(
            f"Desk {desk} takes the place of {replaces}, whose drawer and last receipt are not written down yet. "
            "Enroll it again, with --from."
        )


def journal_desk(journal: Database) -> str:
    """Whose journal a database is. Raises StoreTrouble."""
    with closing(journal.connect()) as connection:
        row = connection.one(_IDENTITY)
    if row is None:
        raise StoreTrouble(f"{journal.file.path} says no desk. {journal.file.when_damaged}")
    return str(row[0])


def sync_folder(folder: Path) -> None:
    """A new file's name is durable when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
