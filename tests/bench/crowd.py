"""Thousands of desks in one process of their own: each a connection, a journal really chained, and no patience.

Reads one JSON object (`Orders`) from its first line of input. It connects all desks and says so, pays at a steady rate
when it reads a second line, sends every desk's queue at once when it reads a third, and says after each what it found.
"""

import asyncio
import json
import sys
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle
from time import perf_counter
from typing import cast

import uvloop

from cashier.doors.papers import now_utc
from cashier.security.signing import RequestSigner
from cashier.wire import Run
from tests.bench.figures import share
from tests.ledger.paper_desk import PaperDesk

_CONNECTING_AT_ONCE = 50
_TIMEOUT_S = 300.0  # A ledger that cannot keep up is measured, too.
_WAIT_S = 25
_CENTS = 1  # Every bill stays open, however often it is paid.


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the crowd does. ``keys``: private ones by desk; ``bills`` are paid in turn; ``queued`` payments each are the
    storm.

    ``directory_end``: epoch and cursor of who has read the whole directory. With it each desk also waits for what
    changes from there on, on a connection of its own, as the pull lane does.
    """

    port: int
    keys: dict[str, str]
    bills: list[str]
    rate: int
    seconds: int
    queued: int
    directory_end: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of it; latencies count from when a payment was due to be sent."""

    payments: int
    errors: int
    first_errors: list[str]
    seconds: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    late_ms: float
    """How late, at worst, this process itself was; what the ledger's figures must be read with."""
    told: int
    """How many answers those got that wait for changes."""


@dataclass(slots=True)
class Request:
    """One run on its way: due at an instant, with the place up to which the ledger then has the journal."""

    content: bytes
    due: float
    through: int


class Connection(asyncio.Protocol, ABC):
    """One of HTTP, kept open: a request, its answer, the next."""

    def __init__(self, crowd: "Crowd") -> None:
        self.crowd = crowd
        self._answer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # Of uvloop, whose classes do not say so.

    def connection_lost(self, exc: Exception | None) -> None:
        self.crowd.fail(f"A connection ended: {exc}")

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, _, body = self._answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if length and len(body) >= int(length):
            self._answer = b""
            self.heard(head.partition(b"\r\n")[0], body)

    def write(self, content: bytes) -> None:
        if self._transport is not None:
            self._transport.write(content)

    @abstractmethod
    def heard(self, status: bytes, body: bytes) -> None:
        """A whole answer is there."""


class Desk(Connection):
    """A desk that pays: one request after another."""

    def __init__(self, crowd: "Crowd", name: str, key: str) -> None:
        super().__init__(crowd)
        self.name = name
        self._signer = RequestSigner(bytes.fromhex(key), desk=name, clock=now_utc)
        self._book = PaperDesk(name)
        self._queue: deque[Request] = deque()
        self._now: Request | None = None

    def heard(self, status: bytes, body: bytes) -> None:
        request, self._now = self._now, None
        if request and status.startswith(b"HTTP/1.1 200") and json.loads(body)["received_through"] == request.through:
            self.crowd.answered(request)
        else:
            self.crowd.fail(f"{self.name}: {status!r} {body[:200]!r}")
        self._go_on()

    def ask(self, request: Request) -> None:
        """Send it as soon as the one before it is answered."""
        self._queue.append(request)
        self._go_on()

    def take(self, bills: Iterator[str], payments: int) -> Request:
        """A request that brings the next payments."""
        first = len(self._book.sent) + 1
        for _ in range(payments):
            self._book.pay(next(bills), _CENTS)
        return self._post(self._book.run(first))

    def greet(self) -> Request:
        """A run of nothing: the ledger hears the desk for the first time."""
        return self._post(Run(lines=()))

    def _go_on(self) -> None:
        if self._now is None and self._queue:
            self._now = self._queue.popleft()
            self.write(self._now.content)

    def _post(self, run: Run) -> Request:
        return Request(self.signed("POST", "lines", run.model_dump_json().encode()), 0.0, len(self._book.sent))

    def signed(self, method: str, asked: str, body: bytes = b"") -> bytes:
        """A request of this desk, as it goes over the wire."""
        path = f"/v1/desks/{self.name}/{asked}"
        headers = {"Host": "ledger", **self._signer(method, path.encode(), body)}
        if body:
            headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


