"""Text on screen: plain text always, so that a name like ``Mc<b>Donald`` stays a name."""

from html import escape
from typing import Literal

from PySide6.QtCore import Qt
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

    def set_face(self, face: Face) -> None:
        self.setFont(font(face))

    def set_tone(self, tone: TextTone) -> None:
        restyle(self, "tone", tone)


def plain_tip(sentence: str) -> str:
    """A tool tip that Qt wraps and doesn't read as markup; empty for no sentence."""
    return f"<qt>{escape(sentence)}</qt>" if sentence else ""
