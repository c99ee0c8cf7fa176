"""What a card terminal says that does not fit: booked as it was taken, and a task of the office.

More than was asked for, or less without saying that it is a part; approved by the terminal alone, so that the card's
bank may still say no; or another thing than two people had read off its report.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from cashier.domain.card import UNSETTLED, Attempt, AttemptState, CardOutcome, closed_line
from cashier.domain.card_report import SETTLED_BY_TWO
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money

SAID_OTHERWISE = "the terminal said otherwise than two people had read"


class Differs(StrEnum):
    """Why somebody of the office looks into a card."""

    AMOUNT = "amount"
    OFFLINE = "offline"
    TWO_READ = "two_read"


def differs(attempt: Attempt, outcome: CardOutcome, booked: Money) -> Differs | None:
    """What does not fit in an answer, of which `believable` has taken what cannot be trusted; None mostly.

    ``booked`` is what stands in the books of this attempt before the answer, there or back.
    """
    if outcome.state in UNSETTLED:
        return None
    if attempt.state not in UNSETTLED:
        is_other = attempt.words.startswith(SETTLED_BY_TWO) and booked != moved(outcome)
        return Differs.TWO_READ if is_other else None
    if outcome.state is not AttemptState.APPROVED:
        return None
    if outcome.authorized > attempt.amount or (outcome.authorized < attempt.amount and not outcome.is_partial):
        return Differs.AMOUNT
    return Differs.OFFLINE if outcome.is_offline else None


def moved(outcome: CardOutcome) -> Money:
    """What went there or back by an answer."""
    return outcome.authorized if outcome.state in (AttemptState.APPROVED, AttemptState.REVERSED) else ZERO


def differs_line(
    attempt: Attempt,
    outcome: CardOutcome,
    why: Differs,
    booked: Money,
    *,
    line_id: UUID,
    asked: Line,
    now: datetime,
) -> Line:
    """The record by which the office hears of it; it moves no money. ``attempt``: as it stands after the answer."""
    line = closed_line(attempt, replace(outcome, state=attempt.state), line_id=line_id, asked=asked, now=now)
    said = {
        "why": why.value,
        "asked": attempt.amount.cents,
        "booked": booked.cents,
        "said": moved(outcome).cents,
        "terminal": attempt.terminal,
    }
    return replace(line, facts={**line.facts, "differs": said})
