"""The tables change while desks go on paying."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from cashier.ledger import database
from cashier.ledger.check import check
from cashier.ledger.embedded import DatabaseTrouble
from tests.ledger.conftest import add_desk, load, owner_engine, send, statement
from tests.ledger.paper_desk import PaperDesk

PAYMENTS_BEFORE, PAYMENTS_LEAST = 5, 30

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
    build_index("lines_business_date", "ON lines (business_date)")
""",
}


@pytest.fixture
def url(ledger_url: str) -> Iterator[str]:
    """A ledger of its own beside the others' one, whose tables may change."""
    owner = owner_engine(ledger_url).execution_options(isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("CREATE DATABASE changing"))
    made = make_url(ledger_url).set(database="changing").render_as_string(hide_password=False)
    database.prepare(made)
    yield made
    with owner.connect() as connection:
        connection.execute(text("DROP DATABASE changing"))
    owner.dispose()


@pytest.fixture
def busy(url: str) -> Iterator[Engine]:
    """That ledger as the service sees it, with a bill and desk OAK3."""
    engine = database.service_engine(url)
    with engine.begin() as connection:
        load(connection, statement("S-10000001", 10_000))
        add_desk(connection, "OAK3")
    yield engine
    engine.dispose()


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be after two more steps."""
    for revision, step in STEPS.items():
        (tmp_path / f"v{revision}.py").write_text(step, "utf-8")
    monkeypatch.setattr(database, "VERSIONS", (*database.VERSIONS, tmp_path))
    monkeypatch.setattr(database, "SCHEMA_REVISION", max(STEPS))
    monkeypatch.setattr(database, "LOCK_REST_S", 0.01)


class Payer:
    """A desk that pays without a pause, on a thread of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._desk = PaperDesk("OAK3")
        self._leaving = threading.Event()
        self._paid = threading.Condition()
        self._acknowledged = 0
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> "Payer":
        self._thread.start()
        self.wait_for(PAYMENTS_BEFORE)
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._thread.join()

    @property
    def payments(self) -> int:
        """How many the ledger acknowledged."""
        with self._paid:
            return self._acknowledged

    def wait_for(self, more: int) -> None:
        """Until so many more are acknowledged."""
        with self._paid:
            wanted = self._acknowledged + more
            assert self._paid.wait_for(lambda: self._acknowledged >= wanted, 60)

    def _work(self) -> None:
        while not self._leaving.is_set():
            self._desk.pay("S-10000001", 1)
            standing = send(self._engine, self._desk, len(self._desk.sent))
            with self._paid:
                self._acknowledged = standing.received_through
                self._paid.notify_all()


def test_a_desk_pays_before_while_and_after_the_tables_change(url: str, busy: Engine, next_release: None) -> None:
    with Payer(busy) as payer:
        database.prepare(url)
        payer.wait_for(PAYMENTS_LEAST)

    report = check(busy)
    assert (report.payments, report.findings) == (payer.payments, [])
    with busy.connect() as connection:
        assert database.revision_of(connection) == max(STEPS)
        assert connection.scalar(
            text("SELECT indisvalid FROM pg_index WHERE indexrelid = 'lines_business_date'::regclass")
        )


def test_a_step_that_finds_its_table_in_use_lets_the_desks_go_first(
    url: str, busy: Engine, next_release: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.05)
    migrating = threading.Thread(target=database.prepare, args=[url])
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
    url: str, busy: Engine, next_release: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT_S", 0.02)
    monkeypatch.setattr(database, "LOCK_TRIES_MOST", 3)
    before = _revision(busy)
    with busy.begin() as reader:
        reader.execute(text("SELECT count(*) FROM lines"))
        with pytest.raises(DatabaseTrouble, match="in use each of 3 times"):
            database.prepare(url)

    assert _revision(busy) == before
    database.prepare(url)
    assert _revision(busy) == max(STEPS)


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return database.revision_of(connection)
