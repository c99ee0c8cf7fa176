"""Lines and transfers stand in a partition for each month, made ahead; whatever the month, none is ever refused."""

import csv
import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from cashier.doors import ledger_serve
from cashier.doors.ledger import app
from cashier.doors.ledger_process import running_ledger
from cashier.ledger import database, guarantors, held, months
from cashier.ledger.check import check
from cashier.ledger.embedded import DatabaseTrouble
from cashier.ledger.reading import received
from cashier.ledger.receive import _receive
from tests.ledger.conftest import balance, count_rows, owner_engine, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.payer import TRIES_FOR_EVER, Payer

WHOLES = ("lines", "transfers")
CHANGES = ["UPDATE {} SET sequence = 1", "DELETE FROM {}", "TRUNCATE {}"]
PAYMENTS_LEAST = 30
ALL_PARTS = 2 * (len(["before", "this month", "default"]) + months.MONTHS_AHEAD)
NOBODYS_MONTH = date(2041, 5, 17)
OPEN = "receivable:S-10000001"


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk("OAK3")


def _receive_on(url: str, day: date) -> None:
    """As if the ledger's clock said another day from now on, of another month."""
    _as_owner(
        url,
        *(f"ALTER TABLE {whole} ALTER COLUMN received_on SET DEFAULT '{day}'" for whole in WHOLES),
        "UPDATE desks SET received_in = '2001-01-01'",
    )


def _as_owner(url: str, *statements: str) -> None:
    owner = owner_engine(url)
    with owner.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    owner.dispose()


def _counted(url: str, busy: Engine) -> None:
    """PostgreSQL's estimates become exact. What a connection added is told at its end, and would be added once more."""
    busy.dispose()
    owner = owner_engine(url)
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with owner.connect() as connection:
        while connection.scalar(others):
            connection.commit()
    owner.dispose()
    _as_owner(url, "ANALYZE lines", "ANALYZE transfers")


def _maintain(url: str) -> list[dict[str, str]]:
    done = CliRunner().invoke(app, ["maintain", "--database-url", url], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(done.stdout.splitlines()))


def _partitions(connection: Connection) -> list[str]:
    """Every table under the two wholes."""
    found = text("SELECT relid::regclass::text FROM pg_partition_tree(CAST(:whole AS regclass)) WHERE level > 0")
    return [name for whole in WHOLES for name in connection.scalars(found, {"whole": whole})]


def _months(rows: list[dict[str, str]], whole: str) -> list[str]:
    return [row["partition"] for row in rows if row["table"] == whole and row["partition"][0].isdigit()]


def _month_after(engine: Engine, months_later: int) -> date:
    asked = "SELECT (date_trunc('month', CURRENT_DATE) + :later * interval '1 month')::date"
    with engine.connect() as connection:
        found = connection.scalar(text(asked), {"later": months_later})
    assert isinstance(found, date)
    return found


def test_a_run_is_kept_in_the_partition_of_its_month_and_touches_no_other(
    own_url: str, busy: Engine, desk: PaperDesk
) -> None:
    _maintain(own_url)
    desk.pay("S-10000001", 100)
    touched = """
        SELECT relname FROM pg_locks JOIN pg_class ON oid = relation
        WHERE pid = pg_backend_pid() AND relispartition AND relkind = 'r' ORDER BY relname
    """

    with busy.begin() as connection:
        _receive(connection, "OAK3", [received(sent, "OAK3") for sent in desk.sent], b"", may_repeat=False)
        names = list(connection.scalars(text(touched)))

    assert names == [f"{whole}_{_month_after(busy, 0):%Y_%m}" for whole in WHOLES]
    assert check(busy).findings == []


def test_what_is_held_and_what_is_gathered_is_looked_up_in_its_own_month(
    own_url: str, busy: Engine, desk: PaperDesk
) -> None:
    _maintain(own_url)
    desk.pay("S-99999999", 100)
    send(busy, desk)
    guarantors.Gatherer(busy).step()
    desk.pay("S-99999999", 200)
    send(busy, desk)
    this = f"{_month_after(busy, 0):%Y_%m}"
    with busy.connect() as connection:
        part = connection.execute(text("SELECT desk, sequence, received_on FROM set_aside LIMIT 1")).one()
    by_name = text(re.sub(r"%\((\w+)\)s", r":\1", held._LINE_OF_PART))

    assert _looked_into(busy, by_name, part._asdict()) == {f"lines_{this}"}
    named = _behind(busy)
    gathered = _looked_into(busy, guarantors._GATHER, named)
    assert {name for name in gathered if name.startswith("transfers")} == {f"transfers_{this}"}
    assert f"lines_{this}" in gathered
    _as_owner(own_url, f"UPDATE gathered SET caught_up_on = '{_month_after(busy, 3)}'")
    assert f"lines_{this}" not in _looked_into(busy, guarantors._GATHER, _behind(busy))


