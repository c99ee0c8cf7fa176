"""Notes and coins: what is left for the float, and what goes into a bag, each by denomination."""

from collections.abc import Mapping

from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.shift import DENOMINATIONS, counted

Count = Mapping[str, int]

_LARGE_CENTS = 50_00
_WORDS = {denomination.code: denomination.words for denomination in DENOMINATIONS}


def without_zeros(count: Count) -> dict[str, int]:
    """The same count as bodies keep it."""
    return {code: number for code, number in count.items() if number}


def less(count: Count, taken: Count) -> dict[str, int]:
    """What stays of a count. Raises Refused where more of a kind is taken than is there."""
    for code, number in taken.items():
        if number > count.get(code, 0):
            there = count.get(code, 0)
            raise Refused(f"There are {there} of {_WORDS.get(code, code)}, and not {number}. Count them again.")
    return without_zeros({code: number - taken.get(code, 0) for code, number in count.items()})


def propose_float(count: Count, wanted: Money) -> dict[str, int]:
    """Which notes and coins to leave: ``wanted`` exactly, or the most below it that they make; small ones first.

    The smallest kinds stay in as large a number as the sum allows, since a window needs change and no hundreds.
    """
    return _choose(count, wanted, smallest_first=True)


def has_no_change(left: Mapping[str, int]) -> bool:
    """Whether a float is of large notes alone, so that nobody gets change from it."""
    return bool(left) and all(kind.cents >= _LARGE_CENTS for kind in DENOMINATIONS if left.get(kind.code, 0))


def exactly(count: Count, amount: Money) -> dict[str, int] | None:
    """Notes and coins that make ``amount``, large ones first; None where these can't."""
    chosen = _choose(count, amount, smallest_first=False)
    return chosen if counted(chosen) == amount else None


def _choose(count: Count, wanted: Money, *, smallest_first: bool) -> dict[str, int]:
    """The most that does not pass ``wanted``, with as many as can be of the first kinds.

    ``reach[n]`` holds, as bits, the sums that the kinds from the n-th on can make: what is chosen early never spoils
    what has to come later.
    """
    if wanted <= ZERO:
        return {}
    order = sorted(
        (kind for kind in DENOMINATIONS if count.get(kind.code, 0)), key=lambda k: k.cents, reverse=not smallest_first
    )
    within = ~(-1 << (wanted.cents + 1))
    reach = [1]
    for kind in reversed(order):
        reach.append(_with_kind(reach[-1], kind.cents, count[kind.code], within))
    reach.reverse()
    left = reach[0].bit_length() - 1
    chosen = {}
    for place, kind in enumerate(order):
        most = min(count[kind.code], left // kind.cents)
        number = next(n for n in reversed(range(most + 1)) if reach[place + 1] >> (left - n * kind.cents) & 1)
        if number:
            chosen[kind.code] = number
            left -= number * kind.cents
    return chosen


def _with_kind(sums: int, cents: int, number: int, within: int) -> int:
    """The sums that up to ``number`` more pieces of ``cents`` make, by doubling: 1, 2, 4 … pieces at a time."""
    step = 1
    while number > 0:
        step = min(step, number)
        sums |= (sums << (step * cents)) & within
        number -= step
        step *= 2
    return sums
