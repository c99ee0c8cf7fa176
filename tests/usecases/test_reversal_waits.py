"""What else waits while a card gets its money back, what does not, and what is found of it meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from cashier.domain.correction import Why
from cashier.domain.errors import Refused
from cashier.domain.hand_over import GiveCash
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.tender_change import ChangeTender
from cashier.domain.void import card_back, void_act
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.change_tender import change_tender
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.hand_over import give_cash
from cashier.usecases.reverse_card import waiting_reversal
from cashier.usecases.take_payment import take_payment
from tests.domain.card_lines import card_paid, card_void_at
from tests.fakes.builders import ROSA, TERMINAL, a_desk, a_wish, cash, check, pays
from tests.fakes.terminal import CANCELLED, UNKNOWN, given_back
from tests.usecases.test_reverse_card import RECEIPT, a_rig, signed


def test_while_cash_goes_back_with_a_card_no_other_payments_cash_leaves_the_drawer() -> None:
    rig = a_rig(UNKNOWN, rest=cash(10000))
    other = take_payment(a_wish(pays("holding", 500), payment_id=UUID(int=7)), rig.counter.desk, ROSA).receipt
    word = replace(signed(rig), act=void_act(other), amount=Money(500))
    wish = rig.void(receipt=other, receipt_back=other, approval=word)
    check_it = ChangeTender(
        line_id=uuid4(), receipt=other, tender=0, to=check(500, "9"), why=Why(reason="keyed_wrong"), approval=None
    )
    give = GiveCash(line_id=uuid4(), count={"20.00": 1}, note="")
    rig.ask()
    rig.lane.step()
    before = rig.counter.store.tables

    acts: tuple[Callable[[], object], ...] = (
        lambda: void_payment(wish, rig.counter.desk, ROSA),
        lambda: change_tender(check_it, rig.counter.desk, ROSA),
        lambda: give_cash(give, "helen", rig.counter.desk, ROSA),
    )
    for act in acts:
        with pytest.raises(Refused, match="A card is given back at the terminal, and cash or a check of this drawer"):
            act()
    assert rig.counter.store.tables == before


def test_a_terminal_is_asked_while_another_has_not_said_what_became_of_its_card() -> None:
    rig = a_rig()
    other = replace(a_wish(pays("holding", 100), tenders=()), payment_id=UUID(int=6))
    ask_card(other, Money(100), "T2", rig.counter.desk, ROSA)

    assert rig.ask().terminal == TERMINAL


def test_what_waits_is_found_by_its_receipt_until_it_is_over() -> None:
    rig = a_rig(UNKNOWN, given_back(41260))
    assert waiting_reversal(RECEIPT, rig.counter.desk) is None
    other = replace(a_wish(pays("holding", 100), tenders=()), payment_id=UUID(int=6))
    ask_card(other, Money(100), "T2", rig.counter.desk, ROSA)
    attempt = rig.ask()

    waiting = waiting_reversal(RECEIPT, rig.counter.desk)
    assert waiting is not None
    assert waiting.attempt_id == attempt.attempt_id
    assert waiting_reversal("OAK3-0000009", rig.counter.desk) is None
    settle_card(attempt.attempt_id, given_back(41260), rig.counter.desk)
    assert waiting_reversal(RECEIPT, rig.counter.desk) is None


def test_a_second_request_says_of_the_first_only_what_two_people_ended_it_with() -> None:
    rig = a_rig(CANCELLED, given_back(41260))
    rig.ask()
    rig.lane.step()

    back = rig.ask().gives_back
    assert back is not None
    assert back.after == ""


def test_a_payment_without_a_card_is_not_asked_of_the_terminal() -> None:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)
    rig = a_rig(counter=counter)

    with pytest.raises(Refused, match=f"Receipt {RECEIPT} has no card money. Void it without the terminal."):
        rig.ask()


def test_less_of_a_card_than_was_charged_goes_back_at_the_office_alone() -> None:
    """A terminal gives a sale back whole: more would go back than what stands of it."""
    paid = card_paid()
    (transfer,) = paid.transfers
    at = card_void_at(replace(paid, transfers=(replace(transfer, amount=Money(41259)),)))

    with pytest.raises(Refused, match="card money, which goes back to the same card and to nothing else"):
        card_back(at)
    assert card_back(card_void_at()) is not None


def test_a_terminal_that_has_not_said_what_became_of_its_last_card_gives_nothing_back() -> None:
    rig = a_rig()
    other = replace(a_wish(pays("holding", 100), tenders=()), payment_id=UUID(int=6))
    ask_card(other, Money(100), TERMINAL, rig.counter.desk, ROSA)

    with pytest.raises(Refused, match="The terminal's last result is not known yet"):
        rig.ask()


def test_a_sale_that_is_not_known_keeps_no_cash_in_the_drawer() -> None:
    counter = a_desk()
    ask_card(a_wish(), Money(100), TERMINAL, counter.desk, ROSA)

    give_cash(GiveCash(line_id=uuid4(), count={"20.00": 1}, note="ones for Helen"), "helen", counter.desk, ROSA)

    assert counter.store.lines()[-1].kind is LineKind.TRANSFER_GIVEN
