"""A lead agrees to a check that something stands against: at the same desk, by name and passphrase."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cashier.domain.asks import Ask
from cashier.domain.people import Approval, Right
from cashier.usecases.look_at_tender import LeadWanted
from ui import keys
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face, font
from ui.from_queue import FromQueue
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.work import SIGNING, sentence_of


class LeadAgrees(QWidget):
    """Stands where the check's fields were. ``asked`` carries the lead's name and passphrase; ``left``: go back.

    ``asked_afar``: a lead at another desk is to be asked.
    """

    asked = Signal(str, str)
    asked_afar = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: LeadWanted | None = None
        self._why = InlineMessage()
        self._lead = FieldWithLabel(self.tr("Lead who agrees"), EntryField())
        self._passphrase = FieldWithLabel(self.tr("Passphrase of the lead"), EntryField())
        for labelled, most in ((self._lead, 80), (self._passphrase, 256)):
            labelled.field.setMaxLength(most)
            labelled.field.setFont(font(Face.TEXT))
        self._passphrase.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._answer = InlineMessage(boxed=False)
        self._agree = KeyButton(self.tr("The lead agrees"))
        self._agree.clicked.connect(self._ask)
        back = KeyButton(self.tr("Leave it"))
        back.clicked.connect(self.left)
        afar = KeyButton(self.tr("Ask a lead at another desk"), keys.ASK_LEAD)
        afar.clicked.connect(self.asked_afar)
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((fields, (self._lead, self._passphrase)), (buttons, (back, self._agree))):
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._why)
        layout.addLayout(fields)
        layout.addWidget(self._answer)
        layout.addWidget(afar)
        layout.addLayout(buttons)
        self.hide()

    def show_for(self, wanted: LeadWanted | None) -> None:
        """Appear with empty fields, the focus in the first; or go."""
        if wanted is self._wanted:
            return
        self._wanted = wanted
        self.setVisible(wanted is not None)
        for labelled in (self._lead, self._passphrase):
            labelled.field.clear()
            labelled.clear_problem()
        self._answer.clear()
        self.set_busy(False)
        if wanted is None:
            self._why.clear()
        else:
            self._why.say("warn", f"{wanted.tender.told} · {wanted.tender.amount}", wanted.words)

    def take_focus(self) -> None:
        """Into the first empty field."""
        field = self._passphrase.field if self._lead.field.text().strip() else self._lead.field
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """What the rules answered."""
        self.set_busy(False)
        self._answer.clear()
        (self._passphrase if self._lead.field.text().strip() else self._lead).show_problem(sentence)
        self.take_focus()

    def tell(self, sentence: str) -> None:
        """How it stands with what was asked."""
        self._answer.say("ok", sentence)

    def set_busy(self, busy: bool) -> None:
        """While the passphrase is checked."""
        if busy:
            self._agree.disable(self.tr("The passphrase is being checked."))
        else:
            self._agree.enable()

    def on_enter(self) -> bool:
        """Enter goes from the name to the passphrase, and from there asks; whether it was for this form."""
        if not (self._lead.field.hasFocus() or self._passphrase.field.hasFocus()):
            return False
        if self._passphrase.field.hasFocus() and self._lead.field.text().strip():
            self._ask()
        elif self._lead.field.text().strip():
            self._passphrase.field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._lead.field.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _ask(self) -> None:
        if not self._agree.isEnabled():
            return
        lead, passphrase = self._lead.field.text().strip(), self._passphrase.field.text()
        for labelled in (self._lead, self._passphrase):
            labelled.clear_problem()
        self._answer.clear()
        self._passphrase.field.clear()
        self.asked.emit(lead, passphrase)


class LeadAsking(QObject):
    """Has the passphrase checked off this thread. ``agreed`` carries the Approval; ``wanted`` says what it is for, if
    anything still is.
    """

    agreed = Signal(object)

    def __init__(self, form: LeadAgrees, wanted: Callable[[], LeadWanted | None], doors: Doors, around: Around) -> None:
        super().__init__(form)
        self._form = form
        self._wanted_now = wanted
        self._doors, self._around = doors, around
        self._afar: tuple[LeadWanted, Ask] | None = None
        self._queue = FromQueue(doors, around, self)
        form.asked.connect(self._ask)
        form.asked_afar.connect(self._ask_afar)

    def _ask(self, lead: str, passphrase: str) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._form.set_busy(True)

        step_up = self._doors.step_up
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(
                lead, passphrase, act=wanted.act, amount=wanted.tender.amount, right=Right.AGREE_TO_CHECKS
            ),
            done=lambda approval: self._agree(wanted, approval),
            failed=lambda fault: self._refuse(wanted, sentence_of(fault)),
        )

    def _ask_afar(self) -> None:
        """The same question stays one, however often it is put."""
        wanted = self._wanted
        if wanted is None:
            return
        if self._afar is None or self._afar[0] is not wanted:
            ask = Ask(
                ask_id=self._doors.desk.new_id(),
                act=wanted.act,
                amount=wanted.tender.amount,
                right=Right.AGREE_TO_CHECKS,
                sentence=wanted.words,
            )
            self._afar = wanted, ask
        self._form.tell(self.tr("Asked. A lead answers on their Office page; this goes on by itself."))
        self._queue.ask(
            self._afar[1],
            given=lambda approval: self._agree(wanted, approval),
            failed=lambda sentence: self._refuse(wanted, sentence),
        )

    def _agree(self, wanted: LeadWanted, approval: Approval) -> None:
        """Something else may be typed by now: the word was given for that one check."""
        if self._wanted is wanted:
            self.agreed.emit(approval)

    def _refuse(self, wanted: LeadWanted, sentence: str) -> None:
        self._afar = None
        if self._wanted is wanted:
            self._form.say(sentence)

    @property
    def _wanted(self) -> LeadWanted | None:
        return self._wanted_now()
