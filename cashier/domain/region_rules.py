"""What a region says of itself on letters, and what it allows: its addresses, ways to pay, plans and extensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from cashier.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes, where payments go by mail, and how else to pay; a way that is empty is not offered."""

    organization: str
    region_name: str
    remit_address: tuple[str, ...]
    phone: str
    pay_online: str = ""
    pay_app: str = ""
    pay_phone: str = ""
    pay_bank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceOffice:
    """Where an application for financial assistance goes."""

    address: tuple[str, ...]
    phone: str
    web: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementLimits:
    """What a cashier may agree to from ``since`` on.

    ``extension_days_most``: how far a due date may move, from itself or from today, whichever is later.
    ``first_within_days``: how long a plan may wait for its first installment.
    """

    since: date
    extension_days_most: int
    installments_most: int
    installment_least: Money
    balance_least: Money
    first_within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRule:
    """What a returned check costs its payor from ``since`` on: the first one, and each later one."""

    since: date
    first: Money
    later: Money


class _Dated(Protocol):
    @property
    def since(self) -> date: ...


Rule = TypeVar("Rule", bound=_Dated)


def in_force(rules: Sequence[Rule], day: date) -> Rule | None:
    """The rule that holds on a day: the latest that has begun; None before the first."""
    begun = [rule for rule in rules if rule.since <= day]
    return max(begun, key=lambda rule: rule.since) if begun else None
