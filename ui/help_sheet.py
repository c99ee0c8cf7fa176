"""The F1 sheet: every key of the table, laid over the window."""

from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui import keys
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.keycap import cap_width, draw_cap
from ui.widgets.words import Words

_COLUMNS = 4
_LINE_CHARACTERS = 35
_WIDTH_PX, _HEIGHT_PX = 1300, 800  # At most; a smaller window leaves less, and the keys scroll.
_BETWEEN_PX = 20


class HelpSheet(QWidget):
    """Covers its window while it's open. Esc or F1 closes it, and the focus goes back where it was.

    The keys stand in columns; where they are higher than the window, arrows and page keys scroll them.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._came_from: QWidget | None = None
        self._keys = _scrolled(_columns())
        self._keys.setAccessibleName(self.tr("Keys"))
        close = KeyButton(self.tr("Close"), keys.BACK)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # The arrows belong to the keys, and Enter closes anyway.
        close.clicked.connect(self.close_sheet)
        card = Card(padding=20)
        card.setMaximumSize(scaled(self, _WIDTH_PX), scaled(self, _HEIGHT_PX))
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Keys"), Face.HEADING))
        head.addStretch(1)
        head.addWidget(close)
        card.body.addLayout(head)
        card.body.addWidget(self._keys, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(card)
        self.setAccessibleName(self.tr("Keys"))
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """What F1 does: open it, or close it again."""
        if self.isVisible():
            self.close_sheet()
        else:
            self.open_sheet()

    def open_sheet(self) -> None:
        if not self.isHidden():
            return
        self._came_from = QApplication.focusWidget()
        self.setGeometry(self.window().rect())
        self._keys.verticalScrollBar().setValue(0)
        self.raise_()
        self.show()
        self._keys.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        self.hide()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.window().rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Keep the page's keys from working unseen behind the sheet; only locking goes through."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if QKeySequence(event.keyCombination()).toString() != keys.LOCK.sequence:
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing but closing is done here; what scrolls was heard by the keys before."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_sheet()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(16, 34, 46, 110))


def _columns() -> QWidget:
    """The groups in the table's order, flowing from column to column; no heading is left alone at a column's end."""
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 12, 0)
    row.setSpacing(scaled(inside, _BETWEEN_PX))
    most = sum(_lines(key) for key in keys.ALL) / _COLUMNS
    columns = [[keys.ALL[0]]]
    for key in keys.ALL[1:]:
        is_full = sum(map(_lines, columns[-1])) + _lines(key) / 2 > most
        if is_full and len(columns) < _COLUMNS:
            columns.append([])
        columns[-1].append(key)
    for column in columns:
        layout = QVBoxLayout()
        layout.setSpacing(6)
        for where, group in groupby(column, key=lambda key: key.where):
            layout.addWidget(Words(where, Face.LABEL_STRONG, tone="muted"))
            layout.addLayout(_grid(list(group)))
        layout.addStretch(1)
        row.addLayout(layout, 1)
    return inside


def _lines(key: keys.Key) -> float:
    """About how many lines a key takes, and its share of a heading."""
    return 1.1 if len(key.words) < _LINE_CHARACTERS else 1.9


def _scrolled(inside: QWidget) -> QScrollArea:
    scrolls = QScrollArea()
    scrolls.setWidget(inside)
    scrolls.setWidgetResizable(True)
    scrolls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scrolls


def _grid(group: list[keys.Key]) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setVerticalSpacing(2)
    grid.setHorizontalSpacing(10)
    for row, key in enumerate(group):
        grid.addWidget(_Cap(key.cap), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Words(key.words, wraps=True), row, 1)
    return grid


class _Cap(QWidget):
    """A keycap that stands by itself."""

    def __init__(self, cap: str) -> None:
        super().__init__()
        self._cap = cap
        self.setAccessibleName(cap)
        self.setFixedSize(scaled(self, 54), scaled(self, 22))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_cap(QPainter(self), self, self._cap, self.width() - cap_width(self, self._cap))
