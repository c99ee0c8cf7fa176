"""A refund is asked for: the ledger makes it payable, and the desk records it once, with its slip and no money."""

from dataclasses import replace

import pytest

from cashier.domain.errors import LedgerAway, NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role
from cashier.domain.refund import AskRefund, read_refund_record
from cashier.usecases.ask_refund import ask_refund
from cashier.usecases.card_payment import ask_card
from cashier.usecases.history import own_payments
from tests.fakes.builders import MEMBER, ROSA, TERMINAL, Counter, a_desk, a_wish, pays
from tests.ui.sample_doors import PlainFunds
from tests.usecases.test_use_fund import DEPOSIT


def a_refund(counter: Counter) -> AskRefund:
    return AskRefund(act_id=counter.desk.new_id(), opened=MEMBER, fund=DEPOSIT, amount=Money(6000), why="cancelled")


def test_it_is_recorded_once_with_a_slip_also_after_a_lost_answer() -> None:
    counter, ledger = a_desk(), PlainFunds()
    wish = a_refund(counter)
    ledger.trouble = "The ledger cannot be reached."
    with pytest.raises(LedgerAway):
        ask_refund(wish, counter.desk, ROSA, ledger)
    ledger.trouble = ""

    line = ask_refund(wish, counter.desk, ROSA, ledger)
    assert ask_refund(wish, counter.desk, ROSA, ledger) == line

    assert [line] == [each for each in counter.store.lines() if each.kind is LineKind.REFUND_SLIP]
    assert ledger.refunds == [wish]
    assert read_refund_record(line).wish == wish
    assert line.transfers == (), "the ledger alone moves it, and nothing leaves the drawer"
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(line.line_id))] == [0]


def test_it_stands_in_the_members_history_without_the_ledger() -> None:
    counter = a_desk()
    wish = a_refund(counter)
    ask_refund(wish, counter.desk, ROSA, PlainFunds())
    member = counter.desk.directory.member(MEMBER)
    assert member is not None

    with counter.desk.open_reading() as work:
        (asked,) = own_payments(member, counter.desk, work)
        others = own_payments(replace(member, number="11059999"), counter.desk, work)

    assert (asked.line_id, asked.used, asked.amount) == (wish.act_id, "prepay:E-20441", Money(6000))
    assert (asked.is_refund, asked.came_in) == (True, False)
    assert others == (), "a deposit is the member's whose account was open"


def test_while_a_card_for_the_deposit_is_not_known_nothing_is_asked_back() -> None:
    counter, ledger = a_desk(), PlainFunds()
    ask_card(replace(a_wish(pays("prepay:E-20441", 100)), tenders=()), Money(100), TERMINAL, counter.desk, ROSA)

    with pytest.raises(Refused, match="A card result for prepay:E-20441 is not known yet"):
        ask_refund(a_refund(counter), counter.desk, ROSA, ledger)
    assert ledger.refunds == []


def test_what_may_not_be_is_refused_before_the_ledger_is_asked() -> None:
    counter, ledger = a_desk(), PlainFunds()
    wish = a_refund(counter)
    for refused, staff in (
        (wish, replace(ROSA, role=Role.AUDITOR)),
        (replace(wish, amount=Money(15001)), ROSA),
        (replace(wish, why=" "), ROSA),
        (replace(wish, opened="99999999"), ROSA),
    ):
        with pytest.raises((Refused, NotAllowed)):
            ask_refund(refused, counter.desk, staff, ledger)
    assert ledger.refunds == []
