"""The fields of a void: what goes back, why, the member's receipt, and a lead who signs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.correction import OTHER_REASON, Why
from cashier.domain.people import SIGNER
from cashier.domain.void import VOID_REASONS
from ui import keys
from ui.activity.correct_state import RECEIPT, SIGN, VoidShown
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidAsked:
    """What was typed. The passphrase is not kept by the form."""

    why: Why
    receipt_back: str
    without_receipt: str
    lead: str
    passphrase: str


class VoidForm(Card):
    """``asked`` carries a VoidAsked, ``left`` when nothing goes back."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self._title = Words(face=Face.NAME)
        self._refused = InlineMessage()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._told = Words(
            self.tr("What it paid is open again, and two slips print. The drawer opens once a lead has signed."),
            Face.LABEL,
            tone="muted",
            wraps=True,
        )
        self._reason = ChoiceRow(self.tr("Reason"), {code: self.tr(words) for code, words in VOID_REASONS.items()})
        self._reason.changed.connect(self._on_reason)
        self._more = text_field(self.tr("More about it"), 120)
        self._receipt = text_field(self.tr("The member's receipt: scan it"), 30)
        self._no_receipt = text_field(self.tr("Or why it is not here"), 120)
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._void = KeyButton(self.tr("Void, and open the drawer"), keys.ENTER, "primary")
        self._void.clicked.connect(self._ask)
        self._back = KeyButton(self.tr("Leave it"), keys.BACK)
        self._back.clicked.connect(self.left)
        receipts = QHBoxLayout()
        receipts.setSpacing(12)
        receipts.addWidget(self._receipt)
        receipts.addWidget(self._no_receipt)
        self._fields = QWidget()
        inner = QVBoxLayout(self._fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(self._rows)
        inner.addWidget(self._told)
        inner.addWidget(self._reason)
        inner.addWidget(self._more)
        inner.addLayout(receipts)
        inner.addWidget(self._sign)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._void)
        for part in (self._title, self._refused, self._fields):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(self._message)
        self.body.addLayout(foot)

    def begin(self, shown: VoidShown) -> None:
        """What it would do, and empty fields; or why there is nothing to do."""
        self._title.setText(shown.title)
        self.setAccessibleName(shown.title)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for words, amount in shown.rows:
            self._rows.addWidget(Pair(words, amount, Face.FIGURE))
        self._rows.addWidget(Pair(self.tr("Goes back to the payor"), shown.total, Face.SUBHEADING))
        self._reason.clear()
        for labelled in (self._more, self._receipt, self._no_receipt):
            labelled.field.clear()
            labelled.clear_problem()
        self._sign.clear()
        self._message.clear()
        self._fields.setVisible(not shown.refused)
        self._void.setVisible(not shown.refused)
        self.set_busy(False)
        if shown.refused:
            self._refused.say("warn", shown.refused)
        else:
            self._refused.clear()

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        if self._fields.isHidden():
            self._back.setFocus()
        else:
            self._reason.take_focus()

    def take_receipt(self, text: str) -> None:
        """The member's receipt was scanned."""
        self._receipt.field.setText(text.strip().upper())
        self._receipt.clear_problem()

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field where it is about one."""
        self.set_busy(False)
        if field == RECEIPT:
            self._receipt.show_problem(sentence)
            self._receipt.field.setFocus()
        elif field in (SIGN, SIGNER):
            self._sign.say(sentence, field)
        else:
            self._message.say("bad", sentence)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._void.disable(self.tr("The passphrase is being checked."))
        else:
            self._void.enable()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form.

        Where the receipt is, nobody is asked why it is not.
        """
        why = self._no_receipt.field
        asks_why = why.hasFocus() or not self._receipt.field.text().strip()
        fields = [self._more.field, self._receipt.field, *([why] if asks_why else []), *self._sign.fields]
        if go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _on_reason(self) -> None:
        """*Other* is said in words; what the list says is enough."""
        if self._reason.choice:
            field = self._more if self._reason.choice == OTHER_REASON else self._receipt
            field.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        if not self._void.isEnabled() or self._void.isHidden():
            return
        if not self._reason.choice:
            self._reason.say(self.tr("Choose a reason from the list."))
            return
        self._message.clear()
        self._receipt.clear_problem()
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            VoidAsked(
                why=Why(reason=self._reason.choice, text=self._more.field.text()),
                receipt_back=self._receipt.field.text(),
                without_receipt=self._no_receipt.field.text(),
                lead=lead,
                passphrase=passphrase,
            )
        )
