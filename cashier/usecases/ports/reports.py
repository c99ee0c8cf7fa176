"""Reports that leave the desk: as files, or on the office printer."""

from typing import Protocol

from cashier.domain.day import Day
from cashier.domain.day_report import DayReport


class Reports(Protocol):
    """Makes what a committed report line stands for. Slow: never on the Qt thread."""

    @property
    def has_printer(self) -> bool:
        """Whether a sheet can be printed."""

    def hand_out(self, report: DayReport, day: Day) -> str:
        """Write its file, or print its sheet; returns where it is, as a sentence. Raises DeviceTrouble."""
