"""The ledger's service on a real socket, in a thread of the test's own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from httpx import Client
from sqlalchemy import Engine

from cashier.domain.times import Clock
from cashier.ledger.serve import listen, make_service
from tests.ledger.conftest import clock, new_id


@contextmanager
def served(engine: Engine, *, clock: Clock = clock) -> Iterator[Client]:
    """A client that nobody knows, for the length of a ``with``."""
    is_ready = threading.Event()
    service = make_service(engine, clock=clock, new_id=new_id, tls=None, when_ready=is_ready.set)
    with listen("127.0.0.1", 0) as listener:
        serving = threading.Thread(target=service.run, args=[listener])
        serving.start()
        is_ready.wait(10)
        with Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=20) as made:
            yield made
        service.leave()
        serving.join()