def _behind(engine: Engine) -> dict[str, object]:
    """What the gatherer would ask for."""
    with engine.connect() as connection:
        rows = connection.execute(guarantors._BEHIND, {"most": 1000}).all()
    columns = {"desks": "desk", "afters": "after", "throughs": "through", "caught_up": "caught_up_on"}
    return {
        **guarantors._KINDS,
        **{name: [getattr(row, column) for row in rows] for name, column in columns.items()},
    }


def _looked_into(engine: Engine, query: TextClause, named: dict[str, object]) -> set[str]:
    """Which partitions a query really reads."""
    with engine.connect() as connection:
        connection.execute(guarantors._ONE_BY_ONE)
        plan = connection.scalars(text(f"EXPLAIN (ANALYZE, COSTS OFF) {query}"), named).all()
    read = [line for line in plan if "never executed" not in line]
    return {name for line in read for name in re.findall(r" on ((?:lines|transfers)_[0-9a-z_]+)", line)}


def test_a_line_of_a_month_that_nobody_made_is_taken_like_any_other(
    own_url: str, busy: Engine, desk: PaperDesk
) -> None:
    _receive_on(own_url, NOBODYS_MONTH)
    desk.pay("S-10000001", 100)

    assert send(busy, desk).received_through == 1

    for whole in WHOLES:
        assert count_rows(busy, f"{whole} WHERE tableoid::regclass::text = '{whole}_default'") == 1
    assert balance(busy, OPEN) == 9_900
    assert check(busy).findings == []


def test_a_month_that_nobody_made_stays_where_it_is_and_later_ones_are_made(
    own_url: str, busy: Engine, desk: PaperDesk
) -> None:
    unplanned = _month_after(busy, 3)
    _receive_on(own_url, unplanned)
    desk.pay("S-10000001", 100)
    send(busy, desk)

    rows = _maintain(own_url)

    later = [f"{_month_after(busy, ahead):%Y-%m}" for ahead in range(4, months.MONTHS_AHEAD + 1)]
    for whole in WHOLES:
        assert [month for month in _months(rows, whole) if month >= f"{unplanned:%Y-%m}"] == later
    assert check(busy).findings == []


@pytest.mark.parametrize("change", CHANGES)
def test_no_partition_can_be_changed_whoever_made_it_and_whenever(
    own_url: str, busy: Engine, desk: PaperDesk, change: str
) -> None:
    desk.pay("S-10000001", 100)
    send(busy, desk)
    _maintain(own_url)
    owner = owner_engine(own_url)
    with owner.connect() as connection:
        partitions = _partitions(connection)
    assert len(partitions) == ALL_PARTS

    for name in (*WHOLES, *partitions):
        with busy.connect() as service, pytest.raises(DBAPIError, match="permission denied"):
            service.execute(text(change.format(name)))
        with owner.connect() as connection, pytest.raises(DBAPIError, match="is append-only"):
            connection.execute(text(change.format(name)))
    owner.dispose()


def test_the_service_writes_into_a_month_only_through_the_whole(busy: Engine) -> None:
    with busy.connect() as connection:
        for name in _partitions(connection):
            asked = text("SELECT has_table_privilege(:name, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')")
            assert connection.scalar(asked, {"name": name}) is False, name


