"""A shift's card money against what the card terminal says it charged, held together when the drawer is closed.

A terminal that differs or stays away never keeps a drawer open: it is written down, and the office looks for the sale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cashier.domain.drawer import BrandTotal, CardTotal
from cashier.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class UnlikeSale:
    """One sale, by its number at the terminal, of which desk and terminal say different amounts; zero: it has none."""

    service: str
    receipt: str
    desk: Money
    terminal: Money

    @property
    def words(self) -> str:
        """What it is and the way to settle it."""
        name = self._name
        if self.terminal == ZERO:
            return f"{name}: {self.desk} was taken here and not charged there. The member still owes it."
        if self.desk == ZERO:
            return f"{name}: {self.terminal} was charged there and not taken here. Void it at the terminal."
        return f"{name}: {self.desk} was taken here and {self.terminal} charged there. Look at both slips."

    @property
    def forgotten_words(self) -> str:
        """The same where the terminal knows it no more, which is not to say that it was not charged."""
        return (
            f"{self._name}: {self.desk} was taken here, and the terminal does not know it. Look for it in its report."
        )

    @property
    def _name(self) -> str:
        return f"Number {self.service}{f', receipt {self.receipt}' if self.receipt else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalTotal:
    """What one terminal says it charged in a shift and did not give back: how many sales, and how much.

    ``count`` is None where it did not say. ``brands``: the same by brand, where it says that. ``unlike``: where it came
    to something else than the desk's, each sale that is found to be the reason; ``forgotten``: each that may be one.
    """

    terminal: str
    count: int | None = None
    amount: Money = ZERO
    brands: tuple[BrandTotal, ...] = ()
    unlike: tuple[UnlikeSale, ...] = ()
    forgotten: tuple[UnlikeSale, ...] = ()


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
    unlike: tuple[UnlikeSale, ...] = ()
    forgotten: tuple[UnlikeSale, ...] = ()

    @property
    def found_words(self) -> tuple[str, ...]:
        """Each sale that is the reason, and what no sale of this desk explains; nothing where they say the same."""
        if self.said is None or not self.differs:
            return ()
        words = [sale.words for sale in self.unlike] + [sale.forgotten_words for sale in self.forgotten]
        rest = self.said.amount - self.amount - total([sale.terminal - sale.desk for sale in self.unlike])
        if self.forgotten:
            if rest != ZERO:
                what = f"{max(rest, -rest)} {'more' if rest > ZERO else 'less'} there than here"
                words.append(f"With what was keyed or given back at the terminal itself that comes to {what}.")
        elif rest > ZERO:
            words.append(f"{rest} was keyed at the terminal itself. Find its slip: take the payment, or void it there.")
        elif rest < ZERO:
            why = "was given back at the terminal itself, or never charged there"
            words.append(f"{-rest} {why}. Look for it in its report.")
        return tuple(words)

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
            f"{' '.join((*self.found_words, ''))}Put its report with the Z: the office looks for the sale."
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
    asked = {one.terminal for one in said}
    none = CardTotal(terminal="", count=0, amount=ZERO)
    return tuple(
        HeldAgainst(
            terminal=terminal,
            count=ours.get(terminal, none).count,
            amount=ours.get(terminal, none).amount,
            said=theirs.get(terminal),
            by_brand=_by_brand(ours.get(terminal, none), theirs.get(terminal, none)),
            unlike=tuple(sale for one in said if one.terminal == terminal for sale in one.unlike),
            forgotten=tuple(sale for one in said if one.terminal == terminal for sale in one.forgotten),
        )
        for terminal in sorted(ours.keys() | asked)
    )


def terminal_facts(said: Iterable[TerminalTotal]) -> dict[str, object]:
    """What terminals said, as it stands in the close's body; nothing at a desk without one."""
    said = tuple(said)
    rows = [[one.terminal, one.count, one.amount.cents] for one in said]
    brands = brand_facts(said)
    unlike = [
        [one.terminal, sale.service, sale.receipt, sale.desk.cents, sale.terminal.cents]
        for one in said
        for sale in one.unlike
    ]
    forgotten = [
        [one.terminal, sale.service, sale.receipt, sale.desk.cents, 0] for one in said for sale in one.forgotten
    ]
    found: dict[str, object] = {
        "terminals": rows,
        "terminal_brands": brands,
        "unlike_sales": unlike,
        "forgotten_sales": forgotten,
    }
    return {name: each for name, each in found.items() if each}


def brand_facts(totals: Iterable[CardTotal | TerminalTotal]) -> list[list[object]]:
    """The brands of totals, as they stand in the close's body: terminal, brand, how many, how many cents."""
    return [[one.terminal, brand.brand, brand.count, brand.amount.cents] for one in totals for brand in one.brands]


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
                terminal=name,
                count=count,
                amount=Money(cents),
                brands=_brands(said, "terminal_brands", name),
                unlike=_unlike(said, "unlike_sales", name),
                forgotten=_unlike(said, "forgotten_sales", name),
            )
            for name, count, cents in said["terminals"]
        ],
    )


def _brands(said: Mapping[str, Any], key: str, terminal: str) -> tuple[BrandTotal, ...]:
    return tuple(
        BrandTotal(brand, count, Money(cents)) for of, brand, count, cents in said.get(key, ()) if of == terminal
    )


def _unlike(said: Mapping[str, Any], key: str, terminal: str) -> tuple[UnlikeSale, ...]:
    return tuple(
        UnlikeSale(service, receipt, Money(desk), Money(there))
        for of, service, receipt, desk, there in said.get(key, ())
        if of == terminal
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
