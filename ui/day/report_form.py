"""A day's report: why it is taken, and in which form."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.day_report import ReportForm
from ui import keys
from ui.fonts import Face, font
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words

_REASON_MOST = 120


class DayReportForm(QWidget):
    """``asked`` carries a `ReportForm` and the reason; ``left`` when it is not wanted after all."""

    asked = Signal(object, str)
    left = Signal()

    def __init__(self, *, prints_sheets: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason = FieldWithLabel(self.tr("What the report is for"), EntryField(), holds_room=True)
        self._reason.field.setFont(font(Face.TEXT))
        self._reason.field.setMaxLength(_REASON_MOST)
        self._reason.field.returnPressed.connect(self._on_enter)
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._heading = Words(self.tr("Day report"), Face.HEADING)
        self._back = KeyButton(self.tr("Back to the list"), keys.BACK)
        self._back.clicked.connect(self.left)
        self._buttons = {
            ReportForm.SLIP: KeyButton(self.tr("Figures on the receipt printer"), keys.REPORT_SLIP),
            ReportForm.CSV: KeyButton(self.tr("Save as a table (CSV)"), keys.REPORT_TABLE),
        }
        if prints_sheets:
            self._buttons[ReportForm.SHEET] = KeyButton(self.tr("Print on the office printer"), keys.REPORT_SHEET)
        self._buttons[ReportForm.PDF] = KeyButton(self.tr("Save as PDF"), keys.ENTER, "primary")
        for form, button in self._buttons.items():
            button.clicked.connect(partial(self._ask, form))
        self._lay_out()

    def begin(self, day: str) -> None:
        """Nothing has been said yet; ``day`` is the one that is reported."""
        self._heading.setText(self.tr("Day report, %s") % day if day else self.tr("Day report"))
        self._reason.clear_problem()
        self._message.clear()
        self._reason.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reason.field.selectAll()

    def set_busy(self, words: str) -> None:
        """While a report is being made; empty when it is not any more."""
        for button in self._buttons.values():
            if words:
                button.disable(words)
            else:
                button.enable()

    def say_refused(self, sentence: str) -> None:
        """What the rules answered, beside the field."""
        self._message.clear()
        self._reason.show_problem(sentence)

    def say(self, sentence: str) -> None:
        """Where the report is."""
        self._reason.clear_problem()
        self._message.say("ok", sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_enter(self) -> None:
        self._ask(ReportForm.PDF)

    def _ask(self, form: ReportForm) -> None:
        if self._buttons[form].isEnabled():
            self.asked.emit(form, self._reason.field.text())

    def _lay_out(self) -> None:
        about = self.tr(
            "The day's figures and its payments with initials and last four. Cash is in it after your count. "
            "Who took it, and why, is recorded."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self._heading)
        layout.addWidget(Words(about, Face.LABEL, tone="muted", wraps=True))
        layout.addSpacing(6)
        layout.addWidget(self._reason)
        for form, button in self._buttons.items():
            if form is not ReportForm.PDF:
                layout.addWidget(button)
        layout.addWidget(self._message)
        layout.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._buttons[ReportForm.PDF])
        layout.addLayout(foot)
