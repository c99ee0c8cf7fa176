"""A statement's copy: on the office printer, as a file, or short on the receipt printer."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.statement_copy import CopyForm
from ui import keys
from ui.fonts import Face
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


class CopyPage(QWidget):
    """``asked`` carries a `CopyForm`."""

    asked = Signal(object)

    def __init__(self, *, prints_letters: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = CopyForm.LETTER if prints_letters else CopyForm.FILE
        self._buttons = {CopyForm.SLIP: KeyButton(self.tr("Short copy on the receipt printer"), keys.SHORT_COPY)}
        if prints_letters:
            self._buttons[CopyForm.FILE] = KeyButton(self.tr("Save as PDF"), keys.SAVE_COPY)
        else:
            self._save_too()
        first = self.tr("Print it") if prints_letters else self.tr("Save as PDF")
        self._buttons[self._first] = KeyButton(first, keys.ENTER, "primary")
        words = self.tr("The copy shows the lines, what is open, and how to pay. Who made it is recorded.")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for form, button in self._buttons.items():
            button.clicked.connect(partial(self.asked.emit, form))
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        if not prints_letters:
            words += " " + self.tr("%s saves it, too.") % keys.SAVE_COPY.cap
        layout.addWidget(Words(words, Face.LABEL, tone="muted", wraps=True))
        layout.addStretch(1)
        layout.addLayout(row)

    def on_enter(self) -> None:
        """The blue button, unless a copy is being made."""
        if self._buttons[self._first].isEnabled():
            self.asked.emit(self._first)

    def _save_too(self) -> None:
        """Where Enter saves the file, the key that saves it elsewhere does so, too."""
        shortcut = QShortcut(QKeySequence(keys.SAVE_COPY.sequence), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.on_enter)

    def set_busy(self, words: str) -> None:
        """While a copy is being made."""
        for button in self._buttons.values():
            if words:
                button.disable(words)
            else:
                button.enable()
