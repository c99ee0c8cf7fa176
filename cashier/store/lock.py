"""One process at a time works on a data folder. The lock is the kernel's: it ends as the process does, in any way."""

import fcntl
import os
from pathlib import Path

from cashier.domain.errors import StoreTrouble

LOCK_FILE = "counterfoil.lock"


class FolderLock:
    """Held from construction until `release`. Raises StoreTrouble, naming the process that has it."""

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_FILE
        try:
            self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except FileNotFoundError as trouble:
            raise StoreTrouble(f"The data folder {folder} is missing. Name the right one with --data.") from trouble
        except OSError as trouble:
            raise StoreTrouble(
                f"The data folder {folder} cannot be written ({trouble.strerror}). Check its owner, mode and disk."
            ) from trouble
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as trouble:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise StoreTrouble(
                f"Another Counterfoil is already open on this data folder (process {holder}). "
                "Close it, or use the open window."
            ) from trouble
        try:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)
        except OSError as trouble:
            os.close(self._file)
            raise StoreTrouble(f"The disk of {folder} is full. Free some space, then start again.") from trouble

    def release(self) -> None:
        """Let the next process in. The file stays: taking it away could part two processes' locks."""
        os.close(self._file)
