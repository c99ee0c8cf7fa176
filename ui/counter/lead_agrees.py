"""A lead agrees to a check that something stands against: at the same desk, by name and passphrase."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cashier.domain.people import Approval, Right
from cashier.usecases.look_at_tender import LeadWanted
from cashier.usecases.sign_in import StepUp
from ui.counter.serving import Serving
from ui.fonts import Face, font
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.work import SIGNING, Work, sentence_of


class LeadAgrees(QWidget):
    """Stands where the check's fields were. ``asked`` carries the lead's name and passphrase; ``left``: go back."""

    asked = Signal(str, str)
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
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((fields, (self._lead, self._passphrase)), (buttons, (back, self._agree))):
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._why)
        layout.addLayout(fields)
        layout.addWidget(self._answer)
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
        self._answer.clear()
        self.set_busy(False)
        if wanted is None:
            self._why.clear()
        else:
            self._why.say("warn", f"{wanted.tender.words} · {wanted.tender.amount}", wanted.words)

    def take_focus(self) -> None:
        """Into the first empty field."""
        field = self._passphrase.field if self._lead.field.text().strip() else self._lead.field
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """What the rules answered."""
        self.set_busy(False)
        self._answer.say("bad", sentence)
        self.take_focus()

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
        self._answer.clear()
        self._passphrase.field.clear()
        self.asked.emit(lead, passphrase)


class LeadAsking(QObject):
    """Has the passphrase checked off this thread; ``agreed`` once the check stands among what was tendered."""

    agreed = Signal()

    def __init__(self, form: LeadAgrees, serving: Serving, step_up: StepUp, work: Work) -> None:
        super().__init__(form)
        self._form = form
        self._serving = serving
        self._step_up = step_up
        self._work = work
        form.asked.connect(self._ask)

    def _ask(self, lead: str, passphrase: str) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._form.set_busy(True)

        def agree(approval: Approval) -> None:
            # Something else may be typed by now: the word was given for that one check.
            if self._wanted is wanted:
                self._serving.agree(approval)
                self.agreed.emit()

        def refuse(fault: BaseException) -> None:
            if self._wanted is wanted:
                self._form.say(sentence_of(fault))

        self._work.run(
            SIGNING,
            lambda: self._step_up.approve(
                lead, passphrase, act=wanted.act, amount=wanted.tender.amount, right=Right.AGREE_TO_CHECKS
            ),
            done=agree,
            failed=refuse,
        )

    @property
    def _wanted(self) -> LeadWanted | None:
        payment = self._serving.payment
        return payment.lead_wanted if payment is not None else None
