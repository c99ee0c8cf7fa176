"""Runs the service on a socket that is open already, until it is told to leave; then it is gone within two seconds."""

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from cashier.domain.errors import CashierError
from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.ledger.app import make_app
from cashier.ledger.requests import Service
from cashier.ledger.tokens import Tokens
from cashier.ledger.watch import Watch

KEEP_ALIVE_S = 75  # Desks speak every few seconds; five, the usual, would break their connections.
LEAVE_TIMEOUT_S = 1
GARBAGE_THRESHOLD = 100_000  # Objects.
FREE_PORTS = range(20_000, 32_768)  # Above begin the ports of outgoing connections, which come and go.


class ServeTrouble(CashierError):
    """The service cannot listen where it was told to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFiles:
    """A certificate chain and its key, in PEM files."""

    certificate: Path
    key: Path


class _Server(uvicorn.Server):
    """Uvicorn, stopped by its caller: the door decides which signals mean what."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class RunningService:
    """A service that can be run once, and told to leave from any thread or signal."""

    server: uvicorn.Server
    watch: Watch

    def run(self, listener: socket.socket) -> None:
        """Serve until told to leave."""
        self.server.run(sockets=[listener])

    def leave(self) -> None:
        """Finish what is being answered, let those go who wait, and end."""
        self.watch.release()
        self.server.should_exit = True


def make_service(
    engine: Engine, *, clock: Clock, new_id: NewId, tls: TlsFiles | None, when_ready: Callable[[], None]
) -> RunningService:
    """The service over a prepared database; ``when_ready`` is called once, when the open socket will be answered."""
    # A question of one query needs no BEGIN and no ROLLBACK around it: two of three ways to the database and back.
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    watch = Watch(reading)
    service = Service(engine=engine, reading=reading, watch=watch, tokens=Tokens(reading), clock=clock, new_id=new_id)
    settings = uvicorn.Config(
        make_app(service, when_ready),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LEAVE_TIMEOUT_S,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    return RunningService(_Server(settings), watch)


def look_less_for_cycles() -> None:
    """For a process that only serves: a run of lines makes many short-lived objects, no cycle, and no wait for one."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises ServeTrouble."""
    for candidate in [port] if port else FREE_PORTS:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(2048)
        except OSError as trouble:
            listener.close()
            if port:
                raise ServeTrouble(
                    f"The ledger cannot listen on {host} port {port}: {trouble.strerror}. Choose another with --port."
                ) from trouble
            continue
        return listener
    raise ServeTrouble(f"No port is free on {host}. Check --host.")
