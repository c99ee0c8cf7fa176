"""What is typed into the payment's panel at the right: the tender's fields, sums of notes, and a lead's word."""

from PySide6.QtCore import QObject, Signal

from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.usecases.look_at_tender import LeadWanted
from ui.counter.around import Around
from ui.counter.payment_panel import PaymentPanel
from ui.counter.serving import Serving
from ui.doors import Doors
from ui.tender.check_reading import CheckReading
from ui.tender.lead_agrees import LeadAsking
from ui.tender.tender_state import Field


class TenderSide(QObject):
    """``changed`` when the page is to be shown anew, ``agreed`` once a lead's word has let a check be tendered."""

    changed = Signal()
    agreed = Signal()

    def __init__(self, doors: Doors, around: Around, serving: Serving, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serving = serving
        self.panel = PaymentPanel(has_terminal=bool(doors.terminal))
        self._lead = LeadAsking(self.panel.lead, lambda: self._wanted, doors, around)
        self._lead.agreed.connect(self._on_agreed)
        self.panel.fields.typed.connect(self._on_typed)
        self._reading: CheckReading | None = None
        station = doors.check_station
        if station is not None and station.read is not None:
            self._reading = CheckReading(station, around.work)
            self.panel.fields.put_reading(self._reading)
        self.panel.fields.quick_pressed.connect(self._on_quick)

    def show_payment(self, *, is_looking: bool) -> None:
        """The payment as it stands; nothing of it can be done while somebody else is looked for."""
        serving = self._serving
        if self._reading is not None and (serving.payment is None or serving.payment.draft is None):
            self._reading.forget()
        if serving.payment is None:
            self.panel.show_nothing(serving.last)
        else:
            why_not = serving.find_first if is_looking else serving.why_not_here
            self.panel.show_state(serving.payment, serving.last, serving.whose, why_not=why_not)

    def say_key(self, sentence: str) -> bool:
        """Why a key did nothing, until the next one; empty takes it away. Whether this is in sight."""
        if not sentence and self._serving.payment is not None:
            self.changed.emit()
        self.panel.say_key(sentence)
        return self.panel.isVisible()

    def asks_for_rest(self) -> bool:
        """Part of it is tendered: the focus is where the rest is chosen, and on nothing that Enter or Space changes."""
        payment = self._serving.payment
        if payment is None or payment.draft is not None or payment.asks_to_drop:
            return False
        if payment.tenders or payment.booked:
            self.panel.focus_ways()
        return bool(payment.tenders or payment.booked)

    def take_focus(self) -> None:
        """Into the field that the problem is about, else into the amount; the lead's, where one is asked."""
        payment = self._serving.payment
        if payment is None or payment.draft is None:
            return
        if payment.lead_wanted is not None:
            self.panel.lead.take_focus()
        else:
            self.panel.focus_on(payment.problem.field if payment.problem is not None else Field.AMOUNT)

    @property
    def _wanted(self) -> LeadWanted | None:
        payment = self._serving.payment
        return payment.lead_wanted if payment is not None else None

    def _on_agreed(self, approval: Approval) -> None:
        self._serving.agree(approval)
        self.agreed.emit()

    def _on_typed(self, into: Field, text: str) -> None:
        self._serving.typed(into, text)
        self.changed.emit()

    def _on_quick(self, amount: Money | None) -> None:
        self._serving.quick(amount)
        self.changed.emit()
        self.take_focus()
