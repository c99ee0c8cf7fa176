"""The JSON of nexo messages: amounts are numbers with two decimals there, and never a float on their way to it."""

import json
import re
from decimal import Decimal
from typing import Any

from cashier.domain.money import Money

_CENTS_MAX = 99_999_999_999
_MARKED = re.compile(r'"\\u0000([0-9]+\.[0-9]{2})"')


def number(amount: Money) -> str:
    """An amount from zero on, marked to stand as a number in what `write_json` makes: ``125.50``."""
    dollars, cents = divmod(amount.cents, 100)
    return f"\0{dollars}.{cents:02d}"


def read_number(said: object) -> Money:
    """The amount that a number of `read_json` says. Raises ValueError for what is none from zero on in whole cents."""
    if type(said) not in (int, Decimal):
        raise ValueError("not an amount")
    cents = Decimal(str(said)) * 100
    if cents != cents.to_integral_value() or not 0 <= cents <= _CENTS_MAX:
        raise ValueError("not an amount in cents")
    return Money(int(cents))


def write_json(said: dict[str, Any]) -> bytes:
    return _MARKED.sub(r"\1", json.dumps(said)).encode()


def read_json(text: bytes) -> dict[str, Any]:
    """The object that a text says. Raises ValueError, RecursionError."""
    return as_object(json.loads(text, parse_float=_decimal, parse_constant=_refuse))


def as_object(said: object) -> dict[str, Any]:
    """Raises ValueError for what is no object."""
    if not isinstance(said, dict):
        raise ValueError("not an object")
    return said


def _decimal(text: str) -> Decimal:
    if len(text) > 30 or "e" in text.lower():
        raise ValueError("not an amount")
    return Decimal(text)


def _refuse(text: str) -> None:
    raise ValueError(text)
