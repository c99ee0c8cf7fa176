"""The field that takes bags into the safe, one number after the other; a scan of the bag does the same."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.office import BagInSafe
from cashier.usecases.office import accept_bag
from ui import keys
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face, font
from ui.theme import restyle, scaled
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.work import sentence_of

SAFE_LANE = "safe"
_FIELD_PX = 190


class SafeField(QWidget):
    """``taken`` when a bag came into the safe.

    What was typed stays where it is refused; an answer that got lost is asked for again under the same id."""

    taken = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._asked: tuple[str, UUID] | None = None
        self._is_taking = self._goes_on = False
        self.field = _BagField(self.tr("Bag for the safe"), self)
        self.field.setFixedWidth(scaled(self, _FIELD_PX))
        self.message = InlineMessage(boxed=False, holds_room=True)  # Its owner says where it stands.
        self._button = KeyButton(self.tr("Take into the safe"), keys.BAG, "quiet")
        self._button.clicked.connect(self._on_button)
        self.field.typed.connect(lambda _: self._say_bad(""))
        self.field.refused.connect(self._say_bad)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self._button)

    def on_scan(self, text: str) -> None:
        """A bag's barcode."""
        self.field.setText(text)
        self.take()

    def take(self) -> None:
        """Ask once; another Enter meanwhile is the same wish, and another bag comes after it."""
        number = self.field.text().strip()
        if self._is_taking:
            self._goes_on = self._asked is None or self._asked[0] != number
            return
        self._goes_on = False
        if self._asked is None or self._asked[0] != number:
            self._asked = (number, self._doors.desk.new_id())
        line_id, staff, ledger = self._asked[1], self._around.staff, self._doors.office
        self._is_taking = True
        self._around.work.run(
            SAFE_LANE,
            lambda: accept_bag(line_id, number, staff, ledger),
            done=self._on_taken,
            failed=self._on_refused,
        )

    def _on_button(self) -> None:
        if self.field.text().strip():
            self.take()
        else:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_taken(self, bag: BagInSafe) -> None:
        self._is_taking = False
        if self._asked is not None and self.field.text().strip() == self._asked[0]:
            self.field.clear()
        self._asked = None
        self._say_bad("")
        words = self.tr("Bag %s is in the safe: %s cash, %s checks, %s.")
        self.taken.emit()
        self.message.say("ok", words % (bag.number, bag.cash, bag.checks, bag.line))
        if self._goes_on:
            self.take()

    def _on_refused(self, fault: BaseException) -> None:
        self._is_taking = False
        self._say_bad(sentence_of(fault))

    def _say_bad(self, sentence: str) -> None:
        restyle(self.field, "problem", bool(sentence))
        self.field.setAccessibleDescription(sentence)
        if sentence:
            self.message.say("bad", sentence)
        else:
            self.message.clear()


class _BagField(EntryField):
    """Enter takes the bag, Esc empties the field."""

    def __init__(self, words: str, safe: SafeField) -> None:
        super().__init__(safe)
        self._safe = safe
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setFont(font(Face.LABEL))
        self.setMaxLength(40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._safe.take()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.typed.emit("")
        else:
            super().keyPressEvent(event)
