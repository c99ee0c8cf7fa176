"""On the Desk page: receipts that may or may not have come out, until somebody has said, and where the next ones do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from cashier.domain.errors import CashierError
from cashier.usecases.ports.work import PrintJob
from cashier.usecases.reprint import say_not_printed, say_printed, unsure_prints
from ui.counter.around import Around
from ui.desk.card_settling import CardSettling
from ui.desk.page import DeskPage
from ui.doors import PRINTER_LANE, Doors

_LOOK_EVERY_MS = 2000


class UnsurePapers(QObject):
    """``counted`` carries how many there are, each time it has looked, and what is to be said of cards that nobody
    knows; ``settled`` what two people found of one.
    """

    counted = Signal(int, str)
    settled = Signal(object)

    def __init__(self, page: DeskPage, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._doors = doors
        self._around = around
        self._cards = CardSettling(page, doors, around, self)
        self._cards.settled.connect(self.settled)
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK_EVERY_MS)
        self._looks.timeout.connect(self.look)
        page.paper_answered.connect(self._answer)
        if (printers := doors.receipt_printers) is not None:
            page.show_printers(printers.names)
            page.printer_chosen.connect(lambda place: self._tell(partial(printers.choose, place)))
            page.trial_asked.connect(lambda: self._tell(printers.try_out))
        self._looks.start()

    def look(self) -> None:
        """Which there are now."""
        jobs = unsure_prints(self._doors.desk)
        self._page.show_papers(jobs)
        if (printers := self._doors.receipt_printers) is not None and printers.drawer:
            self._page.show_facts({self.tr("Cash drawer"): printers.drawer})
        self.counted.emit(len(jobs), self._cards.look())

    def _tell(self, wish: Callable[[], None]) -> None:
        wish()
        self._around.work.wake(PRINTER_LANE)

    def _answer(self, job: PrintJob, holds_it: bool) -> None:
        try:
            if holds_it:
                say_printed(job, self._doors.desk)
            else:
                say_not_printed(job, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self._page.say(trouble.sentence)
            return
        self._page.say("")
        self._around.work.wake()
        self.look()
