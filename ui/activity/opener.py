"""Opens one payment of a list, prints it again and corrects it, for every page that lists payments."""

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import CashierError
from cashier.usecases.activity import OpenedPayment, open_payment
from cashier.usecases.card_payment import Settled
from cashier.usecases.reprint import reprint
from ui.activity.asking import Asking
from ui.activity.correcting import Correcting
from ui.activity.mail_field import send_receipt
from ui.activity.paper_buttons import PaperPrinting
from ui.activity.payment_state import facts_shown
from ui.activity.payment_view import PaymentView
from ui.counter.around import Around
from ui.doors import Doors
from ui.work import sentence_of


class Opener(QObject):
    """``opened`` once ``view`` shows the payment; ``committed`` when the printer has something to do.

    ``told`` carries a tone and a sentence for the page, where the view is not what is looked at.
    """

    opened = Signal()
    committed = Signal()
    told = Signal(str, str)

    def __init__(self, doors: Doors, around: Around, view: PaymentView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._view = view
        self._receipt = ""
        self._is_again = False
        self._corrects = False
        self._asking: Asking[OpenedPayment] = Asking(around.work, show=self._on_opened, failed=self._on_fault)
        self._correcting = Correcting(doors, around, view.correct, self)
        view.print_asked.connect(lambda: self.print_again(self._receipt))
        self._papers = PaperPrinting(doors, around, self)
        self._papers.committed.connect(self.committed)
        self._papers.told.connect(self._tell)
        view.paper_asked.connect(lambda paper: self._papers.ask(self._receipt, paper))
        view.mail_asked.connect(self._send)
        view.correct_asked.connect(self._correct)
        view.correct_left.connect(self._correcting.leave)
        self._correcting.done.connect(self._on_corrected)
        self._correcting.not_done.connect(lambda sentence: self._on_corrected(sentence, "bad"))
        self._correcting.asked.connect(self.committed)
        self._correcting.refused.connect(lambda sentence: view.say("bad", sentence))

    def open(self, receipt: str, *, corrects: bool = False) -> None:
        """The view shows it as soon as it has been read; where it ``corrects``, what can be done about it."""
        self._is_again = False
        self._corrects = corrects
        self._ask(receipt)

    def print_again(self, receipt: str) -> None:
        """The same receipt once more, as a counted copy."""
        try:
            copy = reprint(receipt, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self._tell("bad", trouble.sentence)
            return
        self.committed.emit()
        words = self.tr("Copy %d of %s is on its way to the printer.") if copy else self.tr("%s is being printed.")
        self._tell("ok", words % ((copy, receipt) if copy else receipt))

    def _send(self, typed: str) -> None:
        said = send_receipt(self._receipt, typed, self._view.mail, self._doors, self._around)
        if said is not None:
            self.committed.emit()
            self._tell(*said)

    def _correct(self) -> None:
        if self._correcting.begin(self._receipt):
            self._view.open_correct()
            self._view.correct.take_focus()

    def on_card(self, settled: Settled) -> bool:
        """The terminal's answer; whether somebody looks at the payment that waits for it."""
        return self._correcting.on_card(settled)

    def _on_corrected(self, sentence: str, tone: str = "ok") -> None:
        self._view.close_correct()
        self.committed.emit()
        self._tell(tone, sentence)

    def _ask(self, receipt: str) -> None:
        desk = self._doors.desk
        self._asking.ask(lambda: open_payment(receipt, desk))

    def _on_opened(self, opened: OpenedPayment) -> None:
        desk = self._doors.desk
        self._receipt = opened.payment.receipt
        facts = facts_shown(opened, now=desk.clock(), zone=desk.place.time_zone)
        paper = self._doors.paper.preview((*opened.lines, *opened.since), copy=0, columns=self._doors.paper_columns)
        self._view.show_payment(self._receipt, facts, paper, opened.address)
        if not self._is_again:
            self.opened.emit()
        if self._corrects:
            self._corrects = False
            self._correct()

    def _on_fault(self, fault: BaseException) -> None:
        self.told.emit("bad", sentence_of(fault))

    def _tell(self, tone: str, sentence: str) -> None:
        if self._view.isVisible():
            self._view.say("ok" if tone == "ok" else "bad", sentence)
            self._is_again = True
            self._ask(self._receipt)
        else:
            self.told.emit(tone, sentence)
