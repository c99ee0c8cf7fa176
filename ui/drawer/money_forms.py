"""Forms for cash that moves without a payment: big notes for small ones, and paid in or out where a site allows it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.people import SIGNER
from ui import keys
from ui.drawer.count_rows import CountRows
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.rows import Pair
from ui.widgets.words import Words


class ExchangeForm(QWidget):
    """``asked`` carries what goes to the safe and what comes back, by denomination code; `signed` who signs, once."""

    asked = Signal(dict, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given, self._got = CountRows(), CountRows()
        self._gives, self._gets = Pair(self.tr("To the safe"), ""), Pair(self.tr("Back into the drawer"), "")
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._sign = SignFields(self.tr("Office: name or badge"), self.tr("Their passphrase"))
        self._button = KeyButton(self.tr("Exchange"), keys.ENTER, "primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for title, rows in ((self.tr("To the safe"), self._given), (self.tr("Back into the drawer"), self._got)):
            card = Card(title, padding=18)
            card.body.addWidget(rows)
            card.body.addStretch(1)
            layout.addWidget(card, 1)
        last = Card(self.tr("Exchange"), padding=18)
        for part in (self._gives, self._gets, self._sign, self._message):
            last.body.addWidget(part)
        last.body.addStretch(1)
        last.body.addWidget(self._button)
        layout.addWidget(last)
        for rows in (self._given, self._got):
            rows.changed.connect(self._show)
        self._given.finished.connect(self._got.focus_first)
        self._got.finished.connect(lambda: self._sign.fields[0].setFocus(Qt.FocusReason.TabFocusReason))
        self._button.clicked.connect(self._ask)

    def begin(self) -> None:
        """Empty fields, the focus in the first."""
        self._given.clear()
        self._got.clear()
        self._sign.clear()
        self._show()
        self._given.focus_first()

    def signed(self) -> tuple[str, str]:
        """The second person's name and passphrase, which goes from the screen with it."""
        return self._sign.taken()

    def say(self, sentence: str) -> None:
        """What the rules answered."""
        self._show()
        self._message.say("bad", sentence)

    def say_sign(self, sentence: str, field: str = "") -> None:
        """Why the second person does not sign, beside their fields."""
        self._show()
        self._sign.say(sentence, field)

    def set_busy(self) -> None:
        self._button.disable(self.tr("The signature is being checked."))

    def on_enter(self) -> bool:
        """Enter goes from field to field, and from the last one asks; whether it was for this form."""
        fields = list(self._sign.fields)
        if self._given.on_enter() or self._got.on_enter() or go_on(fields):
            return True
        if fields[-1].hasFocus() and self._button.isEnabled():
            self._ask()
            return True
        return False

    def _ask(self) -> None:
        self._message.clear()
        self.asked.emit(self._given.state.count, self._got.state.count)

    def _show(self) -> None:
        gives, gets = self._given.state, self._got.state
        self._gives.show_figure(gives.total.plain())
        self._gets.show_figure(gets.total.plain())
        self._message.clear()
        if gives.message or gets.message:
            self._button.disable(self.tr("Count both sides first."))
        else:
            self._button.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayAsked:
    """What was typed. The passphrase is not kept by the form."""

    amount: str
    is_out: bool
    reason: str
    lead: str
    passphrase: str


class PayForm(Card):
    """Cash in or out without a payment; ``asked`` carries a PayAsked, ``asked_afar`` one for a lead at another desk."""

    asked = Signal(object)
    asked_afar = Signal(object)

    def __init__(self) -> None:
        super().__init__("")
        self.body.addWidget(Words(self.tr("Cash without a payment"), Face.HEADING))
        self._amount = FieldWithLabel(self.tr("Amount of cash"), MoneyField(""))
        self._is_in = CheckBox(self.tr("It comes in"))
        self._reason = text_field(self.tr("Why"), 120)
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._open = KeyButton(self.tr("Open the drawer"), keys.ENTER, "primary")
        self._open.clicked.connect(self._ask)
        afar = KeyButton(self.tr("Ask a lead at another desk"), keys.ASK_AFAR)
        afar.clicked.connect(lambda: self.asked_afar.emit(self._typed()))
        for part in (self._amount, self._is_in, self._reason, self._sign, self._message, afar, self._open):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def begin(self) -> None:
        """Empty fields, the focus in the first."""
        for labelled in (self._amount, self._reason):
            labelled.field.clear()
            labelled.clear_problem()
        self._is_in.setChecked(False)
        self._sign.clear()
        self._message.clear()
        self._amount.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field that it is about: amount, reason, lead, or the lead's name."""
        fields = {"amount": self._amount, "reason": self._reason}
        if field in ("lead", SIGNER):
            self._sign.say(sentence, field)
        elif field in fields:
            fields[field].show_problem(sentence)
            fields[field].field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say("bad", sentence)

    def tell(self, sentence: str) -> None:
        """How it stands with what was asked."""
        self._message.say("ok", sentence)

    def ready(self) -> None:
        """A lead has agreed: Enter opens the drawer."""
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form."""
        fields = [self._amount.field, self._reason.field, *self._sign.fields]
        if go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _ask(self) -> None:
        self._message.clear()
        self.asked.emit(self._typed())

    def _typed(self) -> PayAsked:
        for labelled in (self._amount, self._reason):
            labelled.clear_problem()
        lead, passphrase = self._sign.taken()
        return PayAsked(
            amount=self._amount.field.text(),
            is_out=not self._is_in.isChecked(),
            reason=self._reason.field.text(),
            lead=lead,
            passphrase=passphrase,
        )
