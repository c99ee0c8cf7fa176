"""One clock, one source of chance, one queue of what is due: all that happens in a simulation happens here, in order.

Nothing in it looks at the real time or draws chance of its own, so a seed tells the whole story, to the byte.
"""

import hashlib
import heapq
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from cashier.domain.ids import uuid7

TOLD_MOST = 60  # Lines of history that a report shows.

Act = Callable[[], None]
Walk = Iterator[float]  # What somebody does: each value is how many seconds pass before the next.


class Broken(Exception):
    """Something that must hold does not."""


class Died(BaseException):
    """The desk's process ends here: nobody catches it but the one who starts it again."""


@dataclass(slots=True)
class History:
    """What happened, as lines; all of them are in the digest, the last ones are kept."""

    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    last: deque[str] = field(default_factory=lambda: deque(maxlen=TOLD_MOST))

    def add(self, line: str) -> None:
        self._digest.update(line.encode() + b"\n")
        self.last.append(line)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


class World:
    """The scheduler. ``faults`` says whether anything goes wrong just now: at night nothing does.

    Each fault has its number, in the order in which they come; those that are ``spared`` do not.
    """

    def __init__(self, seed: int, begins: datetime, *, spared: frozenset[int] = frozenset()) -> None:
        self.chance = Random(seed)
        self._seed = seed
        self._chances: dict[str, Random] = {}
        self.now = begins
        self.history = History()
        self.steps = 0
        self.faults = False
        self.counts: dict[str, int] = {}
        self.faults_so_far = 0
        self._spared = spared
        self._due: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def clock(self) -> datetime:
        """Each look is a little later than the one before: no two lines bear the same instant."""
        self.now += timedelta(microseconds=7)
        return self.now

    def new_id(self) -> UUID:
        return uuid7(self.clock(), self.chance.randbytes)

    def chance_of(self, kind: str) -> Random:
        """A source of its own for one kind of event, so that it changes nothing where it does not come."""
        return self._chances.setdefault(kind, Random(f"{self._seed} {kind}"))

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def fails(self, share: float) -> bool:
        """The same for what goes wrong: never while there are no faults, and then no chance is drawn either."""
        return self.faults and self.likely(share) and self.comes()

    def comes(self) -> bool:
        """Whether the next fault comes, or is spared."""
        self.faults_so_far += 1
        return self.faults_so_far not in self._spared

    def between(self, least: float, most: float) -> float:
        return self.chance.uniform(least, most)

    def note(self, who: str, what: str) -> None:
        """Write down what happened."""
        self.history.add(f"{self.steps} {self.now:%Y-%m-%d %H:%M:%S.%f} {who}: {what}")

    def count(self, what: str, number: int = 1) -> None:
        """For the totals of the report."""
        self.counts[what] = self.counts.get(what, 0) + number

    def passes(self, seconds: float) -> None:
        """Time goes by within an act, and all that was due meanwhile is late."""
        self.now += timedelta(seconds=seconds)

    def at(self, when: datetime, act: Act) -> None:
        heapq.heappush(self._due, (max(when, self.now), next(self._order), act))

    def after(self, seconds: float, act: Act) -> None:
        self.at(self.now + timedelta(seconds=seconds), act)

    @contextmanager
    def nothing_unexpected(self) -> Iterator[None]:
        """What nobody expected is a fault, too: of the product, or of this code. Raises Broken."""
        try:
            yield
        except Broken:
            raise
        except Exception as trouble:
            raise Broken(f"{type(trouble).__name__} at step {self.steps}: {trouble}") from trouble

    def run_until(self, until: datetime) -> None:
        """Do all that is due by then, in order."""
        while self._due and self._due[0][0] <= until:
            when, _, act = heapq.heappop(self._due)
            self.now = max(self.now, when)
            self.steps += 1
            act()
        self.now = max(self.now, until)
