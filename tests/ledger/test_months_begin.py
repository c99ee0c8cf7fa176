"""A ledger that has lines already gets its months while desks go on paying, and keeps all that is in it."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from cashier.ledger import database
from cashier.ledger.check import check
from cashier.ledger.held import held_rows
from cashier.ledger.migrations.versions import (
    v0006_months,
    v0008_as_said,
    v0012_checks,
    v0032_open_cards,
    v0035_reentered,
)
from tests.ledger.conftest import add_desk, count_rows, own_database, owner_engine, send
from tests.ledger.paper_desk import NOW, PaperDesk
from tests.ledger.payer import TRIES_FOR_EVER, Payer

BEFORE = "0005"
PAYMENTS_LEAST = 30


@pytest.fixture
def older_url(ledger_url: str, notes_nothing_beside: None) -> Iterator[str]:
    """A ledger without months, with what this copy of the service needs besides: an older copy is else as this one."""
    with own_database(ledger_url, BEFORE) as url:
        _add_columns(url, v0006_months.ADDED[0])
        owner = owner_engine(url)
        with owner.begin() as connection:
            connection.execute(text(v0008_as_said.REFUSE_UNLESS))
            connection.execute(text(v0012_checks.TABLES))
            connection.execute(text(v0032_open_cards.TABLES))
            connection.execute(text(v0035_reentered.TABLES))
        owner.dispose()
        yield url


@pytest.fixture
def older(older_url: str) -> Iterator[Engine]:
    """That ledger as the service sees it, with two desks and no bills, so that all they take is held."""
    engine = database.service_engine(older_url)
    with engine.begin() as connection:
        add_desk(connection, "OAK3")
        add_desk(connection, "SFO1")
    yield engine
    engine.dispose()


def test_months_begin_while_a_desk_pays(older_url: str, older: Engine) -> None:
    unknown = PaperDesk("SFO1")
    unknown.pay("S-99999999", 500)
    send(older, unknown)

    with Payer(older) as payer:
        database.prepare(older_url)
        payer.wait_for(PAYMENTS_LEAST)
    unknown.pay("S-99999999", 700)
    send(older, unknown)

    report = check(older)
    assert (report.payments, report.findings) == (payer.payments + 2, [])
    with older.connect() as connection:
        assert [row.held_cents for row in held_rows(connection, NOW) if row.desk == "SFO1"] == [500, 700]
    for whole in ("lines", "transfers"):
        assert count_rows(older, f"{whole} WHERE tableoid::regclass::text = '{whole}_before'") > 0
        assert count_rows(older, f"{whole} WHERE tableoid::regclass::text LIKE '{whole}\\_2%'") > 0


def test_a_line_from_before_there_were_months_is_found_as_repeated(older_url: str, older: Engine) -> None:
    desk = PaperDesk("OAK3")
    paid = desk.pay("S-10000001", 100)
    send(older, desk)
    _forget_newest(older_url)
    database.prepare(older_url)
    desk.write(paid)

    assert send(older, desk).received_through == 2

    assert count_rows(older, "lines WHERE state = 'repeated'") == 1
    assert check(older).findings == []


def test_months_let_a_reader_and_the_desks_go_first(
    older_url: str, older: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.05)
    monkeypatch.setattr(database, "LOCK_REST_S", 0.2)
    monkeypatch.setattr(database, "LOCK_TRIES_MOST", TRIES_FOR_EVER)
    beginning = threading.Thread(target=database.prepare, args=[older_url])
    with older.begin() as reader, Payer(older) as payer:
        reader.execute(text("SELECT count(*) FROM transfers"))  # A report that takes its time.
        beginning.start()
        payer.wait_for(PAYMENTS_LEAST)
        assert beginning.is_alive()
        reader.rollback()
        beginning.join(60)
        assert not beginning.is_alive()
        payer.wait_for(PAYMENTS_LEAST)

    report = check(older)
    assert (report.payments, report.findings) == (payer.payments, [])


def test_months_end_no_reader_who_asks_for_the_other_table(older_url: str, older: Engine) -> None:
    _add_columns(older_url, *v0006_months.ADDED)
    beginning = threading.Thread(target=database.prepare, args=[older_url])
    with older.begin() as reader:
        reader.execute(text("SELECT count(*) FROM transfers"))
        beginning.start()
        while "lines" not in _held_alone(older):  # It waits for the other one.
            continue
        reader.execute(text("SELECT count(*) FROM lines"))
        reader.rollback()
    beginning.join(60)

    with older.connect() as connection:
        assert database.revision_of(connection) == database.SCHEMA_REVISION


def test_months_hold_no_table_while_they_wait_for_a_run_that_is_halfway(older_url: str, older: Engine) -> None:
    _add_columns(older_url, *v0006_months.ADDED)
    beginning = threading.Thread(target=database.prepare, args=[older_url])
    with older.begin() as run:
        run.execute(text("SELECT FROM desks WHERE desk = 'OAK3' FOR UPDATE"))
        beginning.start()
        with older.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                continue
        assert _held_alone(older) == set()
    beginning.join(60)

    with older.connect() as connection:
        assert database.revision_of(connection) == database.SCHEMA_REVISION


def _add_columns(url: str, *added: tuple[str, str, str]) -> None:
    """As the first part of the step does."""
    owner = owner_engine(url)
    with owner.begin() as connection:
        for column in added:
            connection.execute(text(v0006_months.ADD.format(*column)))
    owner.dispose()


def _held_alone(engine: Engine) -> set[str]:
    """The tables of ours that nobody else can read now."""
    asked = """
        SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation
        WHERE mode = 'AccessExclusiveLock' AND granted AND relname IN ('desks', 'lines', 'transfers')
    """
    with engine.connect() as connection:
        return set(connection.scalars(text(asked)))


def _forget_newest(url: str) -> None:
    """As an older copy of the service left it."""
    owner = owner_engine(url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE desks SET newest_line = NULL, received_in = NULL"))
    owner.dispose()
