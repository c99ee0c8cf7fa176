"""What is still to pay beside what was tendered, and what cash is asked for it."""

from dataclasses import dataclass

from cashier.domain.cash_rounding import RoundingMode, SettledCash, cash_due, settle_cash
from cashier.domain.money import ZERO, Money, total
from cashier.domain.tenders import Tender, TenderKind


@dataclass(frozen=True, slots=True)
class Rest:
    """``tendered``: all that was accepted or booked. ``rounding``: how this center rounds cash."""

    to_pay: Money
    tendered: tuple[Tender, ...]
    rounding: RoundingMode

    @property
    def amount(self) -> Money:
        """What is still to pay, to the cent."""
        return self.settled().short

    @property
    def cash_due(self) -> Money:
        """What of it is asked for in cash."""
        return max(ZERO, cash_due(self._for_cash, self.rounding) - self._cash)

    def asked(self, kind: TenderKind) -> Money:
        """What an amount of this kind begins with."""
        return self.cash_due if kind is TenderKind.CASH else self.amount

    def settled(self, more: Money = ZERO) -> SettledCash:
        """What the cash that was accepted, and ``more`` of it, comes to."""
        return settle_cash(self._for_cash, self._cash + more, self.rounding)

    @property
    def _cash(self) -> Money:
        return total([tender.amount for tender in self.tendered if tender.kind is TenderKind.CASH])

    @property
    def _for_cash(self) -> Money:
        others = total([tender.amount for tender in self.tendered if tender.kind is not TenderKind.CASH])
        return max(ZERO, self.to_pay - others)
