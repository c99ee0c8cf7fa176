"""A small rounded word that says the state of something: paid today, due in 6 days."""

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.fonts import Face
from ui.theme import restyle, scaled
from ui.widgets.words import Words, plain_tip

ChipTone = Literal["ok", "warn", "bad", "soft", "plain"]


_LEAST_PX = 56


class Chip(Words):
    """Says its state in words; the tone repeats them in color. With too little room they end in an ellipsis."""

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

    def event(self, event: QEvent) -> bool:
        """The whole words, by hand: a tip that is set would be read out as the description of its own words."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.text()), self)
            return True
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Several notes on one line share it: none pushes the others, or the page, out of their places."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), scaled(self, _LEAST_PX)), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.drawFrame(painter)
        room = self.contentsRect()
        said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment() | Qt.TextFlag.TextSingleLine, said)
