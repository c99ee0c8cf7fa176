"""A ledger that is put back to an older state gets from its desks what it lost, and says what it cannot get."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from cashier.doors.assembly import Assembly, assembled
from cashier.doors.lanes import SyncLanes, sync_lanes, until_idle
from cashier.doors.ledger_process import RunningLedger, running_ledger
from cashier.doors.processes import MAIN
from cashier.ledger import database, restoring
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.check import check
from cashier.ledger.restoring import RestoreTrouble
from cashier.ledger.tokens import enroll_channel
from cashier.sync.link import Link
from cashier.sync.push import IDLE_S
from cashier.usecases.sign_in import sign_in
from cashier.wire import ChannelPayment
from tests.e2e.workplace import ROSA, answer_of, new_desk
from tests.ledger.conftest import ADMIN, clock, load, new_id, owner_engine, short_folder, statement
from tests.ledger.paper_desk import TODAY


def _ledger(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(MAIN), "ledger", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _copy(source: Path, target: Path) -> None:
    """With owners and modes, as a backup does: PostgreSQL's files are not ours where the tests run as root."""
    subprocess.run(["cp", "--archive", str(source), str(target)], check=True)


@contextmanager
def _desk(folder: Path, url: str) -> Iterator[tuple[Assembly, SyncLanes]]:
    with assembled(folder) as assembly:
        link = Link(assembly.desk.clock, heard=lambda _: None)
        sync = sync_lanes(assembly, link=link, applied=lambda: None, hold_s=0, url=url)
        with closing(sync.plug):
            yield assembly, sync


def _work(folder: Path, url: str, records: int) -> None:
    """Somebody signs in so many times, and all of it is sent."""
    with _desk(folder, url) as (assembly, sync):
        for _ in range(records):
            sign_in(ROSA.user, ROSA.passphrase, assembly.desk)
        until_idle(sync.push)
        until_idle(sync.pull)


def _sent(folder: Path, url: str) -> tuple[int, str]:
    """Let a desk find out by itself; returns how far the ledger has it now, and its epoch as the desk knows it."""
    with _desk(folder, url) as (assembly, sync):
        until_idle(sync.pull)
        while sync.push.step() < IDLE_S:
            continue
        with assembly.desk.open_reading() as work:
            mark = work.journal.mark()
            assert work.journal.head().sequence == mark.received_through
        return mark.received_through, mark.epoch


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made


def _add_rosa(running: RunningLedger, *, name: str = ROSA.name) -> None:
    answer_of("ledger", "staff", "add", ROSA.user, "--name", name, "--role", "cashier",
              "--database-url", running.database_url, said=f"{ROSA.passphrase}\n")  # fmt: skip


def _pay_online(running: RunningLedger, reference: str) -> None:
    payment = ChannelPayment(reference=reference, statement_number="S-10000001", cents=100, business_date=TODAY)
    with _books(running) as engine, engine.begin() as connection:
        take_channel_payments(connection, "online", [payment], clock=clock, new_id=new_id)


