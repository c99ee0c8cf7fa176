"""A card of which not even the terminal's report says what became of it, put on hold by two people.

It stays unknown: its balance and its terminal wait on, and the terminal is asked on. The close of its shift waits no
more for it, and the office has it on its list until it is settled.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cashier.domain.card import ON_HOLD, Attempt, AttemptState, CardOutcome, closed_line
from cashier.domain.card_report import must_be_theirs
from cashier.domain.correction import check_signed
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.scan import safe_text

WHY = "why"  # The field of a refusal.


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCard:
    """``why``: why the report does not say it, or cannot be had."""

    line_id: UUID
    attempt_id: UUID
    why: str
    approval: Approval | None = None


def hold_act(attempt: Attempt) -> str:
    """What a second person signs for."""
    return f"putting card {attempt.service_id} on hold"


def check_hold(wish: HoldCard, attempt: Attempt, staff: Staff, now: datetime) -> HoldCard:
    """The wish as it may be kept. Raises Refused; FieldRefused names the field."""
    staff.needs(Right.ASK_CORRECTIONS, "put a card on hold")
    must_be_theirs(attempt, now)
    if attempt.is_on_hold:
        raise Refused("This card is on hold already. Settle it when its report says what became of it.")
    if attempt.gives_back is not None and attempt.gives_back.from_drawer:
        raise Refused("Cash or a check of this drawer goes back with this card. Settle it as the report says.")
    why = safe_text(wish.why, "The reason", most=200)
    if not why:
        raise FieldRefused("Enter why the terminal's report does not say it.", WHY)
    check_signed(
        wish.approval,
        requester=staff.user,
        act=hold_act(attempt),
        amount=attempt.amount,
        words="Putting a card on hold",
        now=now,
    )
    return replace(wish, why=why)


def hold_outcome(checked: HoldCard, staff: Staff) -> CardOutcome:
    """Still unknown, in words that say who waits with it."""
    assert checked.approval is not None, "it was signed"
    return CardOutcome(
        state=AttemptState.UNKNOWN, words=f"{ON_HOLD} by {staff.name} and {checked.approval.approver_name}"
    )


def held_line(checked: HoldCard, attempt: Attempt, asked: Line, staff: Staff, now: datetime) -> Line:
    """The record of who put it on hold, and why. It moves no money and settles nothing."""
    assert checked.approval is not None, "it was signed"
    line = closed_line(attempt, hold_outcome(checked, staff), line_id=checked.line_id, asked=asked, now=now)
    on_hold = {
        "why": checked.why,
        "staff_name": staff.name,
        "approver": checked.approval.approver,
        "approver_name": checked.approval.approver_name,
    }
    return replace(line, staff=staff.user, facts={**line.facts, "on_hold": on_hold})
