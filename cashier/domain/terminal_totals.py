"""A shift's card money against what the card terminal says it charged, held together when the drawer is closed.

A terminal that differs or stays away never keeps a drawer open: it is written down, and the office looks for the sale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cashier.domain.drawer import CardTotal
from cashier.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalTotal:
    """What one terminal says it charged in a shift and did not give back: how many sales, and how much.

    ``count`` is None where it did not say.
    """

    terminal: str
    count: int | None = None
    amount: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAgainst:
    """One terminal's total as the desk has it and as the terminal says; ``said`` is None where it said nothing."""

    terminal: str
    count: int
    amount: Money
    said: CardTotal | None

    @property
    def differs(self) -> bool:
        return self.said is not None and (self.said.count, self.said.amount) != (self.count, self.amount)

    @property
    def words(self) -> str:
        """What it came to and, where it is not the same, what to do."""
        if self.said is None:
            return f"Terminal {self.terminal} did not say its total. Put its report with the Z: the office compares."
        if not self.differs:
            return f"Terminal {self.terminal} says the same."
        return (
            f"Terminal {self.terminal} says {_sales(self.said.count)}, {self.said.amount}: {self.difference_words}. "
            "Put its report with the Z: the office looks for the sale."
        )

    @property
    def difference_words(self) -> str:
        """How far the terminal's total is from the desk's: ``1 more, $40.00 more``."""
        assert self.said is not None, "it was compared"
        count, amount = self.said.count - self.count, self.said.amount - self.amount
        said = [f"{abs(count)} {'more' if count > 0 else 'fewer'}"] if count else []
        if amount != ZERO:
            said.append(f"{max(amount, -amount)} {'more' if amount > ZERO else 'less'}")
        return f"{', '.join(said)} than this desk"


def held_against(cards: Iterable[CardTotal], said: Sequence[TerminalTotal]) -> tuple[HeldAgainst, ...]:
    """Each terminal of either side, by name. A terminal that charged nothing and was asked for nothing is left out."""
    ours = {card.terminal: card for card in cards}
    theirs = {
        total.terminal: CardTotal(terminal=total.terminal, count=total.count, amount=total.amount)
        for total in said
        if total.count is not None
    }
    asked = {total.terminal for total in said}
    none = CardTotal(terminal="", count=0, amount=ZERO)
    return tuple(
        HeldAgainst(
            terminal=terminal,
            count=ours.get(terminal, none).count,
            amount=ours.get(terminal, none).amount,
            said=theirs.get(terminal),
        )
        for terminal in sorted(ours.keys() | asked)
    )


def terminal_facts(said: Iterable[TerminalTotal]) -> dict[str, object]:
    """What terminals said, as it stands in the close's body; nothing at a desk without one."""
    rows = [[total.terminal, total.count, total.amount.cents] for total in said]
    return {"terminals": rows} if rows else {}


def read_held_against(said: Mapping[str, Any]) -> tuple[HeldAgainst, ...]:
    """The same from a close's facts; nothing for a close of before terminals were asked. Raises what misread raises."""
    if "terminals" not in said:
        return ()
    return held_against(
        [CardTotal(terminal=name, count=count, amount=Money(cents)) for name, count, cents in said["cards"]],
        [TerminalTotal(terminal=name, count=count, amount=Money(cents)) for name, count, cents in said["terminals"]],
    )


def _sales(count: int) -> str:
    return f"{count} sale{'' if count == 1 else 's'}"
