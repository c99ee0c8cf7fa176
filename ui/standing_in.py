"""Lets a lead in for the drawer of a cashier who is not here, and out again; what that one did stays locked."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from cashier.domain.people import Right, Staff
from cashier.domain.shift import Shift
from cashier.usecases.absent import stand_in
from cashier.usecases.shift import current_shift
from cashier.usecases.sign_in import sign_out
from ui.counter.around import Around
from ui.doors import Doors
from ui.work import SIGNING, Work


class StandingIn(QObject):
    """``busy`` while it is looked up whether they may, ``failed`` with the reason why they may not.

    ``ended`` says whether the drawer is closed or handed over.
    """

    busy = Signal(bool)
    failed = Signal(object)
    ended = Signal(bool)

    def __init__(self, stack: QStackedWidget, work: Work, seconds: Callable[[], float]) -> None:
        super().__init__(stack)
        self._stack, self._work, self._seconds = stack, work, seconds
        self._doors: Doors | None = None
        self._page: object = None

    @property
    def is_here(self) -> bool:
        """Whether a lead has the desk for that."""
        return self._page is not None

    def takes(self, staff: Staff, doors: Doors) -> bool:
        """Whether a lead came for the drawer of a cashier who is not here, and for nothing else; then it is asked."""
        shift = current_shift(doors.desk)
        if shift is None or shift.staff == staff.user or not staff.may(Right.COUNT_FOR_ABSENT):
            return False
        self._doors = doors
        self.busy.emit(True)
        self._work.run(
            SIGNING,
            lambda: stand_in(doors.desk, staff, doors.office),
            done=lambda shift: self._begin(staff, shift, doors),
            failed=self.failed.emit,
        )
        return True

    def on_scan(self, text: str) -> None:
        if self._doors is not None and isinstance(self._page, self._doors.stand_in_page):
            self._page.on_scan(text)

    def end(self) -> None:
        """The lead goes."""
        if self._doors is None or not isinstance(page := self._page, self._doors.stand_in_page):
            return
        self._page = None
        sign_out(page.staff, self._doors.desk)
        self.ended.emit(page.is_done)
        self._stack.removeWidget(page)
        page.deleteLater()
        self._work.wake()

    def _begin(self, staff: Staff, shift: Shift, doors: Doors) -> None:
        around = Around(work=self._work, staff=staff, seconds=self._seconds)
        page = self._page = doors.stand_in_page(doors, around, shift, self._stack)
        page.committed.connect(self._work.wake)
        page.left.connect(self.end)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.busy.emit(False)
        page.focus_first()
