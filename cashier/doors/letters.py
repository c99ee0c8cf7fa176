"""Makes letters and hands them out: to the office printer, or as files that only this desk's user can read."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cashier.config import DeskSettings
from cashier.domain.errors import DeviceTrouble
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.statement_copy import StatementDetails

if TYPE_CHECKING:
    from receipts.letters import LetterMaker

FOLDER = "letters"


class DeskLetters:
    """`ports.Letters`. The library behind it is loaded with the first letter, on the thread that wants it.

    Files hold what is private: those of before are gone when the desk is opened, and when it is closed.
    """

    def __init__(self, folder: Path, settings: DeskSettings, place: Place) -> None:
        self._folder = folder / FOLDER
        self._office = settings.office_printer
        self._place = place
        self._maker: LetterMaker | None = None
        self._one_at_a_time = Lock()
        self.forget()

    @property
    def has_printer(self) -> bool:
        return self._office is not None

    def hand_out(self, line: Line, details: StatementDetails, *, on_paper: bool) -> str:
        with self._one_at_a_time:
            letter = self._made().make(line, details)
        if not on_paper or self._office is None:
            return f"Saved as {self._save(letter.name, letter.pdf)}."
        from receipts.printers.office import OfficePrinter

        office = OfficePrinter(self._office.queue, answer_timeout_s=self._office.answer_timeout_s)
        office.print(letter.pdf, letter.name)
        return f"On its way to the office printer {self._office.queue}."

    def forget(self) -> None:
        """Take all files away."""
        for file in self._folder.glob("*.pdf"):
            with suppress(OSError):
                file.unlink()

    def _made(self) -> "LetterMaker":
        if self._maker is None:
            from cashier.doors.loaded import settle_loaded
            from receipts.letters import LetterMaker

            settle_loaded()
            self._maker = LetterMaker(self._place)
        return self._maker

    def _save(self, name: str, pdf: bytes) -> Path:
        path = self._folder / f"{name}.pdf"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileNotFoundError):
                path.unlink()
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:
                file.write(pdf)
        except OSError as trouble:
            raise DeviceTrouble(
                f"The letter could not be saved ({trouble.strerror}). Free some space, or print it."
            ) from trouble
        return path
