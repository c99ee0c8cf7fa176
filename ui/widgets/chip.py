"""A small rounded word that says the state of something: paid today, due in 6 days."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import Face
from ui.theme import restyle
from ui.widgets.words import Words

ChipTone = Literal["ok", "warn", "bad", "soft", "plain"]


class Chip(Words):
    """Says its state in words; the tone repeats them in color."""

    def __init__(self, text: str = "", tone: ChipTone = "plain", *, parent: QWidget | None = None) -> None:
        super().__init__(text, Face.LABEL_MEDIUM, parent=parent)
        self.setProperty("kind", "chip")
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, tone: ChipTone) -> None:
        """Change words and tone in place."""
        self.setText(text)
        restyle(self, "tone", tone)
