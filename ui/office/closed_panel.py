"""A payment of a closed drawer: found by its receipt's number, then asked to pay what it should."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.closed_move import ClosedPayment, read_closed_move, read_receipt_number
from cashier.domain.errors import FieldRefused, LedgerRefuses
from cashier.domain.office_tasks import Wish, to_move
from cashier.usecases.move_closed import look_at_closed
from cashier.usecases.office_tasks import do_about
from ui.counter.around import Around
from ui.counter.small_form import FormField, SmallForm
from ui.doors import Doors
from ui.office.closed_form import ClosedForm, MoveTyped
from ui.office.closed_state import RECEIPT, closed_shown
from ui.office.task_panel import TASKS_LANE
from ui.work import sentence_of


class ClosedPanel(QWidget):
    """``left``: back to the lists. ``done`` carries the sentence about what was asked for.

    An answer that got lost is asked for again under the same id, as long as the same is wanted.
    """

    left = Signal()
    done = Signal(str)

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._payment: ClosedPayment | None = None
        self._asked: Wish | None = None
        self._find = SmallForm(
            self.tr("A payment of a closed drawer"),
            self.tr("It paid the wrong bill or the wrong member. Its money is moved; the drawer and its day stay."),
            (FormField(key=RECEIPT, words=self.tr("Receipt"), most=30, hint=self.tr("OAK3-0000012")),),
            self.tr("Look it up"),
        )
        self._find.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # A sentence may be long.
        self._find.entered.connect(self._on_number)
        self._find.left.connect(self.left)
        self._form = ClosedForm()
        self._form.asked.connect(self._on_asked)
        self._form.left.connect(self._on_back)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._find)
        body.addWidget(self._form)
        body.addStretch(1)

    def begin(self) -> None:
        """Another receipt."""
        self._payment = self._asked = None
        self._form.hide()
        self._find.show()
        self._find.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._payment is not None:
                self._on_back()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                (self._find if self._payment is None else self._form).on_enter()
        else:
            super().keyPressEvent(event)

    def _on_back(self) -> None:
        """To the receipt's number, which stands there still."""
        receipt = self._payment.receipt if self._payment is not None else ""
        self.begin()
        self._find.begin({RECEIPT: receipt})

    def _on_number(self, typed: Mapping[str, str]) -> None:
        try:
            receipt = read_receipt_number(typed[RECEIPT])
        except FieldRefused as refused:
            self._find.say(refused.sentence, refused.field)
            return
        staff, office = self._around.staff, self._doors.office
        self._find.set_busy(self.tr("The ledger is being asked."))
        self._around.work.run(
            TASKS_LANE,
            lambda: look_at_closed(receipt, staff, office),
            done=self._on_found,
            failed=lambda fault: self._find.say(
                sentence_of(fault), RECEIPT if isinstance(fault, LedgerRefuses) else ""
            ),
        )

    def _on_found(self, payment: ClosedPayment) -> None:
        self._payment = payment
        self._find.hide()
        self._form.show()
        self._form.begin(closed_shown(payment))

    def _on_asked(self, typed: MoveTyped) -> None:
        assert self._payment is not None, "a form without its payment"
        try:
            move = read_closed_move(self._payment, typed.source, typed.to, typed.amount, typed.why)
        except FieldRefused as refused:
            self._form.say(refused.sentence, refused.field)
            return
        wish = to_move(self._doors.desk.new_id(), move)
        if self._asked is not None and to_move(self._asked.line_id, move) == self._asked:
            wish = self._asked
        self._asked = wish
        staff, office, step_up = self._around.staff, self._doors.office, self._doors.step_up
        self._form.set_busy(True)
        self._around.work.run(
            TASKS_LANE,
            lambda: do_about(wish, staff, office, step_up),
            done=self._on_done,
            failed=self._on_refused,
        )

    def _on_done(self, said: str) -> None:
        self._asked = None
        self.done.emit(said)

    def _on_refused(self, fault: BaseException) -> None:
        field = fault.field if isinstance(fault, FieldRefused | LedgerRefuses) else ""
        self._form.say(sentence_of(fault), field)
