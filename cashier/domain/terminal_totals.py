"""A shift's card money against what the card terminal says it charged, held together when the drawer is closed.

A terminal that differs or stays away never keeps a drawer open: it is written down, and the office looks for the sale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cashier.domain.drawer import BrandTotal, CardTotal
from cashier.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalTotal:
    """What one terminal says it charged in a shift and did not give back: how many sales, and how much.

    ``count`` is None where it did not say. ``brands``: the same by brand, where it says that.
    """

    terminal: str
    count: int | None = None
    amount: Money = ZERO
    brands: tuple[BrandTotal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAgainst:
    """One terminal's total as the desk has it and as the terminal says; ``said`` is None where it said nothing.

    ``by_brand``: each brand of which they say different things, in words; nothing where the terminal says no brands.
    """

    terminal: str
    count: int
    amount: Money
    said: CardTotal | None
    by_brand: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        if self.said is None:
            return False
        return (self.said.count, self.said.amount) != (self.count, self.amount) or bool(self.by_brand)

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
        """How far the terminal's total is from the desk's: ``1 more, $40.00 more than this desk (Visa 1 more …)``."""
        assert self.said is not None, "it was compared"
        said = _apart(self.said.count - self.count, self.said.amount - self.amount)
        base = f"{said} than this desk" if said else "as much in all as this desk"
        return f"{base} ({'; '.join(self.by_brand)})" if self.by_brand else base


def held_against(cards: Iterable[CardTotal], said: Sequence[TerminalTotal]) -> tuple[HeldAgainst, ...]:
    """Each terminal of either side, by name. A terminal that charged nothing and was asked for nothing is left out."""
    ours = {card.terminal: card for card in cards}
    theirs = {
        total.terminal: CardTotal(terminal=total.terminal, count=total.count, amount=total.amount, brands=total.brands)
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
            by_brand=_by_brand(ours.get(terminal, none), theirs.get(terminal, none)),
        )
        for terminal in sorted(ours.keys() | asked)
    )


def terminal_facts(said: Iterable[TerminalTotal]) -> dict[str, object]:
    """What terminals said, as it stands in the close's body; nothing at a desk without one."""
    said = tuple(said)
    rows = [[total.terminal, total.count, total.amount.cents] for total in said]
    brands = brand_facts(said)
    return ({"terminals": rows} if rows else {}) | ({"terminal_brands": brands} if brands else {})


def brand_facts(totals: Iterable[CardTotal | TerminalTotal]) -> list[list[object]]:
    """The brands of totals, as they stand in the close's body: terminal, brand, how many, how many cents."""
    return [
        [total.terminal, brand.brand, brand.count, brand.amount.cents] for total in totals for brand in total.brands
    ]


def read_held_against(said: Mapping[str, Any]) -> tuple[HeldAgainst, ...]:
    """The same from a close's facts; nothing for a close of before terminals were asked. Raises what misread raises."""
    if "terminals" not in said:
        return ()
    return held_against(
        [
            CardTotal(terminal=name, count=count, amount=Money(cents), brands=_brands(said, "card_brands", name))
            for name, count, cents in said["cards"]
        ],
        [
            TerminalTotal(
                terminal=name, count=count, amount=Money(cents), brands=_brands(said, "terminal_brands", name)
            )
            for name, count, cents in said["terminals"]
        ],
    )


def _brands(said: Mapping[str, Any], key: str, terminal: str) -> tuple[BrandTotal, ...]:
    return tuple(
        BrandTotal(brand, count, Money(cents)) for of, brand, count, cents in said.get(key, ()) if of == terminal
    )


def _by_brand(ours: CardTotal, theirs: CardTotal) -> tuple[str, ...]:
    """``Visa 1 more, $40.00 more``: each brand of which the terminal says something else, where both know brands.

    Of a card that two people settled, or that was typed, nobody said the brand.
    """
    if not theirs.brands or sum(each.count for each in ours.brands if each.brand) != ours.count:
        return ()
    here, there = ({each.brand.casefold(): each for each in side.brands} for side in (ours, theirs))
    words = []
    for brand in sorted(here.keys() | there.keys()):
        one, other = (side.get(brand, BrandTotal("", 0, ZERO)) for side in (here, there))
        if said := _apart(other.count - one.count, other.amount - one.amount):
            words.append(f"{one.brand or other.brand or 'other cards'} {said}")
    return tuple(words)


def _apart(count: int, amount: Money) -> str:
    """``1 more, $40.00 more``; empty where nothing is."""
    said = [f"{abs(count)} {'more' if count > 0 else 'fewer'}"] if count else []
    if amount != ZERO:
        said.append(f"{max(amount, -amount)} {'more' if amount > ZERO else 'less'}")
    return ", ".join(said)


def _sales(count: int) -> str:
    return f"{count} sale{'' if count == 1 else 's'}"
