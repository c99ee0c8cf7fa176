"""Hears scanners that type like a keyboard: a fast burst that ends with Enter goes to the finder, from anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

CHARACTERS_LEAST = 6
GAP_MOST_MS = 40
_PAUSE_MS = 200  # After such a pause another burst begins.
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class _Before:
    """A field as it was before the burst, to be put back."""

    field: QLineEdit
    text: str
    cursor: int


class ScanWatch(QObject):
    """``scanned`` carries a burst's text, whose Enter reached nobody; a field that it ran into is as it was before.
    A scan is one code: a burst with spaces in it was typed.

    Keys are timed by the window system's own stamps, so that a busy moment never makes slow typing look fast. While a
    screen reader listens, Qt hands keys on without them; then the moment of their arrival on ``seconds``, a clock that
    only goes forward, has to do. ``listens`` says whether scans are for the finder now. It listens at the window's own
    door, where each key comes by once and nothing else but keys costs anything.
    """

    scanned = Signal(str)

    def __init__(self, window: QWindow, *, listens: Callable[[], bool], seconds: Callable[[], float]) -> None:
        super().__init__(window)
        self._listens = listens
        self._seconds = seconds
        self._text = ""
        self._stamps_ms: list[int] = []
        self._before: _Before | None = None
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        stamp = event.timestamp() or round(self._seconds() * 1000)
        if not self._listens() or event.isAutoRepeat():
            self._forget()
            return False
        if event.key() in _ENDS:
            return self._end(stamp)
        self._take(event, stamp)
        return False

    def _take(self, event: QKeyEvent, stamp: int) -> None:
        if event.modifiers() & _COMMANDS:
            self._forget()
            return
        text = event.text()
        if not text or not text.isprintable():
            return  # A shift key on its own.
        if not self._stamps_ms or stamp - self._stamps_ms[-1] > _PAUSE_MS:
            self._begin()
        self._text += text
        self._stamps_ms.append(stamp)

    def _begin(self) -> None:
        self._forget()
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            self._before = _Before(field, field.text(), field.cursorPosition())

    def _end(self, stamp: int) -> bool:
        """Whether the Enter ended a scan, and so is nobody else's."""
        stamps = [*self._stamps_ms, stamp]
        gaps = [later - earlier for earlier, later in pairwise(stamps)]
        text, before = self._text, self._before
        self._forget()
        if len(text) < CHARACTERS_LEAST or " " in text or median(gaps) >= GAP_MOST_MS or gaps[-1] > _PAUSE_MS:
            return False
        if before is not None and isValid(before.field):
            # Not as the page's own text: whoever follows the field hears that the burst is gone.
            QLineEdit.setText(before.field, before.text)
            before.field.setCursorPosition(before.cursor)
        self.scanned.emit(text)
        return True

    def _forget(self) -> None:
        self._text = ""
        self._stamps_ms = []
        self._before = None
