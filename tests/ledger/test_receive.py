"""Receiving runs: everything that was taken is kept once, and judged afterwards."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind, credit, held, receivable
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger.check import check
from cashier.wire import Run
from tests.ledger.conftest import GUARANTOR, add_desk, balance, count_rows, send, send_run
from tests.ledger.paper_desk import BOOK, CENTER, DRAWER, PaperDesk, payment_facts

OPEN = "receivable:S-10000001"


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk("OAK3")


def _alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT what FROM alarms ORDER BY alarm")))


def test_a_payment_lowers_the_statement_and_fills_the_drawer(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 4_000)

    standing = send(engine, desk)

    assert (standing.received_through, standing.chain, standing.state) == (1, desk.chain, "ok")
    assert (balance(engine, OPEN), balance(engine, DRAWER.code)) == (6_000, 4_000)
    assert check(engine).findings == []


def test_the_same_run_twice_changes_nothing(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 4_000)
    first = send(engine, desk)

    assert send(engine, desk) == first
    assert balance(engine, OPEN) == 6_000


def test_a_run_that_overlaps_is_taken_from_its_first_new_line_on(engine: Engine, desk: PaperDesk) -> None:
    for cents in (100, 200, 300):
        desk.pay("S-10000001", cents)
    send(engine, desk, 1, 2)

    assert send(engine, desk, 1, 3).received_through == 3
    assert balance(engine, OPEN) == 9_400


def test_a_gap_is_answered_with_where_the_ledger_is(engine: Engine, desk: PaperDesk) -> None:
    for cents in (100, 200, 300):
        desk.pay("S-10000001", cents)
    send(engine, desk, 1, 1)

    assert send(engine, desk, 3, 3).received_through == 1
    assert count_rows(engine, "lines WHERE desk = 'OAK3'") == 1


def test_an_empty_run_is_answered_with_where_the_ledger_is(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 100)
    send(engine, desk)

    assert send_run(engine, "OAK3", Run(lines=())).received_through == 1


def test_other_lines_under_known_numbers_are_kept_raw_and_not_posted(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 100)
    send(engine, desk)
    copied_disk = PaperDesk("OAK3")
    copied_disk.pay("S-10000001", 700)
    copied_disk.pay("S-10000001", 800)

    for _ in range(2):
        standing = send(engine, copied_disk)
        assert (standing.state, standing.received_through, standing.chain) == ("conflict", 1, desk.chain)

    assert balance(engine, OPEN) == 9_900
    assert (count_rows(engine, "quarantine"), _alarms(engine)) == (1, ["conflict"])
    desk.pay("S-10000001", 100)
    assert send(engine, desk, 2).state == "ok"


def test_a_line_that_is_not_tied_to_those_before_it_is_a_conflict(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 100)
    altered = desk.sent[0].model_copy(update={"body": desk.sent[0].body.replace('"cents":100', '"cents":101')})

    assert send_run(engine, "OAK3", Run(lines=(altered,))).state == "conflict"
    assert count_rows(engine, "lines WHERE desk = 'OAK3'") == 0


@pytest.mark.parametrize("altered", [1, 2, 3])
def test_a_known_line_with_another_body_under_its_link_is_a_conflict(
    engine: Engine, desk: PaperDesk, altered: int
) -> None:
    for _ in range(3):
        desk.pay("S-10000001", 100)
    send(engine, desk)
    said = desk.sent[altered - 1]
    desk.sent[altered - 1] = said.model_copy(update={"body": said.body.replace('"cents":100', '"cents":101')})
    desk.pay("S-10000001", 100)

    standing = send(engine, desk)

    assert (standing.state, standing.received_through) == ("conflict", 3)
    assert (count_rows(engine, "quarantine"), _alarms(engine)) == (1, ["conflict"])
    assert balance(engine, OPEN) == 9_700


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not JSON",
        "[]",
        '{"v":99}',
        "[" * 100_000,
        '{"v":1,"id":"' + "9" * 5000 + '"}',
        "1" * 100_000,
    ],
)
def test_a_body_that_cannot_be_read_is_kept_with_an_alarm_and_blocks_nobody(
    engine: Engine, desk: PaperDesk, body: str
) -> None:
    desk.pay("S-10000001", 100)
    desk.write_body(body)
    desk.pay("S-10000001", 200)

    assert send(engine, desk).received_through == 3
    assert balance(engine, OPEN) == 9_700
    assert _alarms(engine) == ["line_unreadable"]
    report = check(engine)
    assert (report.unreadable, report.findings) == (1, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"v":1', '"v":2'),
        ('"desk":"OAK3"', '"desk":"OAK4"'),
        ('"kind":"payment"', '"kind":"statements_billed"'),
        ('"staff":"rosa"', '"staff":7'),
        ('"staff":"rosa"', '"staff":"ro\\u0000sa"'),
        ('"staff":"rosa"', '"staff":"\\ud800"'),
        ('"center":"OAK"', '"center":"OAK:2"'),
        ('"center":"OAK"', f'"center":"{"O" * 5000}"'),
        ('"receivable:S-10000001",100', f'"receivable:S-10000001",{10**30}'),
        ('"receivable:S-10000001",100', '"receivable:S-10000001",-100'),
        ('"receivable:S-10000001",100', '"receivable:S-10000001",1.5'),
        ('"receivable:S-10000001",100', f'"receivable:{"S" * 5000}",100'),
        ('ncal.medical","receivable', f'{"n" * 5000}.medical","receivable'),
        ('"receivable:S-10000001",100', '"receivable:S-10000001",true'),
        ('"drawer_cash:', '"held:'),
        ('"receivable:S-10000001",100', '"held:OAK",100'),
        ('"receivable:S-10000001",100', '"billed:ncal.medical",100'),
        ('"receivable:S-10000001",100', '"bank:ncal:ncal.medical",100'),
        ('"receivable:S-10000001",100', '"deposit:OAK:ncal.medical",100'),
        ('"receivable:S-10000001",100', '"channel:online:ncal.medical",100'),
        ('"receipt":"OAK3-0000001"', '"receipt":7'),
        ('"payment":"', '"payment":"x'),
    ],
)
def test_a_body_that_says_what_cannot_be_is_kept_unread(engine: Engine, desk: PaperDesk, old: str, new: str) -> None:
    body = PaperDesk("OAK3").pay("S-10000001", 100).body().decode()
    assert old in body
    desk.write_body(body.replace(old, new))

    assert send(engine, desk).received_through == 1
    assert (balance(engine, OPEN), _alarms(engine)) == (10_000, ["line_unreadable"])


def test_money_for_a_statement_that_is_not_known_is_held_and_the_rest_of_the_line_posts(
    engine: Engine, desk: PaperDesk
) -> None:
    line = PaperDesk("OAK3").pay("S-10000001", 300)
    unknown = Transfer(DRAWER, receivable("S-99999999"), Money(200))
    known = Transfer(DRAWER, receivable("S-10000001"), Money(100))
    desk.write(replace(line, transfers=(unknown, known)))

    send(engine, desk)

    assert balance(engine, OPEN) == 9_900
    assert balance(engine, held(CENTER).code) == -200
    assert balance(engine, DRAWER.code) == 300
    assert (check(engine).held, check(engine).findings) == (1, [])


def test_credit_of_a_guarantor_who_is_not_known_is_held(engine: Engine, desk: PaperDesk) -> None:
    desk.pay_target(Target(TargetKind.CREDIT, "999999999"), 500)
    desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 700)

    send(engine, desk)

    assert (balance(engine, held(CENTER).code), balance(engine, credit(GUARANTOR).code)) == (-500, -700)
    assert check(engine).findings == []


def test_what_is_paid_beyond_the_open_amount_becomes_the_guarantors_credit_in_line_order(
    engine: Engine, desk: PaperDesk
) -> None:
    for cents in (7_000, 4_000, 500):
        desk.pay("S-10000001", cents)

    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, credit(GUARANTOR).code)) == (0, -1_500)
    with engine.connect() as connection:
        beyond = connection.execute(
            text("SELECT sequence, part, cents, meant FROM transfers WHERE why = 'beyond_open' ORDER BY sequence")
        ).all()
    assert [tuple(row) for row in beyond] == [(2, 1, 1_000, OPEN), (3, 0, 500, OPEN)]
    assert check(engine).findings == []


def test_money_for_holding_needs_nobody(engine: Engine, desk: PaperDesk) -> None:
    desk.pay_target(Target(TargetKind.HOLDING), 900)

    send(engine, desk)

    assert balance(engine, "holding:OAK") == -900


def test_a_line_id_that_was_used_before_is_kept_and_not_posted_again(engine: Engine, desk: PaperDesk) -> None:
    line = desk.pay("S-10000001", 100)
    send(engine, desk)
    desk.write(line)
    desk.pay("S-10000001", 100)
    desk.write(line)

    assert send(engine, desk).received_through == 4
    assert balance(engine, OPEN) == 9_800
    assert _alarms(engine) == ["line_repeated", "line_repeated"]


def test_a_line_id_that_is_used_twice_in_one_run_is_posted_once(engine: Engine, desk: PaperDesk) -> None:
    desk.write(desk.pay("S-10000001", 100))

    assert send(engine, desk).received_through == 2
    assert (balance(engine, OPEN), _alarms(engine)) == (9_900, ["line_repeated"])


def test_a_card_and_cash_payment_may_share_one_receipt(engine: Engine, desk: PaperDesk) -> None:
    cash = desk.pay("S-10000001", 100)
    clearing = Account(AccountKind.CARD_CLEARING, "OAK3", BOOK)
    second = desk.line(
        LineKind.PAYMENT,
        facts=dict(cash.facts),
        transfers=(Transfer(clearing, receivable("S-10000001"), Money(100)),),
        line_id=uuid4(),
    )
    desk.write(second)

    send(engine, desk)

    assert count_rows(engine, "receipts") == 1
    assert (check(engine).payments, check(engine).findings) == (1, [])


def test_a_run_out_of_order_is_no_run(engine: Engine, desk: PaperDesk) -> None:
    desk.pay("S-10000001", 100)
    desk.pay("S-10000001", 100)

    with pytest.raises(Refused, match="in order"):
        send_run(engine, "OAK3", Run(lines=tuple(reversed(desk.sent))))


def test_eight_copies_of_one_run_at_once_post_once(engine: Engine, desk: PaperDesk) -> None:
    for _ in range(50):
        desk.pay("S-10000001", 100)

    with ThreadPoolExecutor(8) as senders:
        standings = list(senders.map(lambda _: send(engine, desk), range(8)))

    assert {(standing.received_through, standing.state) for standing in standings} == {(50, "ok")}
    assert balance(engine, OPEN) == 5_000
    assert check(engine).findings == []


def test_desks_that_pay_the_same_statements_at_once_lose_and_double_nothing(engine: Engine) -> None:
    from_six = [PaperDesk(f"OAK{number}") for number in range(3, 9)]
    with engine.begin() as connection:
        for desk in from_six[1:]:
            add_desk(connection, desk.desk)
    for desk in from_six:
        for turn in range(40):
            desk.pay(("S-10000001", "S-10000002")[turn % 2], 100)

    def send_all(desk: PaperDesk) -> int:
        return [send(engine, desk, first, first + 4) for first in range(1, 41, 5)][-1].received_through

    with ThreadPoolExecutor(6) as senders:
        assert list(senders.map(send_all, from_six)) == [40] * 6

    paid = 6 * 20 * 100
    assert (balance(engine, OPEN), balance(engine, "receivable:S-10000002")) == (0, 0)
    assert balance(engine, credit(GUARANTOR).code) == -(2 * paid - 15_000)
    assert check(engine).findings == []


def test_payment_facts_that_do_not_add_up_are_found_by_the_check(engine: Engine, desk: PaperDesk) -> None:
    facts = payment_facts("OAK3-0000001", Target(TargetKind.STATEMENT, "S-10000001"), 100)
    wrong = replace(facts, change=Money(5))
    transfers = (Transfer(DRAWER, receivable("S-10000001"), Money(100)),)
    desk.write(desk.line(LineKind.PAYMENT, facts=wrong.facts(), transfers=transfers, line_id=uuid4()))
    send(engine, desk)

    assert check(engine).findings == [
        "Line 1 of OAK3: $1.00 was applied and $1.00 moved, of $1.00 tendered and $0.05 change.",
        "The database's own proof fails at line 1 of OAK3: what it moves is not its tenders less change.",
    ]
