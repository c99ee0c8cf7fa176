"""One encrypted SQLite file: how it is opened, how statements run on it, and what a person is told when it fails.

Statements are SQLAlchemy Core, turned into SQL once and then run on the driver. On the money path that is less than
half of the time that Core takes to run them one by one, and a third of what one durable commit may cost.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import Pool, PoolProxiedConnection, QueuePool
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement
from sqlcipher3 import dbapi2 as driver

from cashier.domain.errors import StoreTrouble

BUSY_TIMEOUT_MS = 5_000
# A commit encrypts every page it touches: with the usual 4 KiB it took a sixth longer, a page of new members a third.
PAGE_BYTES = 2_048
# Above this many pages in the write-ahead log a commit moves them into the file itself; the second copy's lane mostly
# does so before. A short log is written over and over at the same place, which the disk answers a third faster than one
# that grows.
CHECKPOINT_PAGES = 2_000
WAL_BYTES_KEPT = 16 << 20

# What must hold on every connection; asked back by the self-test.
PRAGMAS: Mapping[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit has reached the disk when it returns.
    "foreign_keys": 1,
    "recursive_triggers": 1,  # So that INSERT OR REPLACE cannot delete behind the triggers' back.
    "busy_timeout": BUSY_TIMEOUT_MS,
    "wal_autocheckpoint": CHECKPOINT_PAGES,
    "journal_size_limit": WAL_BYTES_KEPT,
}


class Ready:
    """A Core statement compiled once, with named parameters; ``fixed`` are the values that it says itself."""

    __slots__ = ("fixed", "sql")

    def __init__(self, statement: Executable) -> None:
        assert isinstance(statement, ClauseElement)
        compiled = statement.compile(dialect=SQLiteDialect_pysqlite(paramstyle="named"))
        self.sql = str(compiled)
        self.fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        return {**self.fixed, **given} if self.fixed else given


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFile:
    """Which file, under which key (32 bytes), how much of it is kept in memory, and the way out if it is damaged.

    Of a file that is not ``durable``, whose content stands elsewhere, a power cut may take the last commits.
    """

    path: Path
    key: bytes
    cache_kib: int
    when_damaged: str
    durable: bool = True


class Connection:
    """One connection, used by one thread at a time. Every method raises StoreTrouble, in words, where SQLite fails."""

    __slots__ = ("_driver", "_file", "_pooled")

    def __init__(self, pooled: PoolProxiedConnection, file: DatabaseFile) -> None:
        self._pooled = pooled
        self._driver: Any = pooled.dbapi_connection
        self._file = file

    def run(self, statement: Ready, **values: Any) -> Any:
        """Run one statement; returns the driver's cursor, which is its rows."""
        try:
            return self._driver.execute(statement.sql, statement.values(values))
        except driver.DatabaseError as trouble:
            raise in_words(trouble, self._file) from trouble

    def run_many(self, statement: Ready, rows: Sequence[Mapping[str, Any]]) -> None:
        try:
            self._driver.executemany(statement.sql, rows)
        except driver.DatabaseError as trouble:
            raise in_words(trouble, self._file) from trouble

    def one(self, statement: Ready, **values: Any) -> Any:
        """The first row, or None."""
        try:
            return self._driver.execute(statement.sql, statement.values(values)).fetchone()
        except driver.DatabaseError as trouble:
            raise in_words(trouble, self._file) from trouble

    def all(self, statement: Ready, **values: Any) -> list[Any]:
        try:
            return list(self._driver.execute(statement.sql, statement.values(values)))
        except driver.DatabaseError as trouble:
            raise in_words(trouble, self._file) from trouble

    def sql(self, text: str) -> list[Any]:
        """Run plain SQL, such as a pragma; returns its rows."""
        try:
            return list(self._driver.execute(text))
        except driver.DatabaseError as trouble:
            raise in_words(trouble, self._file) from trouble

    def roll_back(self) -> None:
        """Leave the transaction, if there is one. Never raises: what was not committed is gone either way."""
        if self._driver.in_transaction:
            try:
                self._driver.execute("ROLLBACK")
            except driver.DatabaseError:
                self._pooled.invalidate()

    def close(self) -> None:
        """Back to the pool, outside of any transaction."""
        self.roll_back()
        self._pooled.close()


