"""Money is whole cents. A float cannot become money, and text becomes money only here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cashier.domain.errors import Refused

MOST_CENTS = 999_999_999  # $9,999,999.99: more than any statement, far below what an integer column holds.

# [0-9], not \d: \d also takes Arabic and full-width digits. A comma only where a thousands mark belongs, so never
# after a leading zero: 0,012 is somebody else's decimal comma.
_AMOUNT = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?|\.([0-9]{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of US dollars, in integer cents; may be negative where a difference is meant."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:  # A bool, a float and a Decimal are all refused.
            raise TypeError(f"cents must be int, not {type(self.cents).__name__}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        """As a cashier reads it: ``$1,234.56``, a negative one with a leading minus sign."""
        return f"{'-' if self.cents < 0 else ''}${self.plain().lstrip('-')}"

    def plain(self) -> str:
        """Without the currency sign, for columns: ``1,234.56``."""
        dollars, cents = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{dollars:,}.{cents:02d}"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum of amounts; zero for none."""
    return Money(sum(amount.cents for amount in amounts))


def parse_amount(text: str, what: str) -> Money:
    """Read an amount above zero as typed at the window: ``50`` is $50.00, ``1,250.5`` is $1,250.50.

    ``what`` names the field in the sentence. Raises Refused for anything that is not such an amount.
    """
    typed = text.strip()
    if not typed:
        raise Refused(f"Enter an amount for {what}.")
    if typed.startswith("-"):
        raise Refused(f"Enter an amount above zero for {what}.")
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        raise Refused(f"Enter the amount for {what} in dollars and cents, like 50 or 1,250.75.")
    dollars = (match.group(1) or "0").replace(",", "").lstrip("0")
    if len(dollars) > 7:
        raise Refused(f"The amount for {what} is more than {Money(MOST_CENTS)}. Check it and enter it again.")
    cents = int(dollars or "0") * 100 + int((match.group(2) or match.group(3) or "0").ljust(2, "0"))
    if cents == 0:
        raise Refused(f"Enter an amount above zero for {what}.")
    return Money(cents)


def no_yes(said: object) -> object:
    """What was said, which is no truth value: Python takes ``True`` for 1, and nobody means a cent by it.

    Raises ValueError.
    """
    if isinstance(said, bool):
        raise ValueError("cents are a number, not yes or no")
    return said
