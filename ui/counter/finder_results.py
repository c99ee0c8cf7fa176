"""The list below the finder: painted rows, so that a keystroke's hits stand there within one frame."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import keys
from ui.counter.finder_state import FinderRow, FinderState, Span
from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.announce import announce
from ui.widgets.card import Card
from ui.widgets.entry_field import EntryField
from ui.widgets.key_button import KeyButton
from ui.widgets.keycap import cap_width, draw_cap
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.painted import RowsTable
from ui.widgets.words import Words

_ROW_PX = 43
_HEADER_PX = 37
_COLUMNS = ("Member", "Name", "Birth year", "Home center")
_SHARES = (205, 320, 172, 210)
_NAME = 1
_PADDING_PX = 12

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class FinderResults(QWidget):
    """``row_chosen`` and ``row_pressed`` with the row, ``open_asked`` for the chosen one, ``photo_id_seen``,
    ``birth_date_entered`` with the text, ``elsewhere_asked``. The ledger's rows go on below this desk's own.
    """

    row_chosen = Signal(int)
    row_pressed = Signal(int)
    open_asked = Signal()
    photo_id_seen = Signal()
    birth_date_entered = Signal(str)
    elsewhere_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = self._new_table(self.tr("Members found"))
        self._elsewhere = self._new_table(self.tr("Members found at other centers"))
        self._elsewhere.horizontalHeader().hide()
        self._whence = Words(self.tr("At other centers, found by the ledger"), Face.LABEL_MEDIUM, tone="muted")
        self._whence.setContentsMargins(_PADDING_PX, 8, _PADDING_PX, 8)
        self._more = KeyButton(self.tr("Look at other centers, too"), keys.ELSEWHERE, "quiet")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.clicked.connect(self.elsewhere_asked)
        self._example = Words(face=Face.CODE_SMALL, tone="muted")
        self._narrow = QWidget()
        self.birth_date = FieldWithLabel(self.tr("Date of birth, as the member says it"), EntryField())
        self.birth_date.field.setMaxLength(24)
        self.birth_date.field.setPlaceholderText("3/14/1961")
        self.birth_date.field.setFont(font(Face.TEXT))
        self._foot = QStackedWidget()
        self._foot.addWidget(self._hints())
        self._foot.addWidget(self._ask())
        self._card = Card(padding=1)
        self._card.body.setSpacing(0)
        for part in (self._table, self._whence, self._elsewhere, self._foot):
            self._card.body.addWidget(part)
        self._below = Words(tone="muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addWidget(self._card)
        layout.addWidget(self._more)
        layout.addWidget(self._below)
        layout.addStretch(1)
        self._card.hide()

    def show_state(self, state: FinderState) -> None:
        self._table.show_rows(state.rows)
        self._elsewhere.show_rows(state.rows_elsewhere)
        self._whence.setVisible(bool(state.elsewhere))
        self._elsewhere.setVisible(bool(state.elsewhere))
        self._more.setVisible(state.may_look_elsewhere)
        above = len(state.found)
        self._table.choose(state.chosen if state.chosen is not None and state.chosen < above else None)
        self._elsewhere.choose(state.chosen - above if state.chosen is not None and state.chosen >= above else None)
        self._example.setText(state.narrow_example)
        self._narrow.setVisible(bool(state.narrow_example))
        self._show_foot(state)
        self._card.setVisible(state.is_open)
        self._below.setText(state.below)
        self._below.set_tone("bad" if state.message else "muted")
        if state.message:
            announce(self, state.message, urgent=True)

    def enter_birth_date(self) -> None:
        """Hand on what stands in the date of birth."""
        self.birth_date_entered.emit(self.birth_date.field.text())

    def _show_foot(self, state: FinderState) -> None:
        asks = state.asks_birth_date
        changed = asks is not (self._foot.currentIndex() == 1)
        self._foot.setCurrentIndex(1 if asks else 0)
        self._foot.setFixedHeight(scaled(self, 126 if asks else 41))
        self.birth_date.show_problem(state.birth_date_message)
        if changed and asks:
            self.birth_date.field.clear()
            self.birth_date.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif state.birth_date_message:
            self.birth_date.field.selectAll()  # The next try replaces it.

    def _hints(self) -> QWidget:
        hints = QWidget()
        row = QHBoxLayout(hints)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        narrow = QHBoxLayout(self._narrow)
        narrow.setContentsMargins(0, 0, 12, 0)
        narrow.setSpacing(4)
        narrow.addWidget(Words(self.tr("narrow:"), Face.LABEL, tone="muted"))
        narrow.addWidget(self._example)
        row.addWidget(self._narrow)
        row.addWidget(_Cap(keys.CHOOSE.cap))
        row.addWidget(Words(self.tr("choose, then date of birth or"), Face.LABEL, tone="muted"))
        row.addWidget(self._photo_id())
        row.addStretch(1)
        row.addWidget(self._open(self.open_asked.emit))
        return hints

    def _ask(self) -> QWidget:
        ask = QWidget()
        row = QHBoxLayout(ask)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(14)
        self.birth_date.setFixedWidth(scaled(self, 420))
        row.addWidget(self.birth_date, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._beside_birth_date(self._photo_id()))
        row.addStretch(1)
        row.addLayout(self._beside_birth_date(self._open(self.enter_birth_date)))
        return ask

    def _beside_birth_date(self, button: KeyButton) -> QVBoxLayout:
        """On one line with the field, however long what is said below it."""
        column = QVBoxLayout()
        column.addSpacing(self.birth_date.label.sizeHint().height() + scaled(self, 8))
        column.addWidget(button)
        column.addStretch(1)
        return column

    def _new_table(self, name: str) -> "_Table":
        table = _Table(_Rows(), name)
        table.clicked.connect(lambda index: self.row_pressed.emit(self._place(table, index)))
        table.selectionModel().selectionChanged.connect(lambda: self._tell_chosen(table))
        return table

    def _tell_chosen(self, table: "_Table") -> None:
        """By pointer, by an assistive program, or by ourselves; whoever hears it knows what is news."""
        for index in table.selectionModel().selectedRows():
            self.row_chosen.emit(self._place(table, index))

    def _place(self, table: "_Table", index: _Index) -> int:
        """A row's place among all that can be chosen."""
        return index.row() + (self._table.rows.rowCount() if table is self._elsewhere else 0)

    def _open(self, act: Callable[[], None]) -> KeyButton:
        button = KeyButton(self.tr("Open the account"), keys.ENTER, "quiet")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _photo_id(self) -> KeyButton:
        button = KeyButton(self.tr("photo ID seen"), keys.PHOTO_ID, "quiet")
        button.set_tone("muted")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.photo_id_seen)
        return button


