"""The fields of a change of tender: what was keyed wrong, what it is, its number, why, and a lead who signs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.correction import Why
from cashier.domain.tender_change import CHANGE_REASONS, KIND, KINDS, WHICH
from cashier.domain.tenders import RULES, TenderKind
from ui.activity.correct_form import ChoiceOf, CorrectForm
from ui.activity.correct_state import ACCOUNT, ISSUER, NUMBER, ROUTING, ChangeShown
from ui.drawer.sign_fields import text_field
from ui.fonts import Face
from ui.tender.tender_state import FIELDS
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """What was typed. The passphrase is not kept by the form; ``afar``: a lead at another desk is to be asked."""

    which: int
    kind: TenderKind
    number: str
    issuer: str
    routing: str
    account: str
    why: Why
    lead: str
    passphrase: str
    afar: bool


class ChangeForm(CorrectForm):
    """``asked`` carries a ChangeAsked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Change it"), CHANGE_REASONS, parent)
        told = self.tr("The total and what it pays stay. A slip to sign and the corrected receipt print.")
        self._kind = ChoiceRow(self.tr("It is"), {kind.value: self.tr(RULES[kind].words) for kind in KINDS})
        self._kind.changed.connect(self._on_kind)
        self._which = ChoiceOf(self.tr("Keyed as"), self._kind.take_focus)
        self._number = text_field(self.tr("Number on it"), 20)
        self._issuer = text_field(self.tr("Bank or issuer"), 60)
        self._routing = text_field(self.tr("Routing number"), 9)
        self._account = text_field(self.tr("Account number"), 20)
        self._fields |= {
            NUMBER: self._number,
            ISSUER: self._issuer,
            ROUTING: self._routing,
            ACCOUNT: self._account,
        }
        self._act.clicked.connect(self._ask)
        paper = QHBoxLayout()
        paper.setSpacing(12)
        for labelled in self._fields.values():
            paper.addWidget(labelled, 1, Qt.AlignmentFlag.AlignTop)
        words = Words(told, Face.LABEL, tone="muted", wraps=True)
        self._lay_out(self._title, words, self._which, self._kind, paper, self._reason, self._more, self._sign)

    def begin(self, shown: ChangeShown) -> None:
        """What was keyed; the only one is chosen."""
        self._which.offer(shown.tenders)
        self._rows = {WHICH: self._which.row, KIND: self._kind}
        self._kind.clear()
        self._begin(shown.title, *self._fields.values())
        self._which.choose_only(shown.tenders)

    def take_focus(self) -> None:
        """On the first thing that is asked."""
        (self._kind if self._which.row.choice else self._which.row).take_focus()

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one asks; whether it was for this form."""
        typed = [labelled.field for labelled in self._fields.values() if labelled.isEnabled()]
        if typed and typed[-1].hasFocus():
            self._reason.take_focus()
            return True
        return self._go_on(*typed, self._more.field)

    def _on_kind(self) -> None:
        """Cash has no number, and nobody issued it; a money order is drawn on no account."""
        asked = {of.value for of in FIELDS[TenderKind(self._kind.choice)]} if self._kind.choice else set(self._fields)
        for name, labelled in self._fields.items():
            labelled.setEnabled(name in asked)
            if name not in asked:
                labelled.field.clear()
                labelled.clear_problem()
        if self._kind.choice == TenderKind.CASH:
            self._reason.take_focus()
        elif self._kind.choice:
            self._number.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        wrong, right = self.tr("Choose what was keyed wrong."), self.tr("Choose what it is.")
        if not self._chosen((self._which.row, wrong), (self._kind, right)):
            return
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            ChangeAsked(
                which=int(self._which.row.choice),
                kind=TenderKind(self._kind.choice),
                number=self._number.field.text().strip(),
                issuer=self._issuer.field.text().strip(),
                routing=self._routing.field.text().strip(),
                account=self._account.field.text().strip(),
                why=self._why(),
                lead=lead,
                passphrase=passphrase,
                afar=self._is_afar,
            )
        )
