"""Another day of this desk: typed, or one of the last on which payments were taken."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.times import typed_day_words
from cashier.usecases.activity import DAYS_OFFERED
from ui import keys
from ui.day.day_state import day_offered
from ui.fonts import Face, font
from ui.widgets.entry_field import EntryField
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words


class DayChoice(QWidget):
    """``typed`` carries what was typed, ``left`` when another day is not wanted after all."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = FieldWithLabel(self.tr("Day, like 11/29/26"), EntryField(), holds_room=True)
        self._day.field.setFont(font(Face.TEXT))
        self._day.field.setMaxLength(20)
        self._day.field.returnPressed.connect(self._enter)
        self._about = Words(self.tr("No earlier day has payments of this desk."), Face.LABEL, tone="muted")
        self._days: Sequence[date] = ()
        self._offered = [KeyButton("", look="quiet") for _ in range(DAYS_OFFERED)]
        for place, button in enumerate(self._offered):
            button.clicked.connect(partial(self._choose, place))
        self._back = KeyButton(self.tr("Back to the list"), keys.BACK)
        self._back.clicked.connect(self.left)
        self._show = KeyButton(self.tr("Show this day"), keys.ENTER, "primary")
        self._show.clicked.connect(self._enter)
        self._lay_out()
        self.show_days(())

    def begin(self) -> None:
        """Nothing is typed; the latest earlier day comes into the field as soon as it is known."""
        self._day.clear_problem()
        self._day.field.clear()
        self._day.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_days(self, days: Sequence[date]) -> None:
        """The latest first. What was typed meanwhile stays."""
        self._days = days
        self._about.setVisible(not days)
        for button, day in zip(self._offered, days, strict=False):
            button.set_words(day_offered(day))
        for place, button in enumerate(self._offered):
            button.setVisible(place < len(days))
        if days and not self._day.field.text():
            self._day.field.setText(typed_day_words(days[0]))
            self._day.field.selectAll()

    def say_refused(self, sentence: str) -> None:
        """Beside the field; what is typed stays."""
        self._day.show_problem(sentence)
        self._day.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self.typed.emit(self._day.field.text())

    def _choose(self, place: int) -> None:
        self.typed.emit(typed_day_words(self._days[place]))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Words(self.tr("Another day"), Face.HEADING))
        layout.addWidget(self._day)
        layout.addWidget(Words(self.tr("Days with payments at this desk"), Face.LABEL, tone="muted"))
        layout.addWidget(self._about)
        for button in self._offered:
            layout.addWidget(button)
        layout.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._show)
        layout.addLayout(foot)
