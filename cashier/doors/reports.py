"""Makes a day's report and hands it out: to the office printer, or as a file that only this desk's user can read."""

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cashier.config import DeskSettings
from cashier.domain.day import Day
from cashier.domain.day_report import DayReport, ReportForm
from cashier.domain.errors import DeviceTrouble
from cashier.domain.place import Place

if TYPE_CHECKING:
    from receipts.day_sheet import DaySheet

FOLDER = "reports"


class DeskReports:
    """`ports.Reports`. The library behind a sheet is loaded with the first one, on the thread that wants it."""

    def __init__(self, folder: Path, settings: DeskSettings, place: Place) -> None:
        self._folder = folder / FOLDER
        self._office = settings.office_printer
        self._place = place
        self._sheet: DaySheet | None = None
        self._one_at_a_time = Lock()

    @property
    def has_printer(self) -> bool:
        return self._office is not None

    def hand_out(self, report: DayReport, day: Day) -> str:
        name = f"day-{self._place.desk}-{report.business_date.isoformat()}"
        if report.form is ReportForm.CSV:
            from receipts.day_table import day_table

            return f"Saved as {self._save(f'{name}.csv', day_table(day, self._place))}."
        with self._one_at_a_time:
            pdf = self._made().make(report, day)
        if report.form is ReportForm.PDF or self._office is None:
            return f"Saved as {self._save(f'{name}.pdf', pdf)}."
        from receipts.printers.office import OfficePrinter

        office = OfficePrinter(self._office.queue, answer_timeout_s=self._office.answer_timeout_s)
        office.print(pdf, name)
        return f"On its way to the office printer {self._office.queue}."

    def _made(self) -> "DaySheet":
        if self._sheet is None:
            from cashier.doors.loaded import settle_loaded
            from receipts.day_sheet import DaySheet
            from receipts.letter_page import Letters

            settle_loaded()
            self._sheet = DaySheet(Letters(), self._place)
        return self._sheet

    def _save(self, name: str, data: bytes) -> Path:
        """A report of the same day takes the place of the one before, whole or not at all."""
        path, unfinished = self._folder / name, self._folder / f".{name}"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            unfinished.rename(path)
        except OSError as trouble:
            raise DeviceTrouble(
                f"The report could not be saved ({trouble.strerror}). Free some space, then try again."
            ) from trouble
        return path
