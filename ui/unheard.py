"""Answers a key that nothing took: its button is not there now, or is switched off. No key of the desk is silent."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.unheard_state import Now, why_silent
from ui.widgets.key_button import KeyButton

_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
_COMMANDS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class UnheardKeys(QObject):
    """``told`` carries the sentence for a key that did nothing, and an empty text at the next touch.

    ``page`` is looked at: while it isn't in sight, its keys are nobody's. ``where`` says where the cashier is, given
    what a button with the key, which is switched off, says of itself.
    """

    told = Signal(str)

    def __init__(self, page: QWidget, where: Callable[[str], Now]) -> None:
        super().__init__(page)
        self._page = page
        self._where = where
        self._is_told = False
        self._window = page.window()
        self._window.installEventFilter(self)
        if (handle := self._window.windowHandle()) is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key comes by the window's own door first, and is the window's only where nobody took it."""
        if watched is not self._window:
            if event.type() in _TOUCHES and self._is_told:
                self._is_told = False
                self.told.emit("")
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> None:
        if self._page.isVisible() and not event.isAutoRepeat():
            self.answer(QKeySequence(event.key() | (event.modifiers() & _COMMANDS).value).toString())

    def answer(self, sequence: str) -> None:
        """Say why this key does nothing now."""
        buttons = (button.why_off(sequence) for button in self._page.findChildren(KeyButton) if button.isVisible())
        if why := why_silent(sequence, self._where(next(filter(None, buttons), ""))):
            self._is_told = True
            self.told.emit(why)
