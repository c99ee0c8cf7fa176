"""A desk's runs are read beside each other, and posted in the order in which they came.

A desk has two of them under way. One that overtook the one before it would find that it follows on nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

WAIT_S = 2.0  # The database has an order of its own: to wait is quicker than to be judged, and nothing more.


@dataclass(frozen=True, slots=True)
class Turns:
    """Who came last, by desk. They are taken on one event loop and waited for on its threads."""

    _last: dict[str, Event] = field(default_factory=dict)

    @contextmanager
    def taken(self, desk: str) -> Iterator[Callable[[], None]]:
        """What waits until the run of ``desk`` before this one is through, `WAIT_S` at most."""
        before, mine = self._last.get(desk), Event()
        self._last[desk] = mine

        def wait() -> None:
            if before is not None:
                before.wait(WAIT_S)

        try:
            yield wait
        finally:
            mine.set()
            if self._last.get(desk) is mine:
                del self._last[desk]
