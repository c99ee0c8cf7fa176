"""What follows on a payment at the right-hand side: the change, then the receipt, the second copy and the ledger."""

from PySide6.QtCore import QObject, QTimer, Signal

from cashier.domain.endorsement import Endorsement, endorsements
from cashier.domain.errors import CashierError
from cashier.usecases.reprint import reprint
from cashier.usecases.take_payment import Taken
from ui.activity.mail_field import send_receipt
from ui.activity.paper_buttons import PaperPrinting
from ui.counter.account_view import AccountView
from ui.counter.around import Around
from ui.counter.cash_asking import CashAsking
from ui.counter.copy_watch import CopyWatch
from ui.counter.mail_state import known_address
from ui.counter.paid_panel import PaidPanel
from ui.counter.serving import Serving
from ui.doors import Doors
from ui.tender.backs import Backs


class PaidSide(QObject):
    """``copy_settled`` says whether the second copy came in time, ``committed`` that a lane has something to do.

    ``paper_shown`` once the receipt stands there: what may wait until then is done now.
    """

    copy_settled = Signal(bool)
    committed = Signal()
    paper_shown = Signal()

    def __init__(
        self, doors: Doors, around: Around, serving: Serving, account: AccountView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._serving = serving
        self._account = account
        self._backs = Backs(doors, around)
        self.panel = PaidPanel(around.seconds, self._backs)
        self._copy = CopyWatch(doors.second_copy_reached, around.seconds, self)
        self._copy.settled.connect(self._on_copy)
        self.panel.print_asked.connect(self.print_again)
        self._cash = CashAsking(doors, around, serving, account, self)
        self._cash.committed.connect(self.committed)
        self._cash.done.connect(self.panel.focus_next)
        self.panel.next_asked.connect(self._cash.forget)
        self.panel.endorse_asked.connect(self._backs.ask)
        self.panel.next_asked.connect(self._backs.forget)
        self._backs.said.connect(self.panel.say)
        self._backs.guiding.connect(self.panel.make_room)
        self._backs.committed.connect(self.committed)
        self._backs.left.connect(self.panel.focus_next)
        printing = PaperPrinting(doors, around, self)
        printing.committed.connect(self.committed)
        printing.told.connect(self._say)
        self.panel.paper_asked.connect(lambda paper: printing.ask(self._receipt, paper))
        self.panel.mail.asked.connect(self._send)

    def make_ready(self, taken: Taken) -> None:
        """Lay the panel out, out of sight, for what will be true in a moment."""
        backs = self._backs_of(taken)
        payment, account = self._serving.payment, self._serving.account
        address = known_address(account, payment.payor) if payment is not None else ""
        self.panel.show_paid(taken.paid, taken.cash, has_checks=bool(backs), address=address)
        self._backs.offer(taken.receipt, backs)

    def appear(self, taken: Taken) -> None:
        """The change stands there now; the receipt comes after it."""
        self.panel.appear()
        self._cash.look(taken)
        self._copy.wait_for(taken.sequence)
        QTimer.singleShot(0, self, self._show_paper)

    def take_focus(self) -> None:
        """Back to the form on large cash where somebody is at it, else to the next member."""
        if not self._account.go_on_with_cash_form():
            self.panel.focus_next()

    def show_posted(self) -> None:
        """Say so once the ledger has the payment."""
        taken = self._serving.taken
        if taken is None or self._copy.is_waiting:
            return
        with self._doors.desk.open_reading() as work:
            reached = work.journal.mark().received_through
        if reached >= taken.sequence:
            self.panel.say_taken("posted")

    def print_again(self) -> None:
        """The same receipt once more, as a counted copy."""
        taken = self._serving.taken
        if taken is None:
            return
        try:
            copy = reprint(taken.receipt, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self.panel.say("bad", trouble.sentence)
            return
        self.committed.emit()
        self.panel.say("ok", self.tr("Copy %d is on its way to the printer.") % copy)

    @property
    def _receipt(self) -> str:
        return self._serving.taken.receipt if self._serving.taken is not None else ""

    def _send(self, typed: str) -> None:
        """By e-mail, which is asked for after the payment and never before (Cal. Civ. 1747.08)."""
        if told := send_receipt(self._receipt, typed, self.panel.mail, self._doors, self._around):
            self.committed.emit()
            self._say(*told)

    def _say(self, tone: str, sentence: str) -> None:
        self.panel.say("ok" if tone == "ok" else "bad", sentence)

    def _backs_of(self, taken: Taken) -> tuple[Endorsement, ...]:
        """What is written on the back of this payment's checks."""
        lines = (numbered.line for numbered in taken.lines)
        place = self._doors.desk.place
        return endorsements(lines, place.payees, mailed=False, table=place.rules.tenders)

    def _show_paper(self) -> None:
        taken = self._serving.taken
        if taken is not None:
            lines, backs = tuple(numbered.line for numbered in taken.lines), self._backs_of(taken)
            words, columns = self._doors.paper, self._doors.paper_columns
            paper = words.preview(lines, copy=0, columns=columns)
            self.panel.show_paper(paper, words.back_of(backs, columns=columns) if backs else ())
            QTimer.singleShot(0, self, self.paper_shown.emit)

    def _on_copy(self, has_copy: bool) -> None:
        if self._serving.taken is not None:
            self.panel.say_taken("saved")
            self.show_posted()
        self.copy_settled.emit(has_copy)
