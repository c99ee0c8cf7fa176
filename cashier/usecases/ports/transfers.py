"""What the ledger decides about cash between two desks: exactly one of accepted, rejected and taken back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from cashier.domain.handing import Handed


class Decision(StrEnum):
    """OPEN: nobody decided yet, or the ledger has not heard of it. What was REJECTED its giver may take back still."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """How it stands, who decided so, and where. ``why_not`` is empty where the desk that asked has its wish."""

    decision: Decision
    by: str = ""
    by_name: str = ""
    desk: str = ""
    reason: str = ""
    why_not: str = ""


class TransfersElsewhere(Protocol):
    """Slow: never on the Qt thread. Both raise CashierError where the ledger cannot answer: then nothing is decided."""

    def arriving(self, staff: str) -> tuple[Handed, ...]:
        """What was given to this person at other desks of the center, and is not theirs yet."""

    def left_behind(self, staff: str) -> tuple[Handed, ...]:
        """What this person gave at a desk that this one replaced, which nobody accepted."""

    def decide(self, transfer_id: UUID, wanted: Decision, staff: str, reason: str = "") -> Decided:
        """Ask for a decision, as often as it takes; with OPEN only how it stands."""
