"""A demo that is stopped, politely or by SIGKILL, leaves no process, no port and no PostgreSQL behind."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest

from cashier.doors.processes import MAIN
from tests.leaks import remove_postgres

GONE_WITHIN_S = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo's folder: the first start fills it, the others take it over."""
    folder = tmp_path_factory.mktemp("demo")
    yield folder
    remove_postgres(folder / "ledger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A demo without its window, which said that it is ready, and all that runs for it."""

    process: "subprocess.Popen[bytes]"
    facts: dict[str, Any]
    others: list[psutil.Process]

    @property
    def ports(self) -> list[int]:
        ledger = int(self.facts["ledger_url"].rpartition(":")[2])
        return [ledger, self.facts["printer"]["port"], self.facts["terminal"]["port"]]


@pytest.fixture
def demo(folder: Path) -> Iterator[Demo]:
    with _started(folder) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said, (folder / "complaints").read_text("utf-8")
        facts = json.loads(said)
        others = _processes_of(process.pid, _socket(facts).parent)
        yield Demo(process=process, facts=facts, others=others)
        for other in others:  # Only of a test that failed.
            with suppress(psutil.NoSuchProcess):
                other.kill()


@contextmanager
def _started(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, str(MAIN), "demo", "--data", str(folder), "--members", "100", "--no-window"]
    with (
        (folder / "complaints").open("wb") as complaints,
        # A signal to it is for it alone, as from a service manager.
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, start_new_session=True) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda stop: stop.name)
def test_a_stopped_demo_leaves_nothing_behind(stop: signal.Signals, demo: Demo) -> None:
    # Whoever holds the ports is among those that have to go; another program may take a port as soon as it is free.
    assert set(demo.ports) <= _listened_on(demo.others)
    assert len(demo.others) >= 5, "the ledger, the devices, PostgreSQL's guard, PostgreSQL and its helpers"
    assert _socket(demo.facts).is_socket()

    demo.process.send_signal(stop)
    code = demo.process.wait(GONE_WITHIN_S)
    _, still_there = psutil.wait_procs(demo.others, GONE_WITHIN_S)

    assert code == (-stop if stop is signal.SIGKILL else 0)
    assert still_there == []
    assert not _socket(demo.facts).exists()


def test_a_first_start_that_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    try:
        with _started(tmp_path) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            process.send_signal(signal.SIGINT)
            process.wait(GONE_WITHIN_S)
        (tmp_path / "kept.json").rename(tmp_path / "kept.new")  # As it lies there until the desk is enrolled.

        with _started(tmp_path) as process:
            assert process.stdout is not None
            said = process.stdout.readline()
            process.send_signal(signal.SIGINT)
            process.wait(GONE_WITHIN_S)

        assert said, (tmp_path / "complaints").read_text("utf-8")
        assert (tmp_path / "kept.json").exists()
    finally:
        remove_postgres(tmp_path / "ledger")


def _processes_of(parent: int, socket_folder: Path) -> list[psutil.Process]:
    """All that the demo started: its children, and PostgreSQL, which leaves its starter and names its folder."""
    servers = [one for one in psutil.process_iter() if str(socket_folder) in _command_of(one)]
    families = [psutil.Process(parent), *servers]
    found = set(servers)
    for one in families:
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's helpers come and go.
            found |= set(one.children(recursive=True))
    return sorted(found, key=lambda one: one.pid)


def _command_of(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def _socket(facts: dict[str, Any]) -> Path:
    """PostgreSQL's, which goes when it ends well."""
    return Path(parse_qs(urlsplit(facts["database_url"]).query)["host"][0]) / ".s.PGSQL.5432"


def _listened_on(processes: list[psutil.Process]) -> set[int]:
    ports: set[int] = set()
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            ports |= {one.laddr.port for one in process.net_connections("tcp") if one.status == psutil.CONN_LISTEN}
    return ports
