"""What rows that are painted share: chips as pictures, and the line that words stand on."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPixmap
from PySide6.QtWidgets import QWidget

from ui.fonts import Face, font
from ui.widgets.chip import Chip, ChipTone


def drawn_chip(words: str, tone: ChipTone, ratio: float) -> QPixmap:
    """A chip as every chip of the desk looks, for a screen with ``ratio`` pixels to a point."""
    chip = Chip(words, tone)
    chip.ensurePolished()
    chip.resize(chip.sizeHint())
    drawn = QPixmap(chip.size() * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    chip.render(drawn, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    chip.deleteLater()
    return drawn


def baseline(area: QRect) -> float:
    """Where the words of a row stand, whatever their font."""
    metrics = QFontMetricsF(font(Face.TEXT))
    return round(area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2)
