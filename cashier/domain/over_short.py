"""What somebody's drawers were over and short by, over many shifts, said fairly.

The shift in the middle with its 95 % confidence interval by order statistics, which asks nothing of how differences are
spread (Conover, Practical Nonparametric Statistics, section 3.2). Of an even number there are two in the middle, and
half-way between them leans to neither side. Nothing is said of fewer than ten shifts, nobody is ranked, and only an
interval that lies wholly on one side of nothing is called a leaning: a single bad day never is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from cashier.domain.money import ZERO, Money, total

LEAST = 10
_OUTSIDE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Of ``shifts`` drawers; ``median``, ``low`` and ``high`` are None for fewer than `LEAST`."""

    shifts: int
    short: int
    over: int
    net: Money
    gross: Money
    median: Money | None = None
    low: Money | None = None
    high: Money | None = None

    @property
    def words(self) -> str:
        """All of it in a sentence or three."""
        shifts = "1 shift" if self.shifts == 1 else f"{self.shifts:,} shifts"
        counted = f"{shifts}: {self.short:,} short, {self.over:,} over, together {_said(self.net)}."
        if self.median is None or self.low is None or self.high is None:
            return f"{counted} Too few to say more; {LEAST} are looked at."
        usual = f"The shift in the middle was {_said(self.median)}"
        if self.low == self.high:
            return f"{counted} {usual}, and that is 95 % sure to be the usual. {self._leaning}"
        between = f"the usual is 95 % sure to lie between {_said(self.low)} and {_said(self.high)}"
        return f"{counted} {usual}; {between}. {self._leaning}"

    @property
    def _leaning(self) -> str:
        assert self.low is not None
        assert self.high is not None
        if self.high < ZERO:
            return "Leans short: look at how this drawer is worked."
        return "Leans over: look at how change is given." if self.low > ZERO else "Nothing unusual."


def trend_of(differences: Sequence[Money]) -> Trend:
    """The trend of at least one difference; below zero is short."""
    in_order = sorted(differences)
    reach = _reach(len(in_order)) if len(in_order) >= LEAST else 0
    return Trend(
        shifts=len(in_order),
        short=sum(1 for one in in_order if one < ZERO),
        over=sum(1 for one in in_order if one > ZERO),
        net=total(in_order),
        gross=total([one if one > ZERO else -one for one in in_order]),
        median=_middle(in_order) if reach else None,
        low=in_order[reach - 1] if reach else None,
        high=in_order[-reach] if reach else None,
    )


def _middle(in_order: Sequence[Money]) -> Money:
    """Of two in the middle half-way between them, without the half cent."""
    both = in_order[(len(in_order) - 1) // 2].cents + in_order[len(in_order) // 2].cents
    return Money(int(both / 2))


def over_short_words(difference: Money) -> str:
    """A difference as it is said to a person: ``$20.00 short``, ``$3.00 over``, or that it matches."""
    if difference == ZERO:
        return "matches"
    return f"{-difference} short" if difference < ZERO else f"{difference} over"


def _said(amount: Money) -> str:
    return "even" if amount == ZERO else over_short_words(amount)


def _reach(count: int) -> int:
    """How far from both ends the interval's ends stand: the most that leaves at most 5 % outside."""
    outside, reach = 0, 0
    while (outside := outside + comb(count, reach)) * 2 <= _OUTSIDE * 2**count:
        reach += 1
    return reach
