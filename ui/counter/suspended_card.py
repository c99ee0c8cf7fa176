"""The list of suspended transactions below the finder, or below the account of a member who has one."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import keys
from ui.counter.suspended_state import SuspendedRow
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Row
from ui.widgets.words import Words

_ROW_PX = 48


class SuspendedCard(Card):
    """``asked`` carries the id of the one that is to be taken up."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self.body.setSpacing(0)
        self._shown: tuple[SuspendedRow, ...] = ()
        self._rows: list[_Row] = []
        self._take_up = KeyButton(self.tr("Take one up"), keys.RESUME, "quiet")
        self._take_up.clicked.connect(self._on_key)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 10, 4)
        head.addWidget(Words(self.tr("Suspended transactions"), Face.HEADING))
        head.addStretch(1)
        head.addWidget(self._take_up)
        self._message = InlineMessage(boxed=False)
        self._message.setContentsMargins(16, 4, 16, 8)
        self.body.addLayout(head)
        self.body.addWidget(self._message)
        self.hide()

    def show_rows(self, rows: tuple[SuspendedRow, ...]) -> None:
        """The list in place; hidden without any."""
        if rows == self._shown:
            return
        self._shown = rows
        self._message.clear()
        for old in self._rows:
            old.setParent(None)
            old.deleteLater()
        self._rows = [_Row(row) for row in rows]
        for place, row in enumerate(self._rows):
            row.asked.connect(self.asked)
            self.body.insertWidget(1 + place, row)
        self.setVisible(bool(rows))

    def say(self, sentence: str) -> None:
        """Why one could not be taken up."""
        if sentence:
            self._message.say("bad", sentence)
        else:
            self._message.clear()

    def _on_key(self) -> None:
        """The only one at once; of several, the cashier chooses."""
        if len(self._shown) == 1:
            self.asked.emit(self._shown[0].suspended_id)
        elif self._rows:
            self._rows[0].take_focus()


class _Row(Row):
    """Who, what, since when, until when, and the button that takes it up."""

    asked = Signal(object)

    def __init__(self, row: SuspendedRow) -> None:
        super().__init__()
        self._id: UUID = row.suspended_id
        self.setFixedHeight(scaled(self, _ROW_PX))
        self._button = KeyButton(self.tr("Take up"))
        name = self.tr("Take up %s, member ending in %s") % (row.initials, row.last_four)
        self._button.setAccessibleName(name)
        self._button.clicked.connect(lambda: self.asked.emit(self._id))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(14)
        layout.addWidget(Words(row.initials, Face.STRONG))
        layout.addWidget(Words(f"•••• {row.last_four}", Face.CODE_SMALL))
        layout.addWidget(Words(row.words))
        layout.addWidget(Words(row.aside, Face.LABEL, tone="muted"), 1)
        layout.addWidget(Words(row.until, Face.LABEL, tone="muted"))
        layout.addWidget(self._button)

    def take_focus(self) -> None:
        self._button.setFocus(Qt.FocusReason.ShortcutFocusReason)
