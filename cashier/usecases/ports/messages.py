"""What the office says to this desk: asked of the ledger, and kept here for when it is away."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from cashier.domain.desk_messages import DeskMessage


class MessageLedger(Protocol):
    """Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses."""

    def messages(self) -> tuple[DeskMessage, ...]:
        """All that hold now for this desk."""


class MessageShelf(Protocol):
    """What was heard last, and who read what; it outlives the program. Raises StoreTrouble."""

    def messages(self) -> tuple[DeskMessage, ...]: ...
    def put(self, messages: Sequence[DeskMessage]) -> None:
        """These hold now, and no others; who read them stays."""

    def read_by(self, user: str) -> frozenset[UUID]: ...
    def note_read(self, message_id: UUID, user: str) -> None: ...
