"""Draws a keycap: the small bordered Mono text that shows a button's key."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.fonts import Face, font
from ui.theme import scaled


def cap_width(widget: QWidget, cap: str) -> int:
    """The width in pixels that the cap takes."""
    return round(QFontMetricsF(font(Face.KEYCAP)).horizontalAdvance(cap)) + scaled(widget, 12)


def draw_cap(painter: QPainter, widget: QWidget, cap: str, left: float, *, on_accent: bool = False) -> None:
    """Draw the cap at ``left``, in the middle of the widget's height; ``on_accent`` for a filled button."""
    height = scaled(widget, 18)
    area = QRectF(left + 0.5, round((widget.height() - height) / 2) + 0.5, cap_width(widget, cap) - 1, height - 1)
    roles = QPalette.ColorRole
    # The application's own palette: a button's ground may be tinted, its keycap isn't.
    palette = QApplication.palette()
    text = palette.color(roles.BrightText if on_accent else roles.Dark)
    edge = QColor(text) if on_accent else palette.color(roles.Mid)
    edge.setAlphaF(0.55 if on_accent else 1.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush if on_accent else palette.color(roles.Base))
    painter.drawRoundedRect(area, 4, 4)
    painter.drawLine(QPointF(area.left() + 3, area.bottom() - 1), QPointF(area.right() - 3, area.bottom() - 1))
    painter.setFont(font(Face.KEYCAP))
    painter.setPen(text)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cap)
    painter.restore()
