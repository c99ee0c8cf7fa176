"""A payment's papers besides its receipt, a button each, and what is said once they are on their way."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.errors import CashierError
from cashier.domain.receipt_paper import ReceiptPaper
from cashier.usecases.ask_papers import ask_papers
from ui.counter.around import Around
from ui.doors import Doors
from ui.widgets.key_button import KeyButton


class PaperButtons(QWidget):
    """``asked`` carries the `ReceiptPaper`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {
            ReceiptPaper.OFFICE: (self.tr("Office copy"), self.tr("Print the office's copy")),
            ReceiptPaper.ITEMIZED: (self.tr("Itemized"), self.tr("Print a receipt with service dates")),
            ReceiptPaper.PART: (self.tr("Per member"), self.tr("Print one part for each member")),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)  # The three fill the width of the panel at the right of the smallest window.
        for paper, (told, at_length) in words.items():
            button = KeyButton(told)
            button.setAccessibleName(at_length)
            button.clicked.connect(partial(self.asked.emit, paper))
            row.addWidget(button, 1)


class PaperPrinting(QObject):
    """Prints what is asked for; ``committed`` when the printer has something to do, ``told`` with a tone and words."""

    committed = Signal()
    told = Signal(str, str)

    def __init__(self, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around

    def ask(self, receipt: str, paper: ReceiptPaper) -> None:
        """One paper, or a part for each member."""
        try:
            copies = ask_papers(receipt, paper, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self.told.emit("bad", trouble.sentence)
            return
        self.committed.emit()
        if len(copies) > 1:
            self.told.emit("ok", self.tr("%d papers are on their way to the printer.") % len(copies))
        elif copies[0]:
            self.told.emit("ok", self.tr("Copy %d is on its way to the printer.") % copies[0])
        else:
            self.told.emit("ok", self.tr("The paper is on its way to the printer."))