@contextmanager
def _books(running: RunningLedger) -> Iterator[Engine]:
    engine = database.service_engine(running.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def test_files_put_back_lose_nothing_that_a_desk_has_and_what_else_is_lost_is_named(folder: Path) -> None:
    data, backup = folder / "ledger", folder / "backup"
    data.mkdir(mode=0o755)
    desks = {code: folder / code for code in ("OAK3", "OAK4", "OAK5")}
    with running_ledger(data) as running:
        where = ("--database-url", running.database_url)
        _add_rosa(running)
        with _books(running) as engine, engine.begin() as connection:
            load(connection, statement("S-10000001", 10_000))
            enroll_channel(connection, "online", ADMIN)
        for code, at in desks.items():
            invited = answer_of("ledger", "desks", "invite", code, "--center", "OAK", *where)
            new_desk(at, ledger_url=running.url, code=invited["code"], desk=code)
            _work(at, running.url, records=2)
        _pay_online(running, "before")
    _copy(data, backup)

    with running_ledger(data) as running:
        for at in (desks["OAK3"], desks["OAK4"]):
            _work(at, running.url, records=3)
        _pay_online(running, "after")
    with ExitStack() as away:
        lost = folder / "lost"
        data.rename(lost)
        _copy(backup, data)
        away.callback(subprocess.run, ["rm", "-rf", str(lost), str(backup)], check=True)

    said = json.loads(_ledger("restored", "--data", str(data), "--by", "helen").stdout)
    with running_ledger(data) as running:
        through = {code: _sent(at, running.url) for code, at in desks.items()}
        incomplete = _ledger("check", "--database-url", running.database_url)
        _pay_online(running, "after")
        done = _ledger("restored", "--complete", "--database-url", running.database_url)
        complete = _ledger("check", "--database-url", running.database_url)

    assert {code: lines for code, (lines, _) in through.items()} == {"OAK3": 5, "OAK4": 5, "OAK5": 2}
    assert {epoch for _, epoch in through.values()} == {said["epoch"]}
    assert said["epoch"] != said["epoch_before"]
    assert incomplete.returncode == 1
    assert incomplete.stderr.count("\n") == 1
    assert f"put back to line {said['own_lines']} of its own journal" in incomplete.stderr
    assert "payments of online" in incomplete.stderr
    assert "bills of billing" in incomplete.stderr
    assert (done.returncode, complete.returncode, complete.stderr) == (0, 0, "")


def test_a_desk_that_has_read_further_than_files_that_were_put_back_begins_an_epoch(folder: Path) -> None:
    data, backup, desk = folder / "ledger", folder / "backup", folder / "OAK3"
    data.mkdir(mode=0o755)
    with running_ledger(data) as running:
        _add_rosa(running)
        invited = answer_of(
            "ledger", "desks", "invite", "OAK3", "--center", "OAK", "--database-url", running.database_url
        )
        new_desk(desk, ledger_url=running.url, code=invited["code"], desk="OAK3")
        _work(desk, running.url, records=2)
        with _books(running) as engine, engine.connect() as connection:
            before = database.epoch(connection)
    _copy(data, backup)

    with running_ledger(data) as running:
        with _books(running) as engine, engine.begin() as connection:
            for number in range(20):  # Each a transaction that the backup knows nothing of.
                load(connection, statement(f"S-2000000{number:02}", 100))
        _add_rosa(running, name="Rosa Diaz")
        _work(desk, running.url, records=3)
    with ExitStack() as away:
        lost = folder / "lost"
        data.rename(lost)
        _copy(backup, data)
        away.callback(subprocess.run, ["rm", "-rf", str(lost), str(backup)], check=True)
    with running_ledger(data) as running:
        through, epoch = _sent(desk, running.url)
        again = _sent(desk, running.url)
        incomplete = _ledger("check", "--database-url", running.database_url)

    assert through == 5
    assert epoch != before
    assert again == (through, epoch)
    assert "put back to line" in incomplete.stderr


def test_a_database_in_another_postgresql_begins_an_epoch_by_itself(engine: Engine, ledger_url: str) -> None:
    def noticed() -> str:
        with engine.begin() as connection:
            restoring.notice_copy(connection, ADMIN)
            return database.epoch(connection)

    first = noticed()
    assert noticed() == first
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE meta SET system = 'of another cluster'"))
    owner.dispose()
    second = noticed()

    assert second != first
    assert noticed() == second
    assert len(check(engine).findings) == 1


def test_only_a_restored_ledger_can_be_completed(engine: Engine) -> None:
    def complete() -> None:
        with engine.begin() as connection:
            restoring.complete(connection, ADMIN)

    with pytest.raises(RestoreTrouble):
        complete()
    with engine.begin() as connection:
        facts: dict[str, Any] = restoring.begin_epoch(connection, ADMIN)
    complete()
    with pytest.raises(RestoreTrouble):
        complete()
    assert facts["own_lines"] > 0
    assert check(engine).findings == []
