"""Where papers go that never answers: a queue of CUPS that hands bytes on as they are, and a file.

Neither opens a drawer: what stands in a queue opens it when nobody looks.
"""

import os
import subprocess
from pathlib import Path

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import PrinterStatus
from receipts.commands import FENCE

NO_DRAWER = "has no line to the drawer"
_READY = PrinterStatus(ready=True, words="ready")
_PLAIN = {"LC_ALL": "C"}


class QueuePrinter:
    """The port `Printer` over a raw queue of CUPS, by its own commands. A paper is sent then, never confirmed."""

    confirms = False

    def __init__(self, queue: str, *, columns: int, answer_timeout_s: float) -> None:
        self._queue = queue
        self._columns = columns
        self._answer_timeout_s = answer_timeout_s

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        said = self._run(["lpstat", "-p", self._queue])
        if said is None or said.returncode:
            raise DeviceTrouble("has no queue that answers")
        if b"disabled" in said.stdout:
            return PrinterStatus(ready=False, words="has its queue stopped")
        return _READY

    def print(self, data: bytes) -> bool:
        said = self._run(["lp", "-d", self._queue, "-t", "Receipt", "-o", "raw", "-"], data.removesuffix(FENCE))
        if said is None:
            return False  # It may have been taken just then.
        if said.returncode:
            raise DeviceTrouble("has a queue that takes nothing")
        return True

    def open_drawer(self) -> None:
        raise DeviceTrouble(NO_DRAWER)

    def hang_up(self) -> None:
        """Nothing is held."""

    def _run(self, command: list[str], data: bytes = b"") -> "subprocess.CompletedProcess[bytes] | None":
        """What it said; None for a silence. Raises DeviceTrouble where there is no CUPS."""
        try:
            return subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=self._answer_timeout_s,
                check=False,
                env=os.environ | _PLAIN,
            )
        except subprocess.TimeoutExpired:
            return None
        except OSError as trouble:
            raise DeviceTrouble("has no printing system (CUPS) here") from trouble


class FilePrinter:
    """The port `Printer` to the end of a file, where a paper is once it is on the disk."""

    confirms = True

    def __init__(self, path: Path, *, columns: int) -> None:
        self._path = path
        self._columns = columns

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        if not os.access(self._path if self._path.exists() else self._path.parent, os.W_OK):
            raise DeviceTrouble("is a file that can't be written")
        return _READY

    def print(self, data: bytes) -> bool:
        try:
            file = self._path.open("ab")
        except OSError as trouble:
            raise DeviceTrouble("is a file that can't be written") from trouble
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            return False
        return True

    def open_drawer(self) -> None:
        raise DeviceTrouble(NO_DRAWER)

    def hang_up(self) -> None:
        """Nothing is held."""
