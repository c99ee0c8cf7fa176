"""Thousands of desks in one process of their own: each a connection, a journal really chained, and no patience.

Reads one JSON object (`Orders`) from its first line of input. It connects all desks and says so, pays at a steady rate
when it reads a second line, sends every desk's queue at once when it reads a third, and says after each what it found.
"""

import asyncio
import json
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count, cycle
from time import perf_counter
from typing import cast

import uvloop

from cashier.wire import Run
from tests.bench.figures import share
from tests.ledger.paper_desk import PaperDesk

_CONNECTING_AT_ONCE = 50
_TIMEOUT_S = 120
_CENTS = 1  # Every bill stays open, however often it is paid.


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the crowd does. ``tokens`` by desk; ``bills`` are paid in turn; ``queued`` payments each make the storm."""

    port: int
    tokens: dict[str, str]
    bills: list[str]
    rate: int
    seconds: int
    queued: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of it; latencies count from when a payment was due to be sent."""

    payments: int
    errors: list[str]
    seconds: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    late_ms: float
    """How late, at worst, this process itself was; what the ledger's figures must be read with."""


@dataclass(slots=True)
class Request:
    """One run on its way: due at an instant, with the place up to which the ledger then has the journal."""

    content: bytes
    due: float
    through: int
    sent: float = 0.0


@dataclass(slots=True)
class Desk(asyncio.Protocol):
    """A desk's connection: one request after another, answers read as they come."""

    name: str
    token: str
    book: PaperDesk
    crowd: "Crowd"
    transport: asyncio.Transport | None = None
    waiting: deque[Request] = field(default_factory=deque)
    now: Request | None = None
    answer: bytes = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # Of uvloop, whose classes do not say so.

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.crowd.is_over:
            self.crowd.fail(self, f"the connection ended: {exc}")

    def data_received(self, data: bytes) -> None:
        self.answer += data
        head, _, body = self.answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if not length or len(body) < int(length) or self.now is None:
            return
        request, self.now, self.answer = self.now, None, b""
        if head.startswith(b"HTTP/1.1 200") and json.loads(body)["received_through"] == request.through:
            self.crowd.answered(request)
        else:
            self.crowd.fail(self, (head.partition(b"\r\n")[0] + b" " + body[:200]).decode())
        self.go_on()

    def ask(self, request: Request) -> None:
        self.waiting.append(request)
        self.go_on()

    def go_on(self) -> None:
        if self.now is None and self.waiting and self.transport is not None:
            self.now = self.waiting.popleft()
            self.now.sent = perf_counter()
            self.transport.write(self.now.content)

    def take(self, bills: Iterator[str], payments: int) -> Request:
        """A request that brings the next payments."""
        first = len(self.book.sent) + 1
        for _ in range(payments):
            self.book.pay(next(bills), _CENTS)
        return self._post(self.book.run(first))

    def greet(self) -> Request:
        """A run of nothing: the ledger hears the token for the first time."""
        return self._post(Run(lines=()))

    def _post(self, run: Run) -> Request:
        body = run.model_dump_json().encode()
        head = (
            f"POST /v1/desks/{self.name}/lines HTTP/1.1\r\nHost: ledger\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return Request(head.encode() + body, 0.0, len(self.book.sent))


class Crowd:
    """All desks, and what they heard since the last `clear`."""

    def __init__(self, orders: Orders) -> None:
        self.is_over = False
        self._orders = orders
        self._bills = cycle(orders.bills)
        self.desks = [Desk(name, token, PaperDesk(name), self) for name, token in orders.tokens.items()]
        self.clear(0)

    def clear(self, expected: int) -> None:
        self._expected = expected
        self._times_s: list[float] = []
        self._late_s = 0.0
        self._errors: list[str] = []
        self._all_heard = asyncio.Event()

    def answered(self, request: Request) -> None:
        self._times_s.append(perf_counter() - request.due)
        self._count()

    def fail(self, desk: Desk, why: str) -> None:
        self._errors.append(f"{desk.name}: {why}")
        self._count()

    def _count(self) -> None:
        if len(self._times_s) + len(self._errors) >= self._expected:
            self._all_heard.set()

    async def connect(self) -> None:
        """Everybody, a few at a time."""
        loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(_CONNECTING_AT_ONCE)

        async def one(desk: Desk) -> None:
            async with gate:
                await loop.create_connection(lambda: desk, "127.0.0.1", self._orders.port)
                desk.ask(desk.greet())

        self.clear(len(self.desks))
        async with asyncio.timeout(_TIMEOUT_S):
            await asyncio.gather(*(one(desk) for desk in self.desks))
            await self._all_heard.wait()

    def prepare_steady(self) -> list[tuple[Desk, Request]]:
        """One payment after another, desk after desk."""
        desks, many = cycle(self.desks), self._orders.rate * self._orders.seconds
        return [(desk, desk.take(self._bills, 1)) for desk, _ in zip(desks, range(many), strict=False)]

    def prepare_storm(self) -> list[tuple[Desk, Request]]:
        """Every desk's queue, as one run."""
        return [(desk, desk.take(self._bills, self._orders.queued)) for desk in self.desks]

    async def send(self, requests: list[tuple[Desk, Request]], rate: int | None, payments: int) -> Found:
        """All at ``rate`` a second whether answers come or not, or all at once."""
        self.clear(len(requests))
        began = perf_counter()
        for place, (desk, request) in zip(count(), requests, strict=False):
            request.due = began + (place / rate if rate else 0.0)
            if (left := request.due - perf_counter()) > 0:
                await asyncio.sleep(left)
            self._late_s = max(self._late_s, perf_counter() - request.due)
            desk.ask(request)
        async with asyncio.timeout(_TIMEOUT_S):
            await self._all_heard.wait()
        return Found(
            payments=payments,
            errors=self._errors[:5],
            seconds=round(perf_counter() - began, 2),
            p50_ms=share(self._times_s, 50) if self._times_s else 0.0,
            p99_ms=share(self._times_s, 99) if self._times_s else 0.0,
            max_ms=share(self._times_s, 100) if self._times_s else 0.0,
            late_ms=round(self._late_s * 1000, 1) if rate else 0.0,
        )


async def _work(orders: Orders) -> None:
    crowd, loop = Crowd(orders), asyncio.get_running_loop()
    await crowd.connect()
    steady = crowd.prepare_steady()
    _say({"connected": len(crowd.desks)})
    await loop.run_in_executor(None, sys.stdin.readline)
    _say(asdict(await crowd.send(steady, orders.rate, len(steady))))
    storm = crowd.prepare_storm()
    await loop.run_in_executor(None, sys.stdin.readline)
    _say(asdict(await crowd.send(storm, None, len(storm) * orders.queued)))
    crowd.is_over = True


def _say(facts: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_work(Orders(**json.loads(sys.stdin.readline()))))
