"""One unit of work at the journal: one transaction, one writer at a time, durable when `commit` returns."""

import logging
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import perf_counter

from cashier.domain.errors import StoreTrouble
from cashier.store.engine import BUSY_TIMEOUT_MS, Connection, Database
from cashier.store.jobs import DeskAttempts, DeskJobs, DeskTries
from cashier.store.journal import DeskJournal

SLOW_COMMIT_MS = 50  # A cashier begins to feel it; the disk should be looked at.

_LOG = logging.getLogger(__name__)


class DeskWork:
    """`ports.UnitOfWork`."""

    __slots__ = ("_connection", "attempts", "jobs", "journal", "tries")

    def __init__(self, connection: Connection, desk: str) -> None:
        self._connection = connection
        self.jobs = DeskJobs(connection)
        self.journal = DeskJournal(connection, desk, self.jobs)
        self.attempts = DeskAttempts(connection)
        self.tries = DeskTries(connection)

    def commit(self) -> None:
        self.jobs.settle_unprinted()
        begun_s = perf_counter()
        self._connection.sql("COMMIT")
        if (took_ms := (perf_counter() - begun_s) * 1000) > SLOW_COMMIT_MS:
            _LOG.warning("a commit took %d ms", took_ms)


class JournalFile:
    """One desk's journal as a file: opens units of work on it, for any thread.

    Writers wait for each other on a lock of ours and not in SQLite, which would sleep in steps and be late. They take
    SQLite's write lock at once, so what a unit has read is still true when it commits.
    """

    def __init__(self, database: Database, desk: str) -> None:
        self.database = database
        self.desk = desk
        self._one_writer = threading.Lock()

    @contextmanager
    def open_work(self) -> Iterator[DeskWork]:
        """`ports.OpenWork`. Raises StoreTrouble."""
        if not self._one_writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise StoreTrouble("The desk's journal is busy, and nothing was written. Try again.")
        try:
            with closing(self.database.connect_to_write()) as connection:
                connection.sql("BEGIN IMMEDIATE")
                yield DeskWork(connection, self.desk)
        finally:
            self._one_writer.release()

    @contextmanager
    def open_reading(self) -> Iterator[DeskWork]:
        """The same for those who only look: one snapshot, waits for no writer, and holds none up. Never commit it."""
        with closing(self.database.connect()) as connection:
            connection.sql("BEGIN")
            yield DeskWork(connection, self.desk)

    def tidy(self) -> None:
        """Move what the write-ahead log holds into the file, so that no commit has to. Waits for nobody."""
        with closing(self.database.connect()) as connection:
            connection.sql("PRAGMA wal_checkpoint(PASSIVE)")
