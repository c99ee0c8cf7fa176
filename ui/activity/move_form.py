"""The fields of a move: what it pays now, what it is to pay, how much, why, and a lead who signs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.correction import OTHER_REASON, Why
from cashier.domain.move import AMOUNT, MOVE_REASONS, TO
from cashier.domain.people import SIGNER
from ui import keys
from ui.activity.correct_state import SIGN, MoveShown
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAsked:
    """What was typed. The passphrase is not kept by the form."""

    source: str
    to: str
    amount: str
    why: Why
    lead: str
    passphrase: str


class MoveForm(Card):
    """``asked`` carries a MoveAsked, ``left`` when nothing is moved."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self._shown: MoveShown | None = None
        self._title = Words(face=Face.NAME)
        told = self.tr(
            "The money stays where it lies, and only what it pays changes. A slip prints for two signatures."
        )
        self._sources = QVBoxLayout()
        self._source = ChoiceRow(self.tr("What it pays now"), {})
        self._sources.addWidget(self._source)
        self._to = text_field(self.tr("To: a statement's number, or a guarantor's for credit"), 30)
        self._amount = FieldWithLabel(self.tr("Amount to move"), MoneyField("", size="normal"))
        self._reason = ChoiceRow(self.tr("Reason"), {code: self.tr(words) for code, words in MOVE_REASONS.items()})
        self._reason.changed.connect(self._on_reason)
        self._more = text_field(self.tr("More about it"), 120)
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._move = KeyButton(self.tr("Move it"), keys.ENTER, "primary")
        self._move.clicked.connect(self._ask)
        back = KeyButton(self.tr("Leave it"), keys.BACK)
        back.clicked.connect(self.left)
        where, foot = QHBoxLayout(), QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(self._to, 2)
        where.addWidget(self._amount, 1)
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self._move)
        self.body.addWidget(self._title)
        self.body.addWidget(Words(told, Face.LABEL, tone="muted", wraps=True))
        self.body.addLayout(self._sources)
        self.body.addLayout(where)
        for part in (self._reason, self._more, self._sign):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(self._message)
        self.body.addLayout(foot)

    def begin(self, shown: MoveShown) -> None:
        """What it pays now; the only one is chosen."""
        self._shown = shown
        self._title.setText(shown.title)
        self.setAccessibleName(shown.title)
        self._source.hide()
        self._sources.removeWidget(self._source)
        self._source.deleteLater()
        self._source = ChoiceRow(self.tr("What it pays now"), shown.sources)
        self._source.changed.connect(self._on_source)
        self._sources.addWidget(self._source)
        for labelled in (self._to, self._amount, self._more):
            labelled.field.clear()
            labelled.clear_problem()
        self._reason.clear()
        self._sign.clear()
        self._message.clear()
        self.set_busy(False)
        if len(shown.sources) == 1:
            self._source.choose(next(iter(shown.sources)))

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        if self._source.choice:
            self._to.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._source.take_focus()

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field where it is about one."""
        self.set_busy(False)
        labelled = {TO: self._to, AMOUNT: self._amount}.get(field)
        if field in (SIGN, SIGNER):
            self._sign.say(sentence, field)
        elif labelled is None:
            self._message.say("bad", sentence)
        else:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._move.disable(self.tr("The passphrase is being checked."))
        else:
            self._move.enable()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form."""
        if self._amount.field.hasFocus():
            self._reason.take_focus()
            return True
        fields = [self._to.field, self._amount.field, self._more.field, *self._sign.fields]
        if go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _on_source(self) -> None:
        if self._shown is not None and self._source.choice:
            self._amount.field.setText(self._shown.amounts[self._source.choice])
            self._to.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_reason(self) -> None:
        """*Other* is said in words; what the list says is enough."""
        if self._reason.choice:
            field = self._more.field if self._reason.choice == OTHER_REASON else self._sign.fields[0]
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        if not self._move.isEnabled():
            return
        for row, sentence in (
            (self._source, self.tr("Choose what is to be moved.")),
            (self._reason, self.tr("Choose a reason from the list.")),
        ):
            if not row.choice:
                row.say(sentence)
                return
        self._message.clear()
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            MoveAsked(
                source=self._source.choice,
                to=self._to.field.text(),
                amount=self._amount.field.text(),
                why=Why(reason=self._reason.choice, text=self._more.field.text()),
                lead=lead,
                passphrase=passphrase,
            )
        )
