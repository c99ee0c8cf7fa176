"""A day's totals and the open drawers: right to the cent, and silent about cash that the one who asks may not know."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import OpenShift, decide_open_shift
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.transfer import Transfer
from cashier.ledger.administration import keep_center
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals, dimensions
from cashier.ledger.drawers import open_drawers
from cashier.ledger.migrations.versions.v0002_office import SUM_WHAT_IS_THERE
from cashier.ledger.office import DayTotalRow, DrawerRow
from cashier.wire import ChannelPayment
from tests.ledger.conftest import ADMIN, add_desk, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import BOOK, CENTER, NOW, TODAY, PaperDesk, payment_facts

ROSA = Staff(user="rosa", name="Rosa Delgado", role=Role.LEAD)
LENA = Staff(user="lena", name="Lena Ito", role=Role.LEAD)
ANA = Staff(user="ana", name="Ana Ruiz", role=Role.CASH_OFFICE)
FLOAT_CENTS = 20_000


def _open_drawer(desk: PaperDesk, staff: Staff, center: str = CENTER) -> UUID:
    """A drawer with a float of $200.00; returns its shift."""
    shift_id = new_id()
    desk.write(
        decide_open_shift(
            OpenShift(shift_id=shift_id, count={"20.00": 10}, business_date=TODAY),
            staff=staff,
            desk=desk.desk,
            center=center,
            region="ncal",
            float_book=BOOK,
            open_now=None,
            now=NOW,
        )
    )
    return shift_id


def _pay(desk: PaperDesk, shift_id: UUID, staff: Staff, cash: int, check_cents: int = 0, center: str = CENTER) -> None:
    """One payment of cash, or of a check and cash."""
    desk.receipts += 1
    facts = payment_facts(f"{desk.desk}-{desk.receipts:07d}", Target(TargetKind.STATEMENT, "S-10000001"), cash)
    tenders, moved = facts.tenders, [(AccountKind.DRAWER_CASH, cash)]
    applied = facts.applied
    if check_cents:
        by_check = Tender(kind=TenderKind.CHECK, amount=Money(check_cents), number="1043")
        tenders, moved = (by_check, *tenders), [(AccountKind.DRAWER_CHECKS, check_cents), *moved]
        applied = (
            replace(applied[0], tender=0, amount=Money(check_cents)),
            replace(applied[0], tender=1, amount=Money(cash)),
        )
    line = desk.line(
        LineKind.PAYMENT,
        facts=replace(facts, tenders=tenders, applied=applied).facts(),
        transfers=tuple(
            Transfer(Account(kind, str(shift_id), BOOK), receivable("S-10000001"), Money(cents))
            for kind, cents in moved
        ),
        line_id=facts.payment_id,
    )
    desk.write(replace(line, staff=staff.user, shift_id=shift_id, center=center))


@pytest.fixture
def day(engine: Engine) -> dict[str, UUID]:
    """Rosa at OAK3 and Lena at SFO1 have open drawers and took money; the bank brought some."""
    with engine.begin() as connection:
        keep_center(connection, "OAK", "Oakland", "ncal", ADMIN)
        keep_center(connection, "SFO", "Mission", "ncal", ADMIN)
        add_desk(connection, "SFO1")
    oakland, mission = PaperDesk("OAK3"), PaperDesk("SFO1")
    shifts = {"rosa": _open_drawer(oakland, ROSA), "lena": _open_drawer(mission, LENA, "SFO")}
    _pay(oakland, shifts["rosa"], ROSA, 1_500, 700)
    _pay(oakland, shifts["rosa"], ROSA, 40)
    _pay(mission, shifts["lena"], LENA, 300, center="SFO")
    send(engine, oakland)
    send(engine, mission)
    with engine.begin() as connection:
        payment = ChannelPayment(reference="r", statement_number="S-10000002", cents=60, business_date=TODAY)
        take_channel_payments(connection, "billpay", [payment], clock=clock, new_id=new_id)
    return shifts


def _totals(engine: Engine, by: str, **asked: object) -> dict[tuple[str, ...], int | None]:
    """Cents by the words asked for."""
    names = dimensions(by)
    return {tuple(getattr(row, name) for name in names): row.cents for row in _rows(engine, by, **asked)}


def _rows(engine: Engine, by: str, **asked: object) -> list[DayTotalRow]:
    with engine.connect() as connection:
        return day_totals(connection, TODAY, dimensions(by), **asked)  # type: ignore[arg-type]


def _drawers(engine: Engine, caller: Staff, center: str = "", region: str = "") -> dict[str, DrawerRow]:
    with engine.connect() as connection:
        return {row.desk: row for row in open_drawers(connection, caller, center=center, region=region)}


def test_totals_are_by_every_word_that_is_asked_for(engine: Engine, day: dict[str, UUID]) -> None:
    assert _totals(engine, "") == {(): 2_600}
    assert _totals(engine, "region") == {("ncal",): 2_600}
    assert _totals(engine, "center") == {("OAK",): 2_240, ("SFO",): 300, ("CENTRAL",): 60}
    assert _totals(engine, "desk,tender") == {
        ("OAK3", "cash"): 1_540,
        ("OAK3", "check"): 700,
        ("SFO1", "cash"): 300,
        ("LEDGER", "channel"): 60,
    }
    assert _totals(engine, "cashier") == {("rosa",): 2_240, ("lena",): 300, ("billpay",): 60}
    assert {row.tender: row.tenders for row in _rows(engine, "tender")} == {"cash": 3, "check": 1, "channel": 1}
    assert check(engine).findings == []


def test_a_day_without_money_has_no_total(engine: Engine, day: dict[str, UUID]) -> None:
    with engine.connect() as connection:
        assert day_totals(connection, TODAY + timedelta(days=1), []) == []


def test_a_run_that_is_sent_twice_counts_once(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    line = desk.pay("S-10000001", 100)
    send(engine, desk)
    send(engine, desk)
    desk.write(line)  # The same line under another number is kept, and not posted.
    send(engine, desk)

    assert _totals(engine, "") == {(): 100}
    assert check(engine).findings == []


def test_money_that_went_elsewhere_or_is_held_was_paid_all_the_same(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-99999999", 700)
    desk.pay("S-10000001", 10_500)
    send(engine, desk)

    assert _totals(engine, "tender") == {("cash",): 11_200}


def test_a_word_that_is_not_kept_is_refused() -> None:
    with pytest.raises(Refused, match="Totals by shoe size are not kept"):
        dimensions("desk,shoe size")


def test_a_payment_whose_facts_name_no_tender_counts_by_its_account(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    line = PaperDesk("OAK3").pay("S-10000001", 100)
    desk.write(replace(line, facts={**line.facts, "applied": [[7, 0, 100]]}))
    send(engine, desk)

    assert _totals(engine, "tender") == {("drawer_cash",): 100}


def test_nobody_sees_a_sum_with_cash_of_their_own_uncounted_drawer(engine: Engine, day: dict[str, UUID]) -> None:
    supervisor = {"caller": "rosa", "sees_expected": True}

    assert _totals(engine, "", **supervisor) == {(): None}
    assert _totals(engine, "center", **supervisor) == {("OAK",): None, ("SFO",): 300, ("CENTRAL",): 60}
    assert _totals(engine, "cashier,tender", **supervisor) == {
        ("rosa", "cash"): None,
        ("rosa", "check"): 700,
        ("lena", "cash"): 300,
        ("billpay", "channel"): 60,
    }


def test_who_may_not_see_expected_cash_sees_no_sum_with_any(engine: Engine, day: dict[str, UUID]) -> None:
    assert _totals(engine, "tender", caller="tom", sees_expected=False) == {
        ("cash",): None,
        ("check",): 700,
        ("channel",): 60,
    }


def test_cash_whose_tender_the_body_does_not_name_is_cash_all_the_same(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    line = PaperDesk("OAK3").pay("S-10000001", 100)
    desk.write(replace(line, facts={**line.facts, "tenders": []}))
    send(engine, desk)

    assert _totals(engine, "tender", caller="rosa", sees_expected=True) == {("drawer_cash",): None}
    assert _totals(engine, "tender", caller="lena", sees_expected=True) == {("drawer_cash",): 100}


def test_cash_of_a_drawer_that_was_followed_by_another_is_counted(engine: Engine, day: dict[str, UUID]) -> None:
    desk = PaperDesk("SFO1")
    with engine.connect() as connection:
        for body in connection.scalars(text("SELECT body FROM lines WHERE desk = 'SFO1' ORDER BY sequence")):
            desk.write_body(body)
    _open_drawer(desk, ROSA, "SFO")
    send(engine, desk)

    assert _totals(engine, "center", caller="lena", sees_expected=True)[("SFO",)] == 300


def test_open_drawers_say_whose_they_are_and_what_should_be_in_them(engine: Engine, day: dict[str, UUID]) -> None:
    drawers = _drawers(engine, ANA)

    assert {name: row.expected_cents for name, row in drawers.items()} == {
        "OAK3": FLOAT_CENTS + 1_540,
        "SFO1": FLOAT_CENTS + 300,
    }
    oakland = drawers["OAK3"]
    assert (oakland.cashier, oakland.cashier_name, oakland.center, oakland.region) == (
        "rosa",
        "Rosa Delgado",
        "OAK",
        "ncal",
    )
    assert (oakland.business_date, oakland.opened_at) == (TODAY, NOW)
    assert list(_drawers(engine, ANA, center="SFO")) == ["SFO1"]
    assert _drawers(engine, ANA, region="scal") == {}


def test_expected_cash_of_ones_own_drawer_is_said_to_nobody(engine: Engine, day: dict[str, UUID]) -> None:
    supervisor = replace(ROSA, role=Role.SUPERVISOR)

    assert {name: row.expected_cents for name, row in _drawers(engine, supervisor).items()} == {
        "OAK3": None,
        "SFO1": FLOAT_CENTS + 300,
    }
    assert {name: row.expected_cents for name, row in _drawers(engine, LENA).items()} == {
        "OAK3": FLOAT_CENTS + 1_540,
        "SFO1": None,
    }
    cashier = replace(LENA, user="tom", role=Role.CASHIER)
    assert {row.expected_cents for row in _drawers(engine, cashier).values()} == {None}


def test_a_desk_has_one_open_drawer_its_newest(engine: Engine, day: dict[str, UUID]) -> None:
    desk = PaperDesk("SFO1")
    with engine.connect() as connection:
        for body in connection.scalars(text("SELECT body FROM lines WHERE desk = 'SFO1' ORDER BY sequence")):
            desk.write_body(body)
    _open_drawer(desk, ROSA, "SFO")
    send(engine, desk)

    assert [(row.cashier, row.expected_cents) for row in _drawers(engine, ANA, center="SFO").values()] == [
        ("rosa", FLOAT_CENTS)
    ]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE day_sums SET cents = cents + 1",
        "UPDATE day_sums SET shift = 'x'",
        "DELETE FROM day_sums WHERE tender = 'cash'",
    ],
)
def test_the_check_finds_sums_that_were_tampered_with(
    engine: Engine, day: dict[str, UUID], ledger_url: str, damage: str
) -> None:
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text(damage))
    owner.dispose()

    assert "The day sums of OAK3 are not what its lines come to." in check(engine).findings


def test_what_was_posted_before_there_were_sums_is_summed_the_same(
    engine: Engine, day: dict[str, UUID], ledger_url: str
) -> None:
    before = _totals(engine, "region,center,desk,cashier,tender")
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM day_sums"))
    assert "The day sums of OAK3 are not what its lines come to." in check(engine).findings
    with owner.begin() as connection:
        connection.execute(text(SUM_WHAT_IS_THERE))
    owner.dispose()

    assert _totals(engine, "region,center,desk,cashier,tender") == before
    assert check(engine).findings == []
