"""Minds an embedded PostgreSQL: starts it, and stops it when its owner's end of the pipe closes, however that came.

Runs as a script of its own, with the standard library alone, so that a killed owner leaves no server behind.
One argument: a JSON object with the fields of `Orders`. It says one JSON object on its output when it is ready.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

START_TIMEOUT_S = 60
FAST_STOP_TIMEOUT_S = 5
LOOK_AGAIN_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What to mind. ``user_id`` and ``group_id``: whose the cluster is; both None for our own."""

    binaries: str
    cluster: str
    socket_folder: str
    lock_file: str
    settings: tuple[str, ...]
    user_id: int | None
    group_id: int | None

    def control(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run pg_ctl on the cluster as its owner."""
        log = os.path.join(self.cluster, "log")
        return subprocess.run(
            [os.path.join(self.binaries, "pg_ctl"), "-D", self.cluster, "-l", log, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # The server inherits it; a pipe here would never end.
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            user=self.user_id,
            group=self.group_id,
            extra_groups=[] if self.user_id is not None else None,
        )

    def is_ready(self) -> bool:
        """Whether the cluster's server says of itself that it takes connections."""
        try:
            with open(os.path.join(self.cluster, "postmaster.pid"), encoding="utf-8") as said:
                lines = said.read().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and self.control("status").returncode == 0


def say(**words: object) -> None:
    """One line of JSON to the owner, who may be gone already."""
    try:
        os.write(1, (json.dumps(words) + "\n").encode())
    except BrokenPipeError:
        return


def wait_for_end() -> None:
    """Until the owner closes its end, or dies."""
    while os.read(0, 4096):
        continue


def is_ours(lock: int) -> bool:
    """Whether this guard minds the cluster from now on; False while another one does."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def mind(orders: Orders) -> None:
    """Start the cluster, or join one that another guard minds; return when the owner has left."""
    lock = os.open(orders.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + START_TIMEOUT_S
    while not is_ours(lock):
        if orders.is_ready():
            say(ready=True)
            wait_for_end()
            return
        if time.monotonic() > deadline:
            say(ready=False, why="another program holds the ledger's database, which does not get ready")
            return
        time.sleep(LOOK_AGAIN_S)
    try:
        if not orders.is_ready():
            options = " ".join(f"-c {setting}" for setting in orders.settings)
            orders.control("start", "-w", "-t", str(START_TIMEOUT_S), "-o", options)
        if orders.is_ready():
            say(ready=True)
            wait_for_end()
        else:
            say(ready=False, why="PostgreSQL did not start")
    finally:
        fast = orders.control("stop", "-w", "-m", "fast", "-t", str(FAST_STOP_TIMEOUT_S))
        if fast.returncode != 0:
            orders.control("stop", "-w", "-m", "immediate", "-t", str(FAST_STOP_TIMEOUT_S))
        if orders.socket_folder != orders.cluster:
            with suppress(OSError):
                os.rmdir(orders.socket_folder)


def main() -> None:
    """Only the pipe's end stops us: whoever stops a whole group of processes stops our owner too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    given = json.loads(sys.argv[1])
    mind(Orders(**given | {"settings": tuple(given["settings"])}))


if __name__ == "__main__":
    main()
