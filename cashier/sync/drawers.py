"""Asks the ledger about drawers and bags at other desks."""

from typing import Protocol

from cashier.sync.client import MessageType
from cashier.wire_drawers import BagElsewhere, OpenElsewhere


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def drawers(self, path: str, shape: type[MessageType], within_s: float, **asked: str) -> MessageType: ...


class LedgerDrawers:
    """`ports.drawers.DrawersElsewhere`. Raises LedgerAway, LedgerRefuses.

    Whoever asks stands at an open drawer: after ``within_s`` a ledger that says nothing counts as away.
    """

    def __init__(self, ledger: Source, within_s: float) -> None:
        self._ledger, self._within_s = ledger, within_s

    def open_at(self, staff: str) -> tuple[str, ...]:
        return self._ledger.drawers("", OpenElsewhere, self._within_s, staff=staff).desks

    def bag_at(self, number: str) -> tuple[str, ...]:
        return self._ledger.drawers("/bags", BagElsewhere, self._within_s, number=number).desks
