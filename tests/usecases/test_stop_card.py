"""The terminal is asked to stop a sale that it may still be asking for, and nothing else."""

from uuid import UUID

import pytest

from cashier.domain.card import AttemptState
from cashier.domain.money import Money
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.stop_card import stop_card
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_wish
from tests.fakes.terminal import CANCELLED, UNKNOWN, ScriptedTerminal
from tests.usecases.test_settle_card import unknown_reversal


def stopped(attempt_id: UUID, counter: Counter) -> list[str]:
    terminal = ScriptedTerminal(counter.store)
    stop_card(attempt_id, terminal, counter.desk, ROSA)
    return terminal.questions


@pytest.mark.parametrize("is_unknown", [False, True])
def test_a_sale_that_is_not_settled_is_stopped_and_stays_as_it_was(is_unknown: bool) -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    if is_unknown:
        settle_card(attempt.attempt_id, UNKNOWN, counter.desk)

    assert stopped(attempt.attempt_id, counter) == [attempt.service_id]

    after = counter.store.tables.attempts[attempt.attempt_id]
    assert after.state is (AttemptState.UNKNOWN if is_unknown else AttemptState.ASKED)


def test_what_is_settled_and_what_was_never_asked_are_left_alone() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, CANCELLED, counter.desk)

    assert stopped(attempt.attempt_id, counter) == []
    assert stopped(UUID(int=99), counter) == []


def test_a_card_that_gets_its_money_back_is_never_stopped() -> None:
    rig = unknown_reversal()

    assert stopped(rig.attempt.attempt_id, rig.counter) == []
