"""What two people read off a terminal's report, as it may be kept, and the outcome that it is."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.domain.card_report import CHARGED, Found, SettleCard, check_settle, outcome_of, settle_act
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval
from tests.domain.card_lines import a_reversal, a_sale
from tests.fakes.builders import HELEN, NOW, ROSA, TERMINAL

SALE = replace(a_sale(), state=AttemptState.UNKNOWN)
BACK = replace(a_reversal(), state=AttemptState.UNKNOWN)
LATER = NOW + timedelta(minutes=2)


def a_wish(attempt: Attempt = SALE, found: Found = Found.LISTED, **said: object) -> SettleCard:
    signed = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=settle_act(attempt, found),
        amount=attempt.amount,
        given_at=LATER,
    )
    wish = SettleCard(
        line_id=UUID(int=7),
        attempt_id=attempt.attempt_id,
        found=found,
        reference=" batch 114 ",
        charged=attempt.amount,
        code=" a71882 ",
        approval=signed,
    )
    return replace(wish, **said)  # type: ignore[arg-type]


def checked(attempt: Attempt = SALE, found: Found = Found.LISTED, **said: object) -> SettleCard:
    return check_settle(a_wish(attempt, found, **said), attempt, ROSA, LATER)


def test_a_sale_that_is_listed_has_what_was_charged_and_its_code_and_nothing_else_has() -> None:
    sale = checked()
    assert (sale.reference, sale.charged, sale.code) == ("BATCH 114", SALE.amount, "a71882")
    for attempt, found in ((SALE, Found.NOT_LISTED), (BACK, Found.LISTED), (BACK, Found.NOT_LISTED)):
        kept = checked(attempt, found, charged=Money(1), code="?")
        assert (kept.charged, kept.code) == (ZERO, "")


def test_what_was_charged_is_more_than_nothing_and_no_more_than_was_asked_for() -> None:
    assert checked(charged=Money(1)).charged == Money(1)
    for cents in (0, SALE.amount.cents + 1):
        with pytest.raises(FieldRefused) as refused:
            checked(charged=Money(cents))
        assert refused.value.field == CHARGED


def test_it_is_theirs_from_two_minutes_on_and_while_it_is_unknown() -> None:
    with pytest.raises(Refused, match="may still say it"):
        check_settle(a_wish(), SALE, ROSA, LATER - timedelta(seconds=1))
    with pytest.raises(Refused, match="has said what became of this card"):
        checked(a_sale())


def test_it_is_the_outcome_that_the_terminal_would_have_said() -> None:
    words = "settled by two from report BATCH 114"
    approved = CardOutcome(
        state=AttemptState.APPROVED, authorized=SALE.amount, approval_code="a71882", words=words, by_hand=""
    )
    assert outcome_of(checked(), SALE) == approved
    by_hand = replace(approved, approval_code="A71882", by_hand=TERMINAL)
    assert outcome_of(checked(is_by_hand=True), SALE) == by_hand
    reversed_ = CardOutcome(state=AttemptState.REVERSED, authorized=BACK.amount, words=words)
    assert outcome_of(checked(BACK), BACK) == reversed_
    for attempt in (SALE, BACK):
        told = outcome_of(checked(attempt, Found.NOT_LISTED), attempt)
        assert told == CardOutcome(state=AttemptState.NOT_CHARGED, words=words)
