"""Asks the ledger what comes from other cashiers, and who was first to decide about it."""

from typing import Protocol
from uuid import UUID

from cashier.domain.errors import LedgerAway, UnreadableBody
from cashier.domain.handing import Handed, read_handed
from cashier.domain.line import read_line
from cashier.sync.client import NOT_AN_ANSWER
from cashier.usecases.ports.transfers import Decided, Decision
from cashier.wire_handed import DecideHanded, HandedDecided, HandedList


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def handed(self, staff: str, *, left_behind: bool = False) -> HandedList: ...
    def decide_handed(self, transfer_id: str, wish: DecideHanded) -> HandedDecided: ...


class LedgerTransfers:
    """`ports.transfers.TransfersElsewhere`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def arriving(self, staff: str) -> tuple[Handed, ...]:
        return tuple(_read(body) for body in self._ledger.handed(staff).bodies)

    def left_behind(self, staff: str) -> tuple[Handed, ...]:
        return tuple(_read(body) for body in self._ledger.handed(staff, left_behind=True).bodies)

    def decide(self, transfer_id: UUID, wanted: Decision, staff: str, reason: str = "") -> Decided:
        wish = DecideHanded(wanted=wanted.value, staff=staff, reason=reason)
        said = self._ledger.decide_handed(str(transfer_id), wish)
        return Decided(
            decision=Decision(said.decision),
            by=said.by,
            by_name=said.by_name,
            desk=said.desk,
            reason=said.reason,
            why_not=said.why_not,
        )


def _read(body: str) -> Handed:
    try:
        return read_handed(read_line(body.encode()))
    except UnreadableBody as trouble:
        raise LedgerAway(NOT_AN_ANSWER) from trouble
