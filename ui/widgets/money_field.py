"""Fields that figures are typed into. They hold text; what it means is decided by the page's state."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import Face, font
from ui.theme import restyle
from ui.widgets.entry_field import EntryField
from ui.widgets.words import plain_tip

FieldSize = Literal["normal", "big", "row"]

_FACES: dict[FieldSize, Face] = {
    "normal": Face.FIGURE_STRONG,
    "big": Face.AMOUNT_LARGE,
    "row": Face.FIGURE_STRONG,
}
_HINT_FACES: dict[FieldSize, Face] = {**_FACES, "normal": Face.FIGURE, "row": Face.FIGURE}

# Longer than any amount: what is cut off here is refused anyway, and is never another amount.
_CHARACTERS_MOST = 40


class FigureField(EntryField):
    """A right-aligned field. It takes what is typed as it is: without its letter, ``1e9`` would be nineteen dollars."""

    def __init__(self, name: str, *, face: Face, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(font(face))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(_CHARACTERS_MOST)

    def set_problem(self, sentence: str) -> None:
        """Mark the field as the one that ``sentence`` is about; an empty one takes the mark away."""
        restyle(self, "problem", bool(sentence))
        self.setAccessibleDescription(sentence)
        self.setToolTip(plain_tip(sentence))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by key selects what stands there, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class MoneyField(FigureField):
    """An amount in dollars, as text."""

    def __init__(self, name: str, *, size: FieldSize = "normal", parent: QWidget | None = None) -> None:
        super().__init__(name, face=_FACES[size], parent=parent)
        self._size: FieldSize = size
        self.setProperty("extent", size)
        self._show_weight()
        self.textChanged.connect(self._show_weight)

    def _show_weight(self) -> None:
        """The hint in an empty field is lighter than an amount, so that nobody takes it for one."""
        self.setFont(font(_FACES[self._size] if self.text() else _HINT_FACES[self._size]))


class CountField(FigureField):
    """How many there are of something, as text."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(name, face=Face.FIGURE, parent=parent)
        self.setProperty("extent", "row")
