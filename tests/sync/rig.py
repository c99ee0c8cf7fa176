"""A desk's lanes beside a ledger on 127.0.0.1, stepped by hand."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, Book, BookLine, receivable
from cashier.domain.line import Line, LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from cashier.sync.back_off import BackOff
from cashier.sync.client import LedgerClient
from cashier.sync.elsewhere import LedgerPeople
from cashier.sync.link import Link
from cashier.sync.pull import Asking, PullLane
from cashier.sync.push import PushLane, Receiver
from tests.fakes.http_ledger import HttpLedger, http_ledger
from tests.fakes.memory_store import MemoryDesk

NOW = datetime(2026, 11, 21, 18, 42, tzinfo=UTC)
LEAST_S = 0.5
MOST_S = 30.0

_BOOK = Book("ncal", BookLine.MEDICAL)
_NUMBERS = count(1)


def money_line(desk: str = "OAK3") -> Line:
    """A line that moves a dollar."""
    return Line(
        line_id=UUID(int=next(_NUMBERS)),
        kind=LineKind.CARD_CLOSED,
        desk=desk,
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts={"words": "Núñez 陳"},
        transfers=(Transfer(Account(AccountKind.CARD_CLEARING, desk, _BOOK), receivable("S-1"), Money(100)),),
    )


class Rig:
    """One desk, one ledger, and both lanes as the wiring makes them."""

    def __init__(self, ledger: HttpLedger, *, desk: MemoryDesk | None = None, token: str = "secret") -> None:
        self.ledger = ledger
        self.desk = desk or MemoryDesk()
        self.states: list[LinkState] = []
        self.came_back = 0
        self.applied = 0
        self.link = Link(lambda: NOW, heard=self.states.append, came_back=self._count_came_back)
        self.client = LedgerClient(
            ledger.url,
            desk=self.desk.desk,
            credentials=lambda *_: {"Authorization": f"Bearer {token}"},
            connect_timeout_s=60.0,
            answer_timeout_s=60.0,
            monotonic=time.monotonic,
        )
        self.push = self.new_push(500)
        self.pull = PullLane(
            open_reading=self.desk.open_reading,
            writer=self.desk.directory,
            ledger=self.client,
            link=self.link,
            back_off=self._back_off(),
            clock=lambda: NOW,
            applied=self._count_applied,
            asking=Asking(hold_s=5.0),
        )

    @property
    def elsewhere(self) -> LedgerPeople:
        return LedgerPeople(open_reading=self.desk.open_reading, writer=self.desk.directory, ledger=self.client)

    def new_push(self, run_lines_max: int, ledger: Receiver | None = None) -> PushLane:
        return PushLane(
            desk=self.desk.desk,
            open_work=self.desk.open_work,
            open_reading=self.desk.open_reading,
            ledger=ledger or self.client,
            link=self.link,
            back_off=self._back_off(),
            clock=lambda: NOW,
            run_lines_max=run_lines_max,
        )

    def take(self, lines: int) -> None:
        """Money is taken at the window."""
        with self.desk.open_work() as work:
            for _ in range(lines):
                work.journal.append(money_line(self.desk.desk))
            work.commit()

    def drain(self) -> None:
        """Step until nothing is left to do at once; fails if that takes improbably long."""
        for _ in range(50):
            if self.push.step() > MOST_S:
                return
        raise AssertionError("the push lane does not come to rest")

    def bodies(self) -> list[bytes]:
        return [numbered.body for numbered in self.desk.tables.lines]

    def agrees(self) -> bool:
        """Whether the ledger has every line of this desk once, byte for byte, and the desk knows it."""
        with self.desk.open_work() as work:
            mark = work.journal.mark()
        received = [line.body.encode() for line in self.ledger.lines]
        return received == self.bodies() and mark.received_through == len(received) and mark.epoch == self.ledger.epoch

    def _back_off(self) -> BackOff:
        return BackOff(least_s=LEAST_S, most_s=MOST_S, chance=lambda: 0.5)

    def _count_came_back(self) -> None:
        self.came_back += 1

    def _count_applied(self) -> None:
        self.applied += 1


@contextmanager
def rig(ledger: HttpLedger, *, desk: MemoryDesk | None = None, token: str = "secret") -> Iterator[Rig]:
    """The lanes as one process of the desk has them; leaving is its end."""
    made = Rig(ledger, desk=desk, token=token)
    try:
        yield made
    finally:
        made.client.interrupt()
        for thread in threading.enumerate():
            if thread.name == "sending":  # A run may still be under way, and would leave its socket open.
                thread.join(60)
        made.client.close()


@contextmanager
def rig_with_ledger() -> Iterator[Rig]:
    with http_ledger() as ledger, rig(ledger) as made:
        yield made
