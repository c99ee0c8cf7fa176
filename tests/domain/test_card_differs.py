"""What a terminal says that does not fit becomes a task of the office; what fits, or is not final, becomes none."""

from dataclasses import replace

import pytest

from cashier.domain.card import Attempt, AttemptState, CardOutcome
from cashier.domain.card_differs import Differs, differs, moved
from cashier.domain.card_report import SETTLED_BY_TWO
from cashier.domain.money import ZERO, Money
from tests.domain.card_lines import a_sale

ASKED = a_sale()
SETTLED = replace(ASKED, state=AttemptState.APPROVED, words=f"{SETTLED_BY_TWO} BATCH 114")
APPROVED = CardOutcome(state=AttemptState.APPROVED, authorized=ASKED.amount)
NOT_CHARGED = CardOutcome(state=AttemptState.NOT_CHARGED)
MORE, LESS = ASKED.amount + Money(1), ASKED.amount - Money(1)


@pytest.mark.parametrize(
    ("attempt", "outcome", "booked", "why"),
    [
        (ASKED, APPROVED, ZERO, None),
        (ASKED, replace(APPROVED, is_partial=True), ZERO, None),
        (ASKED, replace(APPROVED, authorized=LESS, is_partial=True), ZERO, None),
        (ASKED, replace(APPROVED, authorized=LESS), ZERO, Differs.AMOUNT),
        (ASKED, replace(APPROVED, authorized=MORE), ZERO, Differs.AMOUNT),
        (ASKED, replace(APPROVED, authorized=MORE, is_partial=True), ZERO, Differs.AMOUNT),
        (ASKED, replace(APPROVED, is_offline=True), ZERO, Differs.OFFLINE),
        (ASKED, replace(NOT_CHARGED, is_offline=True, authorized=MORE), ZERO, None),
        (ASKED, replace(APPROVED, state=AttemptState.UNKNOWN, authorized=MORE), ZERO, None),
        (SETTLED, APPROVED, ASKED.amount, None),
        (SETTLED, APPROVED, LESS, Differs.TWO_READ),
        (SETTLED, NOT_CHARGED, ASKED.amount, Differs.TWO_READ),
        (replace(SETTLED, words="Approved"), NOT_CHARGED, ASKED.amount, None),
    ],
)
def test_what_does_not_fit_is_named(attempt: Attempt, outcome: CardOutcome, booked: Money, why: Differs | None) -> None:
    assert differs(attempt, outcome, booked) is why


def test_only_what_was_approved_or_given_back_moved() -> None:
    said = {state: moved(replace(APPROVED, state=state)) for state in AttemptState}
    assert {state for state, amount in said.items() if amount} == {AttemptState.APPROVED, AttemptState.REVERSED}
