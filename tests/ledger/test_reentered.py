"""A receipt of a dead desk that was entered again from its paper, and its own line: one payment, posted once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account
from cashier.domain.chain import chained
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.ledger.check import check
from cashier.ledger.enrollment import revoke_desk
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.past import member_payments
from cashier.ledger.payment_found import find_payment
from cashier.ledger.receipts import receipt_of
from cashier.ledger.receive import _receive, read_run
from tests.ledger.conftest import (
    ADMIN,
    MEMBER,
    balance,
    gather_all,
    owner_engine,
    send,
    wait_until_blocked,
)
from tests.ledger.paper_desk import DRAWER, PaperDesk
from tests.ledger.test_carried import carry, replace_desk
from tests.ledger.two_desks import BILL, CHECKS, OLD_DRAWER, OPEN, OTHER, RECEIPT, Act, Two, enter, origin_of, rescue


@pytest.fixture
def two(engine: Engine) -> Two:
    return Two(engine)


@pytest.mark.parametrize("acts", [(enter, rescue), (rescue, enter)])
def test_what_agrees_is_one_payment_whose_cash_lies_where_it_was_entered(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms(), two.held()) == ([], [], [])


@pytest.mark.parametrize("acts", [(enter, rescue), (rescue, enter)])
def test_it_is_listed_once_and_found_by_the_number_that_it_stands_under(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)
    gather_all(two.engine)

    with two.engine.connect() as connection:
        assert sorted(row.cents for row in member_payments(connection, MEMBER)) == [100, 300]
        taken = connection.scalar(text("SELECT sum(cents) FROM day_sums"))
        for look in (receipt_of, find_payment):
            with pytest.raises(FieldRefused, match="entered from its paper at OAK5: use its number OAK5-0000001"):
                look(connection, RECEIPT)
        assert find_payment(connection, "OAK5-0000001").maker == "OAK5"
        assert receipt_of(connection, "OAK3-0000001").bodies
    assert taken == 400


def test_before_therescue_its_number_is_known_and_no_other_is(two: Two) -> None:
    two.enter()

    with two.engine.connect() as connection:
        with pytest.raises(Refused, match="OAK5-0000001"):
            receipt_of(connection, RECEIPT)
        with pytest.raises(NobodyKnown):
            receipt_of(connection, "OAK3-0000003")


@pytest.mark.parametrize("acts", [(enter, rescue), (rescue, enter)])
@pytest.mark.parametrize(("cents", "bill", "into"), [(310, BILL, DRAWER), (300, OTHER, DRAWER), (300, BILL, CHECKS)])
def test_of_two_that_differ_the_later_is_held_and_the_office_hears_of_it(
    two: Two, acts: tuple[Act, ...], cents: int, bill: str, into: Account
) -> None:
    is_first = acts[0] is enter
    for act in acts:
        act(two) if act is rescue else two.enter(cents, bill, into)

    (alarm,) = two.alarms()
    assert RECEIPT in alarm
    assert "line 2 of OAK7 (OAK3-0000002: $3.00 to S-10000001)" in alarm
    assert f"line 1 of OAK5 (OAK5-0000001: {Money(cents)} to {bill})" in alarm
    assert two.held() == ([("OAK7", BILL, 300)] if is_first else [("OAK5", bill, cents)])
    paid = (cents if bill == BILL else 0) if is_first else 300
    assert two.money()[BILL] == 100 + paid
    assert two.money()["old"] == 400, "a drawer has what its own journal says"
    assert check(two.engine).findings == []


def test_a_desk_that_comes_back_by_itself_counts_its_own_drawer(two: Two) -> None:
    two.enter()

    send(two.engine, two.old)

    assert two.money() == {"old": 400, "there": 300, "held": 300, BILL: 400}
    assert (len(two.alarms()), check(two.engine).findings) == (1, [])


def test_a_revoked_desk_that_delivers_by_itself_doubles_nothing(two: Two) -> None:
    two.enter()
    with two.engine.begin() as connection:
        revoke_desk(connection, "OAK3", "it may be stolen", ADMIN)

    send(two.engine, two.old)
    two.rescue()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


def test_a_desk_whose_receipt_is_entered_while_it_delivers_doubles_nothing(two: Two, ledger_url: str) -> None:
    entry = two.there.pay_target(Target(TargetKind.STATEMENT, BILL), 300, DRAWER)
    two.there.sent.pop()
    two.there.write(replace(entry, facts={**entry.facts, "origin": origin_of(RECEIPT)}))
    lines = read_run("OAK5", two.there.run())

    with ThreadPoolExecutor(1) as pool:
        with two.engine.begin() as connection:
            _receive(connection, "OAK5", lines, b"", may_repeat=False)
            delivered = pool.submit(send, two.engine, two.old, 2, 2)
            wait_until_blocked(ledger_url, 1)
        assert delivered.result().received_through == 2

    assert len(two.alarms()) == 1
    assert balance(two.engine, OPEN) == 10_000 - 100 - 300
    assert check(two.engine).findings == []


def test_what_was_sent_before_the_desk_died_is_taken_out_of_its_drawer(two: Two) -> None:
    send(two.engine, two.old)
    two.rescue()

    two.enter()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


def test_an_entry_from_a_drawer_that_was_closed_with_the_money_in_it_is_held(two: Two) -> None:
    shift = UUID(OLD_DRAWER.owner)
    two.old.sent.pop()
    own = replace(two.own, shift_id=shift)
    two.old.write(own)
    closed = two.old.line(LineKind.SHIFT_CLOSED, facts={}, transfers=(), line_id=uuid4())
    two.old.write(replace(closed, shift_id=shift))
    two.rescue()

    two.enter()

    assert two.money() == {"old": 400, "there": 300, "held": 300, BILL: 400}
    assert len(two.alarms()) == 1


def test_carried_on_and_sent_again_it_stays_one(two: Two) -> None:
    two.enter()
    two.rescue()
    two.rescue("OAK8", "OAK7")
    for desk in (two.old, two.there):
        send(two.engine, desk)

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


@pytest.mark.parametrize("isrescued_first", [False, True])
def test_entered_at_two_desks_the_second_is_held(two: Two, isrescued_first: bool) -> None:
    if isrescued_first:
        two.rescue()
    two.enter()
    two.enter()
    if not isrescued_first:
        two.rescue()

    assert two.money() == {"old": 100, "there": 600, "held": 300, BILL: 400}
    assert (len(two.alarms()), check(two.engine).findings) == (1, [])


@pytest.mark.parametrize("acts", [(enter, rescue), (rescue, enter)])
def test_an_entry_that_is_voided_after_both_are_here_is_the_payment_that_went_back(
    two: Two, acts: tuple[Act, ...]
) -> None:
    for act in acts:
        act(two)
    entry = _line_of(two, two.there, 0)
    two.void(two.there, entry)
    send(two.engine, two.there)
    gather_all(two.engine)

    assert two.money() == {"old": 100, "there": 0, "held": 0, BILL: 100}
    with two.engine.connect() as connection:
        assert [row.cents for row in member_payments(connection, MEMBER) if not row.is_voided] == [100]
    assert check(two.engine).findings == []


def test_what_comes_home_after_its_entry_was_voided_is_held(two: Two) -> None:
    two.void(two.there, two.enter())
    send(two.engine, two.there)

    two.rescue()

    assert two.money() == {"old": 400, "there": 0, "held": 300, BILL: 100}
    (alarm,) = two.alarms()
    assert "and voided there" in alarm
    assert check(two.engine).findings == []


def test_a_wrong_entry_that_was_voided_and_entered_right_is_the_payment(two: Two) -> None:
    two.void(two.there, two.enter(310))
    send(two.engine, two.there)
    with two.engine.connect() as connection, pytest.raises(NobodyKnown):
        receipt_of(connection, RECEIPT)
    two.enter()

    two.rescue()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


def test_a_held_entry_that_is_voided_leaves_nothing(two: Two) -> None:
    two.rescue()
    entry = two.enter(310)
    two.void(two.there, entry)
    send(two.engine, two.there)

    assert two.money() == {"old": 400, "there": 0, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.held()) == ([], [])


@pytest.mark.parametrize("isrescued_first", [False, True])
def test_a_payment_that_its_own_desk_voided_is_not_paid_by_its_paper(two: Two, isrescued_first: bool) -> None:
    """Its paper was entered all the same: once both are here, what went back went back, or a person looks."""
    two.void(two.old, two.own)
    if isrescued_first:
        two.rescue()
    two.enter()
    if not isrescued_first:
        two.rescue()

    money = two.money()
    assert money[BILL] == 100
    assert money["old"] + money["there"] == 100 + money["held"]
    assert (len(two.alarms()), money["held"]) == ((1, 300) if isrescued_first else (0, 0))
    assert check(two.engine).findings == []


def test_entry_and_own_line_in_one_run_are_one_payment(two: Two) -> None:
    replace_desk(two.engine, "OAK7", "OAK3")
    new = two.there = PaperDesk("OAK7")
    carry(new, two.old, 1)

    two.enter()

    assert two.money() == {"old": 100, "there": 300, "held": 0, BILL: 400}
    assert (check(two.engine).findings, two.alarms()) == ([], [])


@pytest.mark.parametrize("receipt", ["OAK3-2", "OAK9-0000001", "S-10000001", ""])
def test_a_paper_that_no_desk_of_ours_made_is_a_payment(two: Two, receipt: str) -> None:
    two.enter(receipt=receipt)
    two.rescue()

    assert two.money() == {"old": 400, "there": 300, "held": 0, BILL: 700}
    assert check(two.engine).findings == []


def test_the_check_finds_one_that_counts_twice(two: Two, ledger_url: str) -> None:
    two.enter(receipt="OAK3-0000009")
    two.rescue()
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE reentered SET receipt = :receipt"), {"receipt": RECEIPT})
        body = connection.scalar(text("SELECT body FROM lines WHERE desk = 'OAK5'")).replace("OAK3-0000009", RECEIPT)
        chain = chained(PaperDesk("OAK5").chain, 1, body.encode())
        connection.execute(text("UPDATE lines SET body = :body, chain = :chain WHERE desk = 'OAK5'"), locals())
        connection.execute(text("UPDATE desks SET chain = :chain WHERE desk = 'OAK5'"), {"chain": chain})
    owner.dispose()

    assert check(two.engine).findings == [f"Receipt {RECEIPT} is paid by line 1 of OAK5 and line 2 of OAK7."]


def _line_of(two: Two, desk: PaperDesk, at: int) -> Line:
    return read_line(desk.sent[at].body.encode())
