"""The batch of a card terminal that stands alone, held against the cards that were typed from its slips (R9).

What the batch lists is final. What it does not list, and what it lists that nobody typed, is for a person to look at.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.scan import CARD_SENTENCE, looks_like_card

_CODE_MOST = 12


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One sale of a batch; below zero for one that the terminal gave back."""

    code: str
    last_four: str
    amount: Money

    @property
    def name(self) -> str:
        """``07A882 ••4421``: how a card is called that was typed from its slip."""
        return slip_name(self.code, self.last_four)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Which typed cards a batch lists, which it does not, and which of its sales nobody typed."""

    listed: tuple[int, ...]
    missing: tuple[int, ...]
    extra: tuple[BatchRow, ...]


def slip_name(code: str, last_four: str) -> str:
    """How a card is called that was typed from its slip."""
    return f"{code} ••{last_four}"


def read_batch_row(code: str, last_four: str, amount: str) -> BatchRow:
    """A row as a report or a person writes it; ``-60.00`` was given back. Raises Refused."""
    code, last_four, amount = code.strip().upper(), last_four.strip(), amount.strip()
    if any(looks_like_card(text) for text in (code, last_four)):
        raise Refused(CARD_SENTENCE)
    if not (code.isascii() and code.isalnum() and len(code) <= _CODE_MOST):
        raise Refused("The approval code has to be letters and digits, twelve at most.")
    if not (last_four.isascii() and last_four.isdigit() and len(last_four) == 4):
        raise Refused("The last four have to be the last four digits of the card, and no more of it.")
    cents = parse_amount(amount.removeprefix("-"), "the amount")
    return BatchRow(code, last_four, -cents if amount.startswith("-") else cents)


def match(rows: Iterable[BatchRow], typed: Sequence[tuple[str, Money]]) -> Matched:
    """``typed``: the cards that wait, each by its `slip_name` and amount. Each row makes one card final.

    A sale that the batch also gives back, to the same card and as much, is neither here nor there.
    """
    left = list(rows)
    for back in [row for row in left if row.amount < ZERO]:
        alike = [row for row in left if (row.last_four, row.amount) == (back.last_four, -back.amount)]
        if alike:  # One that waits is not the one that was given back: its void would have been typed.
            sale = min(alike, key=lambda row: (row.name, row.amount) in typed)
            left.remove(sale)
            left.remove(back)
    there = Counter((row.name, row.amount) for row in left)
    listed, missing = [], []
    for place, card in enumerate(typed):
        if there[card] > 0:
            there[card] -= 1
            listed.append(place)
        else:
            missing.append(place)
    extra = []
    for row in left:
        if there[row.name, row.amount] > 0:
            there[row.name, row.amount] -= 1
            extra.append(row)
    return Matched(listed=tuple(listed), missing=tuple(missing), extra=tuple(extra))
