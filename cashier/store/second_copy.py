"""The journal's second copy, on another disk: a lane copies line after line, and never holds up the cashier."""

import threading
from contextlib import closing
from pathlib import Path

from sqlalchemy import bindparam, insert, select, update

from cashier.domain.errors import StoreTrouble
from cashier.store.engine import Connection, Database, DatabaseFile, Ready, make_file, open_database
from cashier.store.rows import ITEMS_PAST, LINES_PAST, TRANSFERS_PAST, named
from cashier.store.schema import bring_up_to
from cashier.store.tables import JOURNAL_REVISION, identity, items, lines, mark, transfers
from cashier.store.work import JournalFile

COPY_NAME = "journal-copy.db"
LINES_AT_ONCE = 500
LINES_BETWEEN_TIDYING = 50
LOOK_AGAIN_S = 60.0
TRY_AGAIN_S = 5.0  # At first: what a person has to mend is looked at more and more seldom, and after each commit.
TRY_AGAIN_MOST_S = 80.0

_IDENTITY = Ready(select(identity))
_ADD_IDENTITY = Ready(insert(identity).values({column: bindparam(column.name) for column in identity.c}))
_ADD_ITEM = Ready(insert(items).values({column: bindparam(column.name) for column in items.c}))
_LAST = Ready(select(lines.c.sequence, lines.c.chain).order_by(lines.c.sequence.desc()).limit(1))
_CHAIN_AT = Ready(select(lines.c.chain).where(lines.c.sequence == bindparam("place")))
_ADD_LINE = Ready(insert(lines).values({column: bindparam(column.name) for column in lines.c}))
_MARK = Ready(select(mark.c.received_through, mark.c.epoch))
_KEEP_MARK = Ready(update(mark).values(received_through=bindparam("through"), epoch=bindparam("ledger_epoch")))
_ADD_TRANSFER = Ready(insert(transfers).values({column: bindparam(column.name) for column in transfers.c}))


class SecondCopy:
    """`ports.Lane`. What it cannot do it says in `trouble`; it raises nothing and blocks nobody."""

    name = "second copy"

    def __init__(self, journal: JournalFile, folder: Path) -> None:
        self._journal = journal
        self._folder = folder
        self._copy: Database | None = None
        self._untidied = 0
        self._rest_s = TRY_AGAIN_S
        self._said = threading.Lock()
        self._reached = 0
        self._trouble = ""

    def reached(self) -> int:
        """Lines up to here are durable in the copy, too; 0 until it has been opened. From any thread."""
        with self._said:
            return self._reached

    def trouble(self) -> str:
        """Why the copy does not grow, in one sentence; empty if it does. From any thread."""
        with self._said:
            return self._trouble

    def step(self) -> float:
        """Copy the next lines; returns 0 while there are more."""
        try:
            copied = self._copy_on()
        except StoreTrouble as trouble:
            self._say(trouble.sentence)
            self._let_go()
            rest_s, self._rest_s = self._rest_s, min(self._rest_s * 2, TRY_AGAIN_MOST_S)
            return rest_s
        self._say("")
        self._rest_s = TRY_AGAIN_S
        if copied == LINES_AT_ONCE:
            return 0.0
        return LOOK_AGAIN_S

    def close(self) -> None:
        """Let go of the copy's file. Call it when no step runs."""
        self._let_go()

    def _copy_on(self) -> int:
        """Returns how many lines were copied. Raises StoreTrouble."""
        with (
            closing(self._journal.database.connect()) as source,
            closing(self._opened(source).connect()) as copy,
        ):
            return self._copy_lines(source, copy)

    def _copy_lines(self, source: Connection, copy: Connection) -> int:
        through, chain = copy.one(_LAST) or (0, "")
        # Equal links at one place mean equal lines up to it.
        if through and source.one(_CHAIN_AT, place=through) != (chain,):
            raise StoreTrouble(
                f"The second copy in {self._folder} is of other lines than this journal. "
                "Move it away for support to see; a new one is made."
            )
        self._reach(through)
        new_lines = source.all(LINES_PAST, past=through, most=LINES_AT_ONCE)
        if not new_lines:
            return 0
        last = new_lines[-1][0]
        copy.sql("BEGIN IMMEDIATE")
        copy.run_many(_ADD_LINE, named(lines, new_lines))
        copy.run_many(_ADD_TRANSFER, named(transfers, source.all(TRANSFERS_PAST, past=through, through=last)))
        copy.run_many(_ADD_ITEM, named(items, source.all(ITEMS_PAST, past=through, through=last)))
        # Whoever brings this copy's lines home begins behind what the ledger is known to have of them.
        received_through, epoch = source.one(_MARK)
        copy.run(_KEEP_MARK, through=min(received_through, last), ledger_epoch=epoch)
        copy.sql("COMMIT")
        self._reach(last)
        self._untidied += len(new_lines)
        if self._untidied >= LINES_BETWEEN_TIDYING:
            self._journal.tidy()
            self._untidied = 0
        return len(new_lines)

    def _opened(self, source: Connection) -> Database:
        if self._copy is not None:
            return self._copy
        if not self._folder.is_dir():
            raise StoreTrouble(
                f"The second copy's folder {self._folder} is missing. Connect its disk, or make the folder."
            )
        path = self._folder / COPY_NAME
        make_file(path)
        copy = open_database(
            DatabaseFile(
                path=path,
                key=self._journal.database.file.key,
                cache_kib=1_024,
                when_damaged="Move it away for support to see; a new second copy is made.",
            )
        )
        try:
            bring_up_to(copy, JOURNAL_REVISION, "journal")
            with closing(copy.connect()) as connection:
                if connection.one(_IDENTITY) is None:
                    connection.run(_ADD_IDENTITY, **named(identity, [source.one(_IDENTITY)])[0])
                # What a sudden end or a bad disk left in the log may be there to be read, and not be durable.
                connection.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            copy.close()
            raise
        self._copy = copy
        return copy

    def _let_go(self) -> None:
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    def _reach(self, sequence: int) -> None:
        with self._said:
            self._reached = sequence

    def _say(self, trouble: str) -> None:
        with self._said:
            self._trouble = trouble
