"""One list of what waits for a person of the office, oldest first, on its card: arrows walk through it, Enter opens."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from cashier.domain.office import WaitingItem, WaitingList
from ui.fonts import Face
from ui.office.office_state import SHOWN_MOST, ItemWords, item_words, list_title, more_words
from ui.office.tasks_state import is_workable
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.rows import Pair
from ui.widgets.words import TextTone, Words

_PADDING_PX = 18
_ITEM_PX = 40
_RING_PX = 2


class WaitingCard(Card):
    """``name`` is its title, ``none`` what it says while nothing waits. ``opened`` carries the WaitingItem.

    Rows are made once and change in place. A list that is longer than its rows moves under them with the arrows.
    """

    opened = Signal(object)

    def __init__(self, name: str, none: str, parent: QWidget | None = None, *, rows: int = SHOWN_MOST) -> None:
        super().__init__(name, padding=_PADDING_PX, parent=parent)
        self.body.setContentsMargins(_PADDING_PX, 12, _PADDING_PX, 12)
        self.body.setSpacing(4)
        self._name = name
        self._nothing = none
        self._items: Sequence[WaitingItem] = ()
        self._first = 0
        self._none = Words(none, Face.LABEL, tone="muted", wraps=True)
        self._rows = [_Item(self, place) for place in range(rows)]
        self._more = Words(face=Face.LABEL, tone="muted", wraps=True)
        for part in (self._none, *self._rows, self._more):
            self.body.addWidget(part)

    def show_list(self, told: WaitingList, *, is_known: bool = True) -> None:
        """That nothing waits is said only where the ledger ever said so. What has the focus keeps it."""
        self._none.setText(self._nothing if is_known else self.tr("The ledger has not said yet."))
        assert self.heading is not None
        self.heading.setText(list_title(self._name, told))
        self._none.setVisible(not told.items)
        self._keep_place(told.items)
        self._more.setText(more_words(told, len(self._rows)))
        self._more.setVisible(told.count > len(self._rows))
        self._show_rows()

    def focus_first(self) -> bool:
        """The focus in the first row; False where there is none."""
        if self._items:
            self._rows[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(self._items)

    def open_at(self, place: int) -> None:
        item = self._items[self._first + place]
        if is_workable(item):
            self.opened.emit(item)

    def walk(self, place: int, by: int) -> bool:
        """From a row to the one above or below, also where the list has to move for it; False at its ends."""
        wanted = self._first + place + by
        if not 0 <= wanted < len(self._items):
            return False
        self._first = min(max(self._first, wanted - len(self._rows) + 1), wanted)
        self._show_rows()
        self._rows[wanted - self._first].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _keep_place(self, items: Sequence[WaitingItem]) -> None:
        """The focus stays on its task, wherever in the list that is now, and in its row where that can be."""
        place = next((place for place, row in enumerate(self._rows) if row.hasFocus()), None)
        before, self._items = self._items, items
        at = self._first
        if place is not None and self._first + place < len(before):
            task, at = before[self._first + place].task, self._first + place
            at = next((now for now, item in enumerate(items) if task and item.task == task), at)
            self._first = at - place
        self._first = max(0, min(self._first, len(items) - len(self._rows)))
        if place is not None and items:
            row = self._rows[min(at, len(items) - 1) - self._first]
            row.show()
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self) -> None:
        shown = self._items[self._first : self._first + len(self._rows)]
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.show_words(item_words(shown[place]), is_workable=is_workable(shown[place]))


class _Item(QAbstractButton):
    """A title with its amount, and a line below; for those who hear the screen it is one thing."""

    def __init__(self, card: WaitingCard, place: int) -> None:
        super().__init__(card)
        self._card, self._place = card, place
        self._title = Pair("", face=Face.TEXT)
        self._below = Words(face=Face.LABEL, tone="muted", wraps=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(scaled(self, _ITEM_PX))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.setSpacing(1)
        layout.addWidget(self._title)
        layout.addWidget(self._below)
        for words in (self._title, self._below):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: card.open_at(place))

    def show_words(self, words: ItemWords, *, is_workable: bool) -> None:
        self._title.show_words(words.title)
        self._title.show_figure(words.amount)
        self._below.setText(words.below)
        self._below.set_tone(cast(TextTone, words.tone))
        self._below.setVisible(bool(words.below))
        self.setAccessibleName(f"{words.title} {words.amount}, {words.below}".strip(" ,"))
        self.setAccessibleDescription(self.tr("Enter opens it") if is_workable else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if key == Qt.Key.Key_Down else -1
            if not self._card.walk(self._place, by):
                self.focusNextPrevChild(by > 0)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring around the one with the focus; its words paint themselves."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color: QColor = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(color, _RING_PX))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
