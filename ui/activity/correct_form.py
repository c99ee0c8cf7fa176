"""What every correction's form has: a reason from a list, more about it, a lead who signs, and sentences in place."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from cashier.domain.correction import OTHER_REASON, Why
from cashier.domain.people import SIGNER
from ui import keys
from ui.activity.correct_state import SIGN
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words


class CorrectForm(Card):
    """``asked`` carries what was typed, ``left`` when nothing is corrected. The passphrase is not kept.

    ``_act`` asks: a form connects it to `_ask`. ``_fields`` and ``_rows``: what a refusal may be about, by its field.
    """

    asked = Signal(object)
    left = Signal()

    def __init__(self, act: str, reasons: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(padding=20, parent=parent)
        self._title = Words(face=Face.NAME)
        self._reason = ChoiceRow(self.tr("Reason"), {code: self.tr(words) for code, words in reasons.items()})
        self._reason.changed.connect(self._on_reason)
        self._more = text_field(self.tr("More about it"), 120)
        self._sign = SignFields(self.tr("Lead's name or badge"), self.tr("Lead's passphrase"))
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._act = KeyButton(act, keys.ENTER, "primary")
        self._afar = KeyButton(self.tr("Ask a lead at another desk"), keys.ASK_LEAD)
        self._afar.clicked.connect(self._ask_afar)
        self._is_afar = False
        self._back = KeyButton(self.tr("Leave it"), keys.BACK)
        self._back.clicked.connect(self.left)
        self._fields: dict[str, FieldWithLabel] = {}
        self._rows: dict[str, ChoiceRow] = {}

    def _lay_out(self, *above: QWidget | QLayout) -> None:
        """What is ``above`` the message and the foot."""
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._afar)
        foot.addWidget(self._act)
        for part in above:
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        self.body.addStretch(1)
        self.body.addWidget(self._message)
        self.body.addLayout(foot)

    def _begin(self, title: str, *labelled: FieldWithLabel) -> None:
        """Empty fields."""
        self._title.setText(title)
        self.setAccessibleName(title)
        for each in (*labelled, self._more):
            each.field.clear()
            each.clear_problem()
        self._reason.clear()
        self._sign.clear()
        self._message.clear()
        self.set_busy(False)

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field where it is about one."""
        self.set_busy(False)
        if field in (SIGN, SIGNER):
            self._sign.say(sentence, field)
        elif (row := self._rows.get(field)) is not None:
            row.say(sentence)
        elif (labelled := self._fields.get(field)) is not None:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say("bad", sentence)

    def tell(self, sentence: str) -> None:
        """How it stands with what was asked."""
        self._message.say("ok", sentence)

    def ready(self, sentence: str) -> None:
        """A lead elsewhere has agreed: Enter does it, once whoever stands here says so."""
        self.tell(sentence)
        self._act.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._act.disable(self.tr("The passphrase is being checked."))
        else:
            self._act.enable()

    def _go_on(self, *fields: QLineEdit) -> bool:
        """Enter goes to the next of these, then of the signature's, and from the last one asks; whether it did."""
        through = [*fields, *self._sign.fields]
        if go_on(through):
            return True
        if through[-1].hasFocus() or self._act.hasFocus():
            self._act.click()
            return True
        return False

    def _after_reason(self) -> QLineEdit:
        """Where the focus goes once the list says enough."""
        return self._sign.fields[0]

    def _on_reason(self) -> None:
        """*Other* is said in words; what the list says is enough."""
        if self._reason.choice:
            field = self._more.field if self._reason.choice == OTHER_REASON else self._after_reason()
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        """Send what was typed with `asked`."""
        raise NotImplementedError

    def _ask_afar(self) -> None:
        """The same for somebody at another desk, who does not sign here."""
        self._is_afar = True
        try:
            self._ask()
        finally:
            self._is_afar = False

    def _chosen(self, *asked: tuple[ChoiceRow, str]) -> bool:
        """Whether each row has a choice, and a reason; the first that has none says so. What was said before goes."""
        for row, sentence in (*asked, (self._reason, self.tr("Choose a reason from the list."))):
            if not row.choice:
                row.say(sentence)
                return False
        self._message.clear()
        for labelled in self._fields.values():
            labelled.clear_problem()
        return True

    def _why(self) -> Why:
        return Why(reason=self._reason.choice, text=self._more.field.text())


class ChoiceOf(QVBoxLayout):
    """A row of choices that are others each time; ``across`` as at `ChoiceRow`."""

    def __init__(self, words: str, changed: Callable[[], None], *, across: int = 0) -> None:
        super().__init__()
        self._words, self._changed, self._across = words, changed, across
        self.row = ChoiceRow(words, {})
        self.addWidget(self.row)

    def offer(self, choices: Mapping[str, str]) -> None:
        """These from now on; the only one is chosen by `choose_only`."""
        self.row.hide()
        self.removeWidget(self.row)
        self.row.deleteLater()
        self.row = ChoiceRow(self._words, dict(choices), across=self._across)
        self.row.changed.connect(self._changed)
        self.addWidget(self.row)

    def choose_only(self, choices: Mapping[str, str]) -> None:
        """Where there is nothing to choose."""
        if len(choices) == 1:
            self.row.choose(next(iter(choices)))
