"""Words that end in an ellipsis where their column ends, and are whole in their tip."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.fonts import Face
from ui.widgets.words import TextTone, Words, plain_tip


class ElidedWords(Words):
    """Takes the width it's given. Screen readers hear the whole text."""

    def __init__(
        self, face: Face = Face.TEXT, *, tone: TextTone = "ink", right: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(face=face, tone=tone, right=right, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def event(self, event: QEvent) -> bool:
        """The tip is shown by hand: a tip that is set would be read out as the description of its own words."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.text()), self)
            return True
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment() | Qt.TextFlag.TextSingleLine, text)
