"""A ledger's service on a free port of this machine, in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from httpx import Client
from sqlalchemy import Engine

from cashier.domain.times import Clock
from cashier.ledger.listening import listen
from cashier.ledger.patience import PATIENCE, Patience
from cashier.ledger.serve import RunningService, make_service
from cashier.wire import Trouble
from tests.ledger.conftest import clock, new_id


@dataclass(frozen=True, slots=True)
class Served:
    """A service that answers, and a client that it does not know."""

    service: RunningService
    client: Client


@contextmanager
def served(engine: Engine, *, now: Clock = clock, patience: Patience = PATIENCE) -> Iterator[Served]:
    """The service over a ledger, for the length of a ``with``."""
    is_ready = threading.Event()
    service = make_service(engine, clock=now, new_id=new_id, tls=None, when_ready=is_ready.set, patience=patience)
    with listen("127.0.0.1", 0) as listener:
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
