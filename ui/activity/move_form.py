"""The fields of a move: what it pays now, what it is to pay, how much, why, and a lead who signs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.correction import Why
from cashier.domain.move import AMOUNT, MOVE_REASONS, TO
from ui.activity.correct_form import ChoiceOf, CorrectForm
from ui.activity.correct_state import MoveShown
from ui.drawer.sign_fields import text_field
from ui.fonts import Face
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAsked:
    """What was typed. The passphrase is not kept by the form; ``afar``: a lead at another desk is to be asked."""

    source: str
    to: str
    amount: str
    why: Why
    lead: str
    passphrase: str
    afar: bool


class MoveForm(CorrectForm):
    """``asked`` carries a MoveAsked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Move it"), MOVE_REASONS, parent)
        self._shown: MoveShown | None = None
        told = self.tr(
            "The money stays where it lies, and only what it pays changes. A slip prints for two signatures."
        )
        self._source = ChoiceOf(self.tr("What it pays now"), self._on_source)
        self._to = text_field(self.tr("To: a statement's number, or a guarantor's for credit"), 30)
        self._amount = FieldWithLabel(self.tr("Amount to move"), MoneyField("", size="normal"))
        self._fields |= {TO: self._to, AMOUNT: self._amount}
        self._act.clicked.connect(self._ask)
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(self._to, 2, Qt.AlignmentFlag.AlignTop)
        where.addWidget(self._amount, 1, Qt.AlignmentFlag.AlignTop)
        words = Words(told, Face.LABEL, tone="muted", wraps=True)
        self._lay_out(self._title, words, self._source, where, self._reason, self._more, self._sign)

    def begin(self, shown: MoveShown) -> None:
        """What it pays now; the only one is chosen."""
        self._shown = shown
        self._source.offer(shown.sources)
        self._begin(shown.title, self._to, self._amount)
        self._source.choose_only(shown.sources)

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        if self._source.row.choice:
            self._to.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._source.row.take_focus()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form."""
        if self._amount.field.hasFocus():
            self._reason.take_focus()
            return True
        return self._go_on(self._to.field, self._amount.field, self._more.field)

    def _on_source(self) -> None:
        source = self._source.row.choice
        if self._shown is not None and source:
            self._amount.field.setText(self._shown.amounts[source])
            self._to.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        if not self._chosen((self._source.row, self.tr("Choose what is to be moved."))):
            return
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            MoveAsked(
                source=self._source.row.choice,
                to=self._to.field.text(),
                amount=self._amount.field.text(),
                why=self._why(),
                lead=lead,
                passphrase=passphrase,
                afar=self._is_afar,
            )
        )
