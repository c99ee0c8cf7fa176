"""The forms of cash between two cashiers: what is given, and the receiver's blind count of what came."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.accounts import BookLine
from cashier.domain.handing import Handed
from cashier.domain.money import Money
from cashier.domain.people import SIGNER
from ui import keys
from ui.drawer.count_rows import CountRows
from ui.drawer.handing_state import papers_words
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words

_MESSAGE_PX = 68  # Two lines.


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAsked:
    """What was typed. The passphrase is not kept by the form."""

    to: str
    note: str
    count: dict[str, int]
    amount: Money
    line: BookLine
    witness: str
    passphrase: str


class GiveForm(QWidget):
    """``asked`` carries a GiveAsked, ``left`` when nothing is given."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = CountRows()
        self._to = text_field(self.tr("Receiver: name or badge"), hangs=True, above=True)
        self._note = text_field(self.tr("What for"), 120, hangs=True)
        self._total = Pair(self.tr("Given"), "", Face.SUBHEADING)
        self._is_premium = CheckBox(self.tr("Premium money"))
        self._sign = SignFields(self.tr("Witness: name or badge"), self.tr("Witness's passphrase"))
        self._message = InlineMessage()
        self._give = KeyButton(self.tr("Give"), keys.ENTER, "primary")
        back = KeyButton(self.tr("Give nothing"))
        told = Words(self.tr("Its receiver counts it, too, and accepts it at their desk."), Face.LABEL, tone="muted")
        told.setWordWrap(True)
        last = _beside(self, self.tr("Cash to another cashier"), self._count, self.tr("To whom, and what for"))
        for part in (self._total, self._is_premium, self._to, self._note, self._sign, told, self._message):
            last.body.addWidget(part)
        last.body.addStretch(1)
        last.body.addWidget(back)
        last.body.addWidget(self._give)
        self._count.changed.connect(self._show)
        self._count.finished.connect(self._to.field.setFocus)
        self._give.clicked.connect(self._ask)
        back.clicked.connect(self.left)

    def begin(self, *, needs_witness: bool) -> None:
        """Empty fields, the focus in the first."""
        self._count.clear()
        for labelled in (self._to, self._note):
            labelled.field.clear()
            labelled.clear_problem()
        self._is_premium.setChecked(False)
        self._message.clear()
        self.ask_witness(needs_witness)
        self._show()
        self._count.focus_first()

    def ask_witness(self, needs_witness: bool) -> None:
        """Whether somebody signs beside who gives."""
        self._sign.clear()
        self._sign.setVisible(needs_witness)

    def say(self, sentence: str) -> None:
        """What the rules answered."""
        self._message.say("bad", sentence)
        self._show()

    def say_beside(self, sentence: str, *, is_receiver: bool) -> None:
        """What is wrong with the receiver, or with what it is for."""
        labelled = self._to if is_receiver else self._note
        labelled.show_problem(sentence)
        labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def say_sign(self, sentence: str, field: str = "") -> None:
        """Why the witness does not sign."""
        self._sign.say(sentence, field)
        self._show()

    def set_busy(self) -> None:
        self._give.disable(self.tr("The passphrase is being checked."))

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one gives; whether it was for this form."""
        fields = [self._to.field, self._note.field, *(self._sign.fields if self._sign.isVisibleTo(self) else ())]
        if self._count.on_enter() or go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _show(self) -> None:
        state = self._count.state
        self._total.show_figure(str(state.total))
        if state.message:
            self._give.disable(self.tr("Count what you give first."))
        else:
            self._give.enable()

    def _ask(self) -> None:
        if not self._give.isEnabled():
            return
        for labelled in (self._to, self._note):
            labelled.clear_problem()
        self._message.clear()
        witness, passphrase = self._sign.taken()
        state = self._count.state
        self.asked.emit(
            GiveAsked(
                to=self._to.field.text(),
                note=self._note.field.text(),
                count=state.count,
                amount=state.total,
                line=BookLine.PREMIUM if self._is_premium.isChecked() else BookLine.MEDICAL,
                witness=witness,
                passphrase=passphrase,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAsked:
    """A receiver's count of ``handed``, and, at one desk, their signature."""

    handed: Handed
    count: dict[str, int]
    has_papers: bool
    user: str
    passphrase: str


