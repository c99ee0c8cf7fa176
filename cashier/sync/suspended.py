"""Asks the ledger which suspended transactions of the center wait, and for one of them."""

from typing import Protocol
from uuid import UUID

from cashier.domain.errors import LedgerAway, UnreadableBody
from cashier.domain.line import read_line
from cashier.domain.suspended import Suspended, read_suspended
from cashier.sync.client import LARGEST_NUMBER, NOT_AN_ANSWER
from cashier.usecases.ports.suspended import Waiting
from cashier.wire import SuspendedList, TakenUp, TakeUp


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def suspended(self) -> SuspendedList: ...
    def take_up(self, suspended_id: str, wish: TakeUp) -> TakenUp: ...


class LedgerSuspended:
    """`ports.suspended.SuspendedElsewhere`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def waiting(self) -> Waiting:
        answer = self._ledger.suspended()
        if answer.mark > LARGEST_NUMBER:
            raise LedgerAway(NOT_AN_ANSWER)
        return Waiting(rows=tuple(_read(body) for body in answer.bodies), mark=answer.mark)

    def take_up(self, suspended_id: UUID, staff: str) -> str:
        return self._ledger.take_up(str(suspended_id), TakeUp(staff=staff)).why_not


def _read(body: str) -> Suspended:
    try:
        return read_suspended(read_line(body.encode()))
    except UnreadableBody as trouble:
        raise LedgerAway(NOT_AN_ANSWER) from trouble
