"""A list of payments as painted rows: thousands of them scroll as well as ten do."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QWidget

from cashier.domain.desk_payment import DeskPayment
from ui.activity.rows_state import TONES, row_words
from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.painted import RowsTable
from ui.widgets.row_painter import RowPainter

ROW_PX = 45
_HEADER_PX = 37
_COLUMNS = ("Time", "Receipt", "Member", "Tender", "Amount", "State")
_SHARES = (92, 158, 135, 160, 124, 140)
_WIDER_SHARES = (150, 158, 135, 160, 124, 140)
_TIME, _RECEIPT, _TENDER, _AMOUNT, _STATE = 0, 1, 3, 4, 5
_FACES = {_RECEIPT: Face.CODE_SMALL, _AMOUNT: Face.FIGURE}

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DRESSING = frozenset({QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange})


class PaymentsTable(RowsTable):
    """``chosen`` when another row is, by key, pointer or assistive program; ``pressed_row`` for a click on one.

    Whoever has the field beside it keeps the focus and moves the choice with ``move_choice``. New payments come in
    above without moving what is looked at.
    """

    chosen = Signal()
    pressed_row = Signal()

    def __init__(self, name: str, *, zone: tzinfo, shows_days: bool = False, parent: QWidget | None = None) -> None:
        shares = _WIDER_SHARES if shows_days else _SHARES
        super().__init__(name, shares=shares, row_px=ROW_PX, header_px=_HEADER_PX, parent=parent)
        self._rows = _Rows(zone)
        self._painter = RowPainter(
            self,
            chips=_STATE,
            tone_of=lambda row: TONES[self._rows.payments[row].state],
            faces=_FACES,
            right=frozenset({_AMOUNT}),
            wraps=frozenset({_TIME}),
        )
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.clicked.connect(lambda _: self.pressed_row.emit())

    @property
    def payments(self) -> Sequence[DeskPayment]:
        return self._rows.payments

    @property
    def choice(self) -> DeskPayment | None:
        """The chosen payment."""
        rows = self.selectionModel().selectedRows()
        return self._rows.payments[rows[0].row()] if rows else None

    def show_payments(self, payments: Sequence[DeskPayment], now: datetime, *, tells_cash: bool = True) -> None:
        """In place: the choice stays on its payment, and what is looked at stays where it is.

        Without ``tells_cash`` no amount stands there of a payment with cash in it.
        """
        receipt = self.choice.receipt if self.choice is not None else ""
        bar = self.verticalScrollBar()
        above = bar.value()
        came = self._rows.show(payments, now, tells_cash=tells_cash)
        if came < 0:
            self._choose_receipt(receipt)
        bar.setValue(above + (max(came, 0) * scaled(self, ROW_PX) if above else 0))

    def move_choice(self, by: int) -> None:
        """Choose the row so many below, or above; from none, the first."""
        count = len(self._rows.payments)
        if count:
            rows = self.selectionModel().selectedRows()
            self._choose(min(count - 1, max(0, rows[0].row() + by)) if rows else 0)

    def choose_first(self) -> None:
        """For what was just looked for."""
        self.clearSelection()
        self.scrollToTop()
        if self._rows.payments:
            self._choose(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _DRESSING:
            self._painter.forget()
        super().changeEvent(event)

    def _choose(self, row: int) -> None:
        self.selectRow(row)
        self.scrollTo(self._rows.index(row, 0))

    def _choose_receipt(self, receipt: str) -> None:
        places = (place for place, payment in enumerate(self._rows.payments) if payment.receipt == receipt)
        if (place := next(places, None)) is not None:
            self.selectRow(place)


class _Rows(QAbstractTableModel):
    """The payments as Qt reads them; words are made for the rows that are looked at, and are what people hear."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self.payments: Sequence[DeskPayment] = ()
        self._zone = zone
        self._now: datetime | None = None
        self._tells_cash = True
        self._said: tuple[DeskPayment | None, tuple[str, ...]] = None, ()

    def show(self, payments: Sequence[DeskPayment], now: datetime, *, tells_cash: bool) -> int:
        """Returns how many came in above, 0 where the same ones changed at most, -1 where all are others."""
        self._now, self._said = now, (None, ())
        same_words, self._tells_cash = tells_cash == self._tells_cash, tells_cash
        came = len(payments) - len(self.payments)
        if came >= 0 and self.payments and all(map(_same, payments[came:], self.payments)):
            if came:
                self.beginInsertRows(_NO_PARENT, 0, came - 1)
            changed = payments[came:] != self.payments or not same_words
            self.payments = payments
            if came:
                self.endInsertRows()
            if changed:
                self.dataChanged.emit(self.index(came, 0), self.index(len(payments) - 1, _STATE))
            return came
        self.beginResetModel()
        self.payments = payments
        self.endResetModel()
        return -1

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.payments)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self._now is None:
            return None
        payment = self.payments[index.row()]
        if self._said[0] is not payment:  # A row is painted cell by cell, and all of its words are made at once.
            words = row_words(payment, now=self._now, zone=self._zone, tells_cash=self._tells_cash)
            self._said = payment, words.texts
        return self._said[1][index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return font(Face.LABEL_MEDIUM)
        if role == Qt.ItemDataRole.AccessibleTextRole or (role == Qt.ItemDataRole.DisplayRole and section != _STATE):
            return self.tr(_COLUMNS[section])
        return None


def _same(one: DeskPayment, other: DeskPayment) -> bool:
    return one.receipt == other.receipt
