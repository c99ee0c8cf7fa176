"""The batch of a card terminal that stands alone, held against the cards that were typed from its slips (R9).

What the batch lists is final. What it does not list, and what it lists that nobody typed, is for a person to look at.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.scan import CARD_SENTENCE, field_text, looks_like_card

DESK, TERMINAL, BATCH, CLOSED_AT, SALES = "desk", "terminal", "batch", "closed_at", "sales"  # The fields of a refusal.
SALES_MOST = 1_000

_CODE_MOST = 12
_CLOSED_AT = re.compile(
    r"(?:([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) +)?([0-9]{1,2}):([0-9]{2})(?: *([AP])M)?", re.IGNORECASE
)
_HALF_DAY_H = 12


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
class CardBatch:
    """A batch of a desk's terminal by its ``number``, of all that it charged until an instant."""

    desk: str
    terminal: str
    number: str
    rows: Sequence[BatchRow]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Which typed cards a batch lists, which it does not, and which of its sales nobody typed."""

    listed: tuple[int, ...]
    missing: tuple[int, ...]
    extra: tuple[BatchRow, ...]


def slip_name(code: str, last_four: str) -> str:
    """How a card is called that was typed from its slip; by its code alone where two people read it off a report."""
    return f"{code} ••{last_four}" if last_four else code


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


def read_batch(typed: Mapping[str, str], now: datetime) -> CardBatch:
    """A batch as it was typed from its report; ``now`` is the center's. Raises FieldRefused, naming the field."""
    asked = (
        (DESK, "the desk at which the terminal stands, as its Z reports name it"),
        (TERMINAL, "the terminal's name, as its desk's receipts have it"),
        (BATCH, "the batch's number, as the terminal's report has it"),
    )
    said = {field: field_text(typed.get(field, ""), "The name", field, most=30) for field, _ in asked}
    for field, words in asked:
        if not said[field]:
            raise FieldRefused(f"Enter {words}.", field)
    return CardBatch(
        desk=said[DESK].upper(),
        terminal=said[TERMINAL],
        number=said[BATCH].upper(),
        until=_closed_at(typed.get(CLOSED_AT, "").strip(), now),
        rows=_sales(typed.get(SALES, "")),
    )


def _sales(typed: str) -> tuple[BatchRow, ...]:
    """``07A882,4421,60.00; 07B113,9902,12.50``, or the lines of a report. Raises FieldRefused, naming the sale."""
    sales = [each.strip() for each in re.split(r"[;\r\n\u2028\u2029]", typed)]
    rows = []
    for place, sale in enumerate(filter(None, sales), start=1):
        parts = sale.split(",", 2)
        if len(parts) != 3:
            sentence = (
                f"Sale {place}: write code, last four and amount, like 07A882,4421,60.00, and a semicolon after it."
            )
            raise FieldRefused(sentence, SALES)
        try:
            rows.append(read_batch_row(*(part.strip().strip('"') for part in parts)))
        except Refused as refused:
            raise FieldRefused(f"Sale {place}: {refused.sentence}", SALES) from refused
    if not rows:
        raise FieldRefused("Enter the sales that the report lists, like 07A882,4421,60.00; 07B113,9902,12.50.", SALES)
    if len(rows) > SALES_MOST:
        raise FieldRefused(f"These are more than {SALES_MOST} sales. Have support take the report in as a file.", SALES)
    return tuple(rows)


def _closed_at(typed: str, now: datetime) -> datetime:
    """``18:44`` was the last time that it was so late, ``11/21/2026 6:44 PM`` that day; nothing is now."""
    if not typed:
        return now
    found = _CLOSED_AT.fullmatch(typed)
    try:
        if found is None:
            raise ValueError(typed)
        month, day, year, hour, minute, half = found.groups()
        hours = int(hour)
        if half is not None:
            if not 1 <= hours <= _HALF_DAY_H:
                raise ValueError(typed)
            hours = hours % _HALF_DAY_H + (_HALF_DAY_H if half.upper() == "P" else 0)
        at = now.replace(hour=hours, minute=int(minute), second=0, microsecond=0)
        if year is not None:
            at = at.replace(year=int(year), month=int(month), day=int(day))
    except ValueError as trouble:
        raise FieldRefused(
            "Enter the time as the report has it, like 18:44 or 11/21/2026 18:44.", CLOSED_AT
        ) from trouble
    if at > now and year is None:
        at -= timedelta(days=1)
    if at > now:
        raise FieldRefused("That time has not come yet. Enter when the batch was closed.", CLOSED_AT)
    return at


def match(rows: Iterable[BatchRow], typed: Sequence[tuple[str, Money]]) -> Matched:
    """``typed``: the cards that wait, each by its `slip_name` and amount. Each row makes one card final.

    A sale that the batch also gives back, to the same card and as much, is neither here nor there.
    """
    left = list(rows)
    for back in [row for row in left if row.amount < ZERO]:
        alike = [row for row in left if (row.last_four, row.amount) == (back.last_four, -back.amount)]
        if alike:  # One that waits is not the one that was given back: its void would have been typed.
            sale = min(alike, key=lambda row: (row.name, row.amount) in typed or (row.code, row.amount) in typed)
            left.remove(sale)
            left.remove(back)
    there = Counter((row.name, row.amount) for row in left)
    listed = []
    for place, card in enumerate(typed):
        if there[card] > 0:
            there[card] -= 1
            listed.append(place)
    # Of a card that two people settled the code alone is known: it has what the others leave.
    for place in sorted(set(range(len(typed))) - set(listed)):
        alike = [row for row in left if (row.code, row.amount) == typed[place] and there[row.name, row.amount] > 0]
        if alike:
            there[alike[0].name, alike[0].amount] -= 1
            listed.append(place)
    listed.sort()
    missing = [place for place in range(len(typed)) if place not in listed]
    extra = []
    for row in left:
        if there[row.name, row.amount] > 0:
            there[row.name, row.amount] -= 1
            extra.append(row)
    return Matched(listed=tuple(listed), missing=tuple(missing), extra=tuple(extra))
