"""The fields of a change of tender: what was keyed wrong, what it is, its number, why, and a lead who signs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.correction import OTHER_REASON, Why
from cashier.domain.people import SIGNER
from cashier.domain.tender_change import CHANGE_REASONS, KIND, KINDS, WHICH
from cashier.domain.tenders import RULES, TenderKind
from ui import keys
from ui.activity.correct_state import ISSUER, NUMBER, SIGN, ChangeShown
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """What was typed. The passphrase is not kept by the form."""

    which: int
    kind: TenderKind
    number: str
    issuer: str
    why: Why
    lead: str
    passphrase: str


class ChangeForm(Card):
    """``asked`` carries a ChangeAsked, ``left`` when nothing is called otherwise."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self._shown: ChangeShown | None = None
        self._title = Words(face=Face.NAME)
        told = self.tr("The total and what it pays stay. A slip to sign and the corrected receipt print.")
        self._sources = QVBoxLayout()
        self._which = ChoiceRow(self.tr("Keyed as"), {})
        self._sources.addWidget(self._which)
        self._kind = ChoiceRow(self.tr("It is"), {kind.value: self.tr(RULES[kind].words) for kind in KINDS})
        self._kind.changed.connect(self._on_kind)
        self._number = text_field(self.tr("Number on it"), 20)
        self._issuer = text_field(self.tr("Bank or issuer"), 60)
        self._reason = ChoiceRow(self.tr("Reason"), {code: self.tr(words) for code, words in CHANGE_REASONS.items()})
        self._reason.changed.connect(self._on_reason)
        self._more = text_field(self.tr("More about it"), 120)
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._change = KeyButton(self.tr("Change it"), keys.ENTER, "primary")
        self._change.clicked.connect(self._ask)
        back = KeyButton(self.tr("Leave it"), keys.BACK)
        back.clicked.connect(self.left)
        paper, foot = QHBoxLayout(), QHBoxLayout()
        paper.setSpacing(12)
        for labelled in (self._number, self._issuer):
            paper.addWidget(labelled, 1, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self._change)
        self.body.addWidget(self._title)
        self.body.addWidget(Words(told, Face.LABEL, tone="muted", wraps=True))
        self.body.addLayout(self._sources)
        self.body.addWidget(self._kind)
        self.body.addLayout(paper)
        for part in (self._reason, self._more, self._sign):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(self._message)
        self.body.addLayout(foot)

    def begin(self, shown: ChangeShown) -> None:
        """What was keyed; the only one is chosen."""
        self._shown = shown
        self._title.setText(shown.title)
        self.setAccessibleName(shown.title)
        self._which.hide()
        self._sources.removeWidget(self._which)
        self._which.deleteLater()
        self._which = ChoiceRow(self.tr("Keyed as"), shown.tenders)
        self._which.changed.connect(self._kind.take_focus)
        self._sources.addWidget(self._which)
        for labelled in (self._number, self._issuer, self._more):
            labelled.field.clear()
            labelled.clear_problem()
        self._kind.clear()
        self._reason.clear()
        self._sign.clear()
        self._message.clear()
        self.set_busy(False)
        if len(shown.tenders) == 1:
            self._which.choose(next(iter(shown.tenders)))

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        (self._kind if self._which.choice else self._which).take_focus()

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field where it is about one."""
        self.set_busy(False)
        labelled = {NUMBER: self._number, ISSUER: self._issuer}.get(field)
        row = {WHICH: self._which, KIND: self._kind}.get(field)
        if field in (SIGN, SIGNER):
            self._sign.say(sentence, field)
        elif row is not None:
            row.say(sentence)
        elif labelled is None:
            self._message.say("bad", sentence)
        else:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._change.disable(self.tr("The passphrase is being checked."))
        else:
            self._change.enable()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form."""
        if self._issuer.field.hasFocus():
            self._reason.take_focus()
            return True
        fields = [self._number.field, self._issuer.field, self._more.field, *self._sign.fields]
        if go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _on_kind(self) -> None:
        """Cash has no number, and nobody issued it."""
        is_cash = self._kind.choice == TenderKind.CASH
        for labelled in (self._number, self._issuer):
            labelled.setEnabled(not is_cash)
            if is_cash:
                labelled.field.clear()
                labelled.clear_problem()
        if is_cash:
            self._reason.take_focus()
        elif self._kind.choice:
            self._number.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_reason(self) -> None:
        """*Other* is said in words; what the list says is enough."""
        if self._reason.choice:
            field = self._more.field if self._reason.choice == OTHER_REASON else self._sign.fields[0]
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        if not self._change.isEnabled():
            return
        for row, sentence in (
            (self._which, self.tr("Choose what was keyed wrong.")),
            (self._kind, self.tr("Choose what it is.")),
            (self._reason, self.tr("Choose a reason from the list.")),
        ):
            if not row.choice:
                row.say(sentence)
                return
        self._message.clear()
        for labelled in (self._number, self._issuer):
            labelled.clear_problem()
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            ChangeAsked(
                which=int(self._which.choice),
                kind=TenderKind(self._kind.choice),
                number=self._number.field.text().strip(),
                issuer=self._issuer.field.text().strip(),
                why=Why(reason=self._reason.choice, text=self._more.field.text()),
                lead=lead,
                passphrase=passphrase,
            )
        )
