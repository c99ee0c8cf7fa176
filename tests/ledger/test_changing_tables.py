"""The tables change while desks go on paying."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cashier.ledger import database
from cashier.ledger.check import check
from cashier.ledger.embedded import DatabaseTrouble
from tests.ledger.payer import TRIES_FOR_EVER, Payer

PAYMENTS_LEAST = 30

STEPS = {
    "9001": f"""
from alembic import op
revision, down_revision = "9001", "{database.SCHEMA_REVISION}"
def upgrade():
    op.execute("ALTER TABLE lines ADD COLUMN told_to text")
""",
    "9002": """
from cashier.ledger.migrations import build_index
revision, down_revision = "9002", "9001"
def upgrade():
    build_index("lines_business_date", "lines", "(business_date)")
""",
}


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be after two more steps."""
    for revision, step in STEPS.items():
        (tmp_path / f"v{revision}.py").write_text(step, "utf-8")
    monkeypatch.setattr(database, "VERSIONS", (*database.VERSIONS, tmp_path))
    monkeypatch.setattr(database, "SCHEMA_REVISION", max(STEPS))
    monkeypatch.setattr(database, "LOCK_REST_S", 0.01)


def test_a_desk_pays_before_while_and_after_the_tables_change(own_url: str, busy: Engine, next_release: None) -> None:
    with Payer(busy) as payer:
        database.prepare(own_url)
        payer.wait_for(PAYMENTS_LEAST)

    report = check(busy)
    assert (report.payments, report.findings) == (payer.payments, [])
    with busy.connect() as connection:
        assert database.revision_of(connection) == max(STEPS)
        assert connection.scalar(
            text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'lines_business_date'::regclass")
        )


def test_a_step_that_finds_its_table_in_use_lets_the_desks_go_first(
    own_url: str, busy: Engine, next_release: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.05)
    monkeypatch.setattr(database, "LOCK_TRIES_MOST", TRIES_FOR_EVER)
    migrating = threading.Thread(target=database.prepare, args=[own_url])
    with busy.begin() as reader, Payer(busy) as payer:
        reader.execute(text("SELECT count(*) FROM lines"))  # A report that takes its time.
        migrating.start()
        payer.wait_for(PAYMENTS_LEAST)
        assert migrating.is_alive()
        reader.rollback()
        migrating.join(60)
        assert not migrating.is_alive()

    with busy.connect() as connection:
        assert database.revision_of(connection) == max(STEPS)
    assert check(busy).findings == []


def test_a_step_that_never_comes_through_says_so_and_leaves_nothing_half_done(
    own_url: str, busy: Engine, next_release: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.02)
    monkeypatch.setattr(database, "LOCK_TRIES_MOST", 3)
    before = _revision(busy)
    with busy.begin() as reader:
        reader.execute(text("SELECT count(*) FROM lines"))
        with pytest.raises(DatabaseTrouble, match="in use each of 3 times"):
            database.prepare(own_url)

    assert _revision(busy) == before
    database.prepare(own_url)
    assert _revision(busy) == max(STEPS)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return database.revision_of(connection)
