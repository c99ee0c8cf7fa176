"""Paints the cells of a list's rows: a ground for the chosen one, figures at the right, the state as a chip."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.chip import ChipTone
from ui.widgets.painted import baseline, drawn_chip

_PADDING_PX = 12
_LOOKED_AT = 200  # Characters that may stand in a cell; a list of two hundred desks is not measured whole.


class RowPainter(QStyledItemDelegate):
    """``chips`` is the column that is a chip, in the tone that ``tone_of`` says for a row's place. ``faces``: of the
    columns that have not the usual one; ``right``: those whose words end at the right; ``muted``: those said softly;
    ``wraps``: those whose words stand on two small lines where one is too short.
    """

    def __init__(
        self,
        table: QTableView,
        *,
        chips: int,
        tone_of: Callable[[int], str],
        faces: Mapping[int, Face],
        right: frozenset[int],
        muted: frozenset[int] = frozenset(),
        wraps: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(table)
        self._chip_column, self._tone_of = chips, tone_of
        self._faces, self._right, self._muted, self._wraps = faces, right, muted, wraps
        self._chips: dict[tuple[str, str, float], QPixmap] = {}

    def forget(self) -> None:
        """The chips look otherwise from now on."""
        self._chips.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        table, area, column = cast(QTableView, option.widget), option.rect, index.column()
        palette = table.palette()
        if table.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        padding = scaled(table, _PADDING_PX)
        text = str(index.data())
        if column == self._chip_column:
            chip = self._chip(text, self._tone_of(index.row()), table.devicePixelRatioF())
            height = round(chip.height() / chip.devicePixelRatio())
            painter.drawPixmap(area.left() + padding, area.top() + (area.height() - height) // 2, chip)
            return
        face = font(self._faces.get(column, Face.TEXT))
        metrics = QFontMetricsF(face)
        room = area.width() - 2 * padding
        painter.setPen(palette.color(QPalette.ColorRole.Dark if column in self._muted else QPalette.ColorRole.Text))
        if column in self._wraps and metrics.horizontalAdvance(text[:_LOOKED_AT]) > room:
            _paint_two_lines(painter, area.adjusted(padding, 0, -padding, 0), text)
            return
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        at_right = room - metrics.horizontalAdvance(text) if column in self._right else 0
        painter.setFont(face)
        painter.drawText(QPointF(area.left() + padding + at_right, baseline(area)), text)

    def _chip(self, words: str, tone: str, ratio: float) -> QPixmap:
        """The state as every chip of the desk looks, drawn once."""
        kept = words, tone, ratio
        if kept not in self._chips:
            self._chips[kept] = drawn_chip(words, cast(ChipTone, tone), ratio)
        return self._chips[kept]


def _paint_two_lines(painter: QPainter, area: QRect, text: str) -> None:
    """In small letters, as many words on the first line as it takes; what the second has no room for is cut."""
    face = font(Face.LABEL)
    metrics = QFontMetricsF(face)
    first, second = two_lines(text, metrics, area.width())
    lines = [first, second] if second else [first]
    painter.setFont(face)
    top = area.top() + (area.height() - len(lines) * metrics.height()) / 2 + metrics.ascent()
    for place, line in enumerate(lines):
        painter.drawText(QPointF(area.left(), top + place * metrics.height()), line)


def two_lines(text: str, metrics: QFontMetricsF, room: float) -> tuple[str, str]:
    """The words of a text on two lines of ``room``; a word that is wider than that is cut."""
    first, _, second = text[:_LOOKED_AT].partition(" ")
    while second:
        longer, _, rest = second.partition(" ")
        if metrics.horizontalAdvance(f"{first} {longer}") > room:
            break
        first, second = f"{first} {longer}", rest
    cut = Qt.TextElideMode.ElideRight
    return metrics.elidedText(first, cut, room), metrics.elidedText(second, cut, room)
