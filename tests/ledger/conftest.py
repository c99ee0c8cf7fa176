"""One embedded PostgreSQL for all of these tests, and a ledger of its own for each of them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from os import urandom
from pathlib import Path
from time import sleep
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url

from cashier.domain.chain import first_link
from cashier.domain.ids import uuid7
from cashier.domain.people import Role
from cashier.domain.statements import StatementKind
from cashier.ledger import database, embedded, loading, posting
from cashier.ledger.administration import Act, Admin, write_down
from cashier.ledger.guarantors import Gatherer
from cashier.security import passphrases
from cashier.wire import GuarantorRow, MemberRow, Run, StaffRow, Standing, StatementRow
from tests.leaks import remove_postgres
from tests.ledger.paper_desk import NOW, TODAY, PaperDesk
from tests.receiving import receive_run

GUARANTOR = "200417733"
MEMBER = "11048827"
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# At once instead of table by table, and without those that nothing was ever written to: every test begins with it.
_EMPTY = text("""
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname NOT IN ('alembic_version', 'meta')
        AND NOT relispartition AND (relkind = 'p' OR (relkind = 'r' AND pg_relation_size(oid) > 0))
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
""")


@contextmanager
def short_folder() -> Iterator[Path]:
    """A data folder with a short name, gone at the end with any database that it has."""
    folder = Path(tempfile.mkdtemp(prefix="cf-"))
    folder.chmod(0o755)  # PostgreSQL's own user goes in and out here, where the tests run as root.
    try:
        yield folder
    finally:
        remove_postgres(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def quick_postgres(*more: str) -> Iterator[str]:
    """A PostgreSQL that waits for no disk, with ``more`` settings; for tests in which no power fails."""
    kept = [said for said in embedded.SETTINGS if said.partition("=")[0] not in _QUICK]
    settings = (*kept, *(f"{name}={value}" for name, value in _QUICK.items()), *more)
    with short_folder() as folder, ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(embedded, "SETTINGS", settings)
            url = running.enter_context(embedded.embedded_postgres_url(folder))
        yield url


@pytest.fixture(scope="session")
def ledger_url() -> Iterator[str]:
    """A PostgreSQL with a ledger in it, for all tests of this folder."""
    with quick_postgres() as url:
        database.prepare(url)
        yield url


@pytest.fixture(scope="package", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Tokens and passphrases are hashed as always, in a hundredth of the time: nobody guesses these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def tidying(ledger_url: str) -> Iterator[Engine]:
    """Connected once: every test begins with it."""
    owner = owner_engine(ledger_url)
    yield owner
    owner.dispose()


@pytest.fixture
def engine(ledger_url: str, tidying: Engine) -> Iterator[Engine]:
    """A ledger as the service sees it, with one family's two bills and desk OAK3."""
    _empty(tidying)
    made = database.service_engine(ledger_url)
    with made.begin() as connection:
        load(connection, statement("S-10000001", 10_000), statement("S-10000002", 5_000))
        add_desk(connection, "OAK3")
    yield made
    made.dispose()


@pytest.fixture
def own_url(ledger_url: str) -> Iterator[str]:
    """A ledger of its own beside the others' one, whose tables may change."""
    with own_database(ledger_url) as url:
        database.prepare(url)
        yield url


@pytest.fixture
def busy(own_url: str) -> Iterator[Engine]:
    """That ledger as the service sees it, with a bill and desk OAK3."""
    engine = database.service_engine(own_url)
    with engine.begin() as connection:
        load(connection, statement("S-10000001", 10_000))
        add_desk(connection, "OAK3")
    yield engine
    engine.dispose()


@contextmanager
def own_database(ledger_url: str, revision: str = "", *, like: str = "template1") -> Iterator[str]:
    """An empty database, gone at the end; or a copy of that named ``like``; or the tables of an older ``revision``."""
    name = f"own_{new_id().hex}"
    owner = owner_engine(ledger_url).execution_options(isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    url = make_url(ledger_url).set(database=name).render_as_string(hide_password=False)
    if revision:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "SCHEMA_REVISION", revision)
            database.prepare(url)
    yield url
    with owner.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    owner.dispose()


