"""Card money: asked for in one commit, settled in another; what is not known is a state of its own.

Card money that goes back is an attempt like any other, with a service id of its own: a void waits for its answer.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.giving_back import GivesBack
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import Situation, TakePayment
from cashier.domain.payor import read_payor
from cashier.domain.people import read_approval
from cashier.domain.poi import PoiTransaction
from cashier.domain.shift import Shift
from cashier.domain.targets import Part, read_target
from cashier.domain.tenders import Tender, TenderKind


class AttemptState(StrEnum):
    """How far an attempt is. ASKED and UNKNOWN are unsettled: they block their balance and their terminal.

    A sale that brings money ends APPROVED, a reversal that gave it back REVERSED; all other ends moved nothing.
    """

    ASKED = "asked"
    UNKNOWN = "unknown"
    APPROVED = "approved"
    REVERSED = "reversed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NOT_CHARGED = "not_charged"


UNSETTLED = frozenset({AttemptState.ASKED, AttemptState.UNKNOWN})

NOT_FOUND = "not found"  # The words of an UNKNOWN outcome where the terminal knows no such sale.
ON_HOLD = "on hold"  # How the words of an UNKNOWN attempt begin that two people put on hold.
STOPPED_THERE, STOPPED_HERE = "cancelled at the terminal", "cancelled at the desk"  # The words of a CANCELLED one.


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOutcome:
    """What the terminal said of an attempt. UNKNOWN where it said nothing that can be trusted.

    ``authorized`` is what was approved, which may be less than was asked for (health-spending cards: ``is_partial``),
    or what a reversal gave back. ``poi``: the terminal's own name for an approved sale. ``is_offline``: the terminal
    approved it by itself, and the card's bank may still say no. ``by_hand``: of which terminal a cashier
    typed it. ``entry``: how the card was read. ``signs``: the terminal asks for the member's signature on paper.
    """

    state: AttemptState
    authorized: Money = ZERO
    brand: str = ""
    last_four: str = ""
    approval_code: str = ""
    words: str = ""
    poi: PoiTransaction | None = None
    by_hand: str = ""
    is_partial: bool = False
    is_offline: bool = False
    entry: str = ""
    signs: bool = False


def believable(outcome: CardOutcome, attempt: "Attempt") -> CardOutcome:
    """The outcome as far as it can be trusted: an approval of no amount is no answer, nor is a reversal of another
    amount than was asked, nor the one for the other.
    """
    words = ""
    if outcome.state is AttemptState.APPROVED and (outcome.authorized <= ZERO or attempt.gives_back):
        words = "approved without an amount" if outcome.authorized <= ZERO else "approved and not given back"
    if outcome.state is AttemptState.REVERSED and (outcome.authorized != attempt.amount or not attempt.gives_back):
        words = "another amount was given back"
    return CardOutcome(state=AttemptState.UNKNOWN, words=words) if words else outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Card money asked for, or asked to go back. ``service_id`` is the terminal's name for it: from a counter, never
    used again. ``wish``: the payment that it is of. ``gives_back``: None for a sale.
    """

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
    gives_back: GivesBack | None = None

    @property
    def targets(self) -> frozenset[str]:
        return frozenset(part.target.code for part in self.wish.parts)

    @property
    def is_on_hold(self) -> bool:
        """Whether two people wait with it: its balance and its terminal wait on, the close of its shift does not."""
        return self.state is AttemptState.UNKNOWN and self.words.startswith(ON_HOLD)


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


def reversal_line(attempt: Attempt, shift: Shift) -> Line:
    """The record that the terminal is about to be asked to give card money back. It moves no money."""
    assert attempt.gives_back is not None, "a sale is asked for otherwise"
    return Line(
        line_id=attempt.attempt_id,
        kind=LineKind.REVERSAL_ASKED,
        desk=shift.desk,
        center=shift.center,
        staff=attempt.asked_by,
        taken_at=attempt.asked_at,
        business_date=shift.business_date,
        shift_id=shift.shift_id,
        facts={
            "service_id": attempt.service_id,
            "terminal": attempt.terminal,
            "cents": attempt.amount.cents,
            "wish": wish_facts(attempt.wish),
            "gives_back": attempt.gives_back.facts(),
        },
    )


def closed_line(attempt: Attempt, outcome: CardOutcome, *, line_id: UUID, asked: Line, now: datetime) -> Line:
    """The record that an attempt moved no money, or that its result is not known."""
    return replace(
        asked,
        line_id=line_id,
        kind=LineKind.CARD_CLOSED if attempt.gives_back is None else LineKind.REVERSAL_CLOSED,
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
        poi=outcome.poi,
        is_pending=outcome.is_offline,
        by_hand=outcome.by_hand,
        entry=outcome.entry,
        signs=outcome.signs,
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
        "approval": wish.approval.facts() if wish.approval else None,
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
            approval=read_approval(said["approval"]),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A card attempt cannot be read: {type(trouble).__name__}.") from trouble


def _texts(part: Part) -> tuple[str, ...]:
    return (part.note, part.source) if part.source else (part.note,)
