"""A void at the ledger: the money leaves from where it went, once, and what comes too late is held."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Part, Placed, Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger import loading
from cashier.ledger.alarms import alarm_rows
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals
from cashier.ledger.funds import use_fund
from cashier.ledger.held import held_rows, release
from cashier.ledger.holding import holding_rows
from cashier.ledger.office import ReleaseHeld
from cashier.ledger.office_corrections import correction_rows
from cashier.ledger.past import member_payments
from cashier.wire import StaffRow
from cashier.wire_funds import UseFund
from tests.ledger.conftest import GUARANTOR, MEMBER, add_desk, balance, clock, load, new_id, send, statement
from tests.ledger.paper_desk import BOOK, CENTER, DRAWER, NOW, TODAY, PaperDesk

OPEN = "receivable:S-10000001"
ANA = Staff(user="ana", name="Ana Ruiz", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Haddad", role=Role.SUPERVISOR)


def void(desk: PaperDesk, *paid: Line, corrects: UUID | None = None, approver: str = "helen") -> Line:
    """Give payments' lines back."""
    moved = [t for line in paid for t in line.transfers]
    facts: dict[str, object] = {
        "payment": paid[0].facts["payment"],
        "receipt": paid[0].facts["receipt"],
        "guarantor": paid[0].facts["guarantor"],
        "corrects": str(corrects or paid[-1].line_id),
        "lines": [str(line.line_id) for line in paid],
        "parts": [[place, t.amount.cents] for place, t in enumerate(moved)],
        "applied": [[0, t.amount.cents] for t in moved],
        "tenders": [{"kind": "cash", "cents": sum(t.amount.cents for t in moved), "number": ""}],
        "approver": approver,
        "approver_name": "Helen Park",
    }
    return desk.write(
        desk.line(
            LineKind.VOIDED,
            facts=facts,
            transfers=tuple(Transfer(t.credit, t.debit, t.amount) for t in moved),
            line_id=uuid4(),
        )
    )


def move(desk: PaperDesk, paid: Line, to: str, cents: int, *before: Line, part: int = 0) -> Line:
    """Let a payment pay another account."""
    stood = [t for line in (paid, *before) for t in line.transfers]
    facts: dict[str, object] = {
        "payment": paid.facts["payment"],
        "receipt": paid.facts["receipt"],
        "guarantor": paid.facts["guarantor"],
        "corrects": str((paid, *before)[-1].line_id),
        "lines": [str(paid.line_id)],
        "after": [str(line.line_id) for line in before],
        "parts": [[part, cents]],
        "to": _placed(Account.read(to), cents),
        "approver": "helen",
        "approver_name": "Helen Park",
    }
    moved = Transfer(stood[part].credit, Account.read(to), Money(cents))
    return desk.write(desk.line(LineKind.MOVED, facts=facts, transfers=(moved,), line_id=uuid4()))


def _placed(to: Account, cents: int) -> dict[str, object]:
    """Where a move goes, as its line says it."""
    kinds = {AccountKind.CREDIT: TargetKind.CREDIT, AccountKind.PREPAYMENT: TargetKind.PREPAY}
    part = Part(target=Target(kinds.get(to.kind, TargetKind.STATEMENT), to.owner), amount=Money(cents))
    return Placed(part=part, book=BOOK, member_number=MEMBER, words="Visit", open_before=part.amount).facts()


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """A desk, and a ledger with $100.00 open on one statement."""
    with engine.begin() as connection:
        load(connection, statement("S-10000001", 10000))
        staff = [StaffRow(user="helen", name="Helen Park", role=Role.LEAD, passphrase_hash="-")]
        staff.append(StaffRow(user="luis", name="Luis Ortega", role=Role.CASHIER, passphrase_hash="-"))
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    return PaperDesk("OAK3")


def holds(engine: Engine) -> None:
    assert check(engine).findings == []


def drawer(engine: Engine) -> int:
    with engine.connect() as connection:
        moved = text(
            """
            SELECT COALESCE(sum(CASE debit WHEN :drawer THEN cents ELSE 0 END
                              - CASE credit WHEN :drawer THEN cents ELSE 0 END), 0) FROM transfers
            """
        )
        return int(connection.scalar(moved, {"drawer": DRAWER.code}) or 0)


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT what FROM alarms ORDER BY what")))


@pytest.mark.parametrize("together", [True, False])
def test_a_void_opens_the_statement_again(engine: Engine, desk: PaperDesk, together: bool) -> None:
    paid = desk.pay("S-10000001", 7000)
    if not together:
        send(engine, desk)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, OPEN), drawer(engine)) == (10000, 0)
    with engine.connect() as connection:
        (total,) = day_totals(connection, TODAY, ())
        assert (total.tenders, total.cents) == (0, 0)
        assert [row.is_voided for row in member_payments(connection, MEMBER)] in ([True], [])
    assert alarms(engine) == []
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_what_became_credit_leaves_the_credit(engine: Engine, desk: PaperDesk, together: bool) -> None:
    paid = desk.pay("S-10000001", 13000)
    if not together:
        send(engine, desk)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, f"credit:{GUARANTOR}"), drawer(engine)) == (10000, 0, 0)
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_what_was_held_is_held_no_more(engine: Engine, desk: PaperDesk, together: bool) -> None:
    paid = desk.pay("S-99999999", 7000)
    if not together:
        send(engine, desk)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, f"held:{CENTER}"), drawer(engine)) == (0, 0)
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    holds(engine)


