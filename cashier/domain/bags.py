"""Tamper-evident bags: each has a number of its own, which is used once and never again."""

import re
from collections.abc import Mapping, Sequence

from cashier.domain.accounts import BookLine
from cashier.domain.errors import FieldRefused
from cashier.domain.line import Line
from cashier.domain.micr import is_check_line
from cashier.domain.scan import safe_text
from cashier.domain.scanned import bare_code

BAG_NUMBER_MOST = 30
TILL_BAG = "the till bag"
_NUMBER = re.compile(rf"[0-9A-Z][0-9A-Z-]{{1,{BAG_NUMBER_MOST - 1}}}")


def bag_of(line: BookLine) -> str:
    """What the bag of a book is called where its number is refused."""
    return f"the {line} bag"


def typed_bags(till_bag: str, bags: Mapping[BookLine, str]) -> dict[str, str]:
    """The numbers that were typed at a close, by what the bags are called."""
    typed = {TILL_BAG: till_bag} | {bag_of(line): number for line, number in bags.items()}
    return {what: number for what, number in typed.items() if number.strip()}


def bag_number(text: str) -> str:
    """How a number that was typed would be kept, right or wrong: for looking up whether it was used."""
    return " ".join(text.split()).upper()


def scanned_bag(raw: str) -> str:
    """The bag that a scan names, as it is kept; empty for a check's line, and for what no bag is called."""
    text = bare_code(raw)
    number = bag_number(text)
    return number if _NUMBER.fullmatch(number) and not is_check_line(text) else ""


def check_bag(text: str, what: str, known: frozenset[str]) -> str:
    """The number of a bag as it is kept: capital letters, digits and hyphens. ``known`` are those that were used.

    Raises FieldRefused, whose field is ``what``.
    """
    number = safe_text(text, "The bag number").upper()
    if not number:
        raise FieldRefused(f"Enter the number of {what}.", what)
    if not _NUMBER.fullmatch(number):
        raise FieldRefused(
            f"Enter the number of {what} as it is printed: two or more letters, digits and hyphens.", what
        )
    if number in known:
        raise FieldRefused(f"Bag {number} was used before. Take a new bag, and enter its number.", what)
    return number


def check_new_bag(text: str, what: str, desks: Sequence[str]) -> None:
    """Raises FieldRefused, whose field is ``what``, for a number that was used at ``desks``."""
    if desks:
        raise FieldRefused(
            f"Bag {bag_number(text)} was used before, at {' and '.join(desks)}. Take a new bag, and enter its number.",
            what,
        )


def bags_of(line: Line) -> tuple[str, ...]:
    """The numbers of the bags that a line fills."""
    said = line.facts.get("bags", ())
    numbers = [bag.get("number") for bag in said if isinstance(bag, dict)] if isinstance(said, list) else []
    numbers.append(line.facts.get("till_bag"))
    return tuple(number for number in numbers if isinstance(number, str) and number)
