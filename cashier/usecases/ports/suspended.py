"""What the ledger says of the suspended transactions of a center."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cashier.domain.suspended import Suspended


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the ledger says of the center: what may be taken up here, with our lines up to ``mark`` in it."""

    rows: tuple[Suspended, ...]
    mark: int


class SuspendedElsewhere(Protocol):
    """The ledger's list of the center. Slow: never on the Qt thread. Both raise CashierError where it cannot answer."""

    def waiting(self) -> Waiting: ...
    def take_up(self, suspended_id: UUID, staff: str) -> str:
        """Empty where it is this desk's now, however often it asks; else why not, in a sentence."""
