"""A card that two settle: what comes late of it, what the report does not say, and from when on it is theirs."""

from uuid import UUID

import pytest

from cashier.domain.card import AttemptState
from cashier.domain.card_report import Found
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.usecases.card_payment import settle_card
from cashier.usecases.settle_card import theirs
from tests.fakes.terminal import given_back
from tests.usecases.test_settle_card import unknown_reversal, unknown_sale


def test_what_a_late_answer_says_otherwise_of_money_on_its_way_back_is_the_offices_too() -> None:
    rig = unknown_reversal()
    rig.settle(Found.NOT_LISTED)
    for _ in range(2):
        settle_card(rig.attempt.attempt_id, given_back(41260), rig.counter.desk)

    (differ,) = [line.facts["differs"] for line in rig.counter.store.lines() if "differs" in line.facts]
    assert (differ["booked"], differ["said"]) == (0, 41260)
    assert rig.kinds().count(LineKind.VOIDED) == 1


def test_what_was_never_asked_is_a_fault_of_ours() -> None:
    rig = unknown_sale()
    for act in (rig.settle, rig.hold):
        with pytest.raises(LookupError, match="was never asked"):
            act(attempt_id=UUID(int=9))


def test_it_is_theirs_from_ten_minutes_on() -> None:
    rig = unknown_sale(599)
    assert theirs(rig.counter.desk) == ()
    rig.counter.clock.forward(1)
    assert [each.attempt_id for each in theirs(rig.counter.desk)] == [rig.attempt.attempt_id]


def test_what_is_not_listed_has_no_amount_nor_has_what_goes_back_whole() -> None:
    nothing = {"charged": Money(0), "code": ""}

    assert unknown_sale().settle(Found.NOT_LISTED, **nothing) is AttemptState.NOT_CHARGED
    assert unknown_reversal().settle(Found.NOT_LISTED, **nothing) is AttemptState.NOT_CHARGED
    assert unknown_reversal().settle(Found.LISTED, **nothing) is AttemptState.REVERSED
