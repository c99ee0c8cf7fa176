"""The drawers of a center as painted rows, so that two hundred open as fast as five."""

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.fonts import Face, font
from ui.office.office_state import DrawerWords
from ui.theme import scaled
from ui.widgets.chip import ChipTone
from ui.widgets.painted import RowsTable, baseline, drawn_chip

ROW_PX = 45
_HEADER_PX = 37
_PADDING_PX = 12
_COLUMNS = ("Desk", "Cashier", "Since", "State", "Expected cash", "Payments", "Remark")
_SHARES = (84, 140, 78, 164, 116, 88, 172)
_DESK, _STATE, _EXPECTED, _PAYMENTS, _REMARK = 0, 3, 4, 5, 6
_RIGHT = frozenset({_EXPECTED, _PAYMENTS})
_UNTITLED = frozenset({_STATE, _REMARK})
_FACES = {_DESK: Face.STRONG, _EXPECTED: Face.FIGURE, _PAYMENTS: Face.FIGURE, _REMARK: Face.LABEL}

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DRESSING = frozenset({QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange})


class DrawersTable(RowsTable):
    """One row a drawer; arrows walk through them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, shares=_SHARES, row_px=ROW_PX, header_px=_HEADER_PX, parent=parent)
        self._rows = _Rows()
        self._painter = _Painter(self)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setTabKeyNavigation(False)

    @property
    def drawers(self) -> Sequence[DrawerWords]:
        return self._rows.drawers

    def show_drawers(self, drawers: Sequence[DrawerWords]) -> None:
        """In place: the choice stays on its desk, and what is looked at stays where it is."""
        chosen = self.selectionModel().selectedRows()
        desk = self._rows.drawers[chosen[0].row()].desk if chosen else ""
        above = self.verticalScrollBar().value()
        if self._rows.show(drawers):
            return
        place = next((at for at, row in enumerate(drawers) if row.desk == desk), None)
        if place is not None:
            self.selectRow(place)
        self.verticalScrollBar().setValue(above)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _DRESSING:
            self._painter.forget()
        super().changeEvent(event)


class _Rows(QAbstractTableModel):
    """The drawers as Qt reads them, and as people hear them."""

    def __init__(self) -> None:
        super().__init__()
        self.drawers: Sequence[DrawerWords] = ()

    def show(self, drawers: Sequence[DrawerWords]) -> bool:
        """Whether the same drawers only changed in place."""
        if len(drawers) == len(self.drawers) and all(
            one.desk == other.desk for one, other in zip(drawers, self.drawers, strict=True)
        ):
            changed = drawers != self.drawers
            self.drawers = drawers
            if changed and drawers:
                self.dataChanged.emit(self.index(0, 0), self.index(len(drawers) - 1, _REMARK))
            return True
        self.beginResetModel()
        self.drawers = drawers
        self.endResetModel()
        return False

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.drawers)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.drawers[index.row()].texts[index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(Face.LABEL_MEDIUM)
        is_shown = role == Qt.ItemDataRole.DisplayRole and section not in _UNTITLED
        return self.tr(_COLUMNS[section]) if is_shown or role == Qt.ItemDataRole.AccessibleTextRole else None


class _Painter(QStyledItemDelegate):
    """Paints a cell: figures at the right, the state as a chip, remarks smaller."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._chips: dict[tuple[str, str, float], QPixmap] = {}

    def forget(self) -> None:
        """The chips look otherwise from now on."""
        self._chips.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        table, area, column = cast(QTableView, option.widget), option.rect, index.column()
        palette = table.palette()
        if table.selectionModel().isRowSelected(index.row(), _NO_PARENT):
            painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        padding = scaled(table, _PADDING_PX)
        if column == _STATE:
            chip = self._chip(table, cast(_Rows, index.model()).drawers[index.row()])
            height = round(chip.height() / chip.devicePixelRatio())
            painter.drawPixmap(area.left() + padding, area.top() + (area.height() - height) // 2, chip)
            return
        face = font(_FACES.get(column, Face.TEXT))
        metrics = QFontMetricsF(face)
        room = area.width() - 2 * padding
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        at_right = room - metrics.horizontalAdvance(text) if column in _RIGHT else 0
        painter.setFont(face)
        tone = QPalette.ColorRole.Dark if column == _REMARK else QPalette.ColorRole.Text
        painter.setPen(palette.color(tone))
        painter.drawText(QPointF(area.left() + padding + at_right, baseline(area)), text)

    def _chip(self, table: QTableView, row: DrawerWords) -> QPixmap:
        """The state as every chip of the desk looks, drawn once."""
        kept = row.state, row.tone, table.devicePixelRatioF()
        if kept not in self._chips:
            self._chips[kept] = drawn_chip(row.state, cast(ChipTone, row.tone), kept[2])
        return self._chips[kept]
