"""A ledger's service on a free port of this machine, in a thread of the test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import pytest
from fastapi import FastAPI
from httpx import Client
from sqlalchemy import Engine

from cashier.domain.times import Clock
from cashier.ledger import serve
from cashier.ledger.app import make_app
from cashier.ledger.listening import listen
from cashier.ledger.metrics import count_connections
from cashier.ledger.patience import PATIENCE, Patience
from cashier.ledger.requests import Service
from cashier.ledger.serve import RunningService, make_service
from cashier.wire import Trouble
from tests.ledger.conftest import clock, new_id


@dataclass(frozen=True, slots=True)
class Served:
    """A service that answers, and a client that it does not know."""

    service: RunningService
    client: Client


class _Behind:
    """The service behind an application, one after the other."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.when_ready: Callable[[], None]
        self.app = make_app(cast(Service, self), self._say_ready)

    def _say_ready(self) -> None:
        self.when_ready()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.service, name)

    def clock(self) -> datetime:
        """Asked for once, when the application is made."""
        return self.service.clock()


_spare: list[_Behind] = []


@contextmanager
def _application() -> Iterator[None]:
    """What its routes ask for takes longer to work out than a test: an application that nobody uses is taken again."""
    taken: list[_Behind] = []

    def spare_or_new(service: Service, when_ready: Callable[[], None]) -> FastAPI:
        if _spare:
            behind = _spare.pop()
            behind.service = service
            count_connections(service.engine)
        else:
            behind = _Behind(service)
        taken.append(behind)
        behind.when_ready = when_ready
        return behind.app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serve, "make_app", spare_or_new)
        patch.setattr(serve, "DRAIN_S", 0.0)  # No proxy stands before it that has to see that it leaves.
        yield
    _spare.extend(taken)


@contextmanager
def served(engine: Engine, *, now: Clock = clock, patience: Patience = PATIENCE) -> Iterator[Served]:
    """The service over a ledger, for the length of a ``with``."""
    is_ready = threading.Event()
    with _application(), listen("127.0.0.1", 0) as listener:
        service = make_service(engine, clock=now, new_id=new_id, tls=None, when_ready=is_ready.set, patience=patience)
        serving = threading.Thread(target=service.run, args=[listener])
        serving.start()
        assert is_ready.wait(60)
        try:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with Client(base_url=address, timeout=60, verify=False) as made:  # No TLS: no authorities to be read.
                yield Served(service, made)
        finally:
            service.leave()
            serving.join()


@contextmanager
def client_of(engine: Engine, *, now: Clock = clock, patience: Patience = PATIENCE) -> Iterator[Client]:
    """A client that nobody knows."""
    with served(engine, now=now, patience=patience) as made:
        yield made.client


def sentence_of(text: str) -> str:
    """What an answer says is wrong: one line that ends like a sentence."""
    sentence = Trouble.model_validate_json(text).sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence
