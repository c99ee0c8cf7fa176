"""Pay on account: more than is open, with a reason, signed for by a lead at the same desk."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.fonts import Face, font
from ui.widgets.card import Card
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditAsked:
    """What was typed. The passphrase is not kept by the form."""

    amount: str
    reason: str
    lead: str
    passphrase: str


class OnAccountCard(Card):
    """``asked`` carries a CreditAsked; ``left`` when the cashier doesn't want it."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Pay on account"), padding=16, parent=parent)
        words = self.tr("The money becomes credit of the guarantor. A lead signs for it here.")
        self.body.addWidget(Words(words, Face.LABEL, tone="muted"))
        self._amount = FieldWithLabel(self.tr("Amount on account"), MoneyField("", size="normal"))
        self._reason = FieldWithLabel(self.tr("Reason"), EntryField())
        self._lead = FieldWithLabel(self.tr("Lead's name or badge"), EntryField())
        self._passphrase = FieldWithLabel(self.tr("Lead's passphrase"), EntryField())
        for labelled, most in ((self._reason, 120), (self._lead, 80), (self._passphrase, 256)):
            labelled.field.setMaxLength(most)
            labelled.field.setFont(font(Face.TEXT))
        self._passphrase.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._message = InlineMessage(boxed=False)
        self._approve = KeyButton(self.tr("Approve"))
        self._approve.clicked.connect(self._ask)
        back = KeyButton(self.tr("Leave it"))
        back.clicked.connect(self.left)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for place, labelled in enumerate((self._amount, self._reason, self._lead, self._passphrase)):
            grid.addWidget(labelled, place // 2, place % 2)
        self.body.addLayout(grid)
        self.body.addWidget(self._message)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self._approve)
        self.body.addLayout(buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def begin(self) -> None:
        """Empty fields, the focus in the first."""
        for labelled in (self._amount, self._reason, self._lead, self._passphrase):
            labelled.field.clear()
            labelled.clear_problem()
        self._message.clear()
        self.set_busy(False)
        self._amount.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """What the rules answered."""
        self.set_busy(False)
        self._message.say("bad", sentence)

    def say_amount(self, sentence: str) -> None:
        """What's wrong with the amount."""
        self._amount.show_problem(sentence)
        self._amount.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._approve.disable(self.tr("The passphrase is being checked."))
        else:
            self._approve.enable()

    def on_enter(self) -> bool:
        """Enter goes to the next empty field, and from the last one asks; whether it was for this form."""
        fields = [labelled.field for labelled in (self._amount, self._reason, self._lead, self._passphrase)]
        if not any(field.hasFocus() for field in fields):
            return False
        empty = next((field for field in fields if not field.text().strip()), None)
        if empty is not None and not empty.hasFocus():
            empty.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._ask()
        return True

    def _ask(self) -> None:
        if not self._approve.isEnabled():
            return
        asked = CreditAsked(
            amount=self._amount.field.text(),
            reason=self._reason.field.text(),
            lead=self._lead.field.text().strip(),
            passphrase=self._passphrase.field.text(),
        )
        self._message.clear()
        self._passphrase.field.clear()
        self.asked.emit(asked)