class AcceptForm(QWidget):
    """``asked`` carries an AcceptAsked, ``rejected`` a Handed and the reason, ``left`` when nothing is decided."""

    asked = Signal(object)
    rejected = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handed: Handed | None = None
        self._count = CountRows()
        self._words = Words("", Face.TEXT, wraps=True)
        self._papers = CheckBox(self.tr("All checks and money orders are here"))
        self._listed = Words("", Face.LABEL, tone="muted", wraps=True)
        self._sign = SignFields(self.tr("Receiver: name or badge"), self.tr("Receiver's passphrase"))
        self._message = InlineMessage(holds_room=True)
        self._message.hold_room(scaled(self, _MESSAGE_PX))
        self._accept = KeyButton(self.tr("Accept"), keys.ENTER, "primary")
        self._why = text_field(self.tr("Why it is rejected"), 120, hangs=True)
        self._reject = KeyButton(self.tr("Reject"))
        back = KeyButton(self.tr("Decide later"))
        last = _beside(self, self.tr("Count what came"), self._count, self.tr("Accept or reject"))
        for part in (self._words, self._listed, self._papers, self._sign, self._message):
            last.body.addWidget(part)
        last.body.addWidget(self._accept)
        last.body.addStretch(1)
        for below in (self._why, self._reject, back):
            last.body.addWidget(below)
        self._count.finished.connect(self._on_counted)
        self._accept.clicked.connect(self._ask)
        self._reject.clicked.connect(self._ask_reject)
        back.clicked.connect(self.left)

    def begin(self, handed: Handed, words: str) -> None:
        """Empty fields for this one, the focus in the first."""
        self._handed = handed
        self._count.clear()
        self._words.setText(words)
        self._listed.setText(papers_words(handed) if handed.papers else "")
        for part in (self._listed, self._papers):
            part.setVisible(bool(handed.papers))
        self._papers.setChecked(False)
        self._sign.clear()
        self._sign.setVisible(handed.is_here)
        self._why.setVisible(not handed.is_here)
        self._reject.setVisible(not handed.is_here)
        self._why.field.clear()
        self._why.clear_problem()
        self._message.clear()
        self._accept.enable()
        self._count.focus_first()

    def say(self, sentence: str, field: str = "", *, counts_again: bool = False) -> None:
        """What the rules answered; before another count the fields are empty (R1)."""
        self._accept.enable()
        if field == SIGNER and self._sign.isVisibleTo(self):
            self._sign.say(sentence, field)
            return
        self._message.say("bad", sentence)
        if counts_again:
            self._count.clear()
            self._count.focus_first()

    def say_why(self, sentence: str) -> None:
        """What is wrong with the reason."""
        self._why.show_problem(sentence)
        self._why.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self) -> None:
        self._accept.disable(self.tr("The ledger is being asked."))

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one on; whether it was for this form."""
        if self._count.on_enter():
            return True
        if self._sign.isVisibleTo(self):
            fields = list(self._sign.fields)
            if go_on(fields):
                return True
            if fields[-1].hasFocus():
                self._ask()
                return True
        if self._why.field.hasFocus():
            self._reject.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _on_counted(self) -> None:
        """After the last count: the tick for the checks, the signature, or the button."""
        if self._papers.isVisibleTo(self) and not self._papers.isChecked():
            self._papers.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._sign.isVisibleTo(self):
            self._sign.fields[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._accept.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask(self) -> None:
        state = self._count.state
        if self._handed is None or not self._accept.isEnabled():
            return
        if state.message and state.total.cents:  # A count of nothing is one: an empty drawer is handed over, too.
            self.say(state.message)
            return
        self._message.clear()
        user, passphrase = self._sign.taken()
        asked = AcceptAsked(
            handed=self._handed,
            count=state.count,
            has_papers=self._papers.isChecked(),
            user=user,
            passphrase=passphrase,
        )
        self.asked.emit(asked)

    def _ask_reject(self) -> None:
        self._why.clear_problem()
        self.rejected.emit(self._handed, self._why.field.text())


def _beside(form: QWidget, title: str, count: CountRows, last_title: str) -> Card:
    """The count at the left; the card at the right, which is returned."""
    counting, last = Card(title, padding=18), Card(last_title, padding=18)
    counting.body.setSpacing(4)
    counting.body.addWidget(Words(form.tr("Number of each; Enter goes to the next."), Face.LABEL, tone="muted"))
    counting.body.addWidget(count)
    counting.body.addStretch(1)
    layout = QHBoxLayout(form)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(14)
    layout.addWidget(counting, 1)
    layout.addWidget(last, 1)
    return last
