"""Lets only so many senders in at once; what the others send stays in the network's buffers, not in our memory.

After an outage all desks come back in the same second, each with its queue: read at once, their bodies would fill the
memory long before the database has taken the first hundred. So while many requests with a body are under way, no
connection without one is read; they are read again a few at a time. A sender that dawdles delays the others a little
and never stops them: some are let in at each turn, however many are under way.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

UNDER_WAY_MOST = 64
LET_IN = 16  # Connections read again in one turn.
NEXT_TURN_S = 0.001
LATE_TURN_S = 0.2  # Where there are too many under way already.


class Reader(Protocol):
    """A connection, as far as it matters here."""

    def is_idle(self) -> bool: ...
    def pause(self) -> None: ...
    def read_on(self) -> None: ...


@dataclass(slots=True, eq=False)
class Door:
    """Who is let in. Belongs to one event loop."""

    under_way: int = 0
    _outside: dict[Reader, None] = field(default_factory=dict)  # In the order in which they are let in.
    _turn: asyncio.TimerHandle | None = None

    def begin(self, everybody: set[Reader]) -> None:
        """A request with a body has begun."""
        self.under_way += 1
        if self.under_way > UNDER_WAY_MOST and not self._outside:
            self._outside = {reader: None for reader in everybody if reader.is_idle()}
            for reader in self._outside:
                reader.pause()
            self._wait_for_turn()

    def end(self) -> None:
        """It was answered, or its sender left."""
        self.under_way -= 1
        if self.under_way == UNDER_WAY_MOST and self._turn is not None:
            self._turn.cancel()
            self._turn = None
            self._wait_for_turn()

    def forget(self, reader: Reader) -> None:
        """This connection is no more."""
        self._outside.pop(reader, None)

    def _wait_for_turn(self) -> None:
        if self._outside and self._turn is None:
            wait_s = NEXT_TURN_S if self.under_way <= UNDER_WAY_MOST else LATE_TURN_S
            self._turn = asyncio.get_running_loop().call_later(wait_s, self._let_in)

    def _let_in(self) -> None:
        self._turn = None
        for reader in list(self._outside)[:LET_IN]:
            del self._outside[reader]
            reader.read_on()
        self._wait_for_turn()


def crowded_http() -> type[HttpToolsProtocol]:
    """Uvicorn's protocol with a door of its own; one for each service."""
    door = Door()

    class Crowded(HttpToolsProtocol):
        """One connection."""

        has_begun = False

        def is_idle(self) -> bool:
            """Whether it has nothing under way, and may have nothing for long."""
            cycle: RequestResponseCycle | None = self.cycle
            return cycle is None or cycle.response_complete

        def pause(self) -> None:
            """Leave what comes where it is, for however long: who waits outside is not idle."""
            if not self.transport.is_closing():
                self._unset_keepalive_if_required()
                self.flow.pause_reading()

        def read_on(self) -> None:
            """Take what has come."""
            if not self.transport.is_closing():
                self.flow.resume_reading()
                self.timeout_keep_alive_task = self.loop.call_later(
                    self.timeout_keep_alive, self.timeout_keep_alive_handler
                )

        def on_headers_complete(self) -> None:
            super().on_headers_complete()
            if self.scope["method"] == "POST" and not self.has_begun:
                self.has_begun = True
                door.begin(self.connections)  # type: ignore[arg-type]

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._end()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            door.forget(self)
            self._end()

        def _end(self) -> None:
            if self.has_begun:
                self.has_begun = False
                door.end()

    return Crowded
