"""The right-hand panel with a receipt that the member brought back: its paper, and the same once more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier.domain.errors import CashierError
from cashier.usecases.receipt_elsewhere import copy_receipt
from cashier.usecases.reprint import reprint
from ui import keys
from ui.activity.paper_buttons import PaperButtons, PaperPrinting
from ui.counter.around import Around
from ui.counter.scan_state import ShownReceipt
from ui.doors import Doors
from ui.fonts import Face
from ui.widgets.announce import announce
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.paper import Paper, blocks_of
from ui.widgets.words import Words


class ReceiptPanel(QWidget):
    """``left`` when the cashier is done with it, ``committed`` when a copy is due at the printer, ``correct_asked``
    with the number of a receipt of this desk.
    """

    left = Signal()
    committed = Signal()
    correct_asked = Signal(str)

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._shown: ShownReceipt | None = None
        self._title = Words(face=Face.HEADING)
        self._paper = Paper(self.tr("Receipt"))
        self._message = InlineMessage(boxed=False)
        self._print = KeyButton(self.tr("Print again"), keys.PRINT_AGAIN)
        self._print.clicked.connect(self._print_again)
        self._correct = KeyButton(self.tr("Correct"), keys.CORRECT)
        self._correct.clicked.connect(self._ask_correct)
        self._papers = PaperButtons()
        printing = PaperPrinting(doors, around, self)
        printing.committed.connect(self.committed)
        printing.told.connect(lambda tone, words: self._message.say("ok" if tone == "ok" else "bad", words))
        self._papers.asked.connect(lambda paper: printing.ask(self._number, paper))
        self._done = KeyButton(self.tr("Back to the counter"), keys.ENTER, "primary")
        self._done.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._paper, 1)
        for widget in (self._message, self._papers, self._correct, self._print, self._done):
            layout.addWidget(widget)

    def show_receipt(self, receipt: ShownReceipt) -> None:
        """As it was printed."""
        if receipt is self._shown:
            return
        self._shown = receipt
        self._title.setText(self.tr("Receipt %s") % receipt.number)
        self._message.clear()
        self._correct.setVisible(receipt.seen is None)
        self._papers.setVisible(receipt.seen is None)
        words, columns = self._doors.paper, self._doors.paper_columns
        self._paper.show_blocks(
            blocks_of(
                words.preview(receipt.lines, copy=0, columns=columns)
                if receipt.seen is None
                else words.preview_seen(receipt.seen, columns=columns)
            )
        )
        why_not = receipt.seen.why_no_copy if receipt.seen is not None else ""
        if why_not:
            self._message.say("bad", why_not)
            self._print.disable(why_not)
        else:
            self._print.enable()
            if receipt.seen is not None and receipt.seen.told_since:
                self._message.say("warn", receipt.seen.told_since)
        self._done.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._title.text())

    @property
    def _number(self) -> str:
        return self._shown.number if self._shown is not None else ""

    def _ask_correct(self) -> None:
        if self._shown is not None:
            self.correct_asked.emit(self._number)

    def _print_again(self) -> None:
        shown, desk, staff = self._shown, self._doors.desk, self._around.staff
        assert shown is not None
        try:
            if shown.seen is None:
                copy = reprint(shown.number, desk, staff)
            else:
                copy = copy_receipt(shown.copy_id, shown.seen, desk, staff)
        except CashierError as trouble:
            self._message.say("bad", trouble.sentence)
            return
        self.committed.emit()
        self._message.say("ok", self.tr("Copy %d is on its way to the printer.") % copy)
