"""The drawers of a center as painted rows, so that two hundred open as fast as five."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from ui.fonts import Face, font
from ui.office.office_state import DrawerWords
from ui.theme import scaled
from ui.widgets.painted import RowsTable
from ui.widgets.row_painter import RowPainter

ROW_PX = 45
LOW_ROW_PX = 40  # Where deposits stand below.
_HEADER_PX = 34
SEEN_LEAST, _FITS_LEAST = 8, 3
_COLUMNS = ("Desk", "Cashier", "Since", "State", "Expected cash", "Payments", "Remark")
_SHARES = (92, 108, 98, 164, 116, 86, 178)
_CASHIER, _SINCE = 1, 2
_DESK, _STATE, _EXPECTED, _PAYMENTS, _REMARK = 0, 3, 4, 5, 6
_RIGHT = frozenset({_EXPECTED, _PAYMENTS})
_UNTITLED = frozenset({_STATE, _REMARK})
_FACES = {_DESK: Face.STRONG, _EXPECTED: Face.FIGURE, _PAYMENTS: Face.FIGURE, _REMARK: Face.LABEL}

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DRESSING = frozenset({QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange})


class DrawersTable(RowsTable):
    """One row a drawer; arrows walk through them. ``is_low``: others share the height, and up to eight are seen."""

    def __init__(self, name: str, *, is_low: bool = False, parent: QWidget | None = None) -> None:
        row_px = LOW_ROW_PX if is_low else ROW_PX
        super().__init__(name, shares=_SHARES, row_px=row_px, header_px=_HEADER_PX, parent=parent)
        if is_low:
            self.setMinimumHeight(scaled(self, _HEADER_PX + SEEN_LEAST * LOW_ROW_PX + 2))
        self._is_low, self._fitted = is_low, 0
        self._rows = _Rows()
        self._painter = RowPainter(
            self,
            chips=_STATE,
            tone_of=lambda row: self._rows.drawers[row].tone,
            faces=_FACES,
            right=_RIGHT,
            muted=frozenset({_REMARK}),
            wraps=frozenset({_CASHIER, _SINCE, _REMARK}),
        )
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setTabKeyNavigation(False)

    @property
    def drawers(self) -> Sequence[DrawerWords]:
        return self._rows.drawers

    def fit(self, *, anew: bool) -> None:
        """No higher than its drawers, where others share the height; it gets lower only ``anew``."""
        rows = max(_FITS_LEAST, len(self.drawers))
        if self._is_low and (anew or rows > self._fitted):
            self._fitted = rows
            header, row = scaled(self, _HEADER_PX), scaled(self, LOW_ROW_PX)
            self.setMinimumHeight(header + min(rows, SEEN_LEAST) * row + 2)
            self.setMaximumHeight(header + rows * row + 2)

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