@pytest.fixture
def notes_nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Post as an older copy of the service does: what stands beside the transfers, triggers alone note."""
    monkeypatch.setattr(posting, "note_beside", lambda *_: None)


def emptied(url: str) -> None:
    """Back to the first day. Only the database's superuser can: he lays down the triggers that refuse it."""
    owner = owner_engine(url)
    _empty(owner)
    owner.dispose()


def _empty(owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(_EMPTY)
        database.begin(connection)


def owner_engine(url: str) -> Engine:
    """Connections with all rights of the tables' owner."""
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"))


def clock() -> datetime:
    return NOW


def new_id() -> UUID:
    return uuid7(datetime.now(UTC), urandom)


ADMIN = Admin(by="helen", clock=clock, new_id=new_id)


def statement(number: str, open_cents: int, *, billed_cents: int | None = None) -> StatementRow:
    """A hospital bill of the family's."""
    return StatementRow(
        number=number,
        kind=StatementKind.HOSPITAL,
        region="ncal",
        member_number=MEMBER,
        guarantor_number=GUARANTOR,
        title="Hospital visit",
        statement_date=TODAY,
        due_date=TODAY,
        billed_cents=open_cents if billed_cents is None else billed_cents,
        open_cents=open_cents,
        version=1,
    )


def member(number: str = MEMBER, family_name: str = "Tran", given_names: str = "Mai Linh") -> MemberRow:
    return MemberRow(
        number=number,
        guarantor_number=GUARANTOR,
        family_name=family_name,
        given_names=given_names,
        birth_date=TODAY.replace(year=1961),
        region="ncal",
        home_center="OAK",
    )


def add_desk(connection: Connection, desk: str, center: str = "OAK") -> None:
    """Make a desk known, as its enrollment does; without a key, since nothing asks over HTTP."""
    connection.execute(
        text("INSERT INTO desks (desk, center, chain) VALUES (:desk, :center, :chain)"),
        {"desk": desk, "center": center, "chain": first_link(desk)},
    )
    write_down(connection, Act.DESK_ENROLLED, {"desk": desk, "center": center, "key": None, "replaces": None}, ADMIN)


def load(connection: Connection, *statements: StatementRow) -> int:
    return loading.load_directory(
        connection,
        members=[member()],
        guarantors=[GuarantorRow(number=GUARANTOR, name="Tran, Mai Linh", region="ncal")],
        statements=statements,
        clock=clock,
        new_id=new_id,
    )


def load_helen(connection: Connection) -> None:
    """The lead who agrees to what the desks of most tests do."""
    helen = StaffRow(user="helen", name="Helen Park", role=Role.LEAD, passphrase_hash="-")
    loading.load_directory(connection, staff=[helen], clock=clock, new_id=new_id)


def send(engine: Engine, desk: PaperDesk, first: int = 1, last: int | None = None) -> Standing:
    """Send lines of a desk as one run."""
    return send_run(engine, desk.desk, desk.run(first, last))


def send_run(engine: Engine, desk: str, run: Run) -> Standing:
    return receive_run(engine, desk, run)


def balance(engine: Engine, account: str) -> int:
    """What an account comes to by its transfers: debit less credit, in cents."""
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT debit_cents - credit_cents FROM trial_balance WHERE account = :account"), {"account": account}
        ).scalar()
        return int(found or 0)


def gather_all(engine: Engine) -> None:
    """All that came stands by guarantor now, also where a service gathers beside the test: one does it at a time."""
    gatherer = Gatherer(engine)
    behind = "desks LEFT JOIN gathered USING (desk) WHERE received_through > COALESCE(through, 0)"
    while gatherer.step() or count_rows(engine, behind):
        continue


def count_rows(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def wait_until_blocked(url: str, senders: int) -> None:
    """Until so many wait for what somebody else holds."""
    owner = owner_engine(url)  # Others see not what a connection waits for.
    with owner.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        while connection.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) < senders:
            sleep(0.01)
    owner.dispose()
