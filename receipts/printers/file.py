"""Receipts into a file, for a desk without a printer and for looking at bytes."""

import os
from pathlib import Path

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports import PrinterStatus


class FilePrinter:
    """The port `Printer` as a file that grows. What is on the disk is printed."""

    def __init__(self, path: Path, *, columns: int) -> None:
        self._path = path
        self._columns = columns

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        if not os.access(self._path if self._path.exists() else self._path.parent, os.W_OK):
            raise DeviceTrouble(f"cannot write to {self._path.name}")
        return PrinterStatus(ready=True, words="ready")

    def print(self, data: bytes) -> bool:
        try:
            file = self._path.open("ab", buffering=0)
        except OSError as trouble:
            raise DeviceTrouble(f"cannot write to {self._path.name}") from trouble
        with file:
            try:
                written = file.write(data)
                os.fsync(file.fileno())
            except OSError:
                return False
        return written == len(data)

    def open_drawer(self) -> None:
        raise DeviceTrouble("has no drawer")
