"""The desk's window: sign-in first, then the shell. It hears the lanes, hides everything when locked, closes clean."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from cashier.domain.errors import NotAllowed, StoreTrouble
from cashier.domain.people import Staff
from cashier.domain.scanned import why_not_kept
from cashier.domain.times import time_words
from cashier.domain.unlocking import LockedBy, Pin, taken_over_words
from cashier.usecases.locked import how_to_unlock
from cashier.usecases.shift import current_shift
from cashier.usecases.sign_in import lock, must_work_here, sign_out
from ui import keys
from ui.doors import Doors, Front
from ui.help_sheet import HelpSheet
from ui.hidden_focus import HiddenFocus
from ui.idle import IdleWatch
from ui.lock import SignInPage
from ui.member_display import MemberDisplay
from ui.member_display_state import NOTHING, member_rows
from ui.news import BackNews, CardNews, News, PaperNews, ReadNews, kept_as
from ui.paper_window import PaperWindow
from ui.placing import show_beside, show_desk
from ui.scans import ScannerRules, ScanWatch
from ui.signing import Signing
from ui.standing_in import StandingIn
from ui.training import Training
from ui.widgets.focus_halo import FocusHalo
from ui.work import SIGNING, Work, sentence_of

if TYPE_CHECKING:
    from ui.signed_in import SignedIn

_LOG = logging.getLogger(__name__)

_SIZE = QSize(1440, 900)
_LEAST = QSize(1180, 640)
_LANES_AFTER_S = 0.5  # They load slow libraries, which would hold up the one who signs in.


class DeskWindow(QMainWindow):
    """``seconds`` is a clock that only goes forward, for waits of a second or less.

    The desk is opened on a thread once the sign-in page is painted. A sign-in before that waits for it; where it could
    not be opened, a sign-in tries again.
    """

    def __init__(self, front: Front, *, seconds: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.setWindowTitle("Counterfoil")  # No name and no number: it shows in task lists.
        self.resize(_SIZE)
        self.setMinimumSize(_LEAST)
        self._front = front
        self._seconds = seconds
        self._work = Work(self)
        self._doors: Doors | None = None
        self._is_opening = False
        self._waiting: Callable[[Doors], None] | None = None
        self._desk: SignedIn | None = None
        self._staff: Staff | None = None
        self._pin: Pin | None = None
        self._idle: IdleWatch | None = None
        self._heard: dict[object, News] = {}  # The latest of each device and of the link, for who signs in next.
        self._has_ended = False
        self._sign_in = SignInPage(front.center_name, front.window, front.demo)
        self._sign_in.sign_in_asked.connect(self._ask_sign_in)
        self._sign_in.together_asked.connect(self._ask_together)
        self._signing = Signing(self._sign_in, self._work)
        self._signing.came.connect(self._on_staff)
        self._signing.unlocked.connect(self._on_unlocked)
        self._signing.failed.connect(self._on_not_staff)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._sign_in)
        self.setCentralWidget(self._stack)
        self._under = HiddenFocus(self._stack)
        self._standing_in = StandingIn(self._stack, self._work, seconds)
        self._standing_in.busy.connect(self._sign_in.set_busy)
        self._standing_in.failed.connect(self._on_not_staff)
        self._standing_in.ended.connect(self._on_stood_in)
        self._training = Training(self._stack, self._work, seconds)
        self._training.begun.connect(self._show_training)
        self._training.ended.connect(self._on_training_ended)
        self._training.failed.connect(self._on_no_training)
        self._training.lock_asked.connect(self._lock)
        self._paper = PaperWindow() if front.shows_paper else None
        self._display = MemberDisplay() if front.member_display else None
        self._help = HelpSheet(self)
        FocusHalo(self)
        self._work.news.connect(self._hear)
        for key, act in ((keys.HELP, self._help.open_sheet), (keys.FIND, self._go_find)):
            QShortcut(QKeySequence(key.sequence), self).activated.connect(act)
        self._scans: ScanWatch | None = None
        self._scanner = ScannerRules()
        self._sign_in.focus_first()
        self._sign_in.installEventFilter(self)

    def show_fitting(self) -> None:
        """Show it where the screen has room for it, and for the demo's papers beside it."""
        show_desk(self, wanted=_SIZE, beside_px=self._paper.width() if self._paper is not None else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first paint of the sign-in page: now the slow half may begin."""
        if event.type() is QEvent.Type.Paint:
            self._sign_in.removeEventFilter(self)
            QTimer.singleShot(0, self, self._open_desk)
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._scans is None:
            self._scans = ScanWatch(self.windowHandle(), accepts=self._takes_scan, seconds=self._seconds)
            self._scans.rules = self._scanner
            self._scans.scanned.connect(self._on_scan)

    def close_now(self) -> None:
        """Close without a question."""
        self.end()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The first close with tenders in the hand only asks; the second one closes."""
        question = self._desk.ask_before_close() if self._desk is not None and not self._has_ended else ""
        if question:
            if self._stack.currentWidget() is self._sign_in:
                self._sign_in.set_message(question)
            event.ignore()
            return
        self.end()
        event.accept()
        app = QApplication.instance()
        if app is not None:
            app.quit()

    def end(self) -> None:
        """End every lane and close the desk; a second call does nothing."""
        if self._has_ended:
            return
        self._has_ended = True
        if self._display is not None:
            self._display.close()
        if self._doors is not None and self._staff is not None:
            try:
                self._training.end()
                sign_out(self._staff, self._doors.desk)
            except StoreTrouble:  # A disk that is full or hangs must not keep the lanes and the store open.
                _LOG.exception("the sign-out could not be written down")
        if self._doors is not None:
            self._doors.hang_up()
        self._work.close()
        self._training.end()  # Where it was still being opened.
        if self._doors is not None:
            self._doors.close()

    # --- opening ---

    def _open_desk(self) -> None:
        if not self._is_opening:
            self._is_opening = True
            self._work.run(
                SIGNING,
                lambda: self._front.open_desk(self._work.post),
                done=self._on_doors,
                failed=self._on_no_doors,
            )

    def _on_no_doors(self, fault: BaseException) -> None:
        """The next sign-in tries again: what the sentence asks for may be done by then."""
        self._is_opening = False
        self._waiting = None
        self._sign_in.set_busy(False)
        self._sign_in.set_message(sentence_of(fault))

    def _on_doors(self, doors: Doors) -> None:
        self._is_opening = False
        self._doors = doors
        self._idle = IdleWatch(
            self.windowHandle(), limit_s=doors.idle_lock_s, seconds=self._seconds, clock=doors.desk.clock
        )
        self._idle.idle.connect(lambda: self._lock(LockedBy.IDLE))
        self._scanner = doors.scanner
        if self._scans is not None:
            self._scans.rules = doors.scanner
        self._work.start(doors.lanes, after_s=_LANES_AFTER_S)
        if self._waiting is not None:
            self._waiting(doors)
            self._waiting = None

    # --- people ---

    def _ask_sign_in(self, user: str, words: str, pin: str) -> None:
        self._sign_in.set_message("")
        if self._doors is not None and self._desk is not None and self._staff is not None:
            self._signing.unlock(user, words, self._doors.desk, locked=self._staff, pin=self._pin)
        elif self._doors is not None:
            self._signing.sign_in(user, words, pin, self._doors.desk)
        else:
            self._sign_in.set_busy(True)
            self._waiting = lambda doors: self._signing.sign_in(user, words, pin, doors.desk)
            self._open_desk()

    def _ask_together(self, user: str, words: str, second: str, second_words: str) -> None:
        assert self._doors is not None  # Who may not sign in alone was told so by the opened desk.
        self._signing.sign_in_together(user, words, second, second_words, self._doors.desk)

    def _on_unlocked(self, staff: Staff) -> None:
        """The one who locked goes on; anybody else finds an empty desk, a lead an absent cashier's drawer."""
        if self._doors is not None and self._standing_in.takes(staff, self._doors):
            return
        if self._desk is not None and self._staff is not None and staff.user == self._staff.user:
            self._sign_in.set_busy(False)
            self._unlock(self._desk)
            return
        self._clear_away()
        self._on_staff(staff, None)

    def _on_not_staff(self, fault: BaseException) -> None:
        self._sign_in.set_busy(False)
        self._sign_in.say_fault(fault, is_locked=self._desk is not None)

    def _on_staff(self, staff: Staff, pin: Pin | None) -> None:
        assert self._doors is not None
        self._sign_in.set_busy(False)
        if self._standing_in.takes(staff, self._doors):
            return
        shift = current_shift(self._doors.desk)
        if shift is not None and shift.staff != staff.user:
            self._sign_in.set_message(taken_over_words(shift.staff_name))
            return
        try:
            must_work_here(staff)
        except NotAllowed as refused:
            self._sign_in.set_message(refused.sentence)
            return
        self._staff, self._pin = staff, pin
        self._desk = self._doors.page(
            self._doors, self._work, staff=staff, shift=shift, seconds=self._seconds, parent=self._stack
        )
        self._desk.lock_asked.connect(self._lock)
        self._desk.sign_out_asked.connect(self._sign_out)
        self._desk.training_asked.connect(self._begin_training)
        self._desk.counter.shown.connect(self._show_display)
        self._stack.addWidget(self._desk)
        for news in self._heard.values():
            self._desk.hear(news)
        self._unlock(self._desk)

    def _on_stood_in(self, is_done: bool) -> None:
        """The lead goes. A desk that was locked is its cashier's again, unless their drawer is closed."""
        if is_done or self._desk is None:
            self._sign_out()
            self._clear_away()
            return
        self._stack.setCurrentWidget(self._sign_in)
        self._desk.drawer.changed.emit()
        self._show_locked()

    def _unlock(self, desk: "SignedIn") -> None:
        """Show the desk as it was left, with the focus where it was."""
        if self._idle is not None:
            self._idle.touched()
        self._stack.setCurrentWidget(self._training.frame or desk)
        if self._paper is not None:
            show_beside(self._paper, self)
        self._training.show_papers()
        if self._display is not None:
            self._display.show_beside(self)
        self._show_display()
        if not self._under.give_back():
            (self._training.page or desk).focus_first()

    def _begin_training(self) -> None:
        if self._doors is not None and self._staff is not None:
            self._training.begin(self._doors, self._staff)

    def _show_training(self) -> None:
        """In front, unless the desk was locked while it was opened; gone, where its trainee is."""
        if self._desk is None:
            self._training.end()
        elif self._stack.currentWidget() is self._desk:
            self._unlock(self._desk)
        self._work.wake()

    def _on_no_training(self, fault: BaseException) -> None:
        if self._desk is not None:
            self._desk.say_on_desk(sentence_of(fault))

    def _on_training_ended(self) -> None:
        if self._desk is not None and not self._has_ended:
            self._unlock(self._desk)
            self._work.wake()

    def _lock(self, by: LockedBy = LockedBy.KEY) -> None:
        """Hide everything at once; what was being done stays under it."""
        if self._standing_in.is_here:
            self._standing_in.end()
        if self._desk is None or self._staff is None or self._doors is None or not self._is_in_front:
            return
        self._help.close_sheet()
        self._under.keep()
        if self._paper is not None:
            self._paper.hide()
        self._training.hide_papers()
        self._stack.setCurrentWidget(self._sign_in)
        self._show_display()
        self._show_locked()
        try:
            lock(self._staff, self._doors.desk, by=by)
        except StoreTrouble:  # What is hidden stays hidden, whatever the disk says.
            _LOG.exception("the lock could not be written down")
        self._work.wake()

    def _show_locked(self) -> None:
        if self._desk is None or self._staff is None or self._doors is None:
            return
        time = time_words(now := self._doors.desk.clock(), now=now, zone=self._doors.desk.place.time_zone)
        self._sign_in.set_locked(self._staff.user, time, how=how_to_unlock(self._pin, self._doors.desk))
        self._sign_in.set_card_running(self._desk.counter.is_card_running)

    def _sign_out(self) -> None:
        """The person leaves; what their page knew goes with it."""
        if self._desk is None or self._staff is None or self._doors is None:
            return
        sign_out(self._staff, self._doors.desk)
        self._clear_away()
        self._work.wake()

    def _clear_away(self) -> None:
        """Nobody is signed in, and nothing of who was is left."""
        self._stack.setCurrentWidget(self._sign_in)
        if self._desk is not None:
            self._stack.removeWidget(self._desk)
            self._desk.deleteLater()
        self._desk = self._staff = self._pin = None
        self._under.forget()
        self._training.end()
        self._show_display()
        self._sign_in.set_signed_out()

    def _show_display(self) -> None:
        """What the member may see; nothing while the desk is locked or nobody is signed in."""
        if self._display is not None:
            is_here = self._desk is not None and self._stack.currentWidget() is self._desk
            self._display.show_rows(member_rows(self._desk.counter.serving) if self._desk and is_here else NOTHING)

    # --- from anywhere ---

    def _hear(self, news: News) -> None:
        match news:
            case PaperNews():
                if self._paper is not None:
                    self._paper.add_paper(news)
                return
            case BackNews():
                self._work.wake()
                return
            case ReadNews(text=text):
                self._on_scan(text)
                return
            case _ if (key := kept_as(news)) is not None:
                self._heard[key] = news
        if self._desk is not None:
            self._desk.hear(news)
            if isinstance(news, CardNews):
                self._sign_in.set_card_running(self._desk.counter.is_card_running)

    @property
    def _is_in_front(self) -> bool:
        """Whether somebody is signed in and the desk not locked; there may be a sheet over it."""
        return self._page is not None and self._stack.currentWidget() in (self._desk, self._training.frame)

    @property
    def _page(self) -> "SignedIn | None":
        """The desk that keys and scans go to."""
        return self._training.page or self._desk

    def _takes_scan(self, text: str) -> bool:
        """Whoever is signed in takes each; a badge that is scanned to sign in is typing, a bank's card is none."""
        return self._is_in_front or self._standing_in.is_here or bool(why_not_kept(text))

    def _on_scan(self, text: str) -> None:
        if self._idle is not None:
            self._idle.touched()
        if self._standing_in.is_here and not why_not_kept(text):
            self._standing_in.on_scan(text)
        elif self._page is not None and self._is_in_front:
            self._help.close_sheet()
            self._page.on_scan(text)
        elif sentence := why_not_kept(text):
            self._sign_in.set_message(sentence)

    def _go_find(self) -> None:
        if self._page is not None and self._is_in_front and self._help.isHidden():
            self._page.go_find()
