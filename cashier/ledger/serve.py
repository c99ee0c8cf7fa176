"""Runs the service on a socket that is open already, until it is told to leave; then it is gone within two seconds."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from sqlalchemy import Engine

from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.ledger.app import make_app
from cashier.ledger.callers import Callers
from cashier.ledger.crowding import crowded_http
from cashier.ledger.database import is_spread
from cashier.ledger.limits import Limits
from cashier.ledger.listening import TlsFiles
from cashier.ledger.patience import PATIENCE, Patience, patient_http
from cashier.ledger.requests import Service
from cashier.ledger.sessions import Sessions
from cashier.ledger.tokens import Tokens
from cashier.ledger.watch import Watch

KEEP_ALIVE_S = 75  # Desks speak every few seconds; five, the usual, would break their connections.
DRAIN_S = 0.3  # How long a proxy has to see that we are not ready, before anybody is turned away.
LEAVE_TIMEOUT_S = 1


class _Server(uvicorn.Server):
    """Uvicorn, stopped by its caller: the door decides which signals mean what."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningService:
    """A service that can be run once, and told to leave from any thread or signal."""

    server: uvicorn.Server
    service: Service

    def run(self, listener: socket.socket) -> None:
        """Serve until told to leave."""
        self.server.run(sockets=[listener])

    def leave(self) -> None:
        """Say that we are not ready; then finish what is being answered, let those go who wait, and end."""
        self.service.leaving.set()
        threading.Timer(DRAIN_S, self._end).start()

    def _end(self) -> None:
        self.service.watch.release()
        self.server.should_exit = True


def make_service(
    engine: Engine,
    *,
    clock: Clock,
    new_id: NewId,
    tls: TlsFiles | None,
    when_ready: Callable[[], None],
    patience: Patience = PATIENCE,
) -> RunningService:
    """The service over a prepared database; ``when_ready`` is called once, when the open socket will be answered."""
    # A question of one query needs no BEGIN and no ROLLBACK around it: two of three ways to the database and back.
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    watch, limits = Watch(reading), Limits(time.monotonic)
    service = Service(
        engine=engine,
        reading=reading,
        watch=watch,
        callers=Callers(reading, Tokens(reading), limits, clock),
        limits=limits,
        patience=patience,
        is_spread=is_spread(engine),
        sessions=Sessions(engine=engine, clock=clock, new_id=new_id),
        clock=clock,
        new_id=new_id,
    )
    settings = uvicorn.Config(
        make_app(service, when_ready),
        http=patient_http(patience, crowded_http()),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LEAVE_TIMEOUT_S,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    return RunningService(server=_Server(settings), service=service)