class Database:
    """A pool of connections to one file, and one connection for its one writer.

    SQLite forgets a connection's cache when another one has written, and each page is decrypted again: whoever writes
    through the same connection as the one before finds the pages that it needs.
    """

    def __init__(self, file: DatabaseFile, pool: Pool, writing: Pool) -> None:
        self.file = file
        self.writes = 0  # Counted by writers after each commit, where readers keep what they have read.
        self._pool = pool
        self._writing = writing

    def connect(self) -> Connection:
        """Raises StoreTrouble."""
        return Connection(self._pool.connect(), self.file)

    def connect_to_write(self) -> Connection:
        """The same for those who write, one at a time. Raises StoreTrouble."""
        return Connection(self._writing.connect(), self.file)

    def engine(self) -> Engine:
        """The same connections for Alembic; making it takes longer than to open the file."""
        return create_engine("sqlite+pysqlite://", module=driver, pool=self._pool)

    def close(self) -> None:
        self._pool.dispose()
        self._writing.dispose()


def open_database(file: DatabaseFile) -> Database:
    """A database whose file exists. Nothing is read yet: the first connection raises StoreTrouble if it cannot be."""

    def connect() -> Any:
        try:
            return _connect(file)
        except driver.DatabaseError as trouble:
            raise in_words(trouble, file) from trouble

    def pool(kept: int, more: int) -> Pool:
        return QueuePool(
            connect,
            pool_size=kept,
            max_overflow=more,
            use_lifo=True,  # Each has a cache of its own: one that is warm serves, the others stay small.
            reset_on_return=None,  # `Connection.close` has left the transaction already.
        )

    return Database(file, pool(3, 5), pool(1, 0))


def rekey(file: DatabaseFile, key: bytes) -> None:
    """Write every page of a file that nobody has open anew, under another key. Raises StoreTrouble."""
    try:
        with closing(_connect(file)) as connection:
            connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"").close()
    except driver.DatabaseError as trouble:
        raise in_words(trouble, file) from trouble


def make_file(path: Path) -> None:
    """An empty file that only its owner reads; SQLite gives its companions the same mode. Raises StoreTrouble."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as trouble:
        raise StoreTrouble(
            f"{path} cannot be written ({trouble.strerror}). Check the folder's owner, its mode and the disk."
        ) from trouble


def _connect(file: DatabaseFile) -> Any:
    connection = driver.connect(
        file.path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=BUSY_TIMEOUT_MS / 1000
    )
    try:
        for pragma in _opening(file):
            connection.execute(f"PRAGMA {pragma}").close()
        connection.execute("SELECT count(*) FROM sqlite_schema").close()  # Decrypts the first page: is it our key?
    except driver.DatabaseError:
        connection.close()
        raise
    return connection


def _opening(file: DatabaseFile) -> Iterable[str]:
    yield "cipher_log_level = NONE"  # A wrong key is told in our words, not on stderr.
    yield f"key = \"x'{file.key.hex()}'\""
    yield f"cipher_page_size = {PAGE_BYTES}"
    # Today's processors have instructions for SHA-256; the default, SHA-512, made a commit a quarter slower.
    yield "cipher_hmac_algorithm = HMAC_SHA256"
    yield f"cache_size = -{file.cache_kib}"
    for name, value in PRAGMAS.items():
        yield f"{name} = {value}"
    if not file.durable:
        yield "synchronous = 1"  # NORMAL: whole after a power cut, and no commit waits for the disk.


def in_words(trouble: Exception, file: DatabaseFile) -> Exception:
    """What SQLite reports, as a StoreTrouble of one sentence or two; a fault of ours comes back as it is."""
    code = getattr(trouble, "sqlite_errorcode", 0) & 0xFF
    path, folder = file.path, file.path.parent
    sentences = {
        driver.SQLITE_FULL: f"The disk of {folder} is full; nothing was written. Free some space, then try again.",
        driver.SQLITE_READONLY: f"{path} is read-only; nothing was written. Check its owner and mode.",
        driver.SQLITE_BUSY: f"{path} is held by another program; nothing was written. Close that, then try again.",
        driver.SQLITE_LOCKED: f"{path} is in use; nothing was written. Try again.",
        driver.SQLITE_CORRUPT: f"{path} is damaged. {file.when_damaged}",
        driver.SQLITE_NOTADB: f"{path} does not open with this desk's key, or is damaged. {file.when_damaged}",
        driver.SQLITE_IOERR: f"The disk of {folder} does not keep what is written. Have it looked at before you go on.",
        driver.SQLITE_CANTOPEN: f"{path} cannot be opened. Check that it is there, its owner and its mode.",
        driver.SQLITE_PERM: f"{path} cannot be opened. Check its owner and mode.",
        driver.SQLITE_CONSTRAINT: f"{path} refused a change, and nothing was written: {trouble}.",
    }
    sentence = sentences.get(code)
    return trouble if sentence is None else StoreTrouble(sentence)
