"""A site's own figures for its drawers: what a float is, when a second person signs, when there is too much in one."""

from dataclasses import dataclass
from datetime import time

from cashier.domain.money import Money

_FLOAT, _APPROVE_ABOVE, _CASH_MOST = Money(20000), Money(500), Money(200000)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawerRules:
    """``float_amount`` is what is left for the next shift. A difference above ``approve_above`` needs a second person.

    Above ``cash_most`` the cashier is asked for a drop; nobody at the window waits for it. ``pays_in_and_out``: whether
    cash may come and go without a payment at all (off: the university rule that receipts pay no expenses).
    ``transfers_block_close``: whether a drawer waits at its close until the cash that it gave is accepted; a small
    site, whose cash is accepted the next morning, switches it off. ``opening_tape``: whether paper is printed of the
    float that a drawer is opened with. ``day_start``: until then a shift that is opened counts for the day before.
    After ``shift_warn_h`` hours a shift is told to be closed, after ``shift_most_h`` no payment is taken in it (R11).
    """

    float_amount: Money = _FLOAT
    approve_above: Money = _APPROVE_ABOVE
    cash_most: Money = _CASH_MOST
    pays_in_and_out: bool = False
    transfers_block_close: bool = True
    opening_tape: bool = False
    day_start: time = time(0)
    shift_warn_h: int = 12
    shift_most_h: int = 18


NO_DRAWER_RULES = DrawerRules()
