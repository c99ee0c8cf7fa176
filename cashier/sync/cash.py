"""Asks the ledger what a payor brought in cash to other desks."""

from typing import Protocol

from cashier.domain.large_cash import CashElsewhere
from cashier.domain.money import Money
from cashier.wire import CashAnswer, CashAsked


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def cash_of(self, asked: CashAsked) -> CashAnswer: ...


class LedgerCash:
    """`ports.cash.CashAtOthers`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def cash_of(self, payor: str) -> CashElsewhere:
        answer = self._ledger.cash_of(CashAsked(payor=payor))
        return CashElsewhere(day=Money(answer.day_cents), year=Money(answer.year_cents), reported_at=answer.reported_at)
