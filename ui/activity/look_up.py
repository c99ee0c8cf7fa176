"""The field over a list of payments: it keeps the focus, and hands the arrow keys on to the list below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import Face, font
from ui.theme import restyle
from ui.widgets.entry_field import EntryField

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class LookUpField(EntryField):
    """``moved`` carries how many rows down, ``entered`` for Enter, ``left`` for Esc in an empty field."""

    moved = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setFont(font(Face.LABEL))
        self.setMaxLength(60)

    def take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def show_problem(self, sentence: str) -> None:
        """Marks the field; whoever has the room says the sentence."""
        restyle(self, "problem", bool(sentence))
        self.setAccessibleDescription(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.setText("")
                self.typed.emit("")
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
