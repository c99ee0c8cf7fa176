"""Notices that nobody has touched a desk for a while, so that it can lock itself."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_LOOK_MS = 1000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,  # Of a key that is a shortcut, F5 say, nothing else comes to the window.
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class IdleWatch(QObject):
    """``idle`` is emitted each time somebody looks and the last touch is ``limit_s`` seconds ago or longer.

    It listens at the window's own door, as `ScanWatch` does. ``seconds`` only goes forward, but stands still while the
    machine sleeps; then the clock on the wall has gone on.
    """

    idle = Signal()

    def __init__(
        self, window: QWindow, *, limit_s: float, seconds: Callable[[], float], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(window)
        self._limit_s = limit_s
        self._seconds = seconds
        self._clock = clock
        self.touched()
        window.installEventFilter(self)
        looks = QTimer(self)
        looks.setInterval(_LOOK_MS)
        looks.timeout.connect(self.look)
        looks.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touched()
        return False

    def touched(self) -> None:
        """Somebody is here."""
        self._last_s, self._last_at = self._seconds(), self._clock()

    def look(self) -> None:
        """Whether it is time."""
        slept_s = (self._clock() - self._last_at).total_seconds()
        if max(self._seconds() - self._last_s, slept_s) >= self._limit_s:
            self.idle.emit()
