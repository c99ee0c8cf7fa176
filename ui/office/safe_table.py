"""Deposits of a center as painted rows; Enter on one does its next step."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import Face, font
from ui.office.safe_state import SafeRow
from ui.widgets.painted import RowsTable
from ui.widgets.row_painter import RowPainter

ROW_PX = 40
HEADER_PX = 30
_COLUMNS = ("Book", "Shifts or deposit", "Cash", "Checks", "Total", "State")
_SHARES = (94, 236, 104, 104, 116, 188)
_WHAT, _STATE = 1, 5
_RIGHT = frozenset({2, 3, 4})
_FACES = {1: Face.LABEL, 2: Face.FIGURE, 3: Face.FIGURE, 4: Face.FIGURE_STRONG}

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DRESSING = frozenset({QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange})


class SafeTable(RowsTable):
    """``chosen`` carries a row's `SafeRow` when Enter is pressed on it, or it is clicked twice."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, shares=_SHARES, row_px=ROW_PX, header_px=HEADER_PX, parent=parent)
        self._rows = _Rows()
        self._painter = RowPainter(
            self,
            chips=_STATE,
            tone_of=lambda row: self._rows.rows[row].tone,
            faces=_FACES,
            right=_RIGHT,
            wraps=frozenset({_WHAT}),
        )
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda index: self.chosen.emit(self._rows.rows[index.row()]))

    @property
    def rows(self) -> Sequence[SafeRow]:
        return self._rows.rows

    @property
    def row(self) -> SafeRow | None:
        """The one that is chosen."""
        found = self.selectionModel().selectedRows()
        return self._rows.rows[found[0].row()] if found else None

    def show_rows(self, rows: Sequence[SafeRow]) -> None:
        """In place: the choice stays on its row, and what is looked at stays where it is."""
        key = self.row.key if self.row else ""
        above = self.verticalScrollBar().value()
        self._rows.show(rows)
        place = next((at for at, row in enumerate(rows) if row.key == key), None)
        if place is not None:
            self.selectRow(place)
        self.verticalScrollBar().setValue(above)

    def choose(self, key: str) -> None:
        """Go to a row."""
        for place, row in enumerate(self._rows.rows):
            if row.key == key:
                self.selectRow(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.row is not None and not event.isAutoRepeat():
                self.chosen.emit(self.row)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _DRESSING:
            self._painter.forget()
        super().changeEvent(event)


class _Rows(QAbstractTableModel):
    """The rows as Qt reads them, and as people hear them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[SafeRow] = ()

    def show(self, rows: Sequence[SafeRow]) -> None:
        if [row.key for row in rows] == [row.key for row in self.rows]:
            changed, self.rows = rows != self.rows, rows
            if changed and rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, _STATE))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.rows[index.row()].texts[index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(Face.LABEL_MEDIUM)
        is_shown = role == Qt.ItemDataRole.DisplayRole and section != _STATE
        return self.tr(_COLUMNS[section]) if is_shown or role == Qt.ItemDataRole.AccessibleTextRole else None
