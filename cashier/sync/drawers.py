"""Asks the ledger about drawers at other desks."""

from typing import Protocol

from cashier.wire_drawers import OpenElsewhere


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def drawers_of(self, staff: str) -> OpenElsewhere: ...


class LedgerDrawers:
    """`ports.drawers.DrawersElsewhere`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def open_at(self, staff: str) -> tuple[str, ...]:
        return self._ledger.drawers_of(staff).desks
