"""Hands out a deposit's slip and list: to the office printer, or as files that only this desk's user can read."""

import os
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from cashier.config import DeskSettings
from cashier.domain.deposit import Deposit
from cashier.domain.endorsement import Payee
from cashier.domain.errors import DeviceTrouble

FOLDER = "deposits"


class DeskDepositPapers:
    """`ports.DepositPapers`. The libraries are loaded with the first slip, on the thread that wants it.

    A deposit's date is the day on which it was prepared where the desk stands.
    """

    def __init__(self, folder: Path, settings: DeskSettings, zone: tzinfo, payees: tuple[Payee, ...] = ()) -> None:
        self._folder = folder / FOLDER
        self._office = settings.office_printer
        self._zone = zone
        self._payees = payees

    def hand_out(self, deposit: Deposit, *, as_table: bool) -> str:
        name = f"deposit-{deposit.number or deposit.name}"
        if deposit.prepared_at is not None:
            deposit = replace(deposit, prepared_on=deposit.prepared_at.astimezone(self._zone).date())
        if as_table:
            from receipts.deposit_table import deposit_table

            return f"Saved as {self._save(f'{name}.csv', deposit_table(deposit))}."
        from cashier.doors.loaded import settle_loaded
        from receipts.deposit_sheet import deposit_sheet
        from receipts.letter_page import Letters

        settle_loaded()
        pdf = deposit_sheet(deposit, Letters(), self._payees)
        if self._office is None:
            return f"Saved as {self._save(f'{name}.pdf', pdf)}."
        from receipts.printers.office import OfficePrinter

        office = OfficePrinter(self._office.queue, answer_timeout_s=self._office.answer_timeout_s)
        office.print(pdf, name)
        return f"On its way to the office printer {self._office.queue}."

    def _save(self, name: str, data: bytes) -> Path:
        """Whole or not at all, in the place of the one before."""
        path, unfinished = self._folder / name, self._folder / f".{name}"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            unfinished.rename(path)
        except OSError as trouble:
            raise DeviceTrouble(
                f"The deposit could not be saved ({trouble.strerror}). Free some space, then try again."
            ) from trouble
        return path
