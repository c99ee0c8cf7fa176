"""One list of what waits for a person of the office, oldest first, on its card."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier.domain.office import WaitingList
from ui.fonts import Face
from ui.office.office_state import SHOWN_MOST, ItemWords, list_rows, list_title
from ui.widgets.card import Card
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_PADDING_PX = 18


class WaitingCard(Card):
    """``name`` is its title, ``none`` what it says while nothing waits. Rows are made once and change in place."""

    def __init__(self, name: str, none: str, parent: QWidget | None = None) -> None:
        super().__init__(name, padding=_PADDING_PX, parent=parent)
        self.body.setContentsMargins(_PADDING_PX, 12, _PADDING_PX, 12)
        self.body.setSpacing(4)
        self._name = name
        self._nothing = none
        self._none = Words(none, Face.LABEL, tone="muted", wraps=True)
        self._rows = [_Item() for _ in range(SHOWN_MOST + 1)]
        for part in (self._none, *self._rows):
            self.body.addWidget(part)

    def show_list(self, told: WaitingList, *, is_known: bool = True) -> None:
        """That nothing waits is said only where the ledger ever said so."""
        self._none.setText(self._nothing if is_known else self.tr("The ledger has not said yet."))
        rows = list_rows(told)
        assert self.heading is not None
        self.heading.setText(list_title(self._name, told))
        self._none.setVisible(not rows)
        for place, item in enumerate(self._rows):
            item.setVisible(place < len(rows))
            if place < len(rows):
                item.show_words(rows[place])


class _Item(QWidget):
    """A title with its amount, and a line below; for those who hear the screen it is one thing."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Pair("", face=Face.TEXT)
        self._below = Words(face=Face.LABEL, tone="muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(1)
        layout.addWidget(self._title)
        layout.addWidget(self._below)

    def show_words(self, words: ItemWords) -> None:
        self._title.show_words(words.title)
        self._title.show_figure(words.amount)
        self._below.setText(words.below)
        self._below.setVisible(bool(words.below))
        self.setAccessibleName(f"{words.title} {words.amount}, {words.below}".strip(" ,"))
