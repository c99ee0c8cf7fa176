"""Draws a keycap: the small bordered Mono text that shows a button's key."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.fonts import Face, font, width
from ui.theme import scaled

_CAPS_KEPT = 128


def cap_width(widget: QWidget, cap: str) -> int:
    """The width in pixels that the cap takes."""
    return round(width(Face.KEYCAP, cap)) + scaled(widget, 12)


def draw_cap(painter: QPainter, widget: QWidget, cap: str, left: int, *, on_accent: bool = False) -> None:
    """Draw the cap at ``left``, in the middle of the widget's height; ``on_accent`` for a filled button."""
    height = scaled(widget, 18)
    # The application's own palette: a button's ground may be tinted, its keycap isn't.
    palette = QApplication.palette()
    roles = QPalette.ColorRole
    text = palette.color(roles.BrightText if on_accent else roles.Dark)
    edge = QColor(text) if on_accent else palette.color(roles.Mid)
    edge.setAlphaF(0.55 if on_accent else 1.0)
    ground = QColor(Qt.GlobalColor.transparent) if on_accent else palette.color(roles.Base)
    colors = text.rgba(), edge.rgba(), ground.rgba()
    drawn = _drawn(cap, cap_width(widget, cap), height, colors, widget.devicePixelRatioF())
    painter.drawPixmap(left, round((widget.height() - height) / 2), drawn)


@lru_cache(maxsize=_CAPS_KEPT)
def _drawn(cap: str, width_px: int, height_px: int, colors: tuple[int, int, int], ratio: float) -> QPixmap:
    """The cap by itself: the same few stand on every button, and each frame draws them again."""
    text, edge, ground = map(QColor.fromRgba, colors)
    drawn = QPixmap(round(width_px * ratio), round(height_px * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    area = QRectF(0.5, 0.5, width_px - 1, height_px - 1)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(area, 4, 4)
    painter.drawLine(QPointF(area.left() + 3, area.bottom() - 1), QPointF(area.right() - 3, area.bottom() - 1))
    painter.setFont(font(Face.KEYCAP))
    painter.setPen(text)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cap)
    painter.end()
    return drawn
