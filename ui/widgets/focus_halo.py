"""The soft ring around whatever has the focus, so that nobody has to look for it."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

HALO_PX = 3
_RADIUS_PX = 8
_STRENGTH = 0.26
_RINGS_KEPT = 16
_PLACING = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class FocusHalo(QWidget):
    """One to a window, above everything in it. Follows the focused field or button; takes no click and no focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PLACING:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self.palette().color(QPalette.ColorRole.Highlight)
        ring = _ring(self.width(), self.height(), color.rgb(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, ring)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self._target = new if self._wants_halo(new) else None
        above = self._target
        while above is not None and above is not self.window():
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()
        self._place()

    def _wants_halo(self, widget: QWidget | None) -> bool:
        is_drawn = isinstance(widget, QLineEdit | QPushButton) or (widget is not None and bool(widget.property("halo")))
        return is_drawn and widget is not None and widget.window() is self.window()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        # A field that's partly scrolled away gets no ring, rather than one over its neighbors.
        if target.visibleRegion().boundingRect() != target.rect():
            self.hide()
            return
        area = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        self.setGeometry(area.adjusted(-HALO_PX, -HALO_PX, HALO_PX, HALO_PX))
        # Only the ring is this widget's, so that typing in the field doesn't paint the halo again.
        inside = self.rect().adjusted(2 * HALO_PX, 2 * HALO_PX, -2 * HALO_PX, -2 * HALO_PX)
        self.setMask(QRegion(self.rect()) - QRegion(inside))
        self.raise_()
        self.show()


@lru_cache(maxsize=_RINGS_KEPT)
def _ring(width: int, height: int, rgb: int, ratio: float) -> QPixmap:
    """The ring around a field or button of a size: the same few are on every frame."""
    drawn = QPixmap(round(width * ratio), round(height * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    area, color = QRectF(0, 0, width, height), QColor.fromRgb(rgb)
    color.setAlphaF(_STRENGTH)
    ring = QPainterPath()
    ring.addRoundedRect(area, _RADIUS_PX + HALO_PX, _RADIUS_PX + HALO_PX)
    ring.addRoundedRect(area.adjusted(HALO_PX, HALO_PX, -HALO_PX, -HALO_PX), _RADIUS_PX, _RADIUS_PX)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(ring, color)
    painter.end()
    return drawn
