"""What a scan may be, one below the other: the cashier chooses, and nothing is preselected."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.counter.scan_state import Choices
from ui.fonts import Face
from ui.widgets.announce import announce
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


class ScanChoice(QWidget):
    """``chosen`` carries the place of what was chosen. The arrows go along; Enter chooses, and at first nothing."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Choices | None = None
        self._buttons: list[KeyButton] = []
        self._question = Words(face=Face.HEADING, wraps=True)
        self._card = Card(padding=16)
        self._card.body.addWidget(self._question)
        self._hint = Words(self.tr("↓ goes down, Enter chooses, Esc leaves it."), Face.LABEL, tone="muted")
        self._card.body.addWidget(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        layout.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_choices(self, choices: Choices) -> None:
        """Ask; whoever had the focus has it no more, so that no Enter means another thing."""
        if choices is self._shown:
            return
        self._shown = choices
        self._question.setText(choices.question)
        self.setAccessibleName(choices.question)
        while len(self._buttons) < len(choices.words):
            self._add_button()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(choices.words))
            if place < len(choices.words):
                button.set_words(choices.words[place])
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, choices.question, urgent=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self._go(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        shown = [button for button in self._buttons if button.isVisible()]
        at = next((place for place, button in enumerate(shown) if button.hasFocus()), -1 if by > 0 else len(shown))
        shown[min(max(at + by, 0), len(shown) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_button(self) -> None:
        button = KeyButton("", spread=True)
        button.clicked.connect(partial(self.chosen.emit, len(self._buttons)))
        self._buttons.append(button)
        self._card.body.insertWidget(len(self._buttons), button)
