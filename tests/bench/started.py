"""One start of the real program, stamped from within: run by B11 as a process of its own.

The arguments: the data folder, when the process was started on the clock that all processes share, and who signs in.
Nothing is loaded here that the program does not load anyway.
"""

import json
import sys
from collections.abc import Callable, Sequence
from time import monotonic, perf_counter, process_time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

import main as program
import tests.bench.as_at_a_desk  # noqa: F401 - it acts when it is loaded
import ui.app
from cashier.domain.people import Staff
from cashier.domain.unlocking import Pin
from cashier.usecases.ports.desk import Hasher
from ui.doors import Doors

_LETTER = "t"


class _Stamps:
    """Milliseconds since the process was started, by name."""

    def __init__(self, since_s: float) -> None:
        self._since_s = since_s
        self.told: dict[str, float] = {}

    def stamp(self, name: str) -> None:
        """Beside what passed, what the process worked of it: on a busy machine others took the rest."""
        self.told[f"{name}_ms"] = round(1000 * (monotonic() - self._since_s), 1)
        self.told[f"{name}_cpu_ms"] = round(1000 * process_time(), 1)


class _StampedWindow(ui.app.DeskWindow):
    """Signs in as soon as it is painted and types a letter as soon as it may."""

    stamps: _Stamps
    person: Sequence[str]

    def showEvent(self, event: QEvent) -> None:
        self._when_painted(self._sign_in, self._type_name)
        super().showEvent(event)  # type: ignore[arg-type]

    def _type_name(self) -> None:
        self.stamps.stamp("first_paint")
        for text in self.person:
            self._type(text)
            self._press(Qt.Key.Key_Return)

    def _on_doors(self, doors: Doors) -> None:
        self.stamps.stamp("desk_open")
        hasher = type(doors.desk.hasher)
        matches = hasher.matches

        def timed(hasher: Hasher, passphrase_hash: str, passphrase: str) -> bool:
            since = perf_counter()
            try:
                return matches(hasher, passphrase_hash, passphrase)
            finally:
                self.stamps.told["passphrase_ms"] = round(1000 * (perf_counter() - since), 1)

        setattr(hasher, "matches", timed)  # noqa: B010 - a method of the running program, from outside
        super()._on_doors(doors)

    def _on_staff(self, staff: Staff, pin: Pin | None) -> None:
        super()._on_staff(staff, pin)
        QTimer.singleShot(0, self, self._type_letter)

    def _type_letter(self) -> None:
        assert self._desk is not None
        table = self._desk.counter._finder.results._table
        self._when_painted(table.viewport(), self._leave)
        self._type(_LETTER)
        assert table.model().rowCount() > 0, "nobody was found"

    def _type(self, text: str) -> None:
        for letter in text:
            self._press(Qt.Key.Key_unknown, letter)

    def _press(self, key: Qt.Key, text: str = "") -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(QApplication.focusWidget() or self, event)

    def _leave(self) -> None:
        self.stamps.stamp("letter")
        sys.stdout.write(json.dumps(self.stamps.told))
        self.close()

    def _when_painted(self, widget: QObject, then: Callable[[], None]) -> None:
        _Painted(widget, lambda: QTimer.singleShot(0, self, then))


class _Painted(QObject):
    """Tells once that a widget is being painted."""

    def __init__(self, widget: QObject, tell: Callable[[], None]) -> None:
        super().__init__(widget)
        self._tell = tell
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._tell()
        return False


if __name__ == "__main__":
    _StampedWindow.stamps = _Stamps(float(sys.argv[2]))
    ui.app.DeskWindow = _StampedWindow  # type: ignore[misc]
    _StampedWindow.person = sys.argv[3:]
    sys.argv = ["main.py", "--data", sys.argv[1]]
    sys.exit(program.main())
