"""A ledger of an older version keeps its people and bills: they are found as before, and owe what they did."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from cashier.ledger import database
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.migrations.versions import v0007_own_people
from cashier.ledger.search import search_members
from tests.ledger.conftest import own_database, owner_engine
from tests.ledger.paper_desk import TODAY

OLDER = """
INSERT INTO guarantors (number, name, region) VALUES ('200417733', 'Núñez, Ana', 'ncal');
INSERT INTO members VALUES
    ('11048827', '200417733', 'Núñez Ortega', 'Ana', '1961-03-14', 'ncal', 'Oakland', '', 'en', '[]', '3'),
    ('11048828', '200417733', 'Ortega', 'Luz', '1990-03-14', 'ncal', 'Fresno', '', 'en', '[]', '3');
INSERT INTO member_words VALUES ('nunez', '11048827'), ('ortega', '11048827'), ('ana', '11048827');
INSERT INTO statements VALUES
    ('S-1001', 'hospital', 'ncal', '11048827', '200417733', 'Visit', '2026-11-01', '2026-12-01', 10000, NULL, false,
     NULL, '', false),
    ('S-1002', 'hospital', 'ncal', '11048827', '200417733', 'Visit', '2026-11-01', '2026-12-01', 500, NULL, false,
     NULL, '', false);
INSERT INTO balances (account, debit_cents, credit_cents) VALUES
    ('receivable:S-1001', 10000, 5000), ('receivable:S-1002', 500, 0), ('receivable:S-unknown', 0, 100);
INSERT INTO desks (desk, center, chain) VALUES ('OAK3', 'Oakland', ''), ('FRN1', 'Fresno', ''), ('SFO1', 'SFO', '');
INSERT INTO transfers VALUES
    ('LEDGER', 1, 0, 0, 'receivable:S-1001', 'billed:ncal.medical', 10000),
    ('LEDGER', 1, 1, 0, 'billed:ncal.medical', 'receivable:S-1001', 3000),
    ('LEDGER', 1, 2, 0, 'receivable:S-1002', 'billed:ncal.medical', 500),
    ('OAK3', 1, 0, 0, 'drawer_cash:x:ncal.medical', 'receivable:S-1001', 2000);
"""


@pytest.fixture
def older_url(ledger_url: str) -> Iterator[str]:
    """A ledger as the first version left it."""
    with own_database(ledger_url, "0001") as url:
        older = owner_engine(url)
        with older.begin() as connection:
            connection.exec_driver_sql(OLDER)
        older.dispose()
        yield url


def test_people_are_found_and_bills_know_what_came_off_them(older_url: str) -> None:
    database.prepare(older_url)

    engine = database.service_engine(older_url)
    with engine.connect() as connection:
        for asked in ("nun", "ortega a", "ana nu", "nunez 1961", "n 3/14/61", "11048827", "S-1001"):
            assert [row.number for row in search_members(connection, asked, TODAY)] == ["11048827"], asked
        off = connection.execute(text("SELECT number, taken_off_cents FROM statements ORDER BY number")).all()
    engine.dispose()
    assert [tuple(row) for row in off] == [("S-1001", 3000), ("S-1002", 0)]


@pytest.mark.parametrize("rows_at_once", [1, 10_000])
def test_people_and_bills_are_at_home_where_their_members_are_and_families_are_told_as_a_whole(
    older_url: str, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    monkeypatch.setattr(v0007_own_people, "ROWS_AT_ONCE", rows_at_once)

    database.prepare(older_url)

    engine = database.service_engine(older_url)
    told = {desk: read_page(engine, desk, known_epoch="", after=Cursor(), limit=9) for desk in ("OAK3", "FRN1", "SFO1")}
    engine.dispose()
    for desk in ("OAK3", "FRN1"):
        assert {row.number for row in told[desk].members} == {"11048827", "11048828"}
        assert {row.number: row.open_cents for row in told[desk].statements} == {"S-1001": 5000, "S-1002": 500}
    assert (told["SFO1"].members, told["SFO1"].statements) == ((), ())
