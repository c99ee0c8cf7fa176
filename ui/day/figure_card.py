"""One figure of the day on its card."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.day.day_state import FigureWords
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.words import FittingWords, Words

_HEIGHT_PX = 104


class FigureCard(Card):
    """Title, figure, and a line below; the figure gets smaller before it loses a digit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=18, parent=parent)
        self.body.setContentsMargins(18, 14, 18, 14)
        self.body.setSpacing(2)
        self._title = Words(face=Face.LABEL, tone="muted")
        self._figure = FittingWords(face=Face.AMOUNT_LARGE)
        self._figure.setAlignment(Words().alignment())
        self._below = Words(face=Face.LABEL, tone="muted")
        for part in (self._title, self._figure, self._below):
            self.body.addWidget(part)
        self.setFixedHeight(scaled(self, _HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_figure(self, words: FigureWords) -> None:
        """In place; for those who hear the screen it is one thing."""
        self._title.setText(words.title)
        self._figure.setText(words.figure)
        self._below.setText(words.below)
        self.setAccessibleName(f"{words.title}: {words.figure}, {words.below}")
