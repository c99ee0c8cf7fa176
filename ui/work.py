"""The only bridge between threads and the window: jobs, lanes and news all come back through one queued signal."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from cashier.domain.errors import CashierError, Refused
from cashier.usecases.ports.desk import Lane
from ui.news import LaneNews, News

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

SIGNING = "sign-in"  # The lane on which desks are opened and passphrases checked.
STOP_WITHIN_S = 2.0
TRY_AGAIN_S = 5.0


class Work(QObject):
    """Runs slow jobs on threads and hears lanes. Everything that it calls back is called on the Qt thread.

    ``news`` carries what lanes say. Neither a job nor a lane may touch a QObject.
    """

    news = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors: dict[str, ThreadPoolExecutor] = {}
        self._running: set[Future[Any]] = set()
        self._runners: list[LaneRunner] = []
        self._is_closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self, lane: str, job: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Run ``job`` on the thread named ``lane``, in the order given there; then call ``done`` or ``failed``.

        Once all is closed nothing is run any more: a timer may fire on a window that is about to go.
        """
        if self._is_closed:
            return
        if lane not in self._executors:
            self._executors[lane] = ThreadPoolExecutor(1, thread_name_prefix=lane)
        future = self._executors[lane].submit(job)
        self._running = {known for known in self._running if not known.done()} | {future}
        future.add_done_callback(lambda finished: self._send(partial(_answer, finished, done, failed)))

    def post(self, news: News) -> None:
        """From any thread: tell the window."""
        self._send(partial(self.news.emit, news))

    def start(self, lanes: tuple[Lane, ...], *, after_s: float = 0.0) -> None:
        """Give each lane its thread, which begins to step it after so long."""
        for lane in lanes:
            self._runners.append(LaneRunner(lane, post=self.post, after_s=after_s))

    def wake(self, *names: str) -> None:
        """Something was committed: these lanes look now, or every lane."""
        for runner in self._runners:
            if not names or runner.name in names:
                runner.wake()

    def close(self) -> list[str]:
        """End every lane and job within two seconds. Returns the names of those that did not end in time."""
        self._is_closed = True
        for runner in self._runners:
            runner.ask_to_stop()
        for executor in self._executors.values():
            executor.shutdown(wait=False, cancel_futures=True)
        until = monotonic() + STOP_WITHIN_S
        wait(self._running, STOP_WITHIN_S)  # One may be writing money down: the desk is not closed under it.
        return [runner.name for runner in self._runners if not runner.join(max(0.0, until - monotonic()))]

    def _send(self, call: Callable[[], None]) -> None:
        if not self._is_closed:
            self._arrived.emit(call)

    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._is_closed:
            call()


class LaneRunner:
    """One thread that steps one lane until it's stopped. What a lane did not foresee is said, and it goes on."""

    def __init__(self, lane: Lane, *, post: Callable[[News], None], after_s: float) -> None:
        self.name = lane.name
        self._lane = lane
        self._post = post
        self._after_s = after_s
        self._woken = Event()
        self._stopped = Event()
        # A lane that hangs in a device may be left behind: its rows say what is left to do.
        self._thread = Thread(target=self._loop, name=lane.name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def ask_to_stop(self) -> None:
        self._stopped.set()
        self._woken.set()

    def join(self, within_s: float) -> bool:
        """Wait for the end of the step that runs now; whether it came."""
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        self._stopped.wait(self._after_s)
        while not self._stopped.is_set():
            # Cleared before the step: a wake-up during it counts for the next one.
            self._woken.clear()
            wait_s = self._step()
            if wait_s > 0 and not self._stopped.is_set():
                self._woken.wait(wait_s)

    def _step(self) -> float:
        try:
            return self._lane.step()
        except CashierError as trouble:
            self._post(LaneNews(lane=self.name, sentence=trouble.sentence))
        except Exception:  # noqa: BLE001 - a lane must not end with its first fault
            _LOG.exception("the %s lane met a fault", self.name)
            sentence = f"Something went wrong on the {self.name} lane. It goes on by itself; the log says more."
            self._post(LaneNews(lane=self.name, sentence=sentence))
        return TRY_AGAIN_S


def _answer(finished: Future[T], done: Callable[[T], None], failed: Callable[[BaseException], None]) -> None:
    fault = finished.exception()
    if fault is not None:
        failed(fault)
    else:
        done(finished.result())


def said_of(fault: BaseException) -> tuple[str, str]:
    """What a person is told about a job that failed, and the field that it is about; empty where it is about none."""
    return sentence_of(fault), fault.field if isinstance(fault, Refused) else ""


def sentence_of(fault: BaseException) -> str:
    """What a person is told about a job that failed; what nobody foresaw is said as such, and logged."""
    if isinstance(fault, CashierError):
        return fault.sentence
    _LOG.error("a job met a fault", exc_info=fault)
    return "That could not be done, and nothing was written. Try again; if it stays so, call the cash office."
