"""Asks the ledger about drawers and bags at other desks."""

from typing import Protocol

from cashier.sync.client import MessageType
from cashier.wire_drawers import BagElsewhere, OpenElsewhere


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def drawers(self, path: str, shape: type[MessageType], **asked: str) -> MessageType: ...


class LedgerDrawers:
    """`ports.drawers.DrawersElsewhere`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def open_at(self, staff: str) -> tuple[str, ...]:
        return self._ledger.drawers("", OpenElsewhere, staff=staff).desks

    def bag_at(self, number: str) -> tuple[str, ...]:
        return self._ledger.drawers("/bags", BagElsewhere, number=number).desks
