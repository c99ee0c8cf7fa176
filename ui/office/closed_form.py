"""The fields of an office's move: what a payment pays now, what it is to pay, how much, and why."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.closed_move import MORE, REASON
from cashier.domain.correction import Why
from cashier.domain.move import AMOUNT, FROM, MOVE_REASONS, TO
from ui import keys
from ui.activity.correct_form import ChoiceOf
from ui.drawer.sign_fields import go_on, text_field
from ui.fonts import Face
from ui.office.closed_state import ClosedShown
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.rows import Pair
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTyped:
    """What was typed. ``source``: the code of what it pays now."""

    source: str
    to: str
    amount: str
    why: Why


class ClosedForm(Card):
    """``asked`` carries a MoveTyped, ``left`` when nothing is moved."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, parent=parent)
        self._shown: ClosedShown | None = None
        self._title = Words(face=Face.HEADING, wraps=True)
        self._told = QVBoxLayout()
        self._source = ChoiceOf(self.tr("What it pays now"), self._on_source, across=1)
        self._to = text_field(self.tr("To: a statement, a guarantor, or NOBODY"), 30, hangs=True)
        self._amount = FieldWithLabel(self.tr("Amount to move"), MoneyField("", size="normal"), hangs=True)
        reasons = {code: self.tr(words) for code, words in MOVE_REASONS.items()}
        self._reason = ChoiceRow(self.tr("Reason"), reasons, across=2)
        self._reason.changed.connect(self._on_reason)
        self._more = text_field(self.tr("More about it"), 120, hangs=True)
        self._message = InlineMessage(boxed=False)
        self._ask = KeyButton(self.tr("Ask for the move"), keys.ENTER, "primary")
        self._ask.clicked.connect(self._on_ask)
        back = KeyButton(self.tr("Leave it"), keys.BACK)
        back.clicked.connect(self.left)
        self._fields = {TO: self._to, AMOUNT: self._amount, MORE: self._more}
        self._lay_out(back)

    def begin(self, shown: ClosedShown) -> None:
        """Empty fields; the only thing it pays is chosen."""
        self._shown = shown
        self._title.setText(shown.title)
        self.setAccessibleName(shown.title)
        self._tell(shown.told)
        for labelled in self._fields.values():
            labelled.field.clear()
            labelled.clear_problem()
        self._reason.clear()
        self._message.clear()
        self.set_busy(False)
        self._source.offer(shown.sources)
        self._source.choose_only(shown.sources)
        if not self._source.row.choice:
            self._source.row.take_focus()

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field where it is about one; what was typed stays."""
        self.set_busy(False)
        row = {FROM: self._source.row, REASON: self._reason}.get(field)
        labelled = self._fields.get(field)
        if row is not None:
            row.say(sentence)
        elif labelled is not None:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say("bad", sentence)

    def set_busy(self, busy: bool) -> None:
        """While the ledger is asked."""
        if busy:
            self._ask.disable(self.tr("The ledger is being asked."))
        else:
            self._ask.enable()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form."""
        if self._amount.field.hasFocus():
            self._reason.take_focus()
            return True
        if self._more.field.hasFocus():
            self._ask.click()
            return True
        return go_on([self._to.field, self._amount.field])

    def _on_source(self) -> None:
        source = self._source.row.choice
        if self._shown is not None and source:
            self._amount.field.setText(self._shown.amounts[source])
            self._to.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_reason(self) -> None:
        if self._reason.choice:
            self._more.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_ask(self) -> None:
        self._message.clear()
        for labelled in self._fields.values():
            labelled.clear_problem()
        self.asked.emit(
            MoveTyped(
                source=self._source.row.choice,
                to=self._to.field.text(),
                amount=self._amount.field.text(),
                why=Why(reason=self._reason.choice, text=self._more.field.text()),
            )
        )

    def _tell(self, told: tuple[tuple[str, str], ...]) -> None:
        while self._told.count():
            taken = self._told.takeAt(0)
            if taken is not None and (row := taken.widget()) is not None:
                row.deleteLater()
        for label, words in told:
            self._told.addWidget(Pair(self.tr(label), words, Face.LABEL, wraps=True))

    def _lay_out(self, back: KeyButton) -> None:
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self._ask)
        aside = self.tr("Its drawer stays closed. Another person agrees before anything moves.")
        self.body.addWidget(self._title)
        self.body.addWidget(Words(aside, Face.LABEL, tone="muted", wraps=True))
        for layout in (self._told, self._source):
            self.body.addLayout(layout)
        for part in (self._to, self._amount, self._reason, self._more, self._message):
            self.body.addWidget(part)
        self.body.addLayout(foot)