class _Rows(QAbstractTableModel):
    """The rows as Qt reads them; the texts are also what people hear."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FinderRow, ...] = ()

    def show_rows(self, rows: tuple[FinderRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = self.rows[index.row()]
        return (f"•••• {row.last_four}", row.name, row.birth_year, row.home_center)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.tr(_COLUMNS[section]) if is_title else None


class _Painter(QStyledItemDelegate):
    """Paints a cell: the number in Mono, the matched beginnings of a name in bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _Rows)
        widget, area = option.widget, option.rect
        palette = widget.palette()
        is_chosen = self._is_chosen(widget, index.row())
        if is_chosen:
            painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        left = area.left() + scaled(widget, _PADDING_PX)
        text = str(index.data())
        if index.column() == _NAME:
            name = QFontMetricsF(font(Face.STRONG)).elidedText(text, Qt.TextElideMode.ElideRight, area.right() - left)
            self._paint_name(painter, name, model.rows[index.row()].matched, QPointF(left, _baseline(area)))
            return
        painter.setFont(font(Face.CODE_SMALL if index.column() == 0 else Face.TEXT))
        painter.drawText(QPointF(left, _baseline(area)), text)

    def _paint_name(self, painter: QPainter, name: str, matched: tuple[Span, ...], at: QPointF) -> None:
        plain, bold = font(Face.TEXT), font(Face.STRONG)
        place = 0
        for span in (*matched, Span(len(name), 0)):
            for text, face in ((name[place : span.start], plain), (name[span.start :][: span.length], bold)):
                painter.setFont(face)
                painter.drawText(at, text)
                at = QPointF(at.x() + QFontMetricsF(face).horizontalAdvance(text), at.y())
            place = span.start + span.length

    def _is_chosen(self, widget: QWidget, row: int) -> bool:
        return isinstance(widget, QTableView) and widget.selectionModel().isRowSelected(row, _NO_PARENT)


class _Table(RowsTable):
    """As high as its rows, and scrolls where the screen is lower. The finder's field keeps the focus and the arrows."""

    def __init__(self, rows: _Rows, name: str) -> None:
        super().__init__(name, shares=_SHARES, row_px=_ROW_PX, header_px=_HEADER_PX)
        self.rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(self, rows: tuple[FinderRow, ...]) -> None:
        """The same rows again are not laid out anew."""
        if rows != self.rows.rows:
            self.rows.show_rows(rows)
            self.updateGeometry()

    def choose(self, row: int | None) -> None:
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(_NO_PARENT)
        else:
            self.selectRow(row)

    def sizeHint(self) -> QSize:
        return self._with_rows(self.rows.rowCount())

    def minimumSizeHint(self) -> QSize:
        return self._with_rows(min(1, self.rows.rowCount()))

    def _with_rows(self, count: int) -> QSize:
        header = 0 if self.horizontalHeader().isHidden() else scaled(self, _HEADER_PX)
        return QSize(scaled(self, 600), header + scaled(self, _ROW_PX) * count)


class _Cap(QWidget):
    """A keycap among words."""

    def __init__(self, cap: str) -> None:
        super().__init__()
        self._cap = cap
        self.setFixedSize(cap_width(self, cap), scaled(self, 22))

    def paintEvent(self, event: Any) -> None:
        draw_cap(QPainter(self), self, self._cap, 0)


def _baseline(area: QRect) -> float:
    metrics = QFontMetricsF(font(Face.TEXT))
    return round(area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2)
