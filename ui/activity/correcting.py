"""Does what the panel *Correct* asks: a lead's passphrase off this thread, then one line, then the drawer opens."""

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.people import Approval, Right
from cashier.domain.void import Void, void_act
from cashier.usecases.correct_payment import VoidOffer, void_offer, void_payment
from ui.activity.correct_state import void_shown
from ui.activity.void_form import VoidAsked, VoidForm
from ui.counter.around import Around
from ui.doors import Doors
from ui.work import SIGNING, sentence_of


class Correcting(QObject):
    """``done`` carries the sentence for who looks at the payment again; ``refused`` why the panel can't open."""

    done = Signal(str)
    refused = Signal(str)

    def __init__(self, doors: Doors, around: Around, form: VoidForm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._form = form
        self._offer: VoidOffer | None = None
        self._line_id = doors.desk.new_id()
        form.asked.connect(self._ask)

    def begin(self, receipt: str) -> bool:
        """Say what can be done with a payment now; whether the panel has something to say."""
        try:
            self._offer = void_offer(receipt, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self.refused.emit(trouble.sentence)
            return False
        self._line_id = self._doors.desk.new_id()
        self._form.begin(void_shown(self._offer))
        return True

    def leave(self) -> None:
        """Whoever signs from now on signs for nothing."""
        self._offer = None

    def _ask(self, asked: VoidAsked) -> None:
        offer = self._offer
        if offer is None:
            return
        self._form.set_busy(True)
        step_up = self._doors.step_up

        def refuse(fault: BaseException) -> None:
            if self._offer is offer:
                self._form.say(sentence_of(fault))

        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(
                asked.lead,
                asked.passphrase,
                act=void_act(offer.receipt),
                amount=offer.amount,
                right=Right.APPROVE_CORRECTIONS,
            ),
            done=lambda approval: self._void(offer, asked, approval),
            failed=refuse,
        )

    def _void(self, offer: VoidOffer, asked: VoidAsked, approval: Approval) -> None:
        if self._offer is not offer:  # Something else is looked at by now: the word was given for that one payment.
            return
        wish = Void(
            line_id=self._line_id,
            receipt=offer.receipt,
            why=asked.why,
            receipt_back=asked.receipt_back,
            without_receipt=asked.without_receipt,
            approval=approval,
        )
        try:
            void_payment(wish, self._doors.desk, self._around.staff)
        except FieldRefused as refused:
            self._form.say(refused.sentence, refused.field)
            return
        except CashierError as trouble:
            self._form.say(trouble.sentence)
            return
        self._offer = None
        self._doors.open_drawer()
        told = self.tr("%s is void: give back %s. One slip goes into the drawer, one to the member.")
        self.done.emit(told % (offer.receipt, str(offer.amount)))
