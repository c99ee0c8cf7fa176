"""The fields of a void: what goes back, why, the member's receipt, and a lead who signs."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cashier.domain.correction import Why
from cashier.domain.void import VOID_REASONS
from ui.activity.correct_form import CorrectForm
from ui.activity.correct_state import RECEIPT, VoidShown
from ui.drawer.sign_fields import text_field
from ui.fonts import Face
from ui.widgets.inline_message import InlineMessage
from ui.widgets.rows import Pair
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidAsked:
    """What was typed. The passphrase is not kept by the form; ``afar``: a lead at another desk is to be asked."""

    why: Why
    receipt_back: str
    without_receipt: str
    lead: str
    passphrase: str
    afar: bool


class VoidForm(CorrectForm):
    """``asked`` carries a VoidAsked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Void, and open the drawer"), VOID_REASONS, parent)
        self._refused = InlineMessage()
        self._goes_back = QVBoxLayout()
        self._goes_back.setSpacing(4)
        self._told = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._receipt = text_field(self.tr("The member's receipt: scan it"), 30)
        self._no_receipt = text_field(self.tr("Or why it is not here"), 120)
        self._fields |= {RECEIPT: self._receipt}
        self._act.clicked.connect(self._ask)
        receipts = QHBoxLayout()
        receipts.setSpacing(12)
        receipts.addWidget(self._receipt)
        receipts.addWidget(self._no_receipt)
        self._what = QWidget()
        inner = QVBoxLayout(self._what)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(self._goes_back)
        inner.addWidget(self._told)
        inner.addWidget(self._reason)
        inner.addWidget(self._more)
        inner.addLayout(receipts)
        inner.addWidget(self._sign)
        self._lay_out(self._title, self._refused, self._what)

    def begin(self, shown: VoidShown) -> None:
        """What it would do, and empty fields; or why there is nothing to do."""
        while (item := self._goes_back.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for words, amount in shown.rows:
            self._goes_back.addWidget(Pair(words, amount, Face.FIGURE))
        self._goes_back.addWidget(Pair(self.tr("Goes back to the payor"), shown.total, Face.SUBHEADING))
        self._begin(shown.title, self._receipt, self._no_receipt)
        self._told.setText(self.tr(shown.told))
        self._act.set_words(self.tr(shown.act))
        self._what.setVisible(not shown.refused)
        self._act.setVisible(not shown.refused)
        self._afar.setVisible(not shown.refused)
        if shown.refused:
            self._refused.say("warn", shown.refused)
        else:
            self._refused.clear()

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        if self._what.isHidden():
            self._back.setFocus()
        else:
            self._reason.take_focus()

    def take_receipt(self, text: str) -> None:
        """The member's receipt was scanned."""
        self._receipt.field.setText(text.strip().upper())
        self._receipt.clear_problem()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form.

        Where the receipt is, nobody is asked why it is not.
        """
        why = self._no_receipt.field
        asks_why = why.hasFocus() or not self._receipt.field.text().strip()
        return self._go_on(self._more.field, self._receipt.field, *([why] if asks_why else []))

    def _after_reason(self) -> QLineEdit:
        return self._receipt.field

    def _ask(self) -> None:
        if not self._chosen():
            return
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            VoidAsked(
                why=self._why(),
                receipt_back=self._receipt.field.text(),
                without_receipt=self._no_receipt.field.text(),
                lead=lead,
                passphrase=passphrase,
                afar=self._is_afar,
            )
        )
