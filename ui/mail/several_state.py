"""Several statements that one item pays: what was typed of each, and what follows for those left without an amount."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from cashier.domain.allocation import oldest_first
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.statements import Statement
from cashier.domain.targets import Part, Target, TargetKind

STATEMENT = "statement"

Open = Callable[[Sequence[str]], tuple[Statement, ...]]
"""The statements of these numbers as they stand now; fewer where some are not known or nothing is open on them."""

Listed = tuple[tuple[str, Money | None], ...]
Paid = tuple[tuple[str, Money], ...]

_BETWEEN = re.compile(r"[;\s]+|,\s+")
_AMOUNT = re.compile(r"[$+-]?[0-9.,]+")
_EACH_WITH_ITS_AMOUNT = "Enter several statements each with its amount, like S-48211904 60 S-48212350 35."


def read_listed(text: str) -> Listed:
    """The statements in their order, each with the amount that was typed behind it. Raises FieldRefused."""
    listed: list[tuple[str, Money | None]] = []
    for piece in filter(None, _BETWEEN.split(text.upper())):
        if not listed or not _AMOUNT.fullmatch(piece):
            listed.append((piece, None))
            continue
        number, amount = listed[-1]
        if amount is not None:
            raise FieldRefused(_EACH_WITH_ITS_AMOUNT, STATEMENT)
        try:
            listed[-1] = (number, parse_amount(piece, number))
        except Refused as refused:
            raise FieldRefused(f"{refused.sentence} {_EACH_WITH_ITS_AMOUNT}", STATEMENT) from refused
    numbers = [number for number, _ in listed]
    if len(set(numbers)) < len(numbers):
        raise FieldRefused("Enter each statement once.", STATEMENT)
    return tuple(listed)


def paid_of(listed: Listed, whole: Money, is_open: Open, today: date) -> Paid:
    """What each statement gets of ``whole``. Raises FieldRefused where they do not come to it.

    One that was left without an amount gets the rest. Several get what is open on them where the rest is just that;
    else the oldest due come first, as at the window, and each of them has to get something.
    """
    given = {number: amount for number, amount in listed if amount is not None}
    left = tuple(number for number, amount in listed if amount is None)
    together = total(given.values())
    rest = whole - together
    if not left and rest != ZERO:
        raise FieldRefused(
            f"The statements come to {together}, and the item is {whole}. Correct one of them.", STATEMENT
        )
    if left and rest <= ZERO:
        raise FieldRefused(f"Nothing of the item is left for {left[0]}. {_EACH_WITH_ITS_AMOUNT}", STATEMENT)
    follows = {left[0]: rest} if len(left) == 1 else _spread(left, rest, is_open, today)
    return tuple((number, (given | follows)[number]) for number, _ in listed)


def follows_words(text: str, amount: str, is_open: Open, today: date) -> str:
    """``Pays S-48211904 $60.00 and S-48212350 $35.00.`` while amounts follow from others; empty for all else."""
    try:
        listed = read_listed(text)
        if len(listed) < 2 or all(typed is not None for _, typed in listed):
            return ""
        paid = paid_of(listed, parse_amount(amount, "the item"), is_open, today)
    except Refused:
        return ""  # It is said once the form is entered.
    return f"Pays {' and '.join(f'{number} {part}' for number, part in paid)}."


def parts_of(paid: Paid) -> tuple[Part, ...]:
    """What the item pays. Raises FieldRefused for a number that is none."""
    try:
        return tuple(Part(target=Target(TargetKind.STATEMENT, number), amount=amount) for number, amount in paid)
    except ValueError as trouble:
        raise FieldRefused("Enter the statement's number as it is printed.", STATEMENT) from trouble


def _spread(left: tuple[str, ...], rest: Money, is_open: Open, today: date) -> dict[str, Money]:
    known = is_open(left)
    opens = {statement.number: statement.open for statement in known}
    if len(opens) == len(left) and total(opens.values()) == rest:
        return opens
    try:
        spread = oldest_first(known, rest, today)
    except Refused as refused:
        raise FieldRefused(refused.sentence, STATEMENT) from refused
    if missed := next((number for number in left if number not in spread), ""):
        raise FieldRefused(f"Oldest first, nothing is left for {missed}. {_EACH_WITH_ITS_AMOUNT}", STATEMENT)
    if (over := rest - total(spread.values())) > ZERO:
        raise FieldRefused(
            f"{over} of the item is more than is due on these statements. {_EACH_WITH_ITS_AMOUNT}", STATEMENT
        )
    return spread
