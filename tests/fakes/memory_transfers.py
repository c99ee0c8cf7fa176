"""The ledger as it decides about cash between two desks, in memory: whoever asks first has it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from cashier.domain.errors import LedgerAway
from cashier.domain.handing import GIVES, Handed, read_handed
from cashier.domain.line import Line
from cashier.usecases.ports.transfers import Decided, Decision


@dataclass(slots=True)
class Arbiter:
    """What it has heard of, and what was decided. ``trouble``: why it cannot be asked now."""

    known: dict[UUID, Handed] = field(default_factory=dict)
    decided: dict[UUID, Decided] = field(default_factory=dict)
    trouble: str = ""

    def hear(self, lines: Iterable[Line]) -> None:
        """A desk has sent these lines."""
        for line in lines:
            if line.kind in GIVES:
                self.known.setdefault(line.line_id, read_handed(line))

    def at(self, desk: str) -> "AsDesk":
        return AsDesk(self, desk)


@dataclass(frozen=True, slots=True)
class AsDesk:
    """`ports.transfers.TransfersElsewhere` as one desk has it."""

    ledger: Arbiter
    desk: str
    replaces: str = ""

    def arriving(self, staff: str) -> tuple[Handed, ...]:
        if self.ledger.trouble:
            raise LedgerAway(self.ledger.trouble)
        known = self.ledger.known.values()
        open_now = [h for h in known if h.to == staff and h.line.desk != self.desk and not h.is_here]
        return tuple(
            h
            for h in open_now
            if (d := self.ledger.decided.get(h.transfer_id)) is None
            or (d.decision is Decision.ACCEPTED and d.desk == self.desk)
        )

    def left_behind(self, staff: str) -> tuple[Handed, ...]:
        if self.ledger.trouble:
            raise LedgerAway(self.ledger.trouble)
        return tuple(
            h
            for h in self.ledger.known.values()
            if h.line.desk == self.replaces
            and h.line.staff == staff
            and (
                (d := self.ledger.decided.get(h.transfer_id)) is None
                or d.decision is Decision.REJECTED
                or (d.decision is Decision.RECALLED and d.desk == self.desk)
            )
        )

    def decide(self, transfer_id: UUID, wanted: Decision, staff: str, reason: str = "") -> Decided:
        if self.ledger.trouble:
            raise LedgerAway(self.ledger.trouble)
        now = self.ledger.decided.get(transfer_id, Decided(decision=Decision.OPEN))
        if wanted is Decision.OPEN or (now.decision is wanted and now.desk == self.desk):
            return now
        may = now.decision is Decision.OPEN or (now.decision is Decision.REJECTED and wanted is Decision.RECALLED)
        if not may:
            return replace(now, why_not=f"{now.by_name} was first.")
        name = staff.capitalize()
        now = Decided(decision=wanted, by=staff, by_name=name, desk=self.desk, reason=reason)
        self.ledger.decided[transfer_id] = now
        return now
