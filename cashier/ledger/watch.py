"""Lets a desk's request wait until there is something new: one look at the database serves all that wait.

A desk that is told reads a page and comes back at once, which costs far more than its waiting. So a look tells a few
desks only: first those that money of another channel concerns, then those that wait longest; the next look tells the
next. Few desks hear of everything at once, and thousands never read all together, however much is posted: a few pages
are read at a time, and nobody is told while others still wait for their turn to read.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from cashier.ledger.metrics import WAITING
from cashier.ledger.news import News, news_after

LOOK_EVERY_S = 0.2
TOLD_MOST = 25  # Desks told by one look, less those that are still to read.
READ_AT_ONCE = 2  # Pages; money that comes in must find a free hand.


@dataclass(slots=True, eq=False)
class Waiting:
    """One request that waits. ``seen``: the newest transaction that concerns it and that it has read, in ``epoch``."""

    desk: str
    center: str
    epoch: str
    seen: int
    told: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Watch:
    """Looks for changes while somebody waits. Belongs to one event loop."""

    engine: Engine
    news: News = field(default_factory=News)
    _waiting: dict[Waiting, None] = field(default_factory=dict)  # In the order in which they came.
    _asked: asyncio.Event = field(default_factory=asyncio.Event)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READ_AT_ONCE))
    _reading: int = 0
    _released: bool = False

    async def wait(self, desk: str, *, center: str, epoch: str, seen: int, wait_s: float) -> bool:
        """Whether ``desk`` was told of a transaction after ``seen`` within ``wait_s`` and before the service stops.

        It is told of what concerns its ``center``, and of another channel's money for anybody whom it holds.

        False at once for an epoch that is not the ledger's: who speaks of another one has everything to read.
        """
        if self._released or wait_s <= 0 or epoch != (self.news.epoch or epoch):
            return False
        waiting = Waiting(desk, center, epoch, seen)
        self._waiting[waiting] = None
        self._asked.set()
        WAITING.inc()
        try:
            async with asyncio.timeout(wait_s):
                await waiting.told.wait()
        except TimeoutError:
            return False
        finally:
            WAITING.dec()
            self._waiting.pop(waiting, None)
        return not self._released

    @asynccontextmanager
    async def turn_to_read(self) -> AsyncIterator[None]:
        """Whoever reads a page waits here until it is its turn."""
        self._reading += 1
        try:
            async with self._turns:
                yield
        finally:
            self._reading -= 1

    async def run(self) -> None:
        """Look every `LOOK_EVERY_S` while somebody waits, until released."""
        while not self._released:
            if not self._waiting:
                self._asked.clear()
                await self._asked.wait()
            self.news = await run_in_threadpool(self._look)
            self._tell()
            await asyncio.sleep(LOOK_EVERY_S)

    def release(self) -> None:
        """Let everybody go who waits: the service stops."""
        self._released = True
        self._asked.set()
        for waiting in list(self._waiting):
            waiting.told.set()

    def _tell(self) -> None:
        news = self.news
        behind = [
            waiting
            for waiting in self._waiting
            if waiting.seen < news.newest_for(waiting.desk, waiting.center) or waiting.epoch != news.epoch
        ]
        # Sorting is stable: among equals, whoever waits longest comes first.
        room = max(0, TOLD_MOST - self._reading)
        for waiting in sorted(behind, key=lambda one: one.seen >= news.first.get(one.desk, 0))[:room]:
            del self._waiting[waiting]
            waiting.told.set()

    def _look(self) -> News:
        try:
            with self.engine.connect() as connection:
                return news_after(connection, self.news)
        except SQLAlchemyError:  # The request itself will say so when its wait is over.
            return self.news
