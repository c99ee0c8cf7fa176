"""A shift's lines as its totals need them: thousands of payments by cash alone need not be read one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cashier.domain.line import MONEY_TO_SEND, Line, LineKind, Numbered
from cashier.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CashAlone:
    """What payments come to that have one tender, cash, were not rounded and stand: each is told by its sums alone."""

    count: int = 0
    tendered: Money = ZERO
    change: Money = ZERO

    @property
    def amount(self) -> Money:
        """What was paid."""
        return self.tendered - self.change


NO_CASH_ALONE = CashAlone()


class CashPayment(NamedTuple):
    """One of them; in cents."""

    place: int
    receipt: str
    tendered: int
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLines:
    """``lines`` are all but those in ``cash``, in order. ``places``: every line's place in the journal."""

    lines: tuple[Numbered, ...]
    places: tuple[int, ...]
    cash: tuple[CashPayment, ...] = ()

    @classmethod
    def whole(cls, lines: Sequence[Numbered]) -> "ShiftLines":
        """The same with every line read."""
        return cls(lines=tuple(lines), places=tuple(numbered.sequence for numbered in lines))

    @property
    def said(self) -> tuple[Line, ...]:
        return tuple(numbered.line for numbered in self.lines)

    @property
    def cash_alone(self) -> CashAlone:
        return CashAlone(
            count=len(self.cash),
            tendered=Money(sum(each.tendered for each in self.cash)),
            change=Money(sum(each.change for each in self.cash)),
        )

    def payments(self, others: Iterable[str]) -> int:
        """How many payments stand: ``others`` are the receipts of those that were read whole."""
        return len({*others, *(each.receipt for each in self.cash)})

    def receipts(self) -> list[str]:
        """Each payment's receipt once, in the order drawn."""
        return self._receipts(0, frozenset({LineKind.PAYMENT}))

    def receipts_past(self, place: int) -> list[str]:
        """The receipts of all lines past a place that count as money to send."""
        return self._receipts(place, MONEY_TO_SEND)

    def _receipts(self, after: int, kinds: frozenset[LineKind]) -> list[str]:
        said = [(n.sequence, str(n.line.facts["receipt"])) for n in self.lines if n.line.kind in kinds]
        alone = [(each.place, each.receipt) for each in self.cash]
        return list(dict.fromkeys(receipt for place, receipt in sorted(said + alone) if place > after))
