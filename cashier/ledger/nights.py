"""Does what is due by the clock, while the service runs; of several processes one does it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.ledger.comparing import compare_at_night
from cashier.ledger.open_cards import raise_card_alarms

LOOK_EVERY_S = 20.0


@dataclass(slots=True)
class Nights:
    """Compares the three books of the days that are over, and says which cards have not been known for ten minutes. A
    night that the service slept through is made up for.

    Belongs to one event loop.
    """

    engine: Engine
    clock: Clock
    new_id: NewId
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Look every `LOOK_EVERY_S` whether anything is due, until released."""
        while not self._over.is_set():
            await run_in_threadpool(self.look)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), LOOK_EVERY_S)

    def release(self) -> None:
        """The service stops."""
        self._over.set()

    def look(self) -> None:
        """Do what is due now."""
        # Away: the next look makes up for it.
        with suppress(SQLAlchemyError), self.engine.begin() as connection:
            raise_card_alarms(connection, self.clock())
        with suppress(SQLAlchemyError), self.engine.begin() as connection:
            compare_at_night(connection, self.clock(), clock=self.clock, new_id=self.new_id)
