"""What the ledger knows of drawers at other desks."""

from typing import Protocol


class DrawersElsewhere(Protocol):
    """Slow: never on the Qt thread. Raises LedgerAway or LedgerRefuses where the ledger cannot say."""

    def open_at(self, staff: str) -> tuple[str, ...]:
        """The other desks at which this person has a drawer open, by what was sent so far."""

    def bag_at(self, number: str) -> tuple[str, ...]:
        """The other desks of this center that filled a bag of this number, by what was sent so far."""
