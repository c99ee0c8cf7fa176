"""Records as painted rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from ui.fonts import Face, font
from ui.widgets.painted import RowsTable
from ui.widgets.row_painter import RowPainter

_COLUMNS = ("Time", "Desk", "Who", "What", "About")
_SHARES = (146, 100, 150, 160, 310)
_FACES = {0: Face.LABEL, 1: Face.CODE, 4: Face.LABEL}
_NO_CHIP = -1

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class RecordsTable(RowsTable):
    """Read alone: nothing is done with a row."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, shares=_SHARES, row_px=36, header_px=34, parent=parent)
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(
            RowPainter(
                self, chips=_NO_CHIP, tone_of=lambda _: "", faces=_FACES, right=frozenset(), muted=frozenset({0})
            )
        )
        self.setTabKeyNavigation(False)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self._rows.show(rows)
        self.scrollToTop()


class _Rows(QAbstractTableModel):
    """The rows as Qt reads them, and as people hear them."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[tuple[str, ...]] = ()

    def show(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.FontRole:
            return font(Face.LABEL_MEDIUM)
        is_said = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.tr(_COLUMNS[section]) if is_said else None
