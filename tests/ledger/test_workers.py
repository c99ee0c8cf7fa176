"""Several processes on one socket: who dies is started again, and nobody outlives the one that keeps them."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from cashier.doors.ledger_process import RunningLedger
from cashier.doors.processes import Child, start_child
from cashier.ledger import database
from cashier.ledger.check import check
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, load, short_folder, statement
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.test_service import ANSWERED_WITHIN_S, LEAVE_WITHIN_S, _is_gone, _post

WITHIN_S = 60.0


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made


@pytest.fixture
def kept(folder: Path) -> Iterator[Child]:
    """A service of two workers."""
    arguments = ("--data", str(folder), "--port", "0", "--workers", "2")
    child = start_child("ledger", "serve", *arguments, log=folder / "ledger.log")
    yield child
    child.stop()


def _workers(child: Child) -> list[psutil.Process]:
    return [process for process in psutil.Process(child.process.pid).children() if _works(process)]


def _works(process: psutil.Process) -> bool:
    try:
        return "worker" in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # It has ended since.
        return False


def _wait_until_answered(url: str) -> None:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/ready").status_code == 200:
                return
        except httpx.TransportError:
            continue
    raise AssertionError("nobody answers")


def _figure(url: str, name: str) -> float:
    lines = httpx.get(f"{url}/metrics", timeout=ANSWERED_WITHIN_S).text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def test_whichever_worker_answers_speaks_for_all(kept: Child) -> None:
    for _ in range(40):  # A connection each, so that both have some.
        assert httpx.get(f"{kept.said['url']}/v1/desks/OAK3/standing", timeout=ANSWERED_WITHIN_S).status_code == 401

    counted = _figure(kept.said["url"], 'counterfoil_requests_total{method="GET",route="/v1/desks/{desk}/standing"')
    assert counted == 40


def test_a_killed_worker_is_started_again_while_the_others_answer(kept: Child) -> None:
    first, second = sorted(_workers(kept), key=lambda process: process.pid)
    first.kill()
    psutil.wait_procs([first], WITHIN_S)
    _wait_until_answered(kept.said["url"])

    deadline = time.monotonic() + WITHIN_S
    while len(_workers(kept)) < 2 and time.monotonic() < deadline:
        continue
    now = {process.pid for process in _workers(kept)}
    assert len(now) == 2
    assert first.pid not in now
    assert second.pid in now


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGKILL])
def test_all_workers_and_the_database_go_with_the_one_that_keeps_them(kept: Child, folder: Path, way: int) -> None:
    workers = _workers(kept)

    kept.process.send_signal(way)

    assert (kept.process.wait(LEAVE_WITHIN_S) == 0) == (way == signal.SIGTERM)
    assert psutil.wait_procs(workers, LEAVE_WITHIN_S)[1] == []
    assert _is_gone(folder)


def test_workers_that_cannot_all_have_connections_are_not_started(folder: Path) -> None:
    with pytest.raises(Exception, match="did not start"):
        start_child(
            "ledger", "serve", "--data", str(folder), "--port", "0", "--workers", "9", log=folder / "ledger.log"
        )

    assert "9 workers need 144 connections" in (folder / "ledger.log").read_text()


def test_two_workers_post_each_line_once(kept: Child, folder: Path) -> None:
    desk = PaperDesk("OAK3")
    for _ in range(300):
        desk.pay("S-10000001", 1)
    with database.opened_ledger(data=None, database_url=kept.said["database_url"]) as engine:
        with engine.begin() as connection:
            load(connection, statement("S-10000001", 10_000))
            signed = enrolled(connection, "OAK3", "OAK", ADMIN)
        running = RunningLedger(url=kept.said["url"], database_url=kept.said["database_url"], child=kept)
        for first in range(1, 300, 30):
            for _ in range(2):
                assert _post(running, signed, desk, first, first + 29) is not None
        report = check(engine)

    assert (report.payments, report.findings) == (300, [])
