"""A ledger's service on a free port of this machine, in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from httpx import Client
from sqlalchemy import Engine

from cashier.domain.times import Clock
from cashier.ledger.patience import PATIENCE, Patience
from cashier.ledger.serve import listen, make_service
from cashier.wire import Trouble
from tests.ledger.conftest import clock, new_id


@contextmanager
def client_of(engine: Engine, *, now: Clock = clock, patience: Patience = PATIENCE) -> Iterator[Client]:
    """A client that nobody knows."""
    is_ready = threading.Event()
    service = make_service(engine, clock=now, new_id=new_id, tls=None, when_ready=is_ready.set, patience=patience)
    with listen("127.0.0.1", 0) as listener:
        serving = threading.Thread(target=service.run, args=[listener])
        serving.start()
        is_ready.wait(10)
        with Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=20) as made:
            yield made
        service.leave()
        serving.join()


def sentence_of(text: str) -> str:
    """What an answer says is wrong: one line that ends like a sentence."""
    sentence = Trouble.model_validate_json(text).sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence
