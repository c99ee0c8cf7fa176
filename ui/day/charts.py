"""The day's two charts, drawn by ourselves: each bar has its number, and each chart says all of them."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cashier.domain.day import HourFigure
from cashier.domain.times import hour_words
from ui.day.day_state import TenderBar
from ui.fonts import Face, font
from ui.theme import scaled

_GAP_SHARE = 0.24
_GAP_MOST_PX = 12
_BAR_MOST_PX = 44
_LABEL_PX = 24
_NUMBER_PX = 22
_ROUND_PX = 4
_TRACK_PX = 10
_TENDER_PX = 49


class HourChart(QWidget):
    """Payments by hour: dark what was taken, light what the same weekday usually brings in the hours to come.

    A line across the dark ones says what was usual for them.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hours: Sequence[HourFigure] = ()
        self._now = 24
        self.setAccessibleName(name)
        self.setMinimumHeight(scaled(self, 120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_hours(self, hours: Sequence[HourFigure], *, now: int, told: str) -> None:
        """``now``: the hour that goes on; ``told``: the numbers in words."""
        self._hours, self._now = hours, now
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 420), scaled(self, 190))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._hours:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(1.0, *(max(hour.taken, hour.usual) for hour in self._hours))
        each = self.width() / len(self._hours)
        gap = min(each * _GAP_SHARE, scaled(self, _GAP_MOST_PX))
        wide = min(each - gap, scaled(self, _BAR_MOST_PX))
        floor = self.height() - scaled(self, _LABEL_PX)
        room = floor - scaled(self, _NUMBER_PX)
        every = self._label_every(each)
        for place, hour in enumerate(self._hours):
            middle = each * (place + 0.5)
            self._paint_hour(painter, hour, QRectF(middle - wide / 2, floor - room, wide, room), most)
            if place % every == 0:
                below = QRectF(middle - each * every / 2, floor, each * every, scaled(self, _LABEL_PX))
                painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
                painter.setFont(font(Face.LABEL))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, hour_words(hour.hour))

    def _label_every(self, each: float) -> int:
        """Which hours are named below a long day's bars: as many as have room for ``12 PM``."""
        room = QFontMetricsF(font(Face.LABEL)).horizontalAdvance("12 PM") + scaled(self, 6)
        return max(1, ceil(room / each))

    def _paint_hour(self, painter: QPainter, hour: HourFigure, area: QRectF, most: float) -> None:
        is_to_come = hour.hour > self._now
        amount = hour.usual if is_to_come else hour.taken
        accent = self.palette().color(QPalette.ColorRole.Accent)
        top = area.bottom() - area.height() * amount / most
        _bar(
            painter, QRectF(area.left(), top, area.width(), area.bottom() - top), _light(self) if is_to_come else accent
        )
        if hour.usual and not is_to_come:
            usual = area.bottom() - area.height() * hour.usual / most
            self._paint_usual(painter, area, usual, above=top)
            if top - scaled(self, _NUMBER_PX) < usual < top:
                top = usual  # The number stands over the line, not in it.
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.setFont(font(Face.LABEL))
        words = str(hour.taken) if not is_to_come else f"{hour.usual:.0f}"
        if amount or not is_to_come:
            number = QRectF(area.left() - 20, top - scaled(self, _NUMBER_PX), area.width() + 40, scaled(self, 20))
            painter.drawText(number, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_usual(self, painter: QPainter, area: QRectF, at: float, *, above: float) -> None:
        """Light on a dark bar, dark where it is over it."""
        role = QPalette.ColorRole.Base if at > above else QPalette.ColorRole.Dark
        painter.setPen(QPen(self.palette().color(role), scaled(self, 2), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(area.left() + 2, at), QPointF(area.right() - 2, at))


class TenderChart(QWidget):
    """One bar a tender, as long as its share of all payments."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[TenderBar] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(scaled(self, _TENDER_PX * 3))

    def show_bars(self, bars: Sequence[TenderBar], *, told: str) -> None:
        self._bars = bars
        self.setAccessibleDescription(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = QPalette.ColorRole
        for place, bar in enumerate(self._bars):
            top = place * scaled(self, _TENDER_PX)
            words = QRectF(0, top, self.width(), scaled(self, 24))
            painter.setPen(self.palette().color(roles.Text))
            painter.setFont(font(Face.TEXT))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, bar.words)
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{bar.payments:,}")
            track = QRectF(0, top + scaled(self, 27), self.width(), scaled(self, _TRACK_PX))
            _pill(painter, track, self.palette().color(roles.Mid))
            if bar.payments:
                length = max(track.height(), track.width() * bar.share)
                _pill(painter, QRectF(track.topLeft(), QPointF(length, track.bottom())), self._color(place))

    def _color(self, place: int) -> QColor:
        """Lighter with each; the words say which is which."""
        return _mixed(self, (1.0, 0.66, 0.4)[place])


def _bar(painter: QPainter, area: QRectF, color: QColor) -> None:
    """Round at its top, straight at its foot."""
    if area.height() < 1:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.setClipRect(area)
    painter.drawRoundedRect(area.adjusted(0, 0, 0, _ROUND_PX), _ROUND_PX, _ROUND_PX)
    painter.setClipping(False)


def _pill(painter: QPainter, area: QRectF, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)


def _light(widget: QWidget) -> QColor:
    return _mixed(widget, 0.26)


def _mixed(widget: QWidget, share: float) -> QColor:
    """So much of the accent over the surface, in every theme."""
    accent = widget.palette().color(QPalette.ColorRole.Accent)
    base = widget.palette().color(QPalette.ColorRole.Base)
    return QColor(*(round(a * share + b * (1 - share)) for a, b in zip(_rgb(accent), _rgb(base), strict=True)))


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
