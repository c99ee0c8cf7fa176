"""Where a desk knows people besides its journal: the directory, the read model, and what was taken out as files."""

import shutil

from cashier.domain.errors import StoreTrouble
from cashier.doors.deposit_papers import FOLDER as DEPOSITS
from cashier.doors.letters import FOLDER as LETTERS
from cashier.doors.record_files import FOLDER as RECORDS
from cashier.doors.reports import FOLDER as REPORTS
from cashier.store.opening import Store

EXPORTS = (DEPOSITS, LETTERS, RECORDS, REPORTS)


class DeskKnowledge:
    """`ports.Knowledge`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def forget(self) -> None:
        self._store.directory_writer.forget()
        self._store.activity.forget()
        for name in EXPORTS:
            folder = self._store.folder / name
            try:
                if folder.exists():
                    shutil.rmtree(folder)
            except OSError as trouble:
                raise StoreTrouble(
                    f"{folder} could not be taken away ({trouble.strerror}). Delete it: this desk was revoked."
                ) from trouble
