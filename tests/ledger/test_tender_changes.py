"""A tender that was called otherwise, at the ledger: drawer and day say what it is, and it goes back as that."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import Line
from cashier.domain.people import Role
from cashier.domain.tender_change import decide_change
from cashier.domain.tenders import Tender
from cashier.domain.void import decide_void
from cashier.ledger import loading
from cashier.ledger.check import check as prove
from cashier.ledger.day_sums import day_totals
from cashier.ledger.office_corrections import correction_rows
from cashier.ledger.past import member_payments
from cashier.wire import StaffRow
from tests.domain.correcting import a_change, a_paid, a_void, change_at, void_at
from tests.fakes.builders import MEMBER, SHIFT_ID, TODAY, check, money_order
from tests.ledger.conftest import balance, clock, load, new_id, send, statement
from tests.ledger.paper_desk import PaperDesk
from tests.store.desk_store import an_opening

OPEN = "receivable:S-48210377"
BILL = 41260


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """A desk with an open drawer, and a ledger with a bill that is paid."""
    with engine.begin() as connection:
        load(connection, statement("S-48210377", BILL))
        staff = [StaffRow(user="helen", name="Helen Park", role=Role.LEAD, passphrase_hash="-")]
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    desk.write(an_opening())
    return desk


def change(desk: PaperDesk, paid: Line, to: Tender, **said: object) -> Line:
    at = change_at(paid)
    line = decide_change(a_change(at, to, line_id=uuid4()), at)
    return desk.write(replace(line, facts={**line.facts, **said}))


def drawer(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        moved = text(
            """
            SELECT kind, sum(cents)::bigint AS cents FROM (
                SELECT split_part(debit, ':', 1) AS kind, cents FROM transfers
                UNION ALL SELECT split_part(credit, ':', 1), -cents FROM transfers
            ) AS moved WHERE kind LIKE 'drawer_%' GROUP BY kind HAVING sum(cents) <> 0
            """
        )
        return {row.kind: row.cents for row in connection.execute(moved)}


def by_tender(engine: Engine) -> dict[str, tuple[int | None, int | None]]:
    with engine.connect() as connection:
        rows = day_totals(connection, TODAY, ["tender"])
        return {row.tender: (row.tenders, row.cents) for row in rows if row.cents or row.tenders}


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT what FROM alarms ORDER BY what")))


@pytest.mark.parametrize("together", [True, False])
def test_cash_that_was_a_check_is_one_in_drawer_day_list_and_history(
    engine: Engine, desk: PaperDesk, together: bool
) -> None:
    paid = desk.write(a_paid())
    if not together:
        send(engine, desk)
    change(desk, paid, check(BILL))
    send(engine, desk)

    assert drawer(engine) == {"drawer_cash": 20000, "drawer_checks": BILL}
    assert by_tender(engine) == {"check": (1, BILL)}
    assert balance(engine, OPEN) == 0
    with engine.connect() as connection:
        (row,) = correction_rows(connection)
        items = connection.scalars(text("SELECT item FROM check_items")).all()
        (past,) = member_payments(connection, MEMBER) or (None,)
    assert (row.kind, row.source, row.to, row.cents, row.stands) == ("tender_changed", "Cash", "Check 1043", BILL, True)
    assert row.reason == "Keyed as another tender"
    assert set(items) == set(check(BILL).items)
    assert past is None or past.tenders == ("check",)
    assert (alarms(engine), prove(engine).findings) == ([], [])


def test_one_paper_for_another_moves_no_money_and_is_known_again(engine: Engine, desk: PaperDesk) -> None:
    order = replace(money_order(BILL), issuer="USPS")
    change(desk, desk.write(a_paid(check(BILL))), order)
    send(engine, desk)

    assert by_tender(engine) == {"money_order": (1, BILL)}
    with engine.connect() as connection:
        items = set(connection.scalars(text("SELECT item FROM check_items")))
        (row,) = correction_rows(connection)
    assert set(order.items) <= items
    assert (row.cents, row.to) == (BILL, "Money order 22-4471")
    assert prove(engine).findings == []


@pytest.mark.parametrize("together", [True, False])
def test_what_the_bill_did_not_need_goes_back_from_the_credit_all_the_same(
    engine: Engine, desk: PaperDesk, together: bool
) -> None:
    with engine.begin() as connection:
        load(connection, statement("S-48210377", BILL - 1260))
    paid = desk.write(a_paid())
    if not together:
        send(engine, desk)
    changed = change(desk, paid, check(BILL))
    at = void_at(paid, corrections=(changed,))
    desk.write(decide_void(a_void(at), at))
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, "credit:200417733")) == (BILL - 1260, 0)
    assert drawer(engine) == {"drawer_cash": 20000}
    assert by_tender(engine) == {}
    assert (alarms(engine), prove(engine).findings) == ([], [])


def test_a_change_that_comes_too_late_stays_in_its_drawer_and_raises_an_alarm(engine: Engine, desk: PaperDesk) -> None:
    paid = desk.write(a_paid())
    change(desk, paid, check(BILL))
    change(desk, paid, check(BILL, "77"))
    send(engine, desk)

    assert alarms(engine) == ["correction_stale"]
    with engine.connect() as connection:
        assert [row.stands for row in correction_rows(connection)] == [False, True]
    assert balance(engine, OPEN) == 0


@pytest.mark.parametrize("approver", ["rosa", "nobody"])
def test_who_may_not_agree_raises_an_alarm_and_the_change_stands(
    engine: Engine, desk: PaperDesk, approver: str
) -> None:
    change(desk, desk.write(a_paid()), check(BILL), approver=approver)
    send(engine, desk)

    assert alarms(engine) == ["correction_alone" if approver == "rosa" else "correction_no_right"]
    assert by_tender(engine) == {"check": (1, BILL)}


def test_check_finds_a_change_that_takes_money_out_of_its_drawer(engine: Engine, desk: PaperDesk) -> None:
    paid = desk.write(a_paid())
    line = change(desk, paid, check(BILL))
    (moved,) = line.transfers
    other = replace(moved.debit, owner=str(UUID(int=SHIFT_ID.int + 1)))
    desk.sent.pop()
    desk.write(replace(line, transfers=(replace(moved, debit=other),)))
    send(engine, desk)

    assert any("moves money out of its drawer" in finding for finding in prove(engine).findings)
