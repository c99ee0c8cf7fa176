"""Fields that figures are typed into. They hold text; what it means is decided by the page's state."""

from typing import Literal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator
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

# What an amount can be made of. A minus and a dollar sign come in too, so that the state can say what it wants instead.
# A pasted text that's longer or holds a letter is refused whole: a cut amount would be another amount.
_MONEY_TEXT = r"[0-9.,$ \-]{0,24}"
_COUNT_TEXT = r"[0-9]{0,6}"


class FigureField(EntryField):
    """A right-aligned field. What doesn't belong into it is refused softly: nothing changes but a sentence appears.

    ``refused`` carries that sentence.
    """

    refused = Signal(str)

    def __init__(self, name: str, *, allowed: str, refusal: str, face: Face, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refusal = refusal
        self.setAccessibleName(name)
        self.setFont(font(face))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(allowed), self))
        self.inputRejected.connect(self._refuse)

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

    def _refuse(self) -> None:
        self.refused.emit(self._refusal)


class MoneyField(FigureField):
    """An amount in dollars, as text."""

    def __init__(self, name: str, *, size: FieldSize = "normal", parent: QWidget | None = None) -> None:
        super().__init__(
            name,
            allowed=_MONEY_TEXT,
            refusal=self.tr("Only digits, with a point for cents, go in here."),
            face=_FACES[size],
            parent=parent,
        )
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
        super().__init__(
            name,
            allowed=_COUNT_TEXT,
            refusal=self.tr("Only digits go in here."),
            face=Face.FIGURE,
            parent=parent,
        )
        self.setProperty("extent", "row")
