"""What the office says stands in the banner: asked for while the desk is on, put away with one key."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cashier.domain.desk_messages import DeskMessage, to_show
from cashier.domain.errors import CashierError
from cashier.domain.times import time_words
from cashier.usecases.absent import absent_news
from cashier.usecases.messages import hear_messages, message_now, read_it
from ui import keys
from ui.counter.around import Around
from ui.doors import Doors

MESSAGES_LANE = "messages"
_LOOK_AGAIN_MS = 60_000  # Three thousand desks ask fifty times a second.


class Messages(QObject):
    """``changed`` carries the sentence and what stands beside it, both empty where nothing is said."""

    changed = Signal(str, str)

    def __init__(self, doors: Doors, around: Around, parent: QWidget) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._shown: DeskMessage | None = None
        self._is_asking = False
        self._done_for: tuple[DeskMessage, ...] = ()
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)
        self._again.start()
        QTimer.singleShot(0, self, self.look)
        QShortcut(QKeySequence(keys.READ.sequence), parent).activated.connect(self.put_away)

    def look(self) -> None:
        """What was heard last, at once; then what the ledger says now."""
        self._show()
        if self._is_asking:
            return
        self._is_asking = True
        ledger, shelf, desk, staff = self._doors.messages, self._doors.shelf, self._doors.desk, self._around.staff
        self._around.work.run(
            MESSAGES_LANE, lambda: absent_news(desk, staff), done=self._on_done_for, failed=lambda _: None
        )
        self._around.work.run(
            MESSAGES_LANE,
            lambda: hear_messages(ledger, shelf),
            done=lambda _: self._on_heard(),
            failed=lambda _: self._on_heard(),  # Away: what was heard before stands on.
        )

    def put_away(self) -> None:
        """It was read; another one may come behind it."""
        if self._shown is None:
            return
        try:
            read_it(self._shown, self._doors.shelf, self._around.staff, self._doors.desk)
        except CashierError as trouble:
            self.changed.emit(trouble.sentence, "")
            return
        self._done_for = tuple(one for one in self._done_for if one != self._shown)
        self._around.work.wake()
        self._show()

    def _on_done_for(self, news: tuple[DeskMessage, ...]) -> None:
        """What others did with this person's drawer, while they were not here."""
        self._done_for = news
        self._show()

    def _on_heard(self) -> None:
        self._is_asking = False
        self._show()

    def _show(self) -> None:
        desk = self._doors.desk
        own = to_show(self._done_for, frozenset(), desk.clock())
        message = own or message_now(self._doors.shelf, self._around.staff, desk)
        if message == self._shown:
            return
        self._shown = message
        if message is None:
            self.changed.emit("", "")
            return
        if message is own:
            self.changed.emit(message.words, self.tr("read: %s") % keys.READ.cap)
            return
        until = time_words(message.until, now=desk.clock(), zone=desk.place.time_zone)
        aside = self.tr("until %s · read: %s") % (until, keys.READ.cap)
        self.changed.emit(f"{message.sent_by}: {message.words}", aside)
