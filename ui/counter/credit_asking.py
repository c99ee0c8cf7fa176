"""Brings a credit on account to a lead: checks what was typed, has the passphrase checked off this thread."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import FieldRefused
from cashier.domain.payment import CREDIT_ACT
from cashier.domain.people import Approval
from cashier.usecases.sign_in import StepUp
from ui.counter.extras_state import LEAD, PASSPHRASE, Texts, credit, read_credit
from ui.counter.forms import CreditForm
from ui.counter.serving import Serving
from ui.work import SIGNING, Work, sentence_of


class CreditAsking(QObject):
    """``added`` once the lead has signed and the credit is part of the payment."""

    added = Signal()

    def __init__(self, form: CreditForm, serving: Serving, step_up: StepUp, work: Work) -> None:
        super().__init__(form)
        self._form = form
        self._serving = serving
        self._step_up = step_up
        self._work = work
        form.entered.connect(self._ask)

    def _ask(self, texts: Texts) -> None:
        try:
            amount, reason = read_credit(texts)
        except FieldRefused as refused:
            self._form.say(refused.sentence, at=refused.field)
            return
        payment_id = self._payment_id
        lead, passphrase = texts[LEAD].strip(), texts[PASSPHRASE]
        self._form.set_busy(self.tr("The passphrase is being checked."))

        def add(approval: Approval) -> None:
            # The member may have gone while the passphrase was checked: the signature was for that payment alone.
            account = self._serving.account
            if self._payment_id == payment_id and account is not None:
                guarantor = account.account.member.guarantor_number
                self._serving.add(credit(guarantor, reason, approval, account.place))
                self.added.emit()

        self._work.run(
            SIGNING,
            lambda: self._step_up.approve(lead, passphrase, act=CREDIT_ACT, amount=amount),
            done=add,
            failed=lambda fault: self._form.say(sentence_of(fault), at=PASSPHRASE if lead else LEAD),
        )

    @property
    def _payment_id(self) -> UUID | None:
        payment = self._serving.payment
        return payment.payment_id if payment is not None else None
