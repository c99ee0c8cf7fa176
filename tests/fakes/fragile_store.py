"""A store that breaks at a chosen call, once: just before it does what it was asked, or just after a commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cashier.domain.errors import StoreTrouble
from tests.fakes.memory_store import MemoryDesk, MemoryWork


class FragileStore:
    """Counts every call to the store below, each commit twice, and raises StoreTrouble at call ``breaks_at``."""

    def __init__(self, store: MemoryDesk, breaks_at: int) -> None:
        self.calls = 0
        self._store = store
        self._breaks_at = breaks_at

    @contextmanager
    def open_work(self) -> Iterator[Any]:
        self._count()
        with self._store.open_work() as work:
            yield _FragileWork(work, self._count)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self._breaks_at:
            raise StoreTrouble(f"Broken at call {self.calls}.")


class _FragileWork:
    def __init__(self, work: MemoryWork, count: Callable[[], None]) -> None:
        self.journal = _Counted(work.journal, count)
        self.jobs = _Counted(work.jobs, count)
        self.attempts = _Counted(work.attempts, count)
        self.tries = _Counted(work.tries, count)
        self._work = work
        self._count = count

    def commit(self) -> None:
        self._count()
        self._work.commit()
        self._count()  # The power may go after the disk has it and before anybody hears.


class _Counted:
    def __init__(self, port: object, count: Callable[[], None]) -> None:
        self._port = port
        self._count = count

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if not callable(method):  # A port within the port: its calls count, too.
            return _Counted(method, self._count)

        def counted(*arguments: Any, **named: Any) -> Any:
            self._count()
            return method(*arguments, **named)

        return counted
