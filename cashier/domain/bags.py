"""Tamper-evident bags: each has a number of its own, which is used once and never again."""

import re

from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.scan import safe_text

_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z-]{1,29}")


def check_bag(text: str, what: str, known: frozenset[str]) -> str:
    """The number of a bag as it is kept: capital letters, digits and hyphens. ``known`` are those that were used.

    Raises Refused.
    """
    number = safe_text(text, "The bag number").upper()
    if not number:
        raise Refused(f"Enter the number of {what}.")
    if not _NUMBER.fullmatch(number):
        raise Refused(f"Enter the number of {what} as it is printed: letters, digits and hyphens.")
    if number in known:
        raise Refused(f"Bag {number} was used before. Take a new bag, and enter its number.")
    return number


def bags_of(line: Line) -> tuple[str, ...]:
    """The numbers of the bags that a line fills."""
    said = line.facts.get("bags", ())
    numbers = [bag.get("number") for bag in said if isinstance(bag, dict)] if isinstance(said, list) else []
    numbers.append(line.facts.get("till_bag"))
    return tuple(number for number in numbers if isinstance(number, str) and number)
