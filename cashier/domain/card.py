"""Card money: asked for in one commit, settled in another; what is not known is a state of its own."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import Situation, TakePayment
from cashier.domain.payor import read_payor
from cashier.domain.people import Approval
from cashier.domain.targets import Part, read_target
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.times import instant_text, read_instant


class AttemptState(StrEnum):
    """How far an attempt is. ASKED and UNKNOWN are unsettled: they block their balance and their terminal."""

    ASKED = "asked"
    UNKNOWN = "unknown"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NOT_CHARGED = "not_charged"


UNSETTLED = frozenset({AttemptState.ASKED, AttemptState.UNKNOWN})

NOT_FOUND = "not found"  # The words of an UNKNOWN outcome where the terminal knows no such sale.


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOutcome:
    """What the terminal said of an attempt. UNKNOWN where it said nothing that can be trusted.

    ``authorized`` is what was approved, which may be less than was asked for (health-spending cards).
    """

    state: AttemptState
    authorized: Money = ZERO
    brand: str = ""
    last_four: str = ""
    approval_code: str = ""
    words: str = ""


def believable(outcome: CardOutcome) -> CardOutcome:
    """The outcome as far as it can be trusted: an approval of no amount is no answer."""
    if outcome.state is AttemptState.APPROVED and outcome.authorized <= ZERO:
        return CardOutcome(state=AttemptState.UNKNOWN, words="approved without an amount")
    return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Card money asked for. ``service_id`` is the terminal's name for it: from a counter, never used again."""

    attempt_id: UUID
    service_id: str
    terminal: str
    amount: Money
    wish: TakePayment
    asked_at: datetime
    state: AttemptState
    asked_by: str
    shift_id: UUID
    words: str = ""

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(part.target.code for part in self.wish.parts)


def asked_line(attempt: Attempt, now: Situation) -> Line:
    """The record that card money is about to be asked for. It moves no money."""
    return Line(
        line_id=attempt.attempt_id,
        kind=LineKind.CARD_ASKED,
        desk=now.shift.desk,
        center=now.shift.center,
        staff=now.staff.user,
        taken_at=now.now,
        business_date=now.shift.business_date,
        shift_id=now.shift.shift_id,
        facts={
            "service_id": attempt.service_id,
            "terminal": attempt.terminal,
            "cents": attempt.amount.cents,
            "wish": wish_facts(attempt.wish),
            **({"language": now.member.language} if now.member.language != "en" else {}),
        },
    )


def closed_line(attempt: Attempt, outcome: CardOutcome, *, line_id: UUID, asked: Line, now: datetime) -> Line:
    """The record that an attempt ended without money, or that its result is not known."""
    return replace(
        asked,
        line_id=line_id,
        kind=LineKind.CARD_CLOSED,
        taken_at=now,
        facts={
            "attempt": str(attempt.attempt_id),
            "service_id": attempt.service_id,
            "state": outcome.state.value,
            "words": outcome.words,
        },
    )


def card_tender(attempt: Attempt, outcome: CardOutcome) -> Tender:
    """The tender that an approval is."""
    return Tender(
        kind=TenderKind.CARD,
        amount=outcome.authorized,
        issuer=outcome.brand,
        last_four=outcome.last_four[-4:],
        approval_code=outcome.approval_code,
        attempt_id=attempt.attempt_id,
    )


def wish_facts(wish: TakePayment) -> dict[str, Any]:
    """A wish as it stands in an asked line, so that it can be settled after a restart."""
    return {
        "payment": str(wish.payment_id),
        "member": wish.member_number,
        "parts": [[part.target.code, part.amount.cents, *_texts(part)] for part in wish.parts],
        "identified": dict(wish.identified),
        **wish.payor.facts(),
        "reason": wish.reason,
        "approval": _approval_facts(wish.approval),
    }


def read_wish(said: dict[str, Any]) -> TakePayment:
    """The inverse of `wish_facts`, without tenders and seen versions: the money is taken. Raises UnreadableBody."""
    try:
        return TakePayment(
            payment_id=UUID(said["payment"]),
            member_number=said["member"],
            parts=tuple(
                Part(target=read_target(code), amount=Money(cents), note=note, source="".join(source))
                for code, cents, note, *source in said["parts"]
            ),
            tenders=(),
            identified=said["identified"],
            payor=read_payor(said),
            reason=said["reason"],
            approval=_read_approval(said["approval"]),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A card attempt cannot be read: {type(trouble).__name__}.") from trouble


def _texts(part: Part) -> tuple[str, ...]:
    return (part.note, part.source) if part.source else (part.note,)


def _approval_facts(approval: Approval | None) -> dict[str, Any] | None:
    if approval is None:
        return None
    return {
        "approver": approval.approver,
        "name": approval.approver_name,
        "act": approval.act,
        "cents": approval.amount.cents,
        "at": instant_text(approval.given_at),
        **approval.word_facts(),
    }


def _read_approval(said: dict[str, Any] | None) -> Approval | None:
    if said is None:
        return None
    return Approval(
        approver=said["approver"],
        approver_name=said["name"],
        act=said["act"],
        amount=Money(said["cents"]),
        given_at=read_instant(said["at"]),
        word=said.get("word", ""),
    )
