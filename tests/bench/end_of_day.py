"""B12: the end of a day of 5,000 payments, from its totals to its Z report, with a thousand times the history."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path

from cashier.domain.accounts import BookLine
from cashier.domain.drawer import Holdings, drawer_holds, items_in
from cashier.domain.drawer_count import Attempt
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import DENOMINATIONS, OpenShift, Shift
from cashier.domain.shift_close import CloseShift, Closing, decide_close
from cashier.domain.z_report import z_facts
from cashier.doors.assembly import Assembly, assembled
from cashier.doors.loaded import settle_loaded
from cashier.store.engine import Connection
from cashier.usecases.activity import day_at, find_payments
from cashier.usecases.find_member import today_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.shift import open_shift
from cashier.usecases.sign_in import sign_in
from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.bench.figures import Figure, Outcome, Watch, share
from tests.bench.offline_journal import take_one
from tests.bench.payers import payers
from tests.bench.place import FLOAT_COUNT, ROSA, Devices, bench_desk

_MEMBERS, _PAYMENTS, _GROWTH = 50_000, 5_000, 1_000
_TIMES, _WARM_UP = 40, 3
_COLUMNS, _PIECES_MOST = 42, 9_999
_AT_ONCE = 50_000
_FILL_CACHE_KIB = 256 << 10
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
_BUSINESS_DATE = "date('{day}', '-' || (1 + ({last_of_all} - i) / {a_day}) || ' days')"
# The lines of days that are over: where they stand and what they moved, without what nobody reads of them here.
_LINES = """
    INSERT INTO lines (sequence, line_id, kind, payment_id, receipt, business_date, shift_id, money_so_far,
                       receipts_so_far, chain, body)
    {numbers} SELECT i, printf('00000000-0000-7000-8000-%012x', i),
        CASE WHEN i % {a_day} = 0 THEN 'cash_dropped' ELSE 'payment' END,
        printf('00000000-0000-7000-8000-%012x', i), printf('OAK3-%07d', i), {date},
        printf('00000000-0000-7000-9000-%012x', i / {a_day}), i, i, printf('%064x', i),
        CASE WHEN i % {a_day} = 0
            THEN CAST(printf('{{"facts":{{"bags":[{{"number":"OLD-%d"}}],"of":"%01000d"}}}}', i, 0) AS BLOB)
            ELSE zeroblob(64) END FROM n
"""
_TRANSFERS = """
    INSERT INTO transfers (sequence, place, debit, credit, cents)
    {numbers} SELECT i, 1, 'card_clearing:OAK3:ncal.medical', printf('receivable:H-%08d', i), 1 + i % 90000 FROM n
"""
_ROWS = """
    INSERT INTO payments (place, through, receipt, business_date, taken_at, member, initials, paid_by, opened_at,
                          waited_s)
    {numbers} SELECT i, i, printf('OAK3-%07d', i), {date}, {date} || 'T18:00:00.000000Z',
        printf('2%07d', i % 20000), 'A. B.', printf('[["cash", %d, "Cash", "", %d, 0]]', 1 + i % 90000, 1 + i % 90000),
        NULL, 60 FROM n
"""
_AMOUNTS = "INSERT INTO amounts (cents, place) {numbers} SELECT 1 + i % 90000, i FROM n"
_HOURS = """
    INSERT INTO hours (business_date, hour, payments)
    SELECT business_date, substr(taken_at, 1, 13), count(*) FROM payments GROUP BY 1, 2
