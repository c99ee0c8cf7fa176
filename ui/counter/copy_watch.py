"""Waits a moment for the journal's second copy before the words "Payment taken" stand there; never blocks anybody."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS = 15
_WAIT_S = 0.3


class CopyWatch(QObject):
    """``settled`` once: with True when the copy has the line, with False when it was given up waiting.

    ``reached`` is the last place that the second copy has, ``seconds`` a clock that only goes forward.
    """

    settled = Signal(bool)

    def __init__(self, reached: Callable[[], int], seconds: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reached = reached
        self._seconds = seconds
        self._sequence = 0
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def wait_for(self, sequence: int) -> None:
        """Begin to wait for a line; the one before is forgotten."""
        self._sequence = sequence
        self._since = self._seconds()
        self._timer.start()

    def _look(self) -> None:
        has_copy = self._reached() >= self._sequence
        if has_copy or self._seconds() - self._since >= _WAIT_S:
            self._timer.stop()
            self.settled.emit(has_copy)
