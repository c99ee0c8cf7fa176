"""What is typed from a slip ends the attempt that waits at this terminal, once, and no other."""

from dataclasses import replace

import pytest

from cashier.devices.terminal_by_hand import TerminalByHand
from cashier.domain.card import Attempt, AttemptState
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money
from cashier.domain.typed_card import LAST_FOUR
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.type_card import type_card
from tests.domain.card_lines import SLIP
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_wish
from tests.fakes.terminal import CANCELLED, POI, approved
from tests.usecases.test_settle_card import ask_back

NOT_HERE = "This card is settled by now. Look at the page again."


def a_sale() -> tuple[Counter, Attempt]:
    counter = a_desk()
    return counter, ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)


def test_the_slip_of_a_sale_ends_it_under_its_own_service_id() -> None:
    counter, attempt = a_sale()
    terminal = TerminalByHand(TERMINAL)
    type_card(attempt.attempt_id, SLIP, terminal, counter.desk, ROSA)

    outcome = terminal.status(attempt.service_id)
    assert (outcome.state, outcome.authorized, outcome.last_four) == (AttemptState.APPROVED, Money(41260), "4421")


def test_the_same_card_gets_its_money_back_and_no_other() -> None:
    counter, sale = a_sale()
    settle_card(sale.attempt_id, approved(41260, POI), counter.desk)
    back, terminal = ask_back(counter), TerminalByHand(TERMINAL)
    other = replace(SLIP, last_four="9999", last_four_again="9999")

    with pytest.raises(FieldRefused, match="The card that was charged ends in 4421") as refused:
        type_card(back.attempt_id, other, terminal, counter.desk, ROSA)
    assert refused.value.field == LAST_FOUR
    assert terminal.reversal_status(back.service_id, back.amount).state is AttemptState.UNKNOWN
    type_card(back.attempt_id, SLIP, terminal, counter.desk, ROSA)
    assert terminal.reversal_status(back.service_id, back.amount).state is AttemptState.REVERSED


def test_what_is_settled_or_was_asked_of_another_terminal_or_never_takes_no_slip() -> None:
    counter, attempt = a_sale()
    here, elsewhere = TerminalByHand(TERMINAL), TerminalByHand("T2")
    for attempt_id, terminal in ((attempt.attempt_id, elsewhere), (counter.desk.new_id(), here)):
        with pytest.raises(Refused, match=NOT_HERE):
            type_card(attempt_id, SLIP, terminal, counter.desk, ROSA)
    settle_card(attempt.attempt_id, CANCELLED, counter.desk)
    with pytest.raises(Refused, match=NOT_HERE):
        type_card(attempt.attempt_id, SLIP, here, counter.desk, ROSA)
    for terminal in (here, elsewhere):
        assert terminal.status(attempt.service_id).state is AttemptState.UNKNOWN
