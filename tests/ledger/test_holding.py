"""Money that nobody is known for: each part waits with its clues, ages, has an owner, and is released once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payor import Payor
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger import database
from cashier.ledger.check import check
from cashier.ledger.held import held_rows, release, take_task
from cashier.ledger.holding import holding_rows
from cashier.ledger.migrations.versions import v0035_reentered
from cashier.ledger.office import HoldingRow, ReleaseHeld
from tests.ledger.conftest import add_desk, balance, clock, count_rows, new_id, own_database, owner_engine, send
from tests.ledger.paper_desk import CENTER, DRAWER, NOW, PaperDesk, payment_facts

TASK = "OAK3.1.0.0"
ANA = Staff(user="ana", name="Ana Ruiz", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
HOLDING = Target(TargetKind.HOLDING)


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """A desk that took $9.00 which nobody is known for."""
    desk = PaperDesk("OAK3")
    _take_unidentified(desk)
    send(engine, desk)
    return desk


def _take_unidentified(desk: PaperDesk) -> None:
    facts = payment_facts("OAK3-0000001", HOLDING, 900)
    part = replace(facts.targets[0].part, note="envelope, 'for Mai'", source="drop box")
    facts = replace(
        facts,
        member_number="",
        targets=(replace(facts.targets[0], part=part),),
        payor=Payor(name="Tran, Bao", phone="510-555-0134"),
    )
    moved = (Transfer(DRAWER, HOLDING.account(CENTER), Money(900)),)
    desk.write(desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=moved, line_id=facts.payment_id))


def _rows(engine: Engine, **asked: str) -> list[HoldingRow]:
    with engine.connect() as connection:
        return holding_rows(connection, NOW + timedelta(days=400), **asked)


def _release(engine: Engine, **to: object) -> None:
    wish = ReleaseHeld.model_validate({"line_id": new_id(), "reason": "the envelope was Mai's"} | to)
    with engine.begin() as connection:
        release(connection, TASK, wish, ANA, second=OMAR, clock=clock, new_id=new_id)


def test_a_part_waits_with_all_that_is_known_of_it(engine: Engine, desk: PaperDesk) -> None:
    (row,) = _rows(engine)

    assert (row.task, row.center, row.receipt, row.cents, row.held_cents) == (TASK, CENTER, "OAK3-0000001", 900, 900)
    assert (row.clues, row.source) == ("envelope, 'for Mai'", "drop box")
    assert (row.payor, row.payor_phone) == ("Tran, Bao", "510-555-0134")
    assert (row.owner, row.cashier) == ("rosa", "rosa"), "it is the cashier's until somebody takes it"
    assert row.age_days > 0
    assert (balance(engine, "holding:OAK"), check(engine).findings) == (-900, [])


def test_it_stands_on_no_other_list(engine: Engine, desk: PaperDesk) -> None:
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    assert (_rows(engine, center="SFO"), _rows(engine, region="scal")) == ([], [])


def test_who_takes_the_task_looks_after_it(engine: Engine, desk: PaperDesk) -> None:
    with engine.begin() as connection:
        take_task(connection, TASK, new_id(), ANA, clock=clock, new_id=new_id)

    assert [row.owner for row in _rows(engine)] == ["ana"]


def test_it_goes_to_the_statement_that_it_was_for_and_leaves_the_list(engine: Engine, desk: PaperDesk) -> None:
    _release(engine, statement_number="S-10000001", cents=400)
    assert [row.held_cents for row in _rows(engine)] == [500]

    _release(engine, statement_number="S-10000001")

    assert (_rows(engine), balance(engine, "holding:OAK")) == ([], 0)
    assert balance(engine, "receivable:S-10000001") == 9_100
    assert check(engine).findings == []
    with pytest.raises(Refused, match="has been released"):
        _release(engine, statement_number="S-10000001")


def test_a_deposit_and_a_misc_receipt_are_posted_as_they_say(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay_target(Target(TargetKind.PREPAY, "E-20441"), 5_000)
    desk.pay_target(Target(TargetKind.MISC, "PARKING"), 400)

    send(engine, desk)

    assert balance(engine, "prepayment:E-20441") == -5_000
    with engine.connect() as connection:
        sold = connection.scalar(text("SELECT credit_cents FROM trial_balance WHERE account = 'misc:OAK.PARKING'"))
    assert (sold, check(engine).findings) == (400, [])


def test_the_database_says_so_where_a_part_waits_nowhere(engine: Engine, desk: PaperDesk, ledger_url: str) -> None:
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM set_aside"))
    owner.dispose()

    assert any("not set aside" in finding for finding in check(engine).findings)


@pytest.fixture
def older_url(ledger_url: str, notes_nothing_beside: None) -> Iterator[str]:
    """A ledger whose money in holding stood on no list by itself."""
    with own_database(ledger_url, "0008") as url:
        owner = owner_engine(url)
        with owner.begin() as connection:
            connection.execute(text(v0035_reentered.TABLES))  # Which this copy of the service asks, an older one not.
        owner.dispose()
        yield url


def test_what_was_in_holding_before_is_found_by_itself_afterwards(older_url: str) -> None:
    engine = database.service_engine(older_url)
    with engine.begin() as connection:
        add_desk(connection, "OAK3")
    desk = PaperDesk("OAK3")
    _take_unidentified(desk)
    send(engine, desk)
    assert count_rows(engine, "set_aside") == 0

    database.prepare(older_url)

    assert [row.cents for row in _rows(engine)] == [900]
    assert check(engine).findings == []
    engine.dispose()
