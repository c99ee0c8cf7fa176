"""Lets a desk's request wait until there is something new: one look at the database serves all that wait."""

import asyncio
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from cashier.ledger.directory import newest_change

LOOK_EVERY_S = 0.2


@dataclass(slots=True)
class Watch:
    """Looks for changes while somebody waits. Belongs to one event loop."""

    engine: Engine
    newest: int = 0
    _waiting: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _asked: asyncio.Event = field(default_factory=asyncio.Event)
    _released: bool = False

    async def wait(self, seen: int, wait_s: float) -> None:
        """Return when a transaction after ``seen`` may be read, after ``wait_s``, or when the service stops."""
        self._waiting += 1
        self._asked.set()
        try:
            async with asyncio.timeout(wait_s):
                while self.newest <= seen and not self._released:
                    await self._changed.wait()
        except TimeoutError:
            return
        finally:
            self._waiting -= 1

    async def run(self) -> None:
        """Look every `LOOK_EVERY_S` while somebody waits, until released."""
        while not self._released:
            if not self._waiting:
                self._asked.clear()
                await self._asked.wait()
            newest = await run_in_threadpool(self._look)
            if newest != self.newest:
                self.newest = newest
                self._ring()
            await asyncio.sleep(LOOK_EVERY_S)

    def release(self) -> None:
        """Let everybody go who waits: the service stops."""
        self._released = True
        self._asked.set()
        self._ring()

    def _ring(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _look(self) -> int:
        try:
            with self.engine.connect() as connection:
                return newest_change(connection)
        except SQLAlchemyError:  # The request itself will say so when its wait is over.
            return self.newest
