"""What desk and card terminal say to each other: one JSON object a line over TCP, one question a connection.

``{"do": "sale", "service": …, "amount": "125.50", "group": …}`` → result approved, partial, declined, cancelled or busy
``{"do": "status", "service": …}``                       → the sale's own answer, or result in_progress or not_found
``{"do": "abort", "service": …}``                        → result ok; the sale's own answer stays the truth
``{"do": "reverse", "service": …, "amount": "125.50"}``  → result reversed, declined or not_found
``{"do": "totals", "group": …}``                         → result totals, with ``count`` and ``amount``
``{"do": "diagnose"}``                                   → result ready
Every answer repeats ``service``. With money in it, it carries ``authorized``, ``brand``, ``last_four``, ``approval``.
``group`` names a shift's sales, as nexo's TotalsGroupID does. A sale keyed at the terminal itself counts to the group
of the sale before it; what was given back counts to none.
"""

import json
import re
from enum import StrEnum
from typing import Any

from cashier.domain.money import Money

LINE_BYTES_MAX = 64 * 1024

_AMOUNT = re.compile(r"([0-9]{1,9})\.([0-9]{2})")


class Result(StrEnum):
    """What an answer says happened."""

    APPROVED = "approved"
    PARTIAL = "partial"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    BUSY = "busy"
    IN_PROGRESS = "in_progress"
    NOT_FOUND = "not_found"
    REVERSED = "reversed"
    READY = "ready"
    TOTALS = "totals"
    OK = "ok"


def amount_text(amount: Money) -> str:
    """Dollars with two decimals, made from the cents and never from a float: ``125.50``. For amounts from zero on."""
    dollars, cents = divmod(amount.cents, 100)
    return f"{dollars}.{cents:02d}"


def read_amount(said: object) -> Money:
    """The inverse of `amount_text`. Raises ValueError."""
    match = _AMOUNT.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        raise ValueError("not an amount with two decimals")
    return Money(int(match.group(1)) * 100 + int(match.group(2)))


def line_of(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"


def read_object(line: bytes) -> dict[str, Any]:
    """The object that a line says. Raises ValueError."""
    said = json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said
