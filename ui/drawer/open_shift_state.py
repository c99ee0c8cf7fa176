"""What the counted float means: which counts are there, what they add up to, and whether the drawer can open."""

import re
from dataclasses import dataclass, replace

from cashier.domain.money import Money
from cashier.domain.shift import DENOMINATIONS, MOST_OF_ONE, counted

_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
_COUNT_FIRST = "Count the cash first. For an empty drawer, enter 0."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShiftState:
    """What was typed, one text for each of ``DENOMINATIONS``, in their order. An empty one counts none."""

    texts: tuple[str, ...] = ("",) * len(DENOMINATIONS)

    def on_text(self, index: int, text: str) -> "OpenShiftState":
        """The state after the field at ``index`` was changed."""
        return replace(self, texts=(*self.texts[:index], text, *self.texts[index + 1 :]))

    def problem(self, index: int) -> str:
        """What's wrong with one field; empty when nothing is."""
        text = self.texts[index].strip()
        if not text or (_WHOLE_NUMBER.fullmatch(text) and int(text) <= MOST_OF_ONE):
            return ""
        words = DENOMINATIONS[index].words.removesuffix(" coin")
        kind = "coins" if DENOMINATIONS[index].is_coin else "bills"
        return f"Enter how many {words} {kind} there are, as a whole number up to {MOST_OF_ONE:,}."

    @property
    def message(self) -> str:
        """The first thing that keeps the drawer from opening; empty when it can."""
        problems = (self.problem(index) for index in range(len(DENOMINATIONS)))
        first = next((problem for problem in problems if problem), "")
        return first or ("" if self.count else _COUNT_FIRST)

    @property
    def can_open(self) -> bool:
        return not self.message

    @property
    def count(self) -> dict[str, int]:
        """How many there are by denomination code, for those that were counted; a text that's no number counts none."""
        return {
            denomination.code: int(text)
            for index, (denomination, text) in enumerate(zip(DENOMINATIONS, self.texts, strict=True))
            if text.strip() and not self.problem(index)
        }

    @property
    def bills(self) -> Money:
        return counted(self._count_of(is_coin=False))

    @property
    def coins(self) -> Money:
        return counted(self._count_of(is_coin=True))

    @property
    def total(self) -> Money:
        """What the readable counts add up to."""
        return self.bills + self.coins

    def _count_of(self, *, is_coin: bool) -> dict[str, int]:
        return {
            kind.code: self.count[kind.code]
            for kind in DENOMINATIONS
            if kind.is_coin is is_coin and kind.code in self.count
        }
