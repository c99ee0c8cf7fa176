"""Several processes that answer on one socket, kept by one that answers nothing itself: who dies is started again."""

import threading
from collections.abc import Callable

from cashier.domain.errors import CashierError
from cashier.doors.processes import Child
from cashier.logs import get_logger

START_AGAIN_S = 0.5
LEAVE_TIMEOUT_S = 3.0

_log = get_logger(__name__)


class Workers:
    """So many children, each from ``start`` with its number from 1; ``ended`` hears the process id of one that did."""

    def __init__(self, start: Callable[[int], Child], many: int, *, ended: Callable[[int], None]) -> None:
        self._start = start
        self._many = many
        self._ended = ended
        self._guard = threading.Lock()
        self._children: dict[int, Child] = {}
        self._all_ready = threading.Event()
        self._leaving = threading.Event()
        self._trouble: CashierError | None = None

    def run(self, when_ready: Callable[[], None]) -> None:
        """Keep them until told to leave; ``when_ready`` is called once. Raises CashierError if one cannot start."""
        keepers = [threading.Thread(target=self._keep, args=[number]) for number in range(1, self._many + 1)]
        for keeper in keepers:
            keeper.start()
        self._all_ready.wait()
        if not self._leaving.is_set():
            when_ready()
        self._leaving.wait()
        with self._guard:
            children = list(self._children.values())
        for child in children:
            child.end_input()
        for child in children:
            child.stop(LEAVE_TIMEOUT_S)
        for keeper in keepers:
            keeper.join()
        if self._trouble is not None:
            raise self._trouble

    def leave(self) -> None:
        """Let all of them finish what they answer, and end. From any thread or signal."""
        # A signal may find the main thread inside the very lock that is needed here, so that it would wait for itself.
        threading.Thread(target=self._leave).start()

    def _leave(self) -> None:
        self._leaving.set()
        self._all_ready.set()

    def _keep(self, number: int) -> None:
        while not self._leaving.is_set():
            try:
                child = self._start(number)
            except CashierError as trouble:
                if not self._all_ready.is_set():
                    self._trouble = trouble
                    self._leave()
                _log.error("worker not started", worker=number)
                self._leaving.wait(START_AGAIN_S)
                continue
            if self._is_taken(number, child):
                code = child.process.wait()
                self._ended(child.process.pid)
                if not self._leaving.is_set():
                    _log.error("worker ended", worker=number, code=code)
                    self._leaving.wait(START_AGAIN_S)

    def _is_taken(self, number: int, child: Child) -> bool:
        """Whether a new child stands among ours; one that came too late is let go."""
        with self._guard:
            if not self._leaving.is_set():
                self._children[number] = child
                if len(self._children) == self._many:
                    self._all_ready.set()
                return True
        child.stop(LEAVE_TIMEOUT_S)
        return False
