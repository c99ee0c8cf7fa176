"""A colleague's word from another desk: asked once, then looked for until it is there, declined or too late."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cashier.domain.asks import Ask
from cashier.domain.errors import LedgerAway
from cashier.domain.people import Approval
from cashier.usecases.asks import ask_for_word, look_for_word
from ui.counter.around import Around
from ui.doors import Doors
from ui.work import sentence_of

ASKS_LANE = "asks"
_LOOK_AGAIN_MS = 3_000


class FromQueue(QObject):
    """One question at a time; another one, or `forget`, lets the last one go."""

    def __init__(self, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._ask: Ask | None = None
        self._given: Callable[[Approval], None] = _nobody
        self._failed: Callable[[str], None] = _nobody
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)

    def ask(self, ask: Ask, *, given: Callable[[Approval], None], failed: Callable[[str], None]) -> None:
        """Put the question; a question that is out already is looked for. Both are called on the Qt thread, once."""
        if self._ask == ask:
            self.look()
            return
        self._again.stop()
        self._ask, self._given, self._failed = ask, given, failed
        staff, asks, clock = self._around.staff, self._doors.asks, self._doors.desk.clock
        self._around.work.run(
            ASKS_LANE,
            lambda: ask_for_word(ask, staff, asks, clock()),
            done=lambda word: self._on_answer(ask, word),
            failed=lambda fault: self._on_fault(ask, fault, is_asking=True),
        )

    def look(self) -> None:
        """Whether it was answered."""
        if (ask := self._ask) is None:
            return
        self._again.stop()
        staff, asks, clock = self._around.staff, self._doors.asks, self._doors.desk.clock
        self._around.work.run(
            ASKS_LANE,
            lambda: look_for_word(ask, staff, asks, clock()),
            done=lambda word: self._on_answer(ask, word),
            failed=lambda fault: self._on_fault(ask, fault),
        )

    def forget(self) -> None:
        """Nobody waits for it here any more."""
        self._ask = None
        self._again.stop()

    def _on_answer(self, ask: Ask, word: Approval | None) -> None:
        if self._ask != ask:
            return
        if word is None:
            self._again.start()
            return
        self.forget()
        self._given(word)

    def _on_fault(self, ask: Ask, fault: BaseException, *, is_asking: bool = False) -> None:
        """A question that is out is looked for again, however long the ledger is away."""
        if self._ask != ask:
            return
        if isinstance(fault, LedgerAway) and not is_asking:
            self._again.start()
            return
        self.forget()
        self._failed(sentence_of(fault))


def _nobody(_: object) -> None:
    """Nobody waits."""
