"""Line icons as inline SVG, drawn in any color and sharp at every scale."""

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# Strokes on a grid of 24.
_STROKES = {
    "counter": '<rect x="3" y="4.5" width="18" height="15" rx="2.5"/><path d="M3 9.5h18"/>',
    "activity": '<path d="M3.5 5.5h17M3.5 12h17M3.5 18.5h10"/>',
    "drawer": '<rect x="3" y="4" width="18" height="16" rx="1.5"/><path d="M3 9.5h18M10 14.5h4"/>',
    "day": '<path d="M2.5 20.5h19M6.5 20V11M12 20V4M17.5 20v-5"/>',
    "desk": '<circle cx="12" cy="12" r="3.2"/>'
    '<path d="M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3"/>'
    '<path d="M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1"/>',
    "mail": '<rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="M3 6.5l9 7 9-7"/>',
    "office": '<path d="M2.5 20.5h19M5 20V8l7-4.5L19 8v12M9.5 20v-6h5v6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M15.8 15.8 20 20"/>',
    "check": '<path d="M6 12.5l4.2 4.5L18 7"/>',
}

NAMES = tuple(_STROKES)
_ICONS_KEPT = 64


def draw(painter: QPainter, name: str, area: QRectF, color: QColor, *, stroke: float = 1.8) -> None:
    """Draw an icon into ``area``, in the painter's own units; ``stroke`` is the line's width on the grid of 24.

    Raises KeyError for a name that isn't in ``NAMES``.
    """
    place = area.toAlignedRect()
    drawn = _drawn(
        name, color.name(), stroke, area.translated(-place.topLeft()).getRect(), painter.device().devicePixelRatioF()
    )
    painter.drawPixmap(place.topLeft(), drawn)


@lru_cache(maxsize=_ICONS_KEPT)
def _drawn(name: str, color: str, stroke: float, area: tuple[float, float, float, float], ratio: float) -> QPixmap:
    """The icon by itself, where ``area`` has it: the same few are on every frame."""
    left, top, width, height = area
    drawn = QPixmap(ceil((left + width) * ratio), ceil((top + height) * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer(name, color, stroke).render(painter, QRectF(*area))
    painter.end()
    return drawn


def renderer(name: str, color: str, stroke: float) -> QSvgRenderer:
    """What draws an icon at any size. Reading the markup takes ten times as long as drawing it."""
    markup = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{color}" '
        f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{_STROKES[name]}</svg>'
    )
    return QSvgRenderer(QByteArray(markup.encode()))
