"""Cash without pennies: what is left for cash is rounded to five cents, and nothing else ever is.

The last penny was struck on November 12, 2025; pennies stay legal tender (31 USC 5103). Treasury's advice of December
23, 2025 is to round the final total of what is paid in cash: 1, 2, 6 and 7 down, 3, 4, 8 and 9 up. The bill is paid to
the cent, the difference is money of our own: ``applied = tenders - change + rounding given - rounding kept``.

Who brings the exact coins pays exactly. What would be rounded to nothing is not rounded: nobody is let off in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.allocation import Brought, Filled, Wanted, fill
from cashier.domain.money import ZERO, Money, total
from cashier.domain.tenders import Tender, TenderKind

NICKEL = 5


class RoundingMode(StrEnum):
    """OFF: to the cent. SYMMETRICAL: to the nearest five cents. MEMBERS_FAVOR: down to the last five cents."""

    OFF = "off"
    SYMMETRICAL = "symmetrical"
    MEMBERS_FAVOR = "members_favor"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingRule:
    """A center's way from ``since`` on."""

    since: date
    mode: RoundingMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """What a payment was rounded by: ``given`` to targets, by index, beyond what was tendered, or ``kept`` of it."""

    given: tuple[tuple[int, Money], ...] = ()
    kept: Money = ZERO

    def __bool__(self) -> bool:
        return bool(self.given) or self.kept > ZERO

    @property
    def given_total(self) -> Money:
        return total([amount for _, amount in self.given])

    @property
    def net(self) -> Money:
        """As a receipt shows it among the tenders: above zero where it was given, below where it was kept."""
        return self.given_total - self.kept

    def facts(self) -> dict[str, Any]:
        return {"given": [[target, amount.cents] for target, amount in self.given], "kept": self.kept.cents}


NOT_ROUNDED = Rounding()


def read_rounding(said: dict[str, Any]) -> Rounding:
    """The inverse of `Rounding.facts`. Raises what MISREAD names."""
    given = tuple((target, Money(cents)) for target, cents in said["given"])
    if not all(type(target) is int and target >= 0 and amount > ZERO for target, amount in given):
        raise ValueError("what was given is an amount for a target")
    return Rounding(given=given, kept=Money(said["kept"]))


def cash_account(center: str) -> Account:
    """The differences of a center's cash payments."""
    return Account(AccountKind.CASH_ROUNDING, center)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledCash:
    """What cash for a rest comes to: ``short`` is what it still lacks, to the cent, and then nothing is rounded."""

    change: Money = ZERO
    given: Money = ZERO
    kept: Money = ZERO
    short: Money = ZERO


def cash_due(rest: Money, mode: RoundingMode) -> Money:
    """What is asked for in cash."""
    over = rest.cents % NICKEL
    up = mode is RoundingMode.SYMMETRICAL and over >= 3
    rounded = rest.cents - over + (NICKEL if up else 0)
    return rest if mode is RoundingMode.OFF or rounded == 0 else Money(rounded)


def settle_cash(rest: Money, cash: Money, mode: RoundingMode) -> SettledCash:
    """What becomes of ``cash`` for a ``rest`` that other tenders left."""
    due = cash_due(rest, mode)
    if cash == rest or rest <= cash < due:  # The exact coins, or pennies enough for them.
        return SettledCash(change=cash - rest)
    if cash < min(due, rest):
        return SettledCash(short=rest - cash)
    return SettledCash(change=cash - due, given=max(ZERO, rest - due), kept=max(ZERO, due - rest))


def round_cash(
    tenders: Sequence[Tender], wanted: tuple[Wanted, ...], filled: Filled, mode: RoundingMode
) -> tuple[Filled, Rounding]:
    """The same with its cash rounded; as it is where nothing is to be rounded. Cash stands last among ``tenders``."""
    is_cash = [tender.kind is TenderKind.CASH for tender in tenders]
    cash = total([tender.amount for tender, so in zip(tenders, is_cash, strict=True) if so])
    over = total([amount for amount, so in zip(filled.over, is_cash, strict=True) if so])
    if total(filled.over) > over:
        return filled, NOT_ROUNDED
    rest = cash - over + total(filled.short)
    settled = settle_cash(rest, cash, mode)
    if settled.kept > ZERO:
        return Filled(filled.applied, _less(filled.over, settled.kept), filled.short), Rounding(kept=settled.kept)
    if settled.given == ZERO:
        return filled, NOT_ROUNDED
    amounts = _less([tender.amount for tender in tenders], settled.change)
    brought = tuple(Brought(amount, tender.rule.one_book) for amount, tender in zip(amounts, tenders, strict=True))
    exact = fill(wanted, brought)
    given = tuple((target, amount) for target, amount in enumerate(exact.short) if amount > ZERO)
    change = (*(ZERO for _ in tenders[1:]), settled.change)
    return Filled(exact.applied, change, tuple(ZERO for _ in exact.short)), Rounding(given=given)


def _less(amounts: Sequence[Money], by: Money) -> tuple[Money, ...]:
    """The amounts with ``by`` taken off, from the last one on."""
    left = list(amounts)
    for place in reversed(range(len(left))):
        part = min(by, left[place])
        left[place] -= part
        by -= part
    return tuple(left)