@pytest.mark.parametrize("again", [0, 1])
@pytest.mark.parametrize("is_alone", [True, False], ids=["alone", "behind all before it"])
def test_a_line_that_came_in_another_month_is_found_as_repeated(
    own_url: str, busy: Engine, desk: PaperDesk, again: int, is_alone: bool
) -> None:
    source = PaperDesk("OAK3")
    newer, older, later = (
        replace(source.pay("S-10000001", cents), line_id=UUID(int=place))
        for cents, place in ((100, 2), (200, 1), (400, 3))
    )
    for line in (newer, older):
        desk.write(line)
        send(busy, desk, len(desk.sent) if is_alone else 1)
    _receive_on(own_url, _month_after(busy, 1))
    repeated = (newer, older)[again]
    for line in (repeated, later, repeated):
        desk.write(replace(line, facts={**line.facts, "payor": "another one"}))
        assert send(busy, desk, len(desk.sent) if is_alone else 1).received_through == len(desk.sent)

    with busy.connect() as connection:
        states = list(connection.scalars(text("SELECT state FROM lines WHERE desk = 'OAK3' ORDER BY sequence")))
    assert states == ["posted", "posted", "repeated", "posted", "repeated"]
    assert balance(busy, OPEN) == 10_000 - 700
    assert check(busy).findings == []


def test_payments_of_long_ago_are_gathered_too_some_at_a_time(
    own_url: str, busy: Engine, desk: PaperDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarantors, "LINES_AT_ONCE", 2)
    _receive_on(own_url, _month_after(busy, -24))
    for cents in (100, 200, 300, 400, 500):
        desk.pay("S-10000001", cents)
    send(busy, desk)
    gatherer = guarantors.Gatherer(busy)

    while gatherer.step():
        continue
    _receive_on(own_url, _month_after(busy, 0))
    desk.pay("S-10000001", 600)
    send(busy, desk)
    gatherer.step()

    assert count_rows(busy, "guarantor_payments") == 6


def test_maintaining_makes_what_is_coming_and_a_second_time_nothing(
    own_url: str, busy: Engine, desk: PaperDesk
) -> None:
    for cents in (100, 200, 300):
        desk.pay("S-10000001", cents)
    send(busy, desk)
    _counted(own_url, busy)

    first = _maintain(own_url)

    coming = [f"{_month_after(busy, ahead):%Y-%m}" for ahead in range(months.MONTHS_AHEAD + 1)]
    for whole in WHOLES:
        assert _months(first, whole) == coming
        rows = {row["partition"]: int(row["rows"]) for row in first if row["table"] == whole}
        assert rows[coming[0]] == count_rows(busy, whole)
        assert (set(rows.values()), {"before", "default"} <= rows.keys()) == ({0, rows[coming[0]]}, True)
    assert all(int(row["bytes"]) > 0 for row in first)
    assert _maintain(own_url) == first


def test_the_service_makes_the_next_months_when_it_starts(own_url: str, busy: Engine, tmp_path: Path) -> None:
    with running_ledger(tmp_path, database_url=own_url), busy.connect() as connection:
        assert len(_partitions(connection)) == ALL_PARTS


def test_a_service_that_finds_the_tables_in_use_starts_without_more_months(
    own_url: str, busy: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.05)
    with busy.begin() as reader:
        before = _partitions(reader)
        reader.execute(text("SELECT count(*) FROM lines, transfers"))  # A report that takes its time.
        ledger_serve._make_months(own_url)

        assert _partitions(reader) == before


def test_months_are_made_while_a_desk_pays(own_url: str, busy: Engine) -> None:
    with Payer(busy) as payer:
        months.make_ahead(own_url)
        payer.wait_for(PAYMENTS_LEAST)

    report = check(busy)
    assert (report.payments, report.findings) == (payer.payments, [])
    with busy.connect() as connection:
        assert len(_partitions(connection)) == ALL_PARTS


def test_months_that_wait_for_a_reader_hold_up_no_desk(
    own_url: str, busy: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.05)
    monkeypatch.setattr(database, "LOCK_REST_S", 0.01)
    monkeypatch.setattr(database, "LOCK_TRIES_MOST", TRIES_FOR_EVER)
    making = threading.Thread(target=months.make_ahead, args=[own_url])
    with busy.begin() as reader, Payer(busy) as payer:
        reader.execute(text("SELECT count(*) FROM lines, transfers"))  # A report that takes its time.
        with pytest.raises(DatabaseTrouble, match="in use each of 1 times"):
            months.make_ahead(own_url, tries=1)
        making.start()
        payer.wait_for(PAYMENTS_LEAST)
        assert making.is_alive()
        reader.rollback()
        making.join(60)
        assert not making.is_alive()

    assert check(busy).findings == []
