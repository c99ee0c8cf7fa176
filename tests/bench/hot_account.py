"""B8: what a ledger posts when all money goes into one clearing account, beside the same spread over thousands."""

import http.client
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import count, cycle
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.targets import Target, TargetKind
from cashier.doors.papers import now_utc
from cashier.security.signing import RequestSigner
from tests.bench.backlog import _command, _ledger
from tests.bench.figures import Outcome
from tests.bench.many_desks import enrolled, names, open_bills
from tests.ledger.paper_desk import BOOK, PaperDesk

_ACCOUNTS = 3_000
_CENTS = 1  # Every bill stays open, however often it is paid.


@dataclass(frozen=True, slots=True)
class _Sent:
    """A run on its way, with the place up to which the ledger then has the journal."""

    body: bytes
    headers: dict[str, str]
    through: int


@dataclass(slots=True)
class _Desk:
    """A desk on a connection of its own."""

    book: PaperDesk
    signer: RequestSigner
    service: http.client.HTTPConnection
    queue: list[_Sent] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/v1/desks/{self.book.desk}/lines"

    def take(self, bill: str, into: Account) -> None:
        self.book.pay_target(Target(TargetKind.STATEMENT, bill), _CENTS, into)

    def enqueue(self, payments: int) -> None:
        """The last payments as one run, made and signed before anybody looks at the clock."""
        through = len(self.book.sent)
        body = self.book.run(through - payments + 1).model_dump_json().encode()
        headers = {**self.signer("POST", self.path.encode(), body)}
        self.queue.append(_Sent(body, headers, through))

    def send(self) -> None:
        """All that waits, one after the other."""
        for sent in self.queue:
            self.service.request("POST", self.path, sent.body, sent.headers)
            answer = json.loads(self.service.getresponse().read())
            assert answer["received_through"] == sent.through, answer
        self.queue.clear()


def measure(quick: bool) -> Outcome:
    """Stretch by stretch, into one account and spread out by turns; the median of the pairs' ratios counts."""
    members, desks, pairs, runs, size = (500, 4, 2, 2, 5) if quick else (50_000, 32, 5, 8, 25)
    spread_s: list[float] = []
    hot_s: list[float] = []
    with _ledger(members) as ledger, ExitStack() as leaving:
        database: str = ledger.said["database_url"]
        keys = enrolled(database, names(desks))
        address = urlsplit(ledger.said["url"])

        def connect(desk: str, key: str) -> _Desk:
            service = closing(http.client.HTTPConnection(address.hostname or "", address.port))
            signer = RequestSigner(bytes.fromhex(key), desk=desk, clock=now_utc)
            return _Desk(PaperDesk(desk), signer, leaving.enter_context(service))

        crowd = [connect(desk, key) for desk, key in keys.items()]
        bills, places = cycle(open_bills(database)), count()
        senders = leaving.enter_context(ThreadPoolExecutor(desks))
        sides: tuple[tuple[list[float], Callable[[], int]], ...] = (
            (spread_s, lambda: next(places) % _ACCOUNTS),
            (hot_s, lambda: 0),
        )
        for _ in range(pairs):
            for took_s, place in sides:
                _prepare(crowd, bills, place, runs, size)
                since = perf_counter()
                list(senders.map(_Desk.send, crowd))
                took_s.append(perf_counter() - since)
        checked = _command("check", database=database)
    payments = desks * runs * size
    ratios = [spread / hot for spread, hot in zip(spread_s, hot_s, strict=True)]
    return Outcome(
        bench="B8",
        workload=f"{desks} desks on {desks} connections send {payments:,} payments in runs of {size}, {pairs} times "
        f"into one clearing account and {pairs} times into {_ACCOUNTS:,}, by turns ({members:,} members, PostgreSQL, "
        "fsync on)",
        figures={
            "ratio": round(median(ratios), 3),
            "ratios": [round(ratio, 3) for ratio in ratios],
            "per_s": round(payments / median(hot_s)),
            "floor": {"the same spread out, per_s": round(payments / median(spread_s))},
            "check": checked,
        },
    )


def _prepare(crowd: list[_Desk], bills: Iterator[str], place: Callable[[], int], runs: int, size: int) -> None:
    for desk in crowd:
        for _ in range(runs):
            for _ in range(size):
                desk.take(next(bills), Account(AccountKind.CARD_CLEARING, f"C{place():04}", BOOK))
            desk.enqueue(size)
