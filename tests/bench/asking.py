"""Desks' questions to a real ledger over HTTP: one after the other, or so many a second from many connections.

They ask in turn, since no desk may ask the ledger more often than a person types.
"""

import asyncio
import http.client
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

from sqlalchemy import Engine

from cashier.doors.ledger_process import running_ledger
from cashier.doors.papers import now_utc
from cashier.security.signing import RequestSigner
from tests.bench.many_desks import enrolled, names

_ANSWER_TIMEOUT_S = 30.0
_DESKS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A ledger's service that answers, and the desks that it knows."""

    host: str
    port: int
    signers: Iterator[RequestSigner]

    @contextmanager
    def connection(self) -> Iterator["Questions"]:
        """One connection that stays open, as a desk's."""
        made = http.client.HTTPConnection(self.host, self.port, timeout=_ANSWER_TIMEOUT_S)
        try:
            yield Questions(made, self.signers)
        finally:
            made.close()

    async def in_time(self, paths: Sequence[str], *, a_second: float, connections: int) -> list[float]:
        """Ask each path when its time has come, whether others were answered or not; seconds from that time on."""
        opened = [await asyncio.open_connection(self.host, self.port) for _ in range(connections)]
        try:
            since = perf_counter() + 0.1
            return await asyncio.gather(
                *(
                    self._ask(reader, writer, path, since + place / a_second)
                    for place, (path, (reader, writer)) in enumerate(zip(paths, cycle(opened), strict=False))
                )
            )
        finally:
            for _, writer in opened:
                writer.close()
                await writer.wait_closed()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, due_at: float) -> float:
        await asyncio.sleep(due_at - perf_counter())
        said = {"Host": "ledger", **next(self.signers)("GET", path.encode(), b"")}
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert answer.startswith("http/1.1 200"), answer
        length = next(line.partition(":")[2] for line in answer.splitlines() if line.startswith("content-length:"))
        await reader.readexactly(int(length))
        return perf_counter() - due_at


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks one after the other."""

    connection: http.client.HTTPConnection
    signers: Iterator[RequestSigner]

    def ask(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=next(self.signers)("GET", path.encode(), b""))
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body


@contextmanager
def asked_ledger(engine: Engine) -> Iterator[Asked]:
    """The service over this database, in a process of its own, for the length of a ``with``."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    keys = enrolled(url, names(_DESKS))
    signers = cycle([RequestSigner(bytes.fromhex(key), desk=desk, clock=now_utc) for desk, key in keys.items()])
    with (
        TemporaryDirectory(prefix="counterfoil-asked-") as name,
        running_ledger(Path(name), database_url=url) as running,
    ):
        at = urlsplit(running.url)
        yield Asked(at.hostname or "", at.port or 0, signers)
