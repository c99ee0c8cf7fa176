"""The training desk in the window (R13): within a red frame, with lanes of its own, and gone without a trace."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.errors import CashierError, StoreTrouble
from cashier.domain.people import Staff
from cashier.domain.training import TRAINING_PASSPHRASE, TRAINING_SIGNERS
from cashier.usecases.training import begin_training, end_training
from ui.doors import Doors, Post
from ui.fonts import Face
from ui.news import News, PaperNews
from ui.paper_window import PaperWindow
from ui.placing import show_beside
from ui.theme import scaled
from ui.widgets.words import Words
from ui.work import SIGNING, Work

if TYPE_CHECKING:
    from ui.signed_in import SignedIn

_LOG = logging.getLogger(__name__)

_FRAME_PX = 5
_BAR_PX = 26


class Training(QObject):
    """``begun`` when the training desk stands in ``stack``, not yet in front; ``ended`` when it is gone.

    ``failed`` carries why it did not begin.
    """

    begun = Signal()
    ended = Signal()
    failed = Signal(object)
    lock_asked = Signal()

    def __init__(self, stack: QStackedWidget, work: Work, seconds: Callable[[], float]) -> None:
        super().__init__(stack)
        self._stack, self._work, self._seconds = stack, work, seconds
        self._real: Doors | None = None
        self._staff: Staff | None = None
        self._own: Work | None = None
        self._doors: Doors | None = None  # Set on the thread that opens it, so that a window that closes finds it.
        self._frame: _Frame | None = None
        self._page: SignedIn | None = None
        self._paper: PaperWindow | None = None

    @property
    def page(self) -> "SignedIn | None":
        """The desk that is practised on."""
        return self._page

    @property
    def frame(self) -> QWidget | None:
        """What stands in the window."""
        return self._frame

    def begin(self, doors: Doors, staff: Staff) -> None:
        """Open it; a second call while that goes on does nothing."""
        if self._own is not None:
            return
        own = self._own = Work(self)
        own.news.connect(self._hear)
        self._real, self._staff = doors, staff
        self._work.run(SIGNING, lambda: self._open(doors, staff, own.post), done=self._on_open, failed=self._on_fault)

    def show_papers(self) -> None:
        """What its printer printed stands beside the desk's window, from the first paper on, while it is in front."""
        if self._paper is not None and self._paper.has_papers and self._stack.currentWidget() is self._frame:
            show_beside(self._paper, self._stack.window())

    def hide_papers(self) -> None:
        if self._paper is not None:
            self._paper.hide()

    def end(self) -> None:
        """Leave it, whatever is in hand there: it is no money. Where there is none, this does nothing."""
        if self._own is not None:
            self._own.close()
        if (doors := self._doors) is not None and self._real is not None and self._staff is not None:
            self._doors = None
            doors.hang_up()
            doors.close()
            try:
                end_training(self._real.desk, self._staff)
            except StoreTrouble:  # What is over stays over, whatever the disk says.
                _LOG.exception("the end of training could not be written down")
        if self._paper is not None:
            self._paper.close()
        was_here = self._frame is not None
        if self._frame is not None:
            self._stack.removeWidget(self._frame)
            self._frame.deleteLater()
        self._own = self._frame = self._page = self._paper = None
        if was_here:
            self.ended.emit()

    def _open(self, real: Doors, staff: Staff, post: Post) -> Doors:
        assert real.training is not None  # The page offers it only where it is.
        doors = real.training(post)
        try:
            begin_training(real.desk, staff)
        except CashierError:
            doors.close()
            raise
        self._doors = doors
        return doors

    def _on_open(self, doors: Doors) -> None:
        if self._own is None or self._staff is None:
            return
        self._paper = PaperWindow()
        self._paper.setWindowTitle(self.tr("Training: receipt printer"))
        self._frame = _Frame(self._stack)
        self._page = page = doors.page(
            doors, self._own, staff=self._staff, shift=None, seconds=self._seconds, parent=self._frame
        )
        page.setAutoFillBackground(True)  # The frame is red all over.
        self._frame.hold(page)
        page.sign_out_asked.connect(self.end)
        page.lock_asked.connect(self.lock_asked)
        self._stack.addWidget(self._frame)
        self._own.start(doors.lanes)
        self.begun.emit()

    def _on_fault(self, fault: BaseException) -> None:
        self._own = None
        self.failed.emit(fault)

    def _hear(self, news: News) -> None:
        if isinstance(news, PaperNews):
            if self._paper is not None:
                self._paper.add_paper(news)
                self.show_papers()
        elif self._page is not None:
            self._page.hear(news)


class _Frame(QFrame):
    """Red all around, and above the desk what it is and who signs beside the trainee."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "training")
        users = self.tr(" or ").join(user for user, _, _ in TRAINING_SIGNERS)
        told = self.tr("TRAINING · No money is taken, nothing is sent, nothing is kept. Signs beside you: %s, %s")
        words = Words(told % (users, TRAINING_PASSPHRASE), Face.LABEL_STRONG)
        words.setProperty("kind", "training")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setFixedHeight(scaled(self, _BAR_PX))
        edge = scaled(self, _FRAME_PX)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(edge, 0, edge, edge)
        self._layout.setSpacing(0)
        self._layout.addWidget(words)

    def hold(self, page: QWidget) -> None:
        """The desk within."""
        self._layout.addWidget(page)