"""


def measure(quick: bool) -> Outcome:
    """By turns at two desks: one with as much history as the day itself has, one with a thousand times that."""
    payments, growth, times = (40, 10, 5) if quick else (_PAYMENTS, _GROWTH, _TIMES)
    with (
        _desk(payments, payments) as young,
        _desk(payments, payments * growth) as old,
        _plain(young) as plain,
    ):
        settle_loaded()  # As a desk does when it is open: what was made to measure with is collected no more.
        told = _measured(young, old, plain, times)
    at_young, at_old, floor = (told[name]["totals and list"] for name in ("young", "old", "floor"))
    both = _together(at_young, told["young"]["Z report"]) + _together(at_old, told["old"]["Z report"])
    figures: dict[str, Figure] = {
        "p50_ms": share(both, 50),
        "p99_ms": share(both, 99),
        "p50_cpu_ms": share(_cpu(told["young"]) + _cpu(told["old"]), 50),
        **{f"{name} after {payments:,}": watch.spread for name, watch in told["young"].items()},
        **{f"{name} after {payments * growth:,}": watch.spread for name, watch in told["old"].items()},
        "growth": _growth(_together(at_young, told["young"]["Z report"]), _together(at_old, told["old"]["Z report"])),
        "growth_cpu": _growth(_cpu(told["young"]), _cpu(told["old"])),
        "floor": {"the same rows read from a plain file": floor.spread},
        "ratio": round(share(at_young.times_s, 50) / share(floor.times_s, 50), 2),
    }
    return Outcome(
        bench="B12",
        workload=f"end of a day of {payments:,} payments at a desk, {times} times: its figures by tender, by hour "
        "against four weekdays and its whole list, and the Z report from all its lines to its tape; beside it what the "
        "drawer should hold, and one payment found by its amount; by turns after "
        f"{payments:,} earlier payments, and after {payments * growth:,} with a bag a day",
        figures=figures,
    )


def _together(totals: Watch, z: Watch) -> list[float]:
    """The day's totals with its list, and its Z report, turn by turn."""
    return [one + other for one, other in zip(totals.times_s, z.times_s, strict=True)]


def _cpu(told: dict[str, Watch]) -> list[float]:
    return [one + other for one, other in zip(told["totals and list"].cpu_s, told["Z report"].cpu_s, strict=True)]


def _growth(young: list[float], old: list[float]) -> float:
    return round(share(old, 50) / share(young, 50), 2)


def _measured(young: Assembly, old: Assembly, plain: sqlite3.Connection, times: int) -> dict[str, dict[str, Watch]]:
    names = ("totals and list", "drawer", "Z report", "found by amount")
    told = {desk: {name: Watch() for name in names} for desk in ("young", "old", "floor")}
    for turn in range(times + _WARM_UP):
        if turn == _WARM_UP:
            for watches in told.values():
                for watch in watches.values():
                    watch.clear()
        _end_day(young, told["young"])
        _end_day(old, told["old"])
        with told["floor"]["totals and list"]:
            plain.execute("SELECT * FROM payments ORDER BY c0 DESC").fetchall()
    return told


def _end_day(assembly: Assembly, told: dict[str, Watch]) -> None:
    desk = assembly.desk
    with told["totals and list"]:
        day = day_at(desk)
    assert len(day.payments) == day.figures.receipts > 0
    with told["drawer"], desk.open_reading() as work:
        shift = work.journal.open_shift()
        assert shift is not None, "the drawer is open"
        held = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
    with told["Z report"], desk.open_work() as work:  # Not committed, so that the day can end again.
        close_drawer(desk, work, shift, held)
    with told["found by amount"]:
        find_payments(day.payments[-1].amount.plain(), desk)


