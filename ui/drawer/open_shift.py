"""The page before the first payment: the float is counted blind, then the drawer opens."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.business_date import DATE, ConfirmDate
from cashier.domain.errors import CashierError, Refused
from cashier.domain.people import SIGNER
from cashier.domain.shift import ALSO, DENOMINATIONS
from ui import keys
from ui.drawer.count_rows import CountRow
from ui.drawer.open_shift_state import OpenShiftState
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card, Line
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_LAST_CARD_PX = 400
_MESSAGE_PX = 68  # Two lines.
_SAID_AFTER_MS = 300


class OpenShiftPage(QWidget):
    """``open_asked`` carries the count as a dict: how many there are by denomination code."""

    open_asked = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = OpenShiftState()
        self.is_date_asked = self.is_also_asked = self._is_busy = False
        self._rows = [CountRow(denomination) for denomination in DENOMINATIONS]
        self._bills = Pair(self.tr("Bills"), "")
        self._coins = Pair(self.tr("Coins"), "")
        self._total = Pair(self.tr("Float counted"), "", Face.SUBHEADING)
        self._message = InlineMessage(holds_room=True)
        self._message.hold_room(scaled(self, _MESSAGE_PX))
        self._second = SignFields(self.tr("Second person"), self.tr("Their passphrase"))
        self._second.hide()
        self._dated = CheckBox(self.tr("Another business date"))
        self._date = text_field(self.tr("Business date"), 10, hint=self.tr("like 11/20/26"))
        self._date_by = SignFields(self.tr("Set by: name or badge"), self.tr("Their passphrase"))
        self._dated.toggled.connect(self._on_dated)
        for part in (self._date, self._date_by):
            part.hide()
        self._button = KeyButton(self.tr("Open the drawer"), keys.ENTER, "primary")
        self._button.clicked.connect(self._ask)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SAID_AFTER_MS)
        self._slow.timeout.connect(lambda: self._button.set_words(self.tr("The ledger is being asked")))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(self._count_card(self.tr("1 · Count the bills"), is_coin=False), 1)
        layout.addWidget(self._count_card(self.tr("2 · Count the coins"), is_coin=True), 1)
        layout.addWidget(self._open_card())
        for index, row in enumerate(self._rows):
            row.field.typed.connect(partial(self._on_text, index))
            row.field.refused.connect(row.show_problem)
            row.field.returnPressed.connect(partial(self._go_on_from, index))
        self._show()

    def focus_first(self) -> None:
        self._rows[0].field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def count(self) -> dict[str, int]:
        """What is counted now."""
        return self._state.count

    def say_refused(self, sentence: str) -> None:
        """What the rules answered; stays until a count changes."""
        self._message.say("bad", sentence)

    def say_trouble(self, trouble: CashierError) -> None:
        """Why the drawer was not opened. Where the business date is asked about, opening again is the answer."""
        self.is_date_asked = isinstance(trouble, ConfirmDate)
        if isinstance(trouble, Refused) and trouble.field == ALSO:
            self.is_also_asked = True
            self.ask_second(trouble.sentence)
            return
        if isinstance(trouble, Refused) and trouble.field == DATE and self._dated.isChecked():
            self._date.show_problem(trouble.sentence)
            self._date.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if isinstance(trouble, Refused) and trouble.field == SIGNER:
            self.say_sign(trouble.sentence, SIGNER, sets_date=not self._second.isVisible())
            return
        self._message.say("warn" if self.is_date_asked else "bad", trouble.sentence)

    def say_sign(self, sentence: str, field: str, *, sets_date: bool) -> None:
        """Why one of the two does not sign."""
        (self._date_by if sets_date else self._second).say(sentence, field)

    def ask_second(self, sentence: str) -> None:
        """A second person counts the float, too, and signs for it beside the count."""
        self._message.say("warn", sentence)
        self._second.show()
        self._second.user.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def second(self) -> tuple[str, str]:
        """The second person's name and passphrase as typed; both empty where nobody is asked."""
        return self._second.taken() if self._second.isVisible() else ("", "")

    def date_typed(self) -> str | None:
        """The business date as typed; None for the one that the clock proposes."""
        self._date.clear_problem()
        return self._date.field.text() if self._dated.isChecked() else None

    def date_by(self) -> tuple[str, str]:
        """Who sets another date."""
        return self._date_by.taken()

    def set_busy(self, busy: bool) -> None:
        """While the ledger is asked and passphrases are checked. The button keeps the focus, and says so if it takes
        long.
        """
        self._is_busy = busy
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self._button.set_words(self.tr("Open the drawer"))

    def clear(self) -> None:
        """Forget the counts, for the next shift."""
        self._state = OpenShiftState()
        for row in self._rows:
            row.field.clear()
            row.show_problem("")
        self._message.clear()
        self.is_date_asked = self.is_also_asked = False
        self._second.clear()
        self._second.hide()
        self._dated.setChecked(False)
        self._date.field.clear()
        self._date_by.clear()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from the second person's name to the passphrase, and from there asks."""
        fields = [*self._second.fields, *((self._date.field, *self._date_by.fields) if self._dated.isChecked() else ())]
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() and not go_on(fields) and fields[-1].hasFocus():
            self._ask()

    def _count_card(self, title: str, *, is_coin: bool) -> Card:
        card = Card(title, padding=18)
        card.body.setSpacing(4)
        card.body.addWidget(Words(self.tr("Number of each; Enter goes to the next."), Face.LABEL, tone="muted"))
        for denomination, row in zip(DENOMINATIONS, self._rows, strict=True):
            if denomination.is_coin is is_coin:
                card.body.addWidget(row)
        card.body.addStretch(1)
        return card

    def _open_card(self) -> Card:
        card = Card(self.tr("3 · Open the drawer"))
        card.setFixedWidth(scaled(self, _LAST_CARD_PX))
        for part in (self._bills, self._coins, Line(), self._total, self._message, self._second):
            card.body.addWidget(part)
        card.body.addStretch(1)
        for asked in (self._dated, self._date, self._date_by):
            card.body.addWidget(asked)
        card.body.addWidget(self._button)
        return card

    def _on_dated(self, dated: bool) -> None:
        for part in (self._date, self._date_by):
            part.setVisible(dated)
        self._message.clear()
        self.is_date_asked = False
        if dated:
            self._date.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text(self, index: int, text: str) -> None:
        self._state = self._state.on_text(index, text)
        self._rows[index].show_problem(self._state.problem(index))
        self._message.clear()
        self.is_date_asked = False
        self._show()

    def _go_on_from(self, index: int) -> None:
        """Enter goes to the next field, and from the last one to the button."""
        if self._state.problem(index):
            return
        fields: list[QWidget] = [row.field for row in self._rows]
        following = [*fields[index + 1 :], self._button]
        following[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        if self._state.can_open and not self._is_busy:
            self.open_asked.emit(self._state.count)

    def _show(self) -> None:
        self._bills.show_figure(self._state.bills.plain())
        self._coins.show_figure(self._state.coins.plain())
        self._total.show_figure(str(self._state.total))
        if self._state.can_open:
            self._button.enable()
        else:
            self._button.disable(self._state.message)
