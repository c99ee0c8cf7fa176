"""The lane of the reader on a serial line: whatever it reads is handed on, and nothing of it is kept here."""

from collections.abc import Callable

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import LineReader

_LISTEN_S = 0.5  # Also how long a closing desk waits for it at most.
_TRY_AGAIN_S = 5.0
READY = "ready"


class ReaderLane:
    """``heard`` gets each reading, ``words`` how the reader is and whether that is well, when it changes."""

    name = "reader"

    def __init__(self, reader: LineReader, *, heard: Callable[[str], None], words: Callable[[str, bool], None]) -> None:
        self._reader = reader
        self._heard = heard
        self._words = words
        self._told = ""

    def step(self) -> float:
        try:
            reading = self._reader.read(_LISTEN_S)
        except DeviceTrouble as trouble:
            self._tell(trouble.sentence, well=False)
            return _TRY_AGAIN_S
        self._tell(READY, well=True)
        if reading:
            self._heard(reading)
        return 0.0

    def close(self) -> None:
        """Let go of the line. Call it when no step runs."""
        self._reader.close()

    def _tell(self, words: str, *, well: bool) -> None:
        if words != self._told:
            self._told = words
            self._words(words, well)
