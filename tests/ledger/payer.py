"""A desk that goes on paying, whatever is done to the ledger's tables meanwhile."""

import threading

from sqlalchemy import Engine

from tests.ledger.conftest import send
from tests.ledger.paper_desk import PaperDesk

PAYMENTS_BEFORE = 5
TRIES_FOR_EVER = 100_000  # Who changes tables does not give up before a slow machine's payer has paid.


class Payer:
    """A desk that pays without a pause, on a thread of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._desk = PaperDesk("OAK3")
        self._leaving = threading.Event()
        self._paid = threading.Condition()
        self._acknowledged = 0
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> "Payer":
        self._thread.start()
        self.wait_for(PAYMENTS_BEFORE)
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._thread.join()

    @property
    def payments(self) -> int:
        """How many the ledger acknowledged."""
        with self._paid:
            return self._acknowledged

    def wait_for(self, more: int) -> None:
        """Until so many more are acknowledged."""
        with self._paid:
            wanted = self._acknowledged + more
            assert self._paid.wait_for(lambda: self._acknowledged >= wanted, 60)

    def _work(self) -> None:
        while not self._leaving.is_set():
            self._desk.pay("S-10000001", 1)
            standing = send(self._engine, self._desk, len(self._desk.sent))
            with self._paid:
                self._acknowledged = standing.received_through
                self._paid.notify_all()
