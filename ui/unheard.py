"""Answers a key that nothing took: its button is not there now, or is switched off. No key of the desk is silent."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QWidget

from ui.unheard_state import Now, why_silent
from ui.widgets.key_button import KeyButton

_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
_COMMANDS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class UnheardKeys(QObject):
    """``told`` carries the sentence for a key that did nothing, and an empty text at the next touch.

    ``page`` hands on what none of its parts took; ``where`` says where the cashier is, given what a button with the
    key, which is switched off, says of itself. It listens at the window's own door, and only while something is said.
    """

    told = Signal(str)

    def __init__(self, page: QWidget, where: Callable[[str], Now]) -> None:
        super().__init__(page)
        self._page = page
        self._where = where
        self._door: QWindow | None = None

    def on_key(self, event: QKeyEvent) -> None:
        """Nobody took it."""
        if not event.isAutoRepeat():
            self.answer(QKeySequence(event.key() | (event.modifiers() & _COMMANDS).value).toString())

    def answer(self, sequence: str) -> None:
        """Say why this key does nothing now."""
        buttons = (button.why_off(sequence) for button in self._page.findChildren(KeyButton) if button.isVisible())
        why = why_silent(sequence, self._where(next(filter(None, buttons), "")))
        if not why:
            return
        if self._door is None and (door := self._page.window().windowHandle()) is not None:
            self._door = door
            door.installEventFilter(self)
        self.told.emit(why)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._door is not None:
            self._door.removeEventFilter(self)
            self._door = None
            self.told.emit("")
        return False
