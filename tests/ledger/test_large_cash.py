"""Cash of one payor is counted over all desks once their lines are here, and the report stands on the office's list."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Target, TargetKind
from cashier.ledger.check import check
from cashier.ledger.guarantors import Gatherer
from cashier.ledger.held import take_task
from cashier.ledger.large_cash import cash_elsewhere, cash_report_rows, forget_cash
from cashier.ledger.office import CashReportRow
from tests.ledger.conftest import add_desk, clock, new_id, send
from tests.ledger.paper_desk import NOW, PaperDesk, payment_facts

MAI = "member:11048827"
HELEN = Staff(user="helen", name="Helen Park", role=Role.LEAD)


@pytest.fixture
def two(engine: Engine) -> tuple[PaperDesk, PaperDesk]:
    with engine.begin() as connection:
        add_desk(connection, "OAK5")
    return PaperDesk("OAK3"), PaperDesk("OAK5")


def _pay(desk: PaperDesk, cents: int, hours: float = 0.0) -> Line:
    """Cash for the guarantor's credit, so many hours after NOW."""
    line = desk.pay_target(Target(TargetKind.CREDIT, "200417733"), cents)
    if not hours:
        return line
    desk.sent.pop()
    moved = desk.line(line.kind, facts=dict(line.facts), transfers=line.transfers, line_id=line.line_id)
    return desk.write(_at(moved, NOW + timedelta(hours=hours)))


def _at(line: Line, when: datetime) -> Line:
    return Line(**{field: getattr(line, field) for field in Line.__slots__} | {"taken_at": when})


def _report(desk: PaperDesk, paid: Line, *, hours: float = 0.1, why_not: str = "") -> None:
    facts: dict[str, object] = {
        "payment": paid.facts["payment"],
        "receipt": paid.facts["receipt"],
        "payor": MAI,
        "within": "24 hours",
        "reached_on": "2026-11-21",
        "due_on": "2026-12-06",
        "sealed": "box",
    } | ({"why_not": why_not} if why_not else {})
    line = desk.line(LineKind.LARGE_CASH, facts=facts, transfers=(), line_id=uuid4())
    desk.write(_at(line, NOW + timedelta(hours=hours)))


def _gathered(engine: Engine, *desks: PaperDesk) -> list[CashReportRow]:
    for desk in desks:
        send(engine, desk)
    gatherer = Gatherer(engine)
    while gatherer.step():
        pass
    with engine.connect() as connection:
        return cash_report_rows(connection)


def test_two_desks_that_each_took_less_come_to_a_report(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    oak3, oak5 = two
    _pay(oak3, 600_000)
    _pay(oak5, 400_001, 1)
    (row,) = _gathered(engine, oak3, oak5)

    assert (row.desk, row.receipt, row.within) == ("OAK5", "OAK5-0000001", "24 hours")
    assert (row.due_on - row.reached_on).days == 15
    assert row.is_taken_down is False
    assert check(engine).findings == []


def test_the_limit_itself_is_no_report(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    _pay(two[0], 600_000)
    _pay(two[1], 400_000, 1)

    assert _gathered(engine, *two) == []


def test_a_desk_hears_what_the_others_took(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    oak3, oak5 = two
    _pay(oak3, 100_000)
    _pay(oak5, 300_000, -30)
    _pay(oak5, 50_000, -1)
    _gathered(engine, oak3, oak5)

    with engine.connect() as connection:
        answer = cash_elsewhere(connection, MAI, "OAK3", NOW)
        nobody = cash_elsewhere(connection, "name:kevin tran", "OAK3", NOW)
    assert (answer.day_cents, answer.year_cents, answer.reported_at) == (50_000, 350_000, None)
    assert nobody.year_cents == 0


def test_what_a_desk_took_down_is_on_the_list_and_ends_the_counting_everywhere(
    engine: Engine, two: tuple[PaperDesk, PaperDesk]
) -> None:
    oak3, oak5 = two
    paid = _pay(oak3, 1_200_000)
    _report(oak3, paid)
    (row,) = _gathered(engine, oak3)
    assert (row.is_taken_down, row.sealed, row.receipt) == (True, "box", "OAK3-0000001")

    _pay(oak5, 900_000, 1)
    assert len(_gathered(engine, oak5)) == 1
    _pay(oak5, 100_001, 2)
    send(engine, oak5, first=2)
    Gatherer(engine).step()
    with engine.connect() as connection:
        assert [row.desk for row in cash_report_rows(connection)] == ["OAK3", "OAK5"]
        assert cash_elsewhere(connection, MAI, "OAK5", NOW + timedelta(hours=3)).year_cents == 0


def test_a_form_with_something_missing_is_not_taken_down(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    paid = _pay(two[0], 1_200_000)
    _report(two[0], paid, why_not="left in a hurry")
    (row,) = _gathered(engine, two[0])

    assert (row.is_taken_down, row.why_not) == (False, "left in a hurry")


def test_somebody_takes_it_as_a_task(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    _pay(two[0], 1_200_000)
    (row,) = _gathered(engine, two[0])
    with engine.begin() as connection:
        take_task(connection, row.task, uuid4(), HELEN, clock=clock, new_id=new_id)
        with pytest.raises(Refused):
            take_task(connection, f"cash.{UUID(int=5)}", uuid4(), HELEN, clock=clock, new_id=new_id)

    assert _gathered(engine)[0].owner == "helen"


@pytest.mark.parametrize(
    "absurd",
    [
        {"payor": "x" * 5000},
        {"applied": [[0, 0, 10**30]]},
        {"applied": [[0, 0, True]]},
        {"applied": [[0, 0, 5_000_000.5]]},
        {"tenders": [{"kind": [], "cents": 1}]},
        {"member_name": 7, "payor": "somebody"},
    ],
)
def test_an_absurd_line_does_not_keep_the_others_from_being_counted(
    engine: Engine, two: tuple[PaperDesk, PaperDesk], absurd: dict[str, object]
) -> None:
    oak3, oak5 = two
    facts = payment_facts("OAK3-0000001", Target(TargetKind.CREDIT, "200417733"), 5_000_000)
    line = oak3.line(LineKind.PAYMENT, facts=facts.facts() | absurd,
                     transfers=_pay(PaperDesk("OAK3"), 5_000_000).transfers, line_id=facts.payment_id)  # fmt: skip
    oak3.write(line)
    oak3.write(_at(oak3.line(LineKind.LARGE_CASH, facts={"payor": 7}, transfers=(), line_id=uuid4()), NOW))
    changed = {"cents": 5_000_000, "was": {"kind": "check"}, "now": {"kind": "cash"}, "member": "11048828"}
    for named in ({}, {"payment": "no id", "receipt": 7}):
        oak3.write(oak3.line(LineKind.TENDER_CHANGED, facts=changed | named, transfers=(), line_id=uuid4()))
    _pay(oak5, 1_200_000)

    assert [row.desk for row in _gathered(engine, oak3, oak5)] == ["OAK5"]


def test_what_is_too_old_to_count_is_let_go(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    _pay(two[0], 600_000)
    _gathered(engine, two[0])
    with engine.begin() as connection:
        forget_cash(connection, NOW + timedelta(days=390))
        assert cash_elsewhere(connection, MAI, "OAK5", NOW).year_cents == 600_000
        forget_cash(connection, NOW + timedelta(days=397))
        assert cash_elsewhere(connection, MAI, "OAK5", NOW).year_cents == 0
