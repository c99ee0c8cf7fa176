"""The Activity page: earlier payments of this desk, found by receipt, member, amount or check number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.receipt_number import made_at, typed_receipt
from cashier.usecases.activity import FOUND_MOST, PaymentsFound, find_payments
from cashier.usecases.card_payment import Settled
from ui import keys
from ui.activity.asking import Asking
from ui.activity.look_up import LookUpField
from ui.activity.opener import Opener
from ui.activity.payment_view import PaymentView
from ui.activity.payments_table import PaymentsTable
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import sentence_of

_FIELD_PX = 420


class ActivityPage(QStackedWidget):
    """``committed`` when the printer has something to do."""

    committed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = doors.desk
        self._asking: Asking[PaymentsFound] = Asking(around.work, show=self._on_found, failed=self._on_fault)
        self._is_looking = False
        self._field = LookUpField(self.tr("Receipt, member, amount or check number"))
        self._table = PaymentsTable(self.tr("Payments, newest first"), zone=doors.desk.place.time_zone, shows_days=True)
        self._about = Words(face=Face.LABEL, tone="muted")
        self._message = InlineMessage(boxed=False, holds_room=True)
        self._view = PaymentView()
        self._opener = Opener(doors, around, self._view, self)
        self._list = self._lay_out()
        for page in (self._list, self._view):
            self.addWidget(page)
        self.setAccessibleName(self.tr("Activity"))
        self._field.typed.connect(self._on_typed)
        self._field.refused.connect(self._say_bad)
        self._field.moved.connect(self._table.move_choice)
        self._field.moved.connect(lambda _: self._say_nothing())
        self._field.entered.connect(self._open)
        self._table.pressed_row.connect(self._field.take_focus)
        self._table.doubleClicked.connect(lambda _: self._open())
        self._opener.opened.connect(self._show_view)
        self._opener.committed.connect(self.committed)
        self._opener.told.connect(self._say)
        self._view.left.connect(self._show_list)

    @property
    def takes_scans(self) -> bool:
        """Whether a scan is the receipt that a member gives back."""
        return self._view.correct.takes_scans

    def on_scan(self, text: str) -> None:
        self._view.correct.void_form.take_receipt(text)

    def on_card(self, settled: Settled) -> bool:
        """The terminal's answer; whether it was for what is looked at here, and is said."""
        return self._opener.on_card(settled)

    def correct(self, receipt: str) -> None:
        """Open a payment of this desk with what can be done about it."""
        self._view.close_correct()
        self._opener.open(receipt, corrects=True)

    def begin(self) -> None:
        """The page comes to the front."""
        if self.currentWidget() is self._view:
            self._view.begin()
            return
        self._field.take_focus()
        self._look(is_anew=False)

    def changed(self) -> None:
        """Something was taken or posted: what is looked at changes in place."""
        if self.isVisible() and self.currentWidget() is self._list:
            self._look(is_anew=False)

    def _look(self, *, is_anew: bool) -> None:
        text, desk = self._field.text(), self._desk
        self._is_looking = self._is_looking or is_anew
        self._asking.ask(lambda: find_payments(text, desk))

    def _on_typed(self, _: str) -> None:
        self._message.clear()
        self._field.show_problem("")
        self._look(is_anew=True)

    def _on_found(self, found: PaymentsFound) -> None:
        self._table.show_payments(found.payments, self._desk.clock())
        if self._is_looking:
            self._is_looking = False
            self._table.choose_first()
        self._about.setText(self._about_words(found))

    def _about_words(self, found: PaymentsFound) -> str:
        if found.behind:
            return self.tr("Reading this desk's earlier payments: %s lines to go.") % f"{found.behind:,}"
        receipt = typed_receipt(self._field.text())
        if not found.payments and receipt and made_at(receipt) != self._desk.place.desk:
            return self.tr("A receipt of another desk: type or scan it on the Counter, with F2.")
        if not found.payments:
            return self.tr("No payment of this desk fits.") if self._field.text() else self.tr("No payment yet.")
        return self.tr("The latest %d. Type more to find others.") % FOUND_MOST if found.more else ""

    def _on_fault(self, fault: BaseException) -> None:
        self._is_looking = False
        self._say_bad(sentence_of(fault))

    def _open(self) -> None:
        if self._table.choice is None:
            self._table.move_choice(0)
        if (payment := self._table.choice) is not None:
            self._opener.open(payment.receipt)

    def _print_again(self) -> None:
        payment = self._table.choice
        if payment is None:
            self._say_bad(self.tr("Choose the payment first, with ↓."))
            self._field.take_focus()
        else:
            self._opener.print_again(payment.receipt)

    def _show_view(self) -> None:
        if self.isVisible():
            self._message.clear()
            self.setCurrentWidget(self._view)
            self._view.begin()

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.begin()

    def _say_nothing(self) -> None:
        self._message.clear()
        self._field.show_problem("")

    def _say_bad(self, sentence: str) -> None:
        self._say("bad", sentence)
        self._field.show_problem(sentence)

    def _say(self, tone: str, sentence: str) -> None:
        self._message.say("ok" if tone == "ok" else "bad", sentence)

    def _lay_out(self) -> QWidget:
        page = QWidget()
        self._field.setFixedWidth(scaled(self, _FIELD_PX))
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 6)
        head.addWidget(Words(self.tr("Payments of this desk"), Face.HEADING))
        head.addStretch(1)
        head.addWidget(self._field)
        open_it = KeyButton(self.tr("Open"), keys.ENTER, "quiet")
        open_it.clicked.connect(self._open)
        again = KeyButton(self.tr("Print again"), keys.PRINT_AGAIN, "quiet")
        again.clicked.connect(self._print_again)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 4, 16, 8)
        foot.addWidget(open_it)
        foot.addWidget(again)
        foot.addWidget(self._message, 1)
        foot.addWidget(self._about)
        card = Card(padding=1)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self._table, 1)
        card.body.addLayout(foot)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.addWidget(card)
        return page