def close_drawer(desk: Desk, work: UnitOfWork, shift: Shift, held: Holdings, *, bag: str = "B") -> None:
    """All that a close reads and decides, its line appended, and the tape's bytes laid out. Its bags begin so."""
    bags = {BookLine.MEDICAL: f"{bag}-1", BookLine.PREMIUM: f"{bag}-2"}
    lines = work.journal.drawers.lines(shift.shift_id)
    counted = Attempt(
        number=1, count=_notes(held.cash_total), amount=held.cash_total, matches=True, counted_at=desk.clock()
    )
    at = Closing(
        shift=shift,
        staff=Staff(user=shift.staff, name=shift.staff_name, role=Role.CASHIER),
        held=held,
        items=items_in(shift.shift_id, lines.said),
        attempts=(counted,),
        rules=desk.place.drawers,
        now=desk.clock(),
        known_bags=work.journal.drawers.bags(set(bags.values())),
    )
    wish = CloseShift(
        line_id=desk.new_id(),
        present=frozenset(item.key for item in at.items),
        bags=bags,
    )
    received = work.journal.mark().received_through
    report = z_facts(shift, lines, previous=work.journal.drawers.last_close(), received_through=received)
    numbered = work.journal.append(decide_close(wish, at, report))
    lay_out(paper_document((numbered.line,), desk.place, 0), _COLUMNS)


def _notes(amount: Money) -> dict[str, int]:
    count, cents = {}, amount.cents
    for kind in DENOMINATIONS:
        count[kind.code] = min(cents // kind.cents, _PIECES_MOST)
        cents -= count[kind.code] * kind.cents
    return {code: number for code, number in count.items() if number}


@contextmanager
def _desk(payments: int, history: int) -> Iterator[Assembly]:
    """An open desk with so much history, and after it a day of so many payments by the use case's own steps."""
    members = max(2_000, min(_MEMBERS, 10 * payments))
    with bench_desk(members, Devices(), shift_is_open=False) as folder, assembled(folder) as assembly:
        desk = assembly.desk
        _add_history(assembly, history, payments)
        staff = sign_in(*ROSA, desk)
        open_shift(OpenShift(shift_id=desk.new_id(), count=FLOAT_COUNT, business_date=today_at(desk)), desk, staff)
        with desk.open_work() as work:
            for person in islice(cycle(list(islice(payers(members), payments))), payments):
                take_one(person, work, desk, staff)
            work.commit()
        while assembly.store.activity.step() == 0.0:
            pass
        yield assembly


def _add_history(assembly: Assembly, history: int, a_day: int) -> None:
    journal, activity = assembly.store.journal.database, assembly.store.activity._database
    date = _BUSINESS_DATE.format(day=today_at(assembly.desk), last_of_all=history, a_day=a_day)
    for database, statements in ((journal, (_LINES, _TRANSFERS)), (activity, (_ROWS, _AMOUNTS))):
        with closing(database.connect_to_write()) as connection:
            connection.sql(f"PRAGMA cache_size = -{_FILL_CACHE_KIB}")
            for first in range(1, history + 1, _AT_ONCE):
                numbers = _NUMBERS.format(first=first, last=min(history, first + _AT_ONCE - 1))
                _run(connection, *(each.format(numbers=numbers, date=date, a_day=a_day) for each in statements))
            if database is activity:
                reached = f"UPDATE followed SET through = {history}, chain = printf('%064x', {history})"
                _run(connection, _HOURS, reached)
            connection.sql(f"PRAGMA cache_size = -{database.file.cache_kib}")


def _run(connection: Connection, *statements: str) -> None:
    connection.sql("BEGIN IMMEDIATE")
    for statement in statements:
        connection.sql(statement)
    connection.sql("COMMIT")


@contextmanager
def _plain(assembly: Assembly) -> Iterator[sqlite3.Connection]:
    """The day's rows alone, in a file without encryption."""
    with closing(assembly.store.activity._database.connect()) as connection:
        rows = connection.sql(f"SELECT * FROM payments WHERE business_date = '{today_at(assembly.desk)}'")
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-floor-") as name,
        closing(sqlite3.connect(Path(name) / "floor.db")) as plain,
    ):
        others = "".join(f", c{place}" for place in range(1, len(rows[0])))
        plain.execute(f"CREATE TABLE payments (c0 INTEGER PRIMARY KEY{others})")
        plain.executemany(f"INSERT INTO payments VALUES ({', '.join('?' * len(rows[0]))})", rows)
        plain.commit()
        yield plain
