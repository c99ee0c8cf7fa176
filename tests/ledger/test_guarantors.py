"""A guarantor's account says everything in one answer, and payments of every channel a moment after they are posted."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from cashier.domain.accounts import prepayment
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger import loading
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.guarantors import Gatherer, guarantor_account
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.past import member_payments
from cashier.wire import ChannelPayment, GuarantorAccount
from tests.ledger.conftest import (
    GUARANTOR,
    MEMBER,
    add_desk,
    clock,
    count_rows,
    gather_all,
    member,
    new_id,
    send,
    statement,
)
from tests.ledger.paper_desk import DRAWER, TODAY, PaperDesk


def _account(engine: Engine, desk: str = "OAK3") -> GuarantorAccount:
    with engine.connect() as connection:
        return GuarantorAccount.model_validate_json(guarantor_account(connection, GUARANTOR, desk))


def _pay_online(engine: Engine, statement: str, cents: int, reference: str = "w1") -> None:
    payment = ChannelPayment(reference=reference, statement_number=statement, cents=cents, business_date=TODAY)
    with engine.begin() as connection:
        take_channel_payments(connection, "online", [payment], clock=clock, new_id=new_id)


def test_an_account_holds_family_statements_and_balances(engine: Engine) -> None:
    account = _account(engine)

    assert (account.guarantor.number, account.guarantor.name) == (GUARANTOR, "Tran, Mai Linh")
    assert [row.number for row in account.members] == [MEMBER]
    assert {row.number: row.open_cents for row in account.statements} == {"S-10000001": 10_000, "S-10000002": 5_000}
    assert (account.payments, account.credit_cents) == ((), 0)


def test_payments_of_desks_and_channels_stand_under_their_guarantor_newest_first(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    desk.pay("S-77777777", 100)
    desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 50)
    desk.pay("S-10000002", 6_000)
    send(engine, desk)
    _pay_online(engine, "S-10000001", 700)
    gather_all(engine)

    account = _account(engine)

    assert account.credit_cents == 1_050
    assert sorted((row.desk, row.channel, row.cents) for row in account.payments) == [
        ("LEDGER", "online", 700),
        ("OAK3", "", 50),
        ("OAK3", "", 400),
        ("OAK3", "", 6_000),
    ]
    assert [row.taken_at for row in account.payments] == sorted(
        (row.taken_at for row in account.payments), reverse=True
    )


def test_deposits_stand_among_the_payments_of_whom_they_are(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    both = desk.pay("S-10000001", 400)
    deposit = Transfer(DRAWER, prepayment("E-20441"), Money(300))
    desk.sent.clear()
    desk.write(replace(both, transfers=(*both.transfers, deposit)))
    desk.pay_target(Target(TargetKind.PREPAY, "E-20442"), 2_500)
    send(engine, desk)
    before = [row.cents for row in _account(engine).payments]
    gather_all(engine)

    assert sorted(before) == [300, 2_500], "the bill is gathered a moment later"
    assert sorted(row.cents for row in _account(engine).payments) == [700, 2_500]


def test_what_was_gathered_is_not_gathered_again(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    send(engine, desk)
    gather_all(engine)
    desk.pay("S-10000001", 300)
    send(engine, desk)
    gather_all(engine)
    gather_all(engine)

    assert sorted(row.cents for row in _account(engine).payments) == [300, 400]
    assert count_rows(engine, "guarantor_payments") == 2


def test_one_gatherer_leaves_it_to_another_that_is_at_it(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    send(engine, desk)
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(3041963)")
        Gatherer(engine).step()
    assert count_rows(engine, "guarantor_payments") == 0

    gather_all(engine)
    assert count_rows(engine, "guarantor_payments") == 1


def test_held_parts_are_those_of_the_desk_that_asks(engine: Engine) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    assert [row.held_cents for row in _account(engine, "OAK4").statements] == [0, 0]


def test_a_guarantor_whom_nobody_knows_is_said_to_be_unknown(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(NobodyKnown, match="knows no guarantor 999"):
        guarantor_account(connection, "999", "OAK3")


def test_a_members_payments_are_those_of_every_desk_and_channel_newest_first(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    desk.pay("S-77777777", 100)
    desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 50)
    send(engine, desk)
    _pay_online(engine, "S-10000002", 700)
    gather_all(engine)

    with engine.connect() as connection:
        paid = member_payments(connection, MEMBER)

    assert {(row.channel, row.desk, row.receipt, row.statements, row.cents) for row in paid} == {
        ("online", "", "", ("S-10000002",), 700),
        ("", "OAK3", "OAK3-0000001", ("S-10000001",), 400),
        ("", "OAK3", "OAK3-0000003", (), 50),
    }
    assert [row.paid_at for row in paid] == sorted((row.paid_at for row in paid), reverse=True)


def test_a_relatives_payments_are_not_a_members(engine: Engine) -> None:
    child = member("11048835").model_copy(update={"guarantor_number": GUARANTOR})
    bill = statement("S-10000009", 2_000).model_copy(update={"member_number": "11048835"})
    with engine.begin() as connection:
        loading.load_directory(connection, members=[child], statements=[bill], clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    desk.pay("S-10000009", 900)
    desk.pay("S-10000001", 400)
    send(engine, desk)
    gather_all(engine)

    with engine.connect() as connection:
        assert [row.cents for row in member_payments(connection, MEMBER)] == [400]
        assert [row.cents for row in member_payments(connection, "11048835")] == [900]


def test_a_member_whom_nobody_knows_is_said_to_be_unknown(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(NobodyKnown, match="knows no member 999"):
        member_payments(connection, "999")
