"""The check box of the pictures: a rounded square that fills with the accent."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from ui import icons
from ui.fonts import Face, font
from ui.theme import scaled

_BOX_PX = 18
_TARGET_PX = 40


class CheckBox(QCheckBox):
    """A check box with a name for the ear; ``shows_words`` also draws the name beside the box."""

    def __init__(self, words: str, *, shows_words: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shows_words = shows_words
        self.setFont(font(Face.TEXT))
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        width = scaled(self, _TARGET_PX)
        if self._shows_words:
            width += round(QFontMetricsF(self.font()).horizontalAdvance(self._words)) + scaled(self, 4)
        return QSize(width, scaled(self, _TARGET_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, point: QPoint) -> bool:
        return self.rect().contains(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        palette = self.palette()
        side = scaled(self, _BOX_PX)
        margin = (scaled(self, _TARGET_PX) - side) / 2
        box = QRectF(margin, (self.height() - side) / 2, side, side)
        edge = palette.color(roles.Highlight if self.hasFocus() or self.isChecked() else roles.Midlight)
        painter.setPen(QPen(edge, 2.0 if self.hasFocus() else 1.5))
        painter.setBrush(palette.color(roles.Highlight if self.isChecked() else roles.Base))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        if self.isChecked():
            icons.draw(painter, "check", box, palette.color(roles.BrightText), stroke=2.6)
        if self.hasFocus():
            halo = palette.color(roles.Highlight)
            halo.setAlphaF(0.26)
            painter.setPen(QPen(halo, 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 6, 6)
        if self._shows_words:
            painter.setPen(palette.color(roles.WindowText))
            words = QRectF(self.rect()).adjusted(scaled(self, _TARGET_PX), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)
