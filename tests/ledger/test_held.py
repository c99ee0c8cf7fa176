"""What is held waits for a person with an age and an owner, and is released once, never beyond what is held."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from cashier.domain.accounts import credit, held, receivable
from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.statements import StatementKind
from cashier.domain.targets import Target, TargetKind
from cashier.domain.transfer import Transfer
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.held import credit_rows, held_rows, release, take_task
from cashier.ledger.office import CreditRow, HeldRow, Released, ReleaseHeld
from tests.ledger.conftest import (
    GUARANTOR,
    add_desk,
    balance,
    clock,
    count_rows,
    load,
    new_id,
    owner_engine,
    send,
    statement,
)
from tests.ledger.paper_desk import CENTER, NOW, PaperDesk

OPEN = "receivable:S-10000001"
TASK = "OAK3.1.0.0"
ANA = Staff(user="ana", name="Ana Ruiz", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
LENA = Staff(user="lena", name="Lena Ito", role=Role.LEAD)


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """A desk that took $7.00 for a statement which the ledger does not know."""
    desk = PaperDesk("OAK3")
    desk.pay("S-99999999", 700)
    send(engine, desk)
    return desk


def _held(engine: Engine, **asked: str) -> list[HeldRow]:
    with engine.connect() as connection:
        return held_rows(connection, NOW + timedelta(days=10), **asked)


def _credits(engine: Engine, **asked: str) -> list[CreditRow]:
    with engine.connect() as connection:
        return credit_rows(connection, NOW + timedelta(days=10), **asked)


def _wish(*, to: str = "S-10000001", guarantor: str = "", cents: int | None = None, **said: str) -> ReleaseHeld:
    line_id = UUID(said["line_id"]) if "line_id" in said else new_id()
    return ReleaseHeld(
        line_id=line_id,
        statement_number=to,
        guarantor_number=guarantor,
        cents=cents,
        reason=said.get("reason", "paid by mistake under an old number"),
    )


def _release(
    engine: Engine, wish: ReleaseHeld, *, task: str = TASK, caller: Staff = ANA, second: Staff | None = OMAR
) -> Released:
    with engine.begin() as connection:
        return release(connection, task, wish, caller, second=second, clock=clock, new_id=new_id)


def _take(engine: Engine, caller: Staff, *, task: str = TASK) -> None:
    with engine.begin() as connection:
        take_task(connection, task, new_id(), caller, clock=clock, new_id=new_id)


def _at(engine: Engine, ledger_url: str, received: str) -> None:
    """Let all lines of the desk have come at another time than now."""
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE lines SET received_at = :at WHERE desk = 'OAK3'"), {"at": received})
    owner.dispose()


def test_a_held_part_says_what_it_is_how_old_and_that_nobody_has_it(
    engine: Engine, desk: PaperDesk, ledger_url: str
) -> None:
    _at(engine, ledger_url, "2026-11-22T00:00:00Z")

    (row,) = _held(engine)

    assert (row.task, row.why, row.center, row.desk, row.sequence) == (TASK, "unknown_statement", CENTER, "OAK3", 1)
    assert (row.cents, row.held_cents, row.statement_number, row.guarantor_number) == (700, 700, "S-99999999", "")
    assert (row.business_date, row.cashier, row.owner) == (NOW.date(), "rosa", "")
    assert (row.age_days, row.is_known_now) == (9, False)


def test_what_is_posted_stands_on_no_list(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    send(engine, desk)

    assert (_held(engine), _credits(engine)) == ([], [])


def test_the_list_is_of_a_center_or_a_region(engine: Engine, desk: PaperDesk) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO centers VALUES ('OAK', 'Oakland', 'ncal')"))

    assert len(_held(engine, center="OAK")) == len(_held(engine, region="ncal")) == 1
    assert _held(engine, center="SFO") == _held(engine, region="scal") == []


def test_taking_a_task_is_an_act_of_record_and_the_last_has_it(engine: Engine, desk: PaperDesk) -> None:
    _take(engine, ANA)
    _take(engine, LENA)

    assert [row.owner for row in _held(engine)] == ["lena"]
    assert count_rows(engine, "lines WHERE desk = 'LEDGER' AND kind = 'task_taken'") == 2
    assert check(engine).findings == []


def test_who_has_not_the_right_takes_and_releases_nothing(engine: Engine, desk: PaperDesk) -> None:
    with pytest.raises(NotAllowed, match="may not take tasks"):
        _take(engine, replace(ANA, role=Role.AUDITOR))
    with pytest.raises(NotAllowed, match="may not release held money"):
        _release(engine, _wish(), caller=LENA)

    assert balance(engine, OPEN) == 10_000


@pytest.mark.parametrize("task", ["", "OAK3", "OAK3.1.0", "OAK3.1.0.1", "OAK4.1.0.0", "OAK3.x.0.0", "OAK3.1.0.0.0"])
def test_a_task_that_is_not_there_is_refused(engine: Engine, desk: PaperDesk, task: str) -> None:
    with pytest.raises(Refused, match="There is no task"):
        _take(engine, ANA, task=task)
    with pytest.raises(Refused, match="There is no task"):
        _release(engine, _wish(), task=task)


def test_a_release_pays_the_right_statement_and_the_list_forgets_it(engine: Engine, desk: PaperDesk) -> None:
    released = _release(engine, _wish())

    assert (released.applied_cents, released.credit_cents, released.held_cents) == (700, 0, 0)
    assert (balance(engine, OPEN), balance(engine, held(CENTER).code)) == (9_300, 0)
    assert _held(engine) == []
    assert check(engine).findings == []


def test_a_release_in_two_parts_ends_with_what_was_held(engine: Engine, desk: PaperDesk) -> None:
    assert _release(engine, _wish(cents=300)).held_cents == 400
    assert [row.held_cents for row in _held(engine)] == [400]
    with pytest.raises(Refused, match=r"Only \$4.00 of OAK3.1.0.0 is held"):
        _release(engine, _wish(cents=401))

    assert _release(engine, _wish(to="", guarantor=GUARANTOR)).credit_cents == 400
    with pytest.raises(Refused, match="has been released"):
        _release(engine, _wish(cents=1))

    assert (balance(engine, OPEN), balance(engine, credit(GUARANTOR).code)) == (9_700, -400)
    assert balance(engine, held(CENTER).code) == 0
    assert check(engine).findings == []


def test_what_exceeds_the_open_amount_becomes_credit_with_a_task(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-99999999", 12_000)
    send(engine, desk)

    released = _release(engine, _wish())

    assert (released.applied_cents, released.credit_cents, released.held_cents) == (10_000, 2_000, 0)
    assert [(row.cents, row.desk, row.guarantor_number) for row in _credits(engine)] == [(2_000, "LEDGER", GUARANTOR)]
    assert check(engine).findings == []


def test_the_same_release_twice_is_one_and_answers_the_same(engine: Engine, desk: PaperDesk) -> None:
    wish = _wish(cents=300)
    first = _release(engine, wish)

    assert _release(engine, wish) == first
    assert balance(engine, OPEN) == 9_700
    for other in (wish.model_copy(update={"cents": 301}), wish.model_copy(update={"reason": "another"})):
        with pytest.raises(Refused, match="another act's"):
            _release(engine, other)
    with pytest.raises(Refused, match="another act's"):
        _release(engine, wish, caller=replace(ANA, user="otto"))


def test_eight_releases_at_once_release_no_more_than_is_held(engine: Engine, desk: PaperDesk) -> None:
    def try_once(_: int) -> int:
        try:
            return _release(engine, _wish(cents=200)).applied_cents
        except Refused:
            return 0

    with ThreadPoolExecutor(8) as people:
        assert sorted(people.map(try_once, range(8))) == [0] * 5 + [200] * 3

    assert balance(engine, held(CENTER).code) == -100
    assert check(engine).findings == []


def test_releases_and_runs_that_pay_the_same_statements_at_once_wait_for_no_deadlock(engine: Engine) -> None:
    """Parts that were meant for S-1…1X go to S-3…1 and the other way round, while runs pay all of them."""
    names = [f"OAK{number}" for number in range(4, 8)]
    with engine.begin() as connection:
        load(connection, statement("S-30000001", 100_000))
        for name in names:
            add_desk(connection, name)
    holders = [PaperDesk("OAK3"), PaperDesk("OAK4")]
    for holder in holders:
        for turn in range(20):
            holder.pay(("S-30000001", "S-10000001")[turn % 2] + "X", 10)
        send(engine, holder)
    with engine.begin() as connection:
        load(connection, statement("S-30000001X", 1_000), statement("S-10000001X", 1_000))

    def release_all(holder: PaperDesk) -> None:
        for line in range(1, 21):
            to = ("S-30000001", "S-10000001")[line % 2]
            _release(engine, _wish(to=to), task=f"{holder.desk}.{line}.0.0")

    def pay_all(name: str) -> None:
        desk = PaperDesk(name)
        for turn in range(40):
            desk.pay(("S-30000001X", "S-10000001", "S-10000001X", "S-30000001")[turn % 4], 5)
        for first in range(1, 41, 4):
            send(engine, desk, first, first + 3)

    with ThreadPoolExecutor(5) as people:
        work = [people.submit(release_all, holder) for holder in holders]
        work += [people.submit(pay_all, name) for name in names[1:]]
        for each in work:
            each.result()

    assert balance(engine, held(CENTER).code) == 0
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (_wish(to="S-55555555"), "does not know this statement"),
        (_wish(to="", guarantor="555"), "does not know this guarantor"),
        (_wish(to=""), "one of both"),
        (_wish(guarantor=GUARANTOR), "one of both"),
        (_wish(reason="  "), "Say why"),
        (_wish(reason="4111 1111 1111 1111"), "bank card"),
    ],
)
def test_a_release_that_cannot_be_moves_nothing(
    engine: Engine, desk: PaperDesk, wish: ReleaseHeld, sentence: str
) -> None:
    lines = count_rows(engine, "lines")

    with pytest.raises(Refused, match=sentence):
        _release(engine, wish)

    assert (count_rows(engine, "lines"), balance(engine, held(CENTER).code)) == (lines, -700)


def test_medical_money_is_not_released_to_premium_or_to_another_region(engine: Engine, desk: PaperDesk) -> None:
    premium = statement("S-20000001", 900).model_copy(update={"kind": StatementKind.PREMIUM})
    southern = statement("S-20000002", 900).model_copy(update={"region": "scal"})
    with engine.begin() as connection:
        load(connection, premium, southern)

    with pytest.raises(Refused, match="ncal's medical money, and the statement is ncal's premium"):
        _release(engine, _wish(to="S-20000001"))
    with pytest.raises(Refused, match="scal's medical"):
        _release(engine, _wish(to="S-20000002"))


def test_credit_that_is_not_held_cannot_be_released(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 10_500)
    send(engine, desk)

    with pytest.raises(Refused, match="is not held"):
        _release(engine, _wish(), task="OAK3.1.0.1")


def test_a_guarantor_who_became_known_is_offered(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay_target(Target(TargetKind.CREDIT, "999999999"), 500)
    send(engine, desk)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO guarantors VALUES ('999999999', 'Diaz, Leo', 'ncal')"))

    (row,) = _held(engine)
    assert (row.guarantor_number, row.statement_number, row.is_known_now) == ("999999999", "", True)
    assert _release(engine, _wish(to="", guarantor="999999999")).credit_cents == 500


def test_a_statement_that_comes_later_is_offered_its_money_and_the_desk_sees_it_go_there(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-77777777", 400)
    send(engine, desk)
    with engine.begin() as connection:
        load(connection, statement("S-77777777", 900))
    first = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=500)
    assert _held(engine)[0].is_known_now
    assert {row.number: row.held_cents for row in first.statements}["S-77777777"] == 400

    _release(engine, _wish(to="S-77777777"))

    page = read_page(engine, "OAK3", known_epoch=first.epoch, after=Cursor.read(first.after), limit=500)
    assert [(row.number, row.open_cents, row.held_cents) for row in page.statements] == [("S-77777777", 500, 0)]


def test_a_desk_hears_that_money_went_elsewhere_than_it_said(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-77777777", 400)
    send(engine, desk)
    with engine.begin() as connection:
        load(connection, statement("S-77777777", 900))
    first = read_page(engine, "OAK3", known_epoch="", after=Cursor(), limit=500)

    _release(engine, _wish(cents=150))

    page = read_page(engine, "OAK3", known_epoch=first.epoch, after=Cursor.read(first.after), limit=500)
    rows = {row.number: (row.open_cents, row.held_cents) for row in page.statements}
    assert rows == {"S-77777777": (900, 250), "S-10000001": (9_850, 0)}


def test_credit_beyond_an_open_amount_is_a_task_until_it_is_used(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 10_500)
    send(engine, desk)
    _take(engine, LENA, task="OAK3.1.0.1")

    (row,) = _credits(engine, region="ncal")
    assert (row.statement_number, row.guarantor_number, row.cents) == ("S-10000001", GUARANTOR, 500)
    assert (row.owner, row.credit_cents) == ("lena", 500)
    assert _credits(engine, region="scal") == []

    used = Transfer(credit(GUARANTOR), receivable("S-10000002"), Money(500))
    desk.write(desk.line(LineKind.ACCOUNT_OPENED, facts={}, transfers=(used,), line_id=new_id()))
    send(engine, desk)
    assert _credits(engine) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 900), st.sampled_from(["S-10000001", "S-10000002", ""])), max_size=5))
def test_whatever_is_released_adds_up(engine: Engine, wishes: list[tuple[int, str]]) -> None:
    """Examples follow one another on the same ledger, each with a desk of its own."""
    name = f"D{new_id().hex[-10:].upper()}"
    with engine.begin() as connection:
        add_desk(connection, name)
    desk = PaperDesk(name)
    desk.pay("S-99999999", 1_000)
    before = balance(engine, held(CENTER).code)
    send(engine, desk)

    went = 0
    for cents, to in wishes:
        wish = _wish(to=to, guarantor="" if to else GUARANTOR, cents=cents)
        if cents <= 1_000 - went:
            released = _release(engine, wish, task=f"{name}.1.0.0")
            assert released.applied_cents + released.credit_cents == cents
            went += cents
        else:
            with pytest.raises(Refused):
                _release(engine, wish, task=f"{name}.1.0.0")

    assert balance(engine, held(CENTER).code) == before - 1_000 + went
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (None, "Two people release held money."),
        (ANA, "Two people release held money."),
        (Staff(user="helen", name="Helen Park", role=Role.LEAD), "Helen Park may not agree to a release."),
    ],
)
def test_nobody_releases_alone_and_nobody_agrees_who_may_not(
    engine: Engine, desk: PaperDesk, second: Staff | None, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        _release(engine, _wish(), second=second)

    assert balance(engine, "held:OAK") == -700
