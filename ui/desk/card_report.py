"""On the Desk page: a card that the terminal does not settle, and what two people read off its report."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.card_hold import WHY
from cashier.domain.card_report import CHARGED, CODE, FOUND, REFERENCE, Found
from cashier.domain.people import SIGNER
from ui import keys
from ui.activity.correct_state import SIGN
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words

ON_HOLD = "on_hold"  # What is chosen where the report does not say it.


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRead:
    """What was typed; ``found`` is a `Found`, ON_HOLD, or empty where nothing is chosen. The passphrase is not kept by
    the form.
    """

    found: str
    reference: str
    why: str
    charged: str
    code: str
    lead: str
    passphrase: str


class CardReportForm(Card):
    """``asked`` carries a ReportRead."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What the terminal's report says"), parent=parent)
        self._told = Words(wraps=True)
        says = {
            Found.LISTED.value: self.tr("It is listed"),
            Found.NOT_LISTED.value: self.tr("It is not listed"),
            ON_HOLD: self.tr("It doesn't say: on hold"),
        }
        self._found = ChoiceRow(self.tr("Look at it with a lead"), says)
        self._found.changed.connect(self._on_found)
        self._reference = text_field(self.tr("Report or slip number"), 30, hangs=True, above=True)
        self._charged = text_field(self.tr("Charged"), 20, hangs=True, above=True)
        self._code = text_field(self.tr("Approval code"), 12, hangs=True, above=True)
        self._why = text_field(self.tr("Why the report doesn't say it"), 200, hangs=True, above=True)
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"), hangs=False)
        self._message = InlineMessage(boxed=False)
        self._act = KeyButton(self.tr("Settle it"), keys.ENTER, "primary")
        self._act.clicked.connect(self._ask)
        self._is_sale = True
        self._fields = {REFERENCE: self._reference, CHARGED: self._charged, CODE: self._code, WHY: self._why}
        sale = QHBoxLayout()
        sale.setSpacing(12)
        for labelled in self._fields.values():
            sale.addWidget(labelled, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._told)
        self.body.addWidget(self._found)
        self.body.addLayout(sale)
        for widget in (self._sign, self._message, self._act):
            self.body.addWidget(widget)

    def begin(self, told: str, *, is_sale: bool) -> None:
        """Another card: empty fields."""
        self._told.setText(told)
        self._is_sale = is_sale
        self._found.clear()
        for labelled in self._fields.values():
            labelled.field.clear()
            labelled.clear_problem()
        self._sign.clear()
        self._message.clear()
        self.set_busy(False)
        self._on_found()

    def take_focus(self) -> None:
        self._found.take_focus()

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field where it is about one."""
        self.set_busy(False)
        if field in (SIGN, SIGNER):
            self._sign.say(sentence, field)
        elif field == FOUND:
            self._found.say(sentence)
        elif (labelled := self._fields.get(field)) is not None:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say("bad", sentence)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._act.disable(self.tr("The passphrase is being checked."))
        else:
            self._act.enable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, and from the last one asks."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        through = [labelled.field for labelled in self._asked_for()] + [*self._sign.fields]
        if not go_on(through) and through[-1].hasFocus():
            self._act.click()

    def _asked_for(self) -> list[FieldWithLabel]:
        if self._found.choice == ON_HOLD:
            return [self._why]
        listed_sale = self._is_sale and self._found.choice == Found.LISTED
        return [self._reference, *([self._charged, self._code] if listed_sale else [])]

    def _on_found(self) -> None:
        """What was charged is asked for where something was, and why it waits where it does."""
        wanted = self._asked_for()
        for labelled in self._fields.values():
            labelled.setVisible(labelled in wanted)
        self._act.set_words(self.tr("Put it on hold") if self._why in wanted else self.tr("Settle it"))
        if self._found.choice:
            wanted[0].field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        if not self._found.choice:
            self._found.say(self.tr("Choose what the terminal's report says."))
            return
        self._message.clear()
        lead, passphrase = self._sign.taken()
        self.asked.emit(
            ReportRead(
                found=self._found.choice,
                reference=self._reference.field.text(),
                why=self._why.field.text(),
                charged=self._charged.field.text(),
                code=self._code.field.text(),
                lead=lead,
                passphrase=passphrase,
            )
        )
