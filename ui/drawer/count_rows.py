"""Rows in which notes and coins are counted: the float, a drop, the close. Enter goes to the next."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.shift import DENOMINATIONS, Denomination
from ui.drawer.open_shift_state import OpenShiftState
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.inline_message import InlineMessage
from ui.widgets.money_field import CountField
from ui.widgets.rows import Row
from ui.widgets.words import Words

ROW_PX = 56  # Room for three lines beside the count.
LOW_ROW_PX = 41
_FIELD_PX = 96
_BETWEEN_PX = 6


class CountRow(Row):
    """A denomination, the sentence about its count, and the count. One that ``is_low`` has no room for the sentence."""

    def __init__(self, denomination: Denomination, *, is_low: bool = False) -> None:
        super().__init__()
        self.setFixedHeight(scaled(self, LOW_ROW_PX if is_low else ROW_PX))
        self._is_low = is_low
        self.field = CountField(denomination.words)
        self.field.setFixedWidth(scaled(self, _FIELD_PX))
        name = Words(denomination.words, Face.FIGURE)
        name.setBuddy(self.field)
        self._problem = Words(face=Face.LABEL, tone="bad", wraps=True, right=True)
        self._problem.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(name)
        layout.addWidget(self._problem, 1)
        layout.addWidget(self.field)

    def show_problem(self, sentence: str) -> None:
        if not self._is_low:
            self._problem.setText(sentence)
        self.field.set_problem(sentence)


class CountRows(QWidget):
    """All denominations, one below the other, and below them what is wrong with one.

    ``changed`` after each key, ``finished`` with Enter in the last.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = OpenShiftState()
        self._rows = [CountRow(denomination, is_low=True) for denomination in DENOMINATIONS]
        self._said = [""] * len(self._rows)
        self._message = InlineMessage(boxed=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for index, (denomination, row) in enumerate(zip(DENOMINATIONS, self._rows, strict=True)):
            if denomination.is_coin and not DENOMINATIONS[index - 1].is_coin:
                layout.addSpacing(_BETWEEN_PX)
            layout.addWidget(row)
            row.field.typed.connect(partial(self._on_text, index))
            row.field.refused.connect(partial(self._say, index))
        layout.addWidget(self._message)

    def on_enter(self) -> bool:
        """Enter goes to the next field; whether it was for one of these."""
        for index, row in enumerate(self._rows):
            if row.field.hasFocus():
                self._go_on_from(index)
                return True
        return False

    def clear(self) -> None:
        """Empty fields, for another count."""
        self.state = OpenShiftState()
        for index, row in enumerate(self._rows):
            row.field.clear()
            self._say(index, "")

    def focus_first(self) -> None:
        self._rows[0].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_open(self, is_open: bool) -> None:
        """Whether there is something to count; what was counted stays readable."""
        for row in self._rows:
            row.field.setEnabled(is_open)

    def _on_text(self, index: int, text: str) -> None:
        self.state = self.state.on_text(index, text)
        self._say(index, self.state.problem(index))
        self.changed.emit()

    def _say(self, index: int, sentence: str) -> None:
        """Mark the row, and say below all of them what is wrong with it, or with the first that still has something."""
        self._said[index] = sentence
        self._rows[index].show_problem(sentence)
        told = sentence or next(filter(None, self._said), "")
        if told:
            self._message.say("bad", told)
        else:
            self._message.clear()

    def _go_on_from(self, index: int) -> None:
        if self.state.problem(index):
            return
        if index + 1 < len(self._rows):
            self._rows[index + 1].field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()
