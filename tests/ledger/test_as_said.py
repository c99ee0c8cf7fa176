"""A run that is booked as it says is posted in one round trip; any other is judged, and leaves nothing before that."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from cashier.domain.chain import chained, first_link
from cashier.domain.line import LineKind
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import receive as receiving
from cashier.ledger.as_said import post_as_said
from cashier.ledger.check import check
from cashier.ledger.reading import received
from tests.ledger.conftest import GUARANTOR, add_desk, balance, new_id, send, wait_until_blocked
from tests.ledger.paper_desk import PaperDesk

OPEN = "receivable:S-10000001"
CREDIT = Target(TargetKind.CREDIT, GUARANTOR)


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk("OAK3")


@pytest.fixture
def judges_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a run goes the long way."""

    def judge(*_: object, **__: object) -> None:
        raise AssertionError("the run was judged")

    monkeypatch.setattr(receiving, "_receive", judge)


@pytest.mark.usefixtures("judges_nothing")
def test_payments_and_records_are_posted_in_one_round_trip(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 300)
    desk.write(desk.line(LineKind.SIGNED_OUT, facts={}, transfers=(), line_id=new_id()))
    desk.pay("S-10000001", 200)
    desk.pay("S-10000002", 5_000)

    first, second = send(engine, desk, 1, 2), send(engine, desk, 3, 4)

    assert (first.received_through, second.received_through, second.chain) == (2, 4, desk.chain)
    assert (balance(engine, OPEN), balance(engine, "receivable:S-10000002")) == (9_500, 0)
    assert (check(engine).payments, check(engine).findings) == (3, [])


@pytest.mark.usefixtures("judges_nothing")
def test_a_run_that_comes_while_the_one_before_is_posted_follows_it_at_once(
    engine: Engine, ledger_url: str, desk: PaperDesk
) -> None:
    for cents in (100, 200):
        desk.pay("S-10000001", cents)
    # Of two that wait behind it, PostgreSQL may let the later one first: each of them is sent again then.
    with ThreadPoolExecutor(2) as senders, engine.begin() as holding:
        holding.execute(text("SELECT FROM desks WHERE desk = 'OAK3' FOR UPDATE"))
        waiting = []
        for place in (1, 2):
            waiting.append(senders.submit(send, engine, desk, place, place))
            wait_until_blocked(ledger_url, place)
        holding.rollback()

    assert [one.result().received_through for one in waiting] == [1, 2]
    assert (balance(engine, OPEN), check(engine).findings) == (9_700, [])


def _rows(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table} WHERE desk = 'OAK3'")) or 0)


@pytest.mark.parametrize(
    ("target", "cents", "kept"),
    [
        (Target(TargetKind.STATEMENT, "S-10000001"), 10_001, {OPEN: 0, f"credit:{GUARANTOR}": -1}),
        (Target(TargetKind.STATEMENT, "S-404"), 100, {OPEN: 10_000, "held:OAK": -100}),
        (CREDIT, 100, {OPEN: 10_000, f"credit:{GUARANTOR}": -100}),
        (Target(TargetKind.HOLDING), 100, {OPEN: 10_000, "holding:OAK": -100}),
    ],
)
def test_what_has_to_be_judged_leaves_nothing_before_it_is(
    engine: Engine, desk: PaperDesk, target: Target, cents: int, kept: dict[str, int]
) -> None:
    desk.pay("S-10000002", 1)
    desk.pay_target(target, cents)
    run = [received(sent, "OAK3") for sent in desk.sent]

    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    assert post_as_said(reading, "OAK3", run, None, lambda: None) is None
    tables = ("transfers", "receipts", "day_sums")
    assert {table: _rows(engine, table) for table in tables} == dict.fromkeys(tables, 0)
    assert balance(engine, "receivable:S-10000002") == 5_000

    assert send(engine, desk).received_through == 2
    assert {account: balance(engine, account) for account in kept} == kept
    assert check(engine).findings == []


@pytest.mark.parametrize("damage", ["sequence", "gap", "chain", "desk", "revoked", "staff"])
def test_what_follows_on_nothing_is_not_posted_as_it_says(engine: Engine, desk: PaperDesk, damage: str) -> None:
    desk.pay("S-10000001", 100)
    desk.pay("S-10000001", 200)
    run = [received(sent, "OAK3") for sent in desk.sent]
    if damage == "sequence":
        run = run[1:]
    elif damage == "gap":  # Rightly tied to the journal's end, and three places after it.
        link = chained(first_link("OAK3"), 4, run[0].body.encode())
        run = [replace(run[0], sequence=4, chain=link)]
    elif damage == "chain":
        other = PaperDesk("OAK4")
        other.sent.append(desk.sent[0].model_copy(update={"chain": "0" * 64}))
        run = [received(other.sent[0], "OAK3")]
    with engine.begin() as connection:
        if damage == "desk":
            connection.execute(text("UPDATE desks SET chain = repeat('0', 64) WHERE desk = 'OAK3'"))
        elif damage == "revoked":
            connection.execute(text("UPDATE desks SET revoked_at = now() WHERE desk = 'OAK3'"))
        elif damage == "staff":
            connection.execute(
                text(
                    "INSERT INTO staff (number, name, role, passphrase_hash, badge, active, revoked_at) "
                    "VALUES ('rosa', 'Rosa Delgado', 'cashier', '', '', false, now())"
                )
            )

    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    assert post_as_said(reading, "OAK3", run, None, lambda: None) is None
    assert _rows(engine, "lines") == 0


def test_an_id_that_was_used_before_is_not_posted_again_by_the_short_way(engine: Engine, desk: PaperDesk) -> None:
    line = desk.pay("S-10000001", 100)
    send(engine, desk)
    desk.write(line)

    assert send(engine, desk, 2).received_through == 2
    assert balance(engine, OPEN) == 9_900


def test_desks_that_pay_the_same_bills_in_other_orders_all_come_through(engine: Engine) -> None:
    desks = [PaperDesk(f"OAK{number}") for number in range(3, 7)]
    with engine.begin() as connection:
        for other in desks[1:]:
            add_desk(connection, other.desk)
    bills = ("S-10000001", "S-10000002")
    for place, one in enumerate(desks):
        for turn in range(40):
            one.pay(bills[(place + turn) % 2], 1)

    with ThreadPoolExecutor(4) as senders:
        list(senders.map(lambda one: [send(engine, one, first, first + 1) for first in range(1, 40, 2)], desks))

    assert (balance(engine, OPEN), balance(engine, "receivable:S-10000002")) == (9_920, 4_920)
    assert check(engine).findings == []