def test_what_a_person_released_meanwhile_leaves_from_where_it_was_put(engine: Engine, desk: PaperDesk) -> None:
    paid = desk.pay("S-99999999", 7000)
    send(engine, desk)
    wish = ReleaseHeld(
        line_id=new_id(), statement_number="S-10000001", guarantor_number="", cents=4000, reason="a misread number"
    )
    with engine.begin() as connection:
        release(connection, "OAK3.1.0.0", wish, ANA, second=OMAR, clock=clock, new_id=new_id)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, f"held:{CENTER}"), drawer(engine)) == (10000, 0, 0)
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_a_second_void_is_held_and_a_person_settles_it(engine: Engine, desk: PaperDesk, together: bool) -> None:
    paid = desk.pay("S-10000001", 7000)
    void(desk, paid)
    if not together:
        send(engine, desk)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, f"held:{CENTER}"), drawer(engine)) == (10000, 7000, -7000)
    assert "correction_stale" in alarms(engine)
    with engine.connect() as connection:
        (row,) = held_rows(connection, NOW)
    assert (row.why, row.held_cents, row.statement_number) == ("stale_correction", 7000, "S-10000001")
    holds(engine)

    wish = ReleaseHeld(
        line_id=new_id(), statement_number="S-10000001", guarantor_number="", cents=None, reason="paid out twice"
    )
    with engine.begin() as connection:
        release(connection, row.task, wish, ANA, second=OMAR, clock=clock, new_id=new_id)
    assert (balance(engine, OPEN), balance(engine, f"held:{CENTER}")) == (17000, 0)
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    holds(engine)


def test_a_void_of_what_never_came_is_held(engine: Engine, desk: PaperDesk) -> None:
    paid = PaperDesk("OAK3").pay("S-10000001", 7000)
    void(desk, paid)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, f"held:{CENTER}")) == (10000, 7000)
    holds(engine)


def test_a_void_that_one_person_signed_is_posted_with_an_alarm_and_found(engine: Engine, desk: PaperDesk) -> None:
    void(desk, desk.pay("S-10000001", 7000), approver="rosa")
    send(engine, desk)

    assert balance(engine, OPEN) == 10000
    assert alarms(engine) == ["correction_alone"]
    assert any("signed by one person" in finding for finding in check(engine).findings)


@pytest.mark.parametrize("approver", ["luis", "zoe", "'; DROP TABLE lines; --"])
def test_a_right_that_only_a_desk_gave_is_posted_with_an_alarm(engine: Engine, desk: PaperDesk, approver: str) -> None:
    void(desk, desk.pay("S-10000001", 7000), approver=approver)
    send(engine, desk)

    assert balance(engine, OPEN) == 10000
    assert alarms(engine) == ["correction_no_right"]
    holds(engine)


def test_two_desks_that_void_one_payment_at_once_give_it_back_once(engine: Engine, desk: PaperDesk) -> None:
    paid, other = desk.pay("S-10000001", 7000), PaperDesk("OAK4")
    send(engine, desk)
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    void(desk, paid)
    void(other, paid)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda one: send(engine, one), (desk, other)))

    assert balance(engine, OPEN) == 10000
    assert balance(engine, f"held:{CENTER}") == 7000, "the money that the second one gave away waits for a person"
    assert "correction_stale" in alarms(engine)
    holds(engine)


def test_check_finds_a_void_that_gives_back_more_than_was_paid(engine: Engine, desk: PaperDesk) -> None:
    paid = desk.pay("S-10000001", 7000)
    more = Transfer(paid.transfers[0].debit, paid.transfers[0].credit, Money(7001))
    line = desk.line(LineKind.PAYMENT, facts=dict(paid.facts), transfers=(more,), line_id=paid.line_id)
    void(desk, line)
    send(engine, desk)

    assert any("gives back otherwise than was paid" in finding for finding in check(engine).findings)


@pytest.mark.parametrize("table", ["corrections", "voided_lines", "taken_back"])
def test_nobody_changes_what_was_corrected(engine: Engine, desk: PaperDesk, table: str) -> None:
    send(engine, desk)
    with pytest.raises(Exception, match="permission denied"), engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {table}"))


