"""One of a few: buttons beside each other, with the arrows along them; nothing is chosen at first.

Where there is little room, so many stand ``across`` and the rest below.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.fonts import Face
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


class ChoiceRow(QWidget):
    """``changed`` when another one is chosen; ``choice`` is its code, empty where none is."""

    changed = Signal()

    def __init__(
        self, words: str, choices: Mapping[str, str], parent: QWidget | None = None, *, across: int = 0
    ) -> None:
        super().__init__(parent)
        self.choice = ""
        self.setAccessibleName(words)
        self._message = InlineMessage(boxed=False)
        self._buttons = {code: KeyButton(said, look="quiet") for code, said in choices.items()}
        across = across or max(1, len(choices))
        row = QGridLayout()
        row.setSpacing(6)
        for place, (code, button) in enumerate(self._buttons.items()):
            button.clicked.connect(lambda *_, chosen=code: self.choose(chosen))
            row.addWidget(button, place // across, place % across)
        row.setColumnStretch(across, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Words(words, Face.LABEL, tone="muted"))
        layout.addLayout(row)
        layout.addWidget(self._message)

    @property
    def has_focus(self) -> bool:
        return any(button.hasFocus() for button in self._buttons.values())

    def choose(self, code: str) -> None:
        """Mark this one, or none."""
        self.choice = code
        self._message.clear()
        for own, button in self._buttons.items():
            button.set_chosen(own == code)
        self.changed.emit()

    def take_focus(self) -> None:
        """On what is chosen, else on the first."""
        button = self._buttons.get(self.choice) or next(iter(self._buttons.values()))
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """What is wrong with the choice."""
        self._message.say("bad", sentence)
        self.take_focus()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.choose("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        buttons = list(self._buttons.values())
        at = next((place for place, button in enumerate(buttons) if button.hasFocus()), None)
        if at is None or event.key() not in steps:
            super().keyPressEvent(event)
            return
        place = min(len(buttons) - 1, max(0, at + steps[Qt.Key(event.key())]))
        buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
