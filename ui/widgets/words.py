"""Text on screen: plain text always, so that a name like ``Mc<b>Donald`` stays a name."""

from html import escape
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.fonts import Face, font
from ui.theme import restyle

TextTone = Literal["ink", "muted", "accent", "ok", "warn", "bad"]


class Words(QLabel):
    """A label with the font of its role and the color of its tone."""

    def __init__(
        self,
        text: str = "",
        face: Face = Face.TEXT,
        *,
        tone: TextTone = "ink",
        wraps: bool = False,
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(face))
        self.setProperty("tone", tone)
        self.setWordWrap(wraps)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)

    def set_tone(self, tone: TextTone) -> None:
        restyle(self, "tone", tone)


class FittingWords(Words):
    """A figure on one line that gets smaller where its place is too narrow, and never loses a digit."""

    def __init__(self, text: str = "", face: Face = Face.TEXT, *, tone: TextTone = "ink") -> None:
        super().__init__(text, face, tone=tone, right=True)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        fits = self.font()
        needed = QFontMetricsF(fits).horizontalAdvance(self.text())
        if needed > self.width():
            fits.setPointSizeF(fits.pointSizeF() * self.width() / (needed + 1))
        painter = QPainter(self)
        painter.setFont(fits)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, self.text())


def plain_tip(sentence: str) -> str:
    """A tool tip that Qt wraps and doesn't read as markup; empty for no sentence."""
    return f"<qt>{escape(sentence)}</qt>" if sentence else ""
