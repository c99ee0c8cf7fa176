"""A deposit pays a bill: the desk looks, the ledger moves, and the desk records it once, with its slip."""

from dataclasses import replace
from unittest.mock import MagicMock
from uuid import UUID

import pytest

from cashier.domain.errors import LedgerAway, NotAllowed, Refused
from cashier.domain.funds import Fund, UseFund, read_use_record
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role
from cashier.domain.targets import Target, TargetKind
from cashier.usecases.card_payment import ask_card
from cashier.usecases.history import own_payments
from cashier.usecases.take_payment import take_payment
from cashier.usecases.use_fund import WAITS, find_fund, keep_slip, look_again, statement_now, use_fund
from tests.fakes.builders import (
    MEDICAL,
    MEMBER,
    PREMIUM,
    ROSA,
    TERMINAL,
    Counter,
    a_desk,
    a_statement,
    a_wish,
    cash,
    pays,
)
from tests.ui.sample_doors import PlainFunds

DEPOSIT = Fund(target=Target(TargetKind.PREPAY, "E-20441"), book=MEDICAL, amount=Money(15000))
HOW = {MEMBER: "photo ID seen"}


def a_use(counter: Counter, cents: int = 6000, statement: str = "S-48210377") -> UseFund:
    with counter.desk.open_reading() as work:
        seen = statement_now(statement, counter.desk, work).open
    return UseFund(
        act_id=counter.desk.new_id(),
        opened=MEMBER,
        fund=DEPOSIT,
        statement=statement,
        amount=Money(cents),
        seen=seen,
    )


def slips(counter: Counter) -> list[Line]:
    return [line for line in counter.store.lines() if line.kind is LineKind.CREDIT_SLIP]


def test_it_is_recorded_once_with_a_slip_however_often_it_is_asked_for() -> None:
    counter, ledger = a_desk(), PlainFunds()
    wish = a_use(counter)

    line = use_fund(wish, HOW, counter.desk, ROSA, ledger)
    assert use_fund(wish, HOW, counter.desk, ROSA, ledger) == line

    assert slips(counter) == [line]
    assert len(ledger.used) == 1
    said = read_use_record(line)
    assert (said.wish, said.used.left) == (wish, Money(9000))
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(line.line_id))] == [0]
    assert line.transfers == (), "the ledger alone moves it"


def test_it_stands_in_the_members_history_without_the_ledger() -> None:
    counter = a_desk()
    wish = a_use(counter)
    use_fund(wish, HOW, counter.desk, ROSA, PlainFunds())
    member = counter.desk.directory.member(MEMBER)
    assert member is not None

    with counter.desk.open_reading() as work:
        (used,) = own_payments(member, counter.desk, work)

    assert (used.line_id, used.used, used.statements) == (wish.act_id, "prepay:E-20441", (wish.statement,))
    assert (used.amount, used.came_in) == (Money(6000), False)


def test_an_answer_that_got_lost_is_asked_for_again_under_the_same_id() -> None:
    counter, ledger = a_desk(), PlainFunds()
    wish = a_use(counter)
    ledger.trouble = "The ledger cannot be reached."
    with pytest.raises(LedgerAway):
        use_fund(wish, HOW, counter.desk, ROSA, ledger)
    assert slips(counter) == []

    ledger.trouble = ""
    use_fund(wish, HOW, counter.desk, ROSA, ledger)
    assert [used.act_id for used in ledger.used] == [wish.act_id]


def test_what_this_desk_took_and_the_ledger_does_not_know_yet_waits() -> None:
    counter, ledger = a_desk(), PlainFunds()
    take_payment(a_wish(pays("S-48210377", 100), tenders=(cash(100),)), counter.desk, ROSA)

    with pytest.raises(Refused, match=WAITS[:40]):
        use_fund(a_use(counter), HOW, counter.desk, ROSA, ledger)
    assert ledger.used == []


def test_who_may_not_and_what_may_not_be_is_refused_before_the_ledger_is_asked() -> None:
    counter, ledger = a_desk(), PlainFunds()
    wish = a_use(counter)
    for refused, staff, how in (
        (wish, replace(ROSA, role=Role.AUDITOR), HOW),
        (wish, ROSA, {}),
        (replace(wish, amount=Money(15001)), ROSA, HOW),
        (replace(wish, statement="S-9"), ROSA, HOW),
        (replace(wish, opened="11059999"), ROSA, HOW),
    ):
        with pytest.raises((Refused, NotAllowed)):
            use_fund(refused, how, counter.desk, staff, ledger)
    assert (ledger.used, slips(counter)) == ([], [])


def test_while_a_card_for_the_bill_or_the_deposit_is_not_known_nothing_is_used() -> None:
    for code in ("S-48210377", "prepay:E-20441"):
        counter, ledger = a_desk(), PlainFunds()
        wish = a_use(counter)
        ask_card(replace(a_wish(pays(code, 100)), tenders=()), Money(100), TERMINAL, counter.desk, ROSA)
        with pytest.raises(Refused, match=f"A card result for {code} is not known yet"):
            use_fund(wish, HOW, counter.desk, ROSA, ledger)
        assert ledger.used == []


def test_nobodys_deposit_pays_another_guarantors_bill() -> None:
    counter, ledger = a_desk(), PlainFunds()
    counter.know(replace(a_statement("S-2", 5000), guarantor_number="200500001"))

    with pytest.raises(Refused, match="S-2 is another guarantor's"):
        use_fund(a_use(counter, statement="S-2"), HOW, counter.desk, ROSA, ledger)
    assert ledger.used == []


def test_a_slip_is_kept_once_under_an_id_that_follows_from_the_acts() -> None:
    counter, act = a_desk(), UUID(int=6)
    first, again = (keep_slip(LineKind.CREDIT_SLIP, act, {}, counter.desk, ROSA) for _ in range(2))

    assert again == first
    assert first.line_id == UUID(int=7)


def test_what_is_open_now_is_brought_and_where_it_cannot_be_it_comes_later() -> None:
    counter = a_desk()
    elsewhere = MagicMock()
    look_again(a_use(counter), elsewhere)
    elsewhere.bring.assert_called_once_with(MEMBER)
    elsewhere.bring.side_effect = LedgerAway("away")
    look_again(a_use(counter), elsewhere)


def test_a_fund_is_found_by_its_name_and_book() -> None:
    bill = a_statement()
    with pytest.raises(Refused, match="knows nothing of prepay:E-20441 that can pay"):
        find_fund(DEPOSIT.target, bill, (replace(DEPOSIT, book=PREMIUM),))
    assert find_fund(DEPOSIT.target, bill, (DEPOSIT,)) == DEPOSIT
    with pytest.raises(Refused, match="knows nothing of prepay:E-1 that can pay"):
        find_fund(Target(TargetKind.PREPAY, "E-1"), bill, (DEPOSIT,))
