"""Desks that pay over the cluster, in a process of their own: the real client, journals really chained, and patience.

Reads one JSON object (`Orders`) from its first line of input, pays until a second line comes, sends what is left, and
says what it took and how long its payments waited.
"""

import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from random import SystemRandom
from time import monotonic, sleep

from cashier.domain.errors import LedgerAway
from cashier.doors.papers import now_utc
from cashier.security.signing import RequestSigner
from cashier.sync.back_off import BackOff
from cashier.sync.client import LedgerClient
from tests.ledger.paper_desk import PaperDesk

PAY_EVERY_S = 0.5
CENTS = 1
_BACK_OFF_MOST_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Where to pay, as whom (private keys by desk), and on which bills."""

    url: str
    keys: dict[str, str]
    bills: list[str]


def _work(orders: Orders, desk: str, leaving: threading.Event) -> tuple[int, float]:
    """Take and send until told to leave and all is sent; returns payments and the longest wait of one in seconds."""
    client = LedgerClient(
        orders.url,
        desk=desk,
        credentials=RequestSigner(bytes.fromhex(orders.keys[desk]), desk=desk, clock=now_utc),
        connect_timeout_s=2.0,
        answer_timeout_s=15.0,
        monotonic=monotonic,
    )
    back_off = BackOff(least_s=0.25, most_s=_BACK_OFF_MOST_S, chance=SystemRandom().random)
    book, taken_at, longest_s, mark = PaperDesk(desk), list[float](), 0.0, 0
    bills: Iterator[str] = cycle(orders.bills)
    while True:
        if not leaving.is_set():
            book.pay(next(bills), CENTS)
            taken_at.append(monotonic())
        if mark == len(book.sent):
            client.close()
            return len(book.sent), longest_s
        try:
            standing = client.send(book.run(mark + 1))
        except LedgerAway:
            sleep(back_off.rest_from(datetime.now(UTC)))
            continue
        back_off.reset()
        # What is acknowledged must be ours, and stay acknowledged through every failover.
        assert standing.state == "ok"
        assert standing.received_through >= mark
        assert standing.chain == book.sent[standing.received_through - 1].chain
        longest_s = max(longest_s, *(monotonic() - taken for taken in taken_at[mark : standing.received_through]), 0.0)
        mark = standing.received_through
        leaving.wait(PAY_EVERY_S)


def main() -> None:
    """Each desk on a thread."""
    orders, leaving = Orders(**json.loads(sys.stdin.readline())), threading.Event()
    with ThreadPoolExecutor(len(orders.keys)) as threads:
        works = {desk: threads.submit(_work, orders, desk, leaving) for desk in orders.keys}
        sys.stdin.readline()
        leaving.set()
    found = {desk: work.result() for desk, work in works.items()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
