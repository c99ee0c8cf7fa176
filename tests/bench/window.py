"""Drives the real window by keys: signs in, types, pays, paints, and notices when the event loop was held up."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cashier.doors.desk import front_of
from cashier.doors.loaded import load_lightly
from cashier.store.lock import FolderLock
from ui import fonts, theme
from ui.app import DeskWindow
from ui.counter.page import CounterPage
from ui.counter.serving import Stage
from ui.signed_in import SignedIn

FINDING, OPENING, TENDERING = "finding", "opening", "tendering"
_PATIENCE_S = 30.0
_NOTED_S = 0.01


class Driver:
    """The window and what a cashier does with it. ``gaps`` watches its event loop."""

    def __init__(self, window: DeskWindow) -> None:
        self.window = window
        self.gaps = GapProbe()

    @property
    def counter(self) -> CounterPage:
        return self._signed_in.counter

    @property
    def stage(self) -> Stage:
        return self.counter.serving.stage

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Let the event loop run until something holds."""
        give_up_at = monotonic() + _PATIENCE_S
        while not holds():
            assert monotonic() < give_up_at, f"the window never came so far: {what}; {self.window._sign_in._message}"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # The probe's timer is one.

    def press(self, key: Qt.Key) -> None:
        """One key, to whoever has the focus."""
        QTest.keyClick(self._focused, key)

    def type(self, text: str) -> None:
        """Letter by letter, to whoever has the focus."""
        QTest.keyClicks(self._focused, text)

    def paint_all(self) -> None:
        """What was asked to be laid out and painted, and the whole window with it."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.window.repaint()

    def paint_changes(self) -> None:
        """Lay out and paint what changed, now, as the next frame would."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.sendEvent(self.window, QEvent(QEvent.Type.UpdateRequest))

    def sign_in(self, user: str, passphrase: str) -> None:
        """As one whose drawer is open."""
        self.until(lambda: self.window._doors is not None, "the desk is open")
        self.type(user)
        self.press(Qt.Key.Key_Return)
        self.type(passphrase)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.window._desk is not None, "somebody is signed in")
        self.paint_all()

    def find(self, text: str) -> None:
        """To the finder, and into it what is known of a member; the event loop has its turn after each letter."""
        self.gaps.during = FINDING
        self.press(Qt.Key.Key_F2)
        for letter in text:
            self.type(letter)
            self.let_go_on()

    def wait(self, for_s: float) -> None:
        """Let the event loop run for so long."""
        until = monotonic() + for_s
        self.until(lambda: monotonic() >= until, "the clock goes on")

    def let_go_on(self) -> None:
        """Let lanes, timers and what was put off have their turn, until nothing waits."""
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)

    def open_found(self) -> None:
        """Enter opens the one who was found."""
        self.gaps.during = OPENING
        self.press(Qt.Key.Key_Return)
        assert self.stage is Stage.PAYING, "no account opened"
        self.let_go_on()

    def tender_cash(self) -> None:
        """All that is due, in cash, exactly; one Enter is missing."""
        self._tender(Qt.Key.Key_F5)

    def tender_card(self) -> None:
        """All that is due, on a card; one Enter is missing."""
        self._tender(Qt.Key.Key_F8)

    def _tender(self, key: Qt.Key) -> None:
        self.gaps.during = TENDERING
        QTest.keyClick(self._focused, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        self.let_go_on()
        self.press(key)
        self.let_go_on()

    @property
    def _signed_in(self) -> SignedIn:
        desk = self.window._desk
        assert desk is not None, "nobody is signed in"
        return desk

    @property
    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window


@contextmanager
def open_window(folder: Path) -> Iterator[Driver]:
    """The desk of a data folder in its window, drawn off screen, wired as its door wires it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    load_lightly()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
        fonts.load_fonts()
        theme.follow_system(app)
    lock = FolderLock(folder)
    window = DeskWindow(front_of(folder, lock))
    window.show()
    window.activateWindow()
    desk = Driver(window)
    try:
        yield desk
    finally:
        desk.gaps.stop()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        lock.release()


class GapProbe:
    """Asks the event loop every millisecond whether it is there, and notes when it was long away, and during what."""

    def __init__(self) -> None:
        self.during = ""
        self._gaps_s: list[tuple[float, str]] = []
        self._last_s = monotonic()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def begin(self) -> None:
        """Forget what was before: from now on it counts."""
        self._gaps_s.clear()
        self._last_s = monotonic()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What a measurement does itself on the window's thread is no gap of the window's."""
        self._tick()
        yield
        self._last_s = monotonic()

    def longest_ms(self, during: str = "") -> float:
        """The longest gap during one thing, or during all; gaps below `_NOTED_S` count as none."""
        return round(1000 * max((gap for gap, what in self._gaps_s if during in ("", what)), default=0.0), 1)

    def over(self, most_s: float) -> dict[str, str]:
        """How many were longer, by what was going on, and the longest of them."""
        counts = Counter(what for gap, what in self._gaps_s if gap > most_s)
        return {what: f"{count}, the longest {self.longest_ms(what)} ms" for what, count in counts.items()}

    def _tick(self) -> None:
        now = monotonic()
        if now - self._last_s > _NOTED_S:
            self._gaps_s.append((now - self._last_s, self.during))
        self._last_s = now
