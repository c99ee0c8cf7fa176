"""Reads a journal whose desk is dead: its second copy, or the disk of a machine that does not start any more."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cashier.domain.errors import StoreTrouble
from cashier.store.engine import PAGE_BYTES, open_database
from cashier.store.opening import JOURNAL_NAME, journal_desk, journal_file
from cashier.store.schema import bring_up_to
from cashier.store.second_copy import COPY_NAME
from cashier.store.tables import JOURNAL_REVISION
from cashier.store.work import JournalFile


@contextmanager
def rescued_journal(found: Path, workspace: Path, key: bytes) -> Iterator[JournalFile]:
    """The journal in ``found``, an own journal or a second copy, read from a copy in ``workspace``.

    Nothing is written in ``found``: it stays as it was. A journal of an older version is brought up to date, since its
    desk never will be. Raises StoreTrouble.
    """
    name = next((name for name in (COPY_NAME, JOURNAL_NAME) if (found / name).exists()), None)
    if name is None:
        raise StoreTrouble(f"There is neither a journal nor a second copy of one in {found}. Name the right folder.")
    if (found / name).stat().st_size < PAGE_BYTES:
        raise StoreTrouble(f"{found / name} is damaged. Look for the other copy of this journal.")
    try:
        with TemporaryDirectory(dir=workspace, prefix="rescue-") as folder:
            for tail in ("", "-wal"):  # What was committed last may stand in the log alone.
                if (found / f"{name}{tail}").exists():
                    shutil.copy(found / f"{name}{tail}", Path(folder) / f"{JOURNAL_NAME}{tail}")
            with closing(open_database(journal_file(Path(folder) / JOURNAL_NAME, key))) as database:
                bring_up_to(database, JOURNAL_REVISION, "journal")
                yield JournalFile(database, journal_desk(database))
    except OSError as trouble:
        raise StoreTrouble(f"The journal in {found} cannot be copied to {workspace} ({trouble.strerror}).") from trouble
