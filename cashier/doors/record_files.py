"""Keeps exported records as files that only this desk's user can read, and no longer than the desk is open."""

import os
from contextlib import suppress
from pathlib import Path

from cashier.domain.errors import DeviceTrouble
from cashier.domain.records import RecordFilter

FOLDER = "records"


class DeskRecordFiles:
    """`ports.RecordFiles`."""

    def __init__(self, folder: Path, center: str) -> None:
        self._folder = folder / FOLDER
        self._center = center
        self.forget()

    def save(self, table: str, wanted: RecordFilter) -> str:
        """Whole or not at all, in the place of the one before of the same days."""
        name = f"records-{self._center}-{wanted.first.isoformat()}-{wanted.last.isoformat()}.csv"
        path, unfinished = self._folder / name, self._folder / f".{name}"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(table.encode())
            unfinished.rename(path)
        except OSError as trouble:
            raise DeviceTrouble(
                f"The records could not be saved ({trouble.strerror}). Free some space, then try again."
            ) from trouble
        return f"Saved as {path}. Copy it from there: it goes when the desk is closed."

    def forget(self) -> None:
        """Take all files away: whole lines name members."""
        for file in self._folder.glob("records-*.csv"):
            with suppress(OSError):
                file.unlink()
