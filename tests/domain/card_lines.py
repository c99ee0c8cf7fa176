"""Card money there and back, as desks write it, for the golden bodies and for tests that need it whole."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from cashier.domain.card import (
    Attempt,
    AttemptState,
    CardOutcome,
    asked_line,
    card_tender,
    closed_line,
    reversal_line,
)
from cashier.domain.card_hold import HoldCard, held_line
from cashier.domain.card_report import Found, SettleCard, settled_line
from cashier.domain.giving_back import GivesBack
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.payment import book
from cashier.domain.people import Approval
from cashier.domain.poi import PoiTransaction
from cashier.domain.typed_card import SlipSays, TypedCard, check_typed
from cashier.domain.void import VoidAt, check_void, void_line
from tests.domain.correcting import a_void, void_at
from tests.fakes.builders import NOW, ROSA, SHIFT_ID, TERMINAL, a_shift, a_situation, a_wish

ATTEMPT_ID = UUID("019aa7c0-0000-7000-8000-000000000003")
REVERSAL_ID = UUID("019aa7c0-0000-7000-8000-00000000000c")
CHARGED = PoiTransaction("oVXs001764342000002.JVN46F9B77KN2S82", "2026-11-21T18:44:03.000Z")


def a_sale() -> Attempt:
    """$412.60, asked for at T1."""
    return Attempt(
        attempt_id=ATTEMPT_ID,
        service_id="0000000001",
        terminal=TERMINAL,
        amount=Money(41260),
        wish=a_wish(),
        asked_at=NOW,
        state=AttemptState.ASKED,
        asked_by="rosa",
        shift_id=SHIFT_ID,
    )


def card_paid(
    poi: PoiTransaction | None = CHARGED, cents: int = 41260, sale: Attempt | None = None, *, is_offline: bool = False
) -> Line:
    """A payment by card; without ``poi`` as desks wrote it before they kept the terminal's own name for it."""
    approval = CardOutcome(
        state=AttemptState.APPROVED,
        authorized=Money(cents),
        brand="Visa",
        last_four="4421",
        approval_code="071882",
        poi=poi,
        is_offline=is_offline,
    )
    return book(a_wish(), a_situation(), card_tender(sale or a_sale(), approval), line_id=UUID(int=8 << 76))


def card_void_at(*lines: Line) -> VoidAt:
    """Rosa's drawer and the terminal that charged the card of these lines; by default one payment by card."""
    at = void_at(*(lines or (card_paid(),)))
    return replace(at, terminal=TERMINAL, charged_at={ATTEMPT_ID: TERMINAL})


def a_reversal() -> Attempt:
    """The same money on its way back."""
    checked, _ = check_void(a_void(card_void_at()), card_void_at())
    return replace(
        a_sale(),
        attempt_id=REVERSAL_ID,
        service_id="0000000002",
        gives_back=GivesBack(sale=ATTEMPT_ID, original=CHARGED, void=checked, from_drawer=False),
    )


def card_voided() -> Line:
    """The void that is booked once the terminal gave it back."""
    checked, shift = check_void(a_void(card_void_at()), card_void_at())
    return void_line(checked, card_void_at(), shift, REVERSAL_ID)


def _closed(attempt: Attempt, asked: Line) -> Line:
    outcome = CardOutcome(state=AttemptState.UNKNOWN, words="no answer")
    return closed_line(attempt, outcome, line_id=UUID(int=9 << 76), asked=asked, now=NOW)


SLIP = TypedCard(
    says=SlipSays.APPROVED,
    amount=Money(41260),
    code="071882",
    code_again="071882",
    last_four="4421",
    last_four_again="4421",
    has_slip=True,
)
"""The slip of `a_sale`, as it is typed at a terminal that stands alone."""


def card_by_hand() -> Line:
    """A payment by card, typed from its slip."""
    outcome = check_typed(SLIP, a_sale())
    return book(a_wish(), a_situation(), card_tender(a_sale(), outcome), line_id=UUID(int=8 << 76))


def settled(attempt: Attempt) -> Line:
    """What Rosa and Helen read of it off the terminal's report."""
    asked = asked_line(attempt, a_situation()) if attempt.gives_back is None else reversal_line(attempt, a_shift())
    wish = SettleCard(
        line_id=UUID(int=9 << 76),
        attempt_id=attempt.attempt_id,
        found=Found.LISTED if attempt.gives_back is None else Found.NOT_LISTED,
        reference="BATCH 114",
        charged=Money(41260),
        code="071882",
        approval=Approval(approver="helen", approver_name="Helen Park", act="", amount=Money(41260), given_at=NOW),
    )
    return settled_line(wish, attempt, asked, ROSA, NOW)


def on_hold(attempt: Attempt) -> Line:
    """Rosa and Helen wait with it."""
    approval = Approval(approver="helen", approver_name="Helen Park", act="", amount=Money(41260), given_at=NOW)
    wish = HoldCard(line_id=UUID(int=9 << 76), attempt_id=attempt.attempt_id, why="no report prints", approval=approval)
    return held_line(wish, attempt, asked_line(attempt, a_situation()), ROSA, NOW)


CARD_LINES: dict[str, Callable[[], Line]] = {
    "payment-card": lambda: card_paid(poi=None),
    "payment-card-named": card_paid,
    "payment-card-by-hand": card_by_hand,
    "payment-card-pending": lambda: card_paid(is_offline=True),
    "card_asked": lambda: asked_line(a_sale(), a_situation()),
    "card_closed": lambda: _closed(a_sale(), asked_line(a_sale(), a_situation())),
    "card_closed-on-hold": lambda: on_hold(a_sale()),
    "card_closed-settled": lambda: settled(a_sale()),
    "reversal_closed-settled": lambda: settled(a_reversal()),
    "reversal_asked": lambda: reversal_line(a_reversal(), a_shift()),
    "reversal_closed": lambda: _closed(a_reversal(), reversal_line(a_reversal(), a_shift())),
    "voided-card": card_voided,
}
