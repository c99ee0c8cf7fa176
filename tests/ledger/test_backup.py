"""A ledger is put back to a moment in time with PostgreSQL's own tools, and gets from its desks what it lost."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cashier.doors.ledger_process import RunningLedger, running_ledger
from cashier.ledger import database, embedded
from cashier.ledger.check import check
from cashier.wire import Standing
from tests.fakes.signed import Signed, enrolled
from tests.ledger.conftest import ADMIN, load, owner_engine, short_folder, statement
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.test_service import _ledger, _post, _wait_a_moment

WITHIN_S = 60.0
_ANYTHING = text("SELECT pg_logical_emit_message(true, 'test', 'so that the log has something to send')")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in which PostgreSQL's own user may work too."""
    with short_folder() as made:
        embedded._private_folder(made / "copies", embedded._owner()).chmod(0o777)
        yield made


def test_a_restore_to_a_moment_in_time_holds_and_the_desks_send_the_rest(place: Path) -> None:
    alive, copies, restored = place / "alive", place / "copies", place / "restored"
    desk = PaperDesk("OAK3")
    for _ in range(30):
        desk.pay("S-10000001", 100)
    with database.opened_ledger(data=alive, database_url=None) as engine, engine.begin() as connection:
        load(connection, statement("S-10000001", 10_000))
        signed = enrolled(connection, "OAK3", "OAK", ADMIN)

    with running_ledger(alive) as running:
        where = ("--dbname", running.database_url, "--pgdata", str(copies / "base"))
        _do(*_tool("pg_basebackup", *where, "--checkpoint=fast"))
        with _archiving(copies / "log", running.database_url) as archived:
            before = _sent(running, signed, desk, 1, 20).epoch
            moment = _moment(running.database_url)
            _sent(running, signed, desk, 21, 30)
            archived()

    _restore(copies, restored, moment)
    epoch = json.loads(_ledger("restored", "--data", str(restored)).stdout)["epoch"]
    assert epoch != before

    with running_ledger(restored) as running:
        lacking = _sent(running, signed, desk, 31, 30)  # Nothing: only to hear how far it is.
        again = _sent(running, signed, desk, lacking.received_through + 1, 30)
        with database.opened_ledger(data=None, database_url=running.database_url) as engine:
            report = check(engine)
            _ledger("restored", "--complete", "--database-url", running.database_url)
            completed = check(engine)

    assert (lacking.received_through, lacking.epoch) == (20, epoch)
    assert (again.state, again.received_through) == ("ok", 30)
    assert (report.payments, len(report.findings)) == (30, 1)
    assert "was put back" in report.findings[0]
    assert (completed.payments, completed.findings) == (30, [])


def _sent(running: RunningLedger, signed: Signed, desk: PaperDesk, first: int, last: int) -> Standing:
    standing = _post(running, signed, desk, first, last)
    assert standing is not None
    return standing


def _tool(name: str, *arguments: str) -> list[str]:
    """One of PostgreSQL's own programs."""
    return [str(embedded._binaries(embedded._owner()) / name), *arguments]


def _as_owner() -> dict[str, Any]:
    """How to be whoever PostgreSQL's files belong to."""
    owner = embedded._owner()
    return {"user": owner.user_id, "group": owner.group_id, "cwd": "/"}


@contextmanager
def _archiving(folder: Path, url: str) -> Iterator[Callable[[], None]]:
    """The write-ahead log comes into ``folder``; the value waits until all that was written so far is there."""
    embedded._private_folder(folder, embedded._owner())
    receiving = subprocess.Popen(
        _tool("pg_receivewal", "--dbname", url, "--directory", str(folder)), stderr=subprocess.DEVNULL, **_as_owner()
    )
    owner = owner_engine(url)

    def archived() -> None:
        with owner.begin() as connection:
            segment = connection.scalar(text("SELECT pg_walfile_name(pg_switch_wal())"))
            connection.execute(_ANYTHING)
        _wait_for(folder / str(segment), receiving)

    try:
        # The log's first file has begun: nothing that is written from now on is missed.
        with owner.begin() as connection:
            begun = connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())"))
            connection.execute(_ANYTHING)
        _wait_for(folder / f"{begun}.partial", receiving)
        yield archived
    finally:
        owner.dispose()
        receiving.send_signal(signal.SIGINT)
        receiving.wait(WITHIN_S)


def _moment(url: str) -> str:
    owner = owner_engine(url)
    with owner.connect() as connection:
        moment = str(connection.scalar(text("SELECT clock_timestamp()::text")))
    owner.dispose()
    return moment


def _restore(copies: Path, data: Path, moment: str) -> None:
    """Put the base in place, and let PostgreSQL replay the log up to the moment."""
    data.mkdir(mode=0o755)
    cluster = data / "postgres"
    (copies / "base").rename(cluster)
    # The base was taken while its server ran, and says so.
    (cluster / ".s.PGSQL.5432.lock").unlink()
    (data / embedded.INIT_LOCK).touch()
    with (cluster / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(
            f"restore_command = 'cp {copies}/log/%f %p'\nrecovery_target_time = '{moment}'\n"
            "recovery_target_action = 'promote'\n"
        )
    _do("touch", str(cluster / "recovery.signal"))
    control = _tool("pg_ctl", "-D", str(cluster), "-w", "-l", str(copies / "restore.log"))
    options = f"-c listen_addresses= -c unix_socket_directories={cluster}"
    _do(*control, "-o", options, "start")
    try:
        _wait_until_promoted(f"postgresql://{embedded.SUPERUSER}@/postgres?host={cluster}")
    finally:
        _do(*control, "-m", "fast", "stop")


def _do(*command: str) -> None:
    # The server inherits its outputs: a pipe here would never end.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_as_owner())


def _wait_until_promoted(url: str) -> None:
    owner = owner_engine(url)
    deadline = time.monotonic() + WITHIN_S
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(text("SELECT pg_is_in_recovery()")):
            assert time.monotonic() < deadline
    owner.dispose()


def _wait_for(path: Path, receiving: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + WITHIN_S
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not come"
        _wait_a_moment(receiving, 0.05)