def test_credit_of_an_account_goes_back_too(engine: Engine, desk: PaperDesk) -> None:
    paid = desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 2500)
    send(engine, desk)
    void(desk, paid)
    send(engine, desk)

    assert balance(engine, f"credit:{GUARANTOR}") == 0
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_a_move_pays_the_other_statement(engine: Engine, desk: PaperDesk, together: bool) -> None:
    with engine.begin() as connection:
        load(connection, statement("S-10000002", 5000))
    paid = desk.pay("S-10000001", 7000)
    if not together:
        send(engine, desk)
    move(desk, paid, "receivable:S-10000002", 7000)
    send(engine, desk)

    held_now = balance(engine, f"credit:{GUARANTOR}")
    assert (balance(engine, OPEN), balance(engine, "receivable:S-10000002"), held_now) == (10000, 0, -2000)
    assert drawer(engine) == 7000
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_money_with_no_name_gets_one_and_waits_no_more(engine: Engine, desk: PaperDesk, together: bool) -> None:
    paid = desk.pay_target(Target(TargetKind.HOLDING), 3000)
    if not together:
        send(engine, desk)
    first = move(desk, paid, OPEN, 2000)
    if not together:
        send(engine, desk)
    move(desk, paid, f"credit:{GUARANTOR}", 500, first, part=1)
    send(engine, desk)

    found = (balance(engine, OPEN), balance(engine, f"credit:{GUARANTOR}"), balance(engine, f"holding:{CENTER}"))
    assert found == (8500, -500, -1000)
    with engine.connect() as connection:
        assert [row.held_cents for row in holding_rows(connection, NOW)] == [1000]
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_what_was_moved_to_a_bill_that_nobody_knows_is_held_and_goes_back_from_there(
    engine: Engine, desk: PaperDesk, together: bool
) -> None:
    paid = desk.pay("S-10000001", 7000)
    first = move(desk, paid, "receivable:S-99999999", 7000)
    if not together:
        send(engine, desk)
        assert balance(engine, f"held:{CENTER}") == -7000
    move(desk, paid, OPEN, 7000, first, part=1)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, f"held:{CENTER}")) == (3000, 0)
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    holds(engine)


@pytest.mark.parametrize("together", [True, False])
def test_a_move_from_one_unknown_bill_to_another_has_no_name_and_check_holds(
    engine: Engine, desk: PaperDesk, together: bool
) -> None:
    """Found by the simulation, seed 33: a ledger that was put back had heard of neither bill yet."""
    paid = desk.pay("S-99999998", 7000)
    if not together:
        send(engine, desk)
    move(desk, paid, "receivable:S-99999999", 3000)
    send(engine, desk)

    assert (balance(engine, f"held:{CENTER}"), balance(engine, f"holding:{CENTER}")) == (-4000, -3000)
    holds(engine)


def test_the_exceptions_list_names_who_asked_and_who_agreed(engine: Engine, desk: PaperDesk) -> None:
    first, second = desk.pay("S-10000001", 7000), desk.pay("S-10000001", 1000)
    void(desk, first)
    move(desk, second, f"credit:{GUARANTOR}", 400)
    void(desk, first)
    send(engine, desk)

    with engine.connect() as connection:
        rows = correction_rows(connection, center=CENTER)
        assert correction_rows(connection, center="RCH") == []
    said = [(row.kind, row.receipt, row.cents, row.asked_by, row.approved_by, row.stands) for row in rows]
    assert said == [
        ("voided", "OAK3-0000001", 7000, "rosa", "helen", False),
        ("moved", "OAK3-0000002", 400, "rosa", "helen", True),
        ("voided", "OAK3-0000001", 7000, "rosa", "helen", True),
    ]


@pytest.mark.parametrize("to", [OPEN, "receivable:S-99999999", f"credit:{GUARANTOR}", "credit:1"])
def test_a_move_that_comes_too_late_is_held_whatever_it_was_to_pay(engine: Engine, desk: PaperDesk, to: str) -> None:
    move(desk, PaperDesk("OAK3").pay("S-10000002", 7000), to, 7000)
    send(engine, desk)

    assert balance(engine, f"held:{CENTER}") == 7000
    assert "correction_stale" in alarms(engine)
    with engine.connect() as connection:
        assert [row.why for row in held_rows(connection, NOW)] == ["stale_correction"]
    holds(engine)


def test_a_deposit_that_paid_a_bill_before_its_payment_was_voided_raises_an_alarm(
    engine: Engine, desk: PaperDesk
) -> None:
    """The desk could not know: it was used at another one. What left the drawer is a fact, and somebody has to ask."""
    paid = desk.pay_target(Target(TargetKind.PREPAY, "E-20441"), 15_000)
    send(engine, desk)
    with engine.begin() as connection:
        staff = [StaffRow(user="rosa", name="Rosa Delgado", role=Role.CASHIER, passphrase_hash="-")]
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
        wish = UseFund(
            line_id=new_id(),
            staff="rosa",
            member=MEMBER,
            fund="prepay:E-20441",
            book="ncal.medical",
            statement="S-10000001",
            cents=6_000,
            seen_cents=10_000,
        )
        use_fund(connection, wish, desk="OAK4", center=CENTER, clock=clock, new_id=new_id)

    void(desk, paid)
    send(engine, desk)

    with engine.connect() as connection:
        said = [row.sentence for row in alarm_rows(connection, NOW) if row.what == "fund_overdrawn"]
    assert len(said) == 1
    assert said[0].startswith("$60.00 more of prepayment:E-20441 was given back or moved than was there")
