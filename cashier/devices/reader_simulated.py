"""A check reader that needs no check: the far end of a pseudo-terminal, which sends what it is told to have read."""

import os
import pty
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class SimulatedReader:
    """``device`` is the line that a desk opens."""

    def __init__(self) -> None:
        self._ours, self._theirs = pty.openpty()
        self.device = os.ttyname(self._theirs)

    def send(self, said: str | bytes, *, end: bytes = b"\r") -> None:
        """Send one reading; with an empty ``end`` one that is cut off."""
        os.write(self._ours, (said.encode() if isinstance(said, str) else said) + end)

    def unplug(self) -> None:
        """The cable is pulled: whoever reads is hung up."""
        for end in (self._ours, self._theirs):
            with suppress(OSError):
                os.close(end)


@contextmanager
def simulated_reader() -> Iterator[SimulatedReader]:
    """One for the length of a ``with``."""
    reader = SimulatedReader()
    try:
        yield reader
    finally:
        reader.unplug()
