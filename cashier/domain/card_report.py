"""A card of which the terminal does not say what became of it, settled by two people from the terminal's own report.

Possible from two minutes on, theirs from ten. What they looked at is kept by its number (R9).
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from cashier.domain.card import Attempt, AttemptState, CardOutcome, closed_line
from cashier.domain.correction import check_signed
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.scan import safe_text

SETTLED_FROM = timedelta(minutes=2)
THEIRS_FROM = timedelta(minutes=10)
SETTLED_BY_TWO = "settled by two from report"  # How the words of an attempt begin then.
FOUND, REFERENCE, CODE, CHARGED = "found", "reference", "code", "charged"  # The fields of a refusal.

_CODE = re.compile(r"[A-Za-z0-9]{1,12}")


class Found(StrEnum):
    """What the report says of it."""

    LISTED = "listed"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleCard:
    """What two people read. ``reference`` names the report or slip that they read it off.

    Of a sale that is listed: ``charged``, which may be less than was asked for, and the approval's ``code``.
    ``is_by_hand``: the terminal speaks to nobody, and its batch has to list what was read (R9).
    """

    line_id: UUID
    attempt_id: UUID
    found: Found | None
    reference: str
    charged: Money = ZERO
    code: str = ""
    approval: Approval | None = None
    is_by_hand: bool = False


def settle_act(attempt: Attempt, found: Found) -> str:
    """What a second person signs for: this card, and what its report says."""
    return f"settling card {attempt.service_id} as {found.value.replace('_', ' ')}"


def must_be_theirs(attempt: Attempt, now: datetime) -> None:
    """Raises Refused while the terminal may still say it, and once it has."""
    if attempt.state is not AttemptState.UNKNOWN:
        raise Refused("The terminal has said what became of this card, or is being asked. Look at the page again.")
    if now - attempt.asked_at < SETTLED_FROM:
        raise Refused("The terminal may still say it. Two people settle a card two minutes after it was asked for.")


def check_settle(wish: SettleCard, attempt: Attempt, staff: Staff, now: datetime) -> SettleCard:
    """The wish as it may be kept. Raises Refused; FieldRefused names the field."""
    staff.needs(Right.ASK_CORRECTIONS, "settle a card")
    must_be_theirs(attempt, now)
    if wish.found is None:
        raise FieldRefused("Choose what the terminal's report says.", FOUND)
    reference = safe_text(wish.reference, "The report's number").upper()
    if not reference:
        raise FieldRefused("Enter the number of the terminal's report or slip that you both looked at.", REFERENCE)
    code, charged = "", ZERO
    if wish.found is Found.LISTED and attempt.gives_back is None:
        code, charged = wish.code.strip(), wish.charged
        if not ZERO < charged <= attempt.amount:
            raise FieldRefused(f"Enter what the report says was charged, up to {attempt.amount}.", CHARGED)
        if not _CODE.fullmatch(code):
            raise FieldRefused("Enter the approval code as the report says it: letters and digits.", CODE)
    check_signed(
        wish.approval,
        requester=staff.user,
        act=settle_act(attempt, wish.found),
        amount=attempt.amount,
        words="Settling a card",
        now=now,
    )
    return replace(wish, reference=reference, charged=charged, code=code)


def outcome_of(checked: SettleCard, attempt: Attempt) -> CardOutcome:
    """What two people found, as the terminal would have said it."""
    words = f"{SETTLED_BY_TWO} {checked.reference}"
    if checked.found is Found.NOT_LISTED:
        return CardOutcome(state=AttemptState.NOT_CHARGED, words=words)
    if attempt.gives_back is not None:
        return CardOutcome(state=AttemptState.REVERSED, authorized=attempt.amount, words=words)
    return CardOutcome(
        state=AttemptState.APPROVED,
        authorized=checked.charged,
        approval_code=checked.code.upper() if checked.is_by_hand else checked.code,
        words=words,
        by_hand=attempt.terminal if checked.is_by_hand else "",
    )


def settled_line(checked: SettleCard, attempt: Attempt, asked: Line, staff: Staff, now: datetime) -> Line:
    """The record of who settled it, from what; the money that moved has a line of its own."""
    assert checked.found is not None, "it was checked"
    assert checked.approval is not None, "it was signed"
    outcome = outcome_of(checked, attempt)
    line = closed_line(attempt, outcome, line_id=checked.line_id, asked=asked, now=now)
    settled: dict[str, Any] = {
        "found": checked.found.value,
        "reference": checked.reference,
        "cents": outcome.authorized.cents,
        "staff_name": staff.name,
        "approver": checked.approval.approver,
        "approver_name": checked.approval.approver_name,
    }
    return replace(line, staff=staff.user, facts={**line.facts, "settled": settled})
