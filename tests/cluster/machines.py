"""The cluster's programs as processes of this machine, each on a loopback address of its own."""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from string import Template
from time import monotonic, sleep

import httpx
import psutil

from cashier.doors.processes import MAIN

ETCD, NORTH, SOUTH, ONE, TWO, PROXY = (f"127.83.0.{number}" for number in range(1, 7))
DATABASE_URL = f"postgresql://postgres@{PROXY}:5432/postgres"
LEDGER_URL = f"http://{PROXY}:8440"
NODES = {"north": NORTH, "south": SOUTH}
START_TIMEOUT_S = 90
_TEMPLATES = Path(__file__).parent
_LOOK_EVERY_S = 0.1


class ClusterTrouble(Exception):
    """Something did not come up in time; the sentence says what, and where its log is."""


class Machines:
    """Starts programs in ``folder``, and ends them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        os.chown(folder, self._owner.pw_uid, self._owner.pw_gid)

    def start_all(self) -> None:
        """etcd, two PostgreSQL under Patroni, the proxy, two ledgers; returns when the desks may come."""
        etcd = self._folder / "etcd"
        self._start("etcd", ["etcd", *_etcd_arguments(etcd)])
        for name in NODES:
            self.start_node(name)
            if name == "north":
                self.wait_until("primary", lambda: self.primary() == "north")
        self.wait_until("synchronous standby", self.has_standby)
        proxy = _filled("haproxy.cfg", proxy=PROXY, north=NORTH, south=SOUTH, one=ONE, two=TWO)
        (self._folder / "haproxy.cfg").write_text(proxy, "utf-8")
        self._start("haproxy", ["haproxy", "-db", "-f", str(self._folder / "haproxy.cfg")])
        self.wait_until("answer at the database's address", lambda: command("init").returncode == 0)
        for name, address in {"one": ONE, "two": TWO}.items():
            where = ("--host", address, "--port", "8440", "--database-url", DATABASE_URL)
            self._start(f"ledger-{name}", [sys.executable, str(MAIN), "ledger", "serve", *where])
        self.wait_until("answer at the ledger's address", self.is_ready)

    def start_node(self, name: str) -> None:
        """A PostgreSQL under Patroni: a new one, or one that was killed."""
        settings = self._folder / f"{name}.yml"
        binaries = max(Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name)) / "bin"
        data = self._folder / name
        settings.write_text(
            _filled("patroni.yml", name=name, address=NODES[name], etcd=ETCD, data=data, binaries=binaries), "utf-8"
        )
        self._start(name, ["patroni", str(settings)])

    def kill_primary(self) -> str:
        """As if its machine lost power: Patroni and PostgreSQL at once. Returns which it was."""
        name = self.primary()
        if name is None:
            raise ClusterTrouble("There is no primary to kill.")
        process = self._running.pop(name)
        postmaster = psutil.Process(int((self._folder / name / "postmaster.pid").read_text("ascii").split()[0]))
        for victim in (psutil.Process(process.pid), postmaster, *postmaster.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                victim.kill()
        process.wait()
        return name

    def primary(self) -> str | None:
        """Which node says that it is the primary now."""
        return next((name for name, address in NODES.items() if _status(f"http://{address}:8008/primary") == 200), None)

    def is_ready(self) -> bool:
        """Whether desks are answered."""
        return _status(f"{LEDGER_URL}/ready") == 200

    def has_standby(self) -> bool:
        """Whether a second node has all that the primary has, on disk."""
        return any(_status(f"http://{address}:8008/synchronous") == 200 for address in NODES.values())

    def wait_until(self, what: str, is_so: Callable[[], bool], within_s: float = START_TIMEOUT_S) -> float:
        """Seconds until it is so. Raises ClusterTrouble."""
        began = monotonic()
        while not is_so():
            if monotonic() - began > within_s:
                raise ClusterTrouble(f"There is no {what} after {within_s:.0f} s. {self._last_words()}")
            for name, process in self._running.items():
                if process.poll() is not None:
                    raise ClusterTrouble(f"{name} ended. {self._last_words()}")
            sleep(_LOOK_EVERY_S)
        return monotonic() - began

    def end_all(self) -> None:
        """Politely and in reverse; what does not go is killed."""
        for name, process in reversed(self._running.items()):
            process.send_signal(signal.SIGINT if name == "etcd" else signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def _last_words(self) -> str:
        """The ends of all logs, which are gone with the folder."""
        logs = {log.stem: log.read_text("utf-8").splitlines()[-5:] for log in self._folder.glob("*.log")}
        return "\n".join(f"{name}: {line}" for name, lines in sorted(logs.items()) for line in lines)

    def _start(self, name: str, command: Sequence[str]) -> None:
        is_database = name in NODES
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                env=_environment(),
                user=self._owner.pw_uid if is_database else None,
                group=self._owner.pw_gid if is_database else None,
                extra_groups=[] if is_database and os.geteuid() == 0 else None,
            )


@contextmanager
def cluster(folder: Path) -> Iterator[Machines]:
    """A running cluster, gone at the end."""
    machines = Machines(folder)
    try:
        machines.start_all()
        yield machines
    finally:
        machines.end_all()


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """One of the ledger's commands on the cluster's database."""
    command = [sys.executable, str(MAIN), "ledger", *arguments, "--database-url", DATABASE_URL]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _etcd_arguments(data: Path) -> list[str]:
    client, peer = f"http://{ETCD}:2379", f"http://{ETCD}:2380"
    return [
        *("--name", "etcd", "--data-dir", str(data)),
        *("--listen-client-urls", client, "--advertise-client-urls", client),
        *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
        *("--initial-cluster", f"etcd={peer}"),
    ]


def _filled(template: str, **values: object) -> str:
    return Template((_TEMPLATES / template).read_text("utf-8")).substitute(values)


def _environment() -> Mapping[str, str]:
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"))
    return os.environ | {"PATH": path}


def _status(url: str) -> int:
    """What it answers with; 0 where nobody does."""
    try:
        return httpx.get(url, timeout=2).status_code
    except httpx.TransportError:
        return 0
