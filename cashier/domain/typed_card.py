"""A card at a terminal that speaks to nobody: the cashier types what its slip says, approval code and last four twice.

Such an approval is provisional until that terminal's batch lists it (R9).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.domain.errors import FieldRefused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.poi import PoiTransaction
from cashier.domain.scan import CARD_SENTENCE, looks_like_card
from cashier.domain.tenders import TenderKind
from cashier.domain.times import instant_text

AMOUNT, CODE, CODE_AGAIN, LAST_FOUR, LAST_FOUR_AGAIN, SLIP = (
    "approved",
    "code",
    "code_again",
    "last_four",
    "last_four_again",
    "slip",
)  # The fields of a refusal.
NOT_TYPED = "nobody has typed what the terminal said"

_CODE, _FOUR = re.compile(r"[A-Za-z0-9]{1,12}"), re.compile(r"[0-9]{4}")


class SlipSays(StrEnum):
    """How the terminal ended."""

    APPROVED = "approved"
    NOT_CHARGED = "not_charged"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCard:
    """What was typed. ``amount``: what the slip says was approved; of a card that gets its money back all of it is."""

    says: SlipSays
    amount: Money = ZERO
    code: str = ""
    code_again: str = ""
    last_four: str = ""
    last_four_again: str = ""
    has_slip: bool = False


def check_typed(typed: TypedCard, attempt: Attempt, charged: str = "") -> CardOutcome:
    """What the terminal said, from what was typed. Raises FieldRefused, and then nothing is settled.

    ``charged``: the last four of the card that gets its money back; empty for a sale.
    """
    if typed.says is SlipSays.NOT_CHARGED:
        words = "the cashier typed that the terminal did not approve it"
        return CardOutcome(state=AttemptState.DECLINED, words=words)
    is_sale = attempt.gives_back is None
    if is_sale and not ZERO < typed.amount <= attempt.amount:
        raise FieldRefused(f"Enter what the slip says was approved, up to {attempt.amount}.", AMOUNT)
    code = _twice(typed.code, typed.code_again, (CODE, CODE_AGAIN))
    last_four = _twice(typed.last_four, typed.last_four_again, (LAST_FOUR, LAST_FOUR_AGAIN))
    if charged and last_four != charged:
        raise FieldRefused(f"The card that was charged ends in {charged}. Type the last four of that card.", LAST_FOUR)
    if not typed.has_slip:
        raise FieldRefused("Tick that the terminal's slip is here: it goes into the drawer.", SLIP)
    return CardOutcome(
        state=AttemptState.APPROVED if is_sale else AttemptState.REVERSED,
        authorized=typed.amount if is_sale else attempt.amount,
        last_four=last_four,
        approval_code=code,
        words="typed from the terminal's slip",
        poi=PoiTransaction(attempt.service_id, instant_text(attempt.asked_at)) if is_sale else None,
        is_partial=is_sale and typed.amount < attempt.amount,
        by_hand=attempt.terminal,
    )


def by_hand_in(lines: Iterable[Line]) -> int:
    """How many cards of these lines were typed by hand and stand: their shift is closed with a lead."""
    lines = tuple(lines)
    voided = {line.facts.get("payment") for line in lines if line.kind is LineKind.VOIDED}
    return sum(
        tender["kind"] == TenderKind.CARD and bool(tender.get("by_hand"))
        for line in lines
        if line.kind is LineKind.PAYMENT and line.facts["payment"] not in voided
        for tender in line.facts["tenders"]
    )


def by_hand_words(count: int) -> str:
    """What is to be known of them at the close; empty without any."""
    if not count:
        return ""
    cards = "1 card was" if count == 1 else f"{count} cards were"
    return f"{cards} typed by hand: a lead signs, and the slips go with the Z until the terminal's batch lists them."


def _twice(first: str, again: str, fields: tuple[str, str]) -> str:
    """What was typed twice alike, in capital letters. Raises FieldRefused beside the one that is wrong."""
    for text, name in zip((first, again), fields, strict=True):
        if looks_like_card(text):
            raise FieldRefused(CARD_SENTENCE, name)
    one, other = first.strip().upper(), again.strip().upper()
    is_code = fields[0] == CODE
    if not (_CODE if is_code else _FOUR).fullmatch(one):
        sentence = "Enter the approval code as the slip says it: letters and digits."
        raise FieldRefused(sentence if is_code else "Enter the last four digits of the card, from the slip.", fields[0])
    if other != one:
        what = "codes" if is_code else "endings"
        raise FieldRefused(f"The two {what} are not the same. Read the slip and type it again.", fields[1])
    return one