class Listener(Connection):
    """The same desk's other connection: it waits for what changes, and asks on from there."""

    def __init__(self, desk: Desk, epoch: str, after: str) -> None:
        super().__init__(desk.crowd)
        self._desk = desk
        self._where = epoch, after

    def listen(self) -> None:
        """Ask for what comes after the last page."""
        epoch, after = self._where
        self.write(self._desk.signed("GET", f"directory?epoch={epoch}&after={after}&wait_s={_WAIT_S}"))

    def heard(self, status: bytes, body: bytes) -> None:
        if not status.startswith(b"HTTP/1.1 200"):
            self.crowd.fail(f"{self._desk.name} listens: {status!r} {body[:200]!r}")
            return
        page = json.loads(body)
        self._where = page["epoch"], page["after"]
        self.crowd.told += 1
        self.listen()


def _same(made: Connection) -> Connection:
    return made


class Crowd:
    """All desks, and what they heard since the last `clear`."""

    def __init__(self, orders: Orders) -> None:
        self.told = 0
        self.desks = [Desk(self, name, key) for name, key in orders.keys.items()]
        self._orders = orders
        self._bills = cycle(orders.bills)
        self._is_over = False
        self.clear(0)

    def clear(self, expected: int) -> None:
        self.told = 0
        self._expected = expected
        self._times_s: list[float] = []
        self._late_s = 0.0
        self._errors: list[str] = []
        self._all_heard = asyncio.Event()

    def answered(self, request: Request) -> None:
        self._times_s.append(perf_counter() - request.due)
        self._count()

    def fail(self, why: str) -> None:
        if not self._is_over:
            self._errors.append(why)
            self._count()

    def end(self) -> None:
        """Connections may end from now on."""
        self._is_over = True

    def _count(self) -> None:
        if len(self._times_s) + len(self._errors) >= self._expected:
            self._all_heard.set()

    async def connect(self) -> None:
        """Everybody, a few at a time."""
        loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(_CONNECTING_AT_ONCE)

        async def one(desk: Desk) -> None:
            async with gate:
                await loop.create_connection(partial(_same, desk), "127.0.0.1", self._orders.port)
                desk.ask(desk.greet())

        self.clear(len(self.desks))
        async with asyncio.timeout(_TIMEOUT_S):
            await asyncio.gather(*(one(desk) for desk in self.desks))
            await self._all_heard.wait()
            if self._orders.directory_end:
                await self._listen(*self._orders.directory_end)

    async def _listen(self, epoch: str, after: str) -> None:
        loop, port = asyncio.get_running_loop(), self._orders.port
        for desk in self.desks:
            listener = Listener(desk, epoch, after)
            await loop.create_connection(partial(_same, listener), "127.0.0.1", port)
            listener.listen()

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
        for place, (desk, request) in enumerate(requests):
            request.due = began + (place / rate if rate else 0.0)
            if (left := request.due - perf_counter()) > 0:
                await asyncio.sleep(left)
            self._late_s = max(self._late_s, perf_counter() - request.due)
            desk.ask(request)
        async with asyncio.timeout(_TIMEOUT_S):
            await self._all_heard.wait()
        return Found(
            payments=payments,
            errors=len(self._errors),
            first_errors=self._errors[:3],
            seconds=round(perf_counter() - began, 2),
            p50_ms=share(self._times_s, 50),
            p99_ms=share(self._times_s, 99),
            max_ms=share(self._times_s, 100),
            late_ms=round(self._late_s * 1000, 1) if rate else 0.0,
            told=self.told,
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
    crowd.end()


def _say(facts: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_work(Orders(**json.loads(sys.stdin.readline()))))
