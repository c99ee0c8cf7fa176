"""The look that all tables of the desk share: quiet column titles, rows with a thin line, a tint when chosen."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.fonts import Face
from ui.theme import restyle
from ui.widgets.words import FittingWords, TextTone, Words


class Row(QFrame):
    """One row. Its owner gives it a layout; its height is the owner's too, and stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "row")

    def set_chosen(self, chosen: bool) -> None:
        restyle(self, "chosen", chosen)


class Columns(QFrame):
    """The line of column titles. Its owner gives it a layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "columns")


def column_title(words: str, *, right: bool = False) -> Words:
    """A column's title; ``right`` for columns of figures."""
    return Words(words, Face.LABEL_MEDIUM, tone="muted", right=right)


class Pair(QWidget):
    """Words at the left and a figure at the right, on one line; both change in place. A figure in words may wrap."""

    def __init__(
        self,
        words: str,
        figure: str = "",
        face: Face = Face.FIGURE,
        *,
        muted: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        tone: TextTone = "muted" if muted else "ink"
        self.words = Words(words, face, tone=tone)
        if wraps:
            self.figure = Words(figure, face, tone=tone, wraps=True, right=True)
        else:
            self.figure = FittingWords(figure, face, tone=tone)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20 if wraps else layout.spacing())
        layout.addWidget(self.words)
        layout.addWidget(self.figure, 1)

    def show_words(self, words: str) -> None:
        self.words.setText(words)

    def show_figure(self, figure: str) -> None:
        self.figure.setText(figure)
