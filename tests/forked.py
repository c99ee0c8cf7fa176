"""Commands of ``main.py``, each in a process of its own that is forked from one that has loaded the program already.

A command starts in a tenth of the time. What is different from ``python main.py``: nothing is loaded anew, and what
loads late in the product was loaded before. That a command loads what it needs, and no more, is tried elsewhere.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

from cashier.doors.processes import MAIN, Child

_ORDER_BYTES_MOST = 1 << 17
_LOADED = ("main", "cashier.doors.ledger", "cashier.doors.journal", "cashier.doors.replay", "cashier.ledger.serve")


class Forked:
    """A running command. Its parent is the process that forks: only that can say how it ended."""

    def __init__(self, orders: socket.socket, pid: int) -> None:
        self.pid = pid
        self.stdin: IO[bytes] | None = None
        self.stdout: IO[bytes] | None = None
        self.returncode: int | None = None
        self._orders = orders
        self._ended = os.pidfd_open(pid)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, or minus the signal. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(MAIN), timeout or 0.0)
            self.returncode = int(_ask(self._orders, {"ended": self.pid}))
            os.close(self._ended)
        return self.returncode

    def kill(self) -> None:
        """As a power cut would."""
        if self.returncode is None:
            signal.pidfd_send_signal(self._ended, signal.SIGKILL)


def fork_main(arguments: Sequence[str], *, stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> Forked:
    """Start a command over these open files, with this process's environment as it is now."""
    orders = _nursery()
    order = {"arguments": list(arguments), "environment": dict(os.environ)}
    return Forked(orders, int(_ask(orders, order, stdin.fileno(), stdout.fileno(), stderr.fileno())))


def fork_child(*arguments: str, log: Path) -> Child:
    """What `start_child` does, by a fork."""
    (its_input, ours), (heard, its_output) = os.pipe(), os.pipe()
    stdin, stdout = os.fdopen(ours, "wb"), os.fdopen(heard, "rb")
    with (
        os.fdopen(its_input, "rb") as hears,
        os.fdopen(its_output, "wb") as says,
        open(log, "ab", opener=_private) as complaints,
    ):
        process = fork_main([*arguments, "--until-eof"], stdin=hears, stdout=says, stderr=complaints)
    process.stdin, process.stdout = stdin, stdout
    first = stdout.readline()
    child = Child(cast("subprocess.Popen[bytes]", process), json.loads(first or b"{}"))
    assert first, (child.stop(), log.read_text("utf-8"))
    return child


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@cache
def _nursery() -> socket.socket:
    """The process that forks, started with the first order; it ends when nobody can give it any more."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        command = [sys.executable, "-m", "tests.forked", str(its.fileno())]
        process = subprocess.Popen(command, cwd=MAIN.parent, stdin=subprocess.DEVNULL, pass_fds=[its.fileno()])
    atexit.register(_end, process, ours)
    return ours


def _end(process: "subprocess.Popen[bytes]", ours: socket.socket) -> None:
    ours.close()
    process.wait()


def _ask(orders: socket.socket, order: dict[str, Any], *files: int) -> str:
    socket.send_fds(orders, [json.dumps(order).encode()], files)
    return orders.recv(64).decode()


def _serve(orders: socket.socket) -> list[str] | None:
    """Fork for each order. Returns in each child what it is to do, and at the end, without anything, in the parent."""
    while True:
        said, files, *_ = socket.recv_fds(orders, _ORDER_BYTES_MOST, 3)
        if not said:
            return None
        order = json.loads(said)
        if "ended" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["ended"], 0)[1])
        elif not (answer := os.fork()):
            for number, file in enumerate(files):
                os.dup2(file, number)
                os.close(file)
            os.environ.clear()
            os.environ.update(order["environment"])
            return list(order["arguments"])
        for file in files:
            os.close(file)
        with suppress(BrokenPipeError):
            orders.sendall(str(answer).encode())


def _run() -> None:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # As main.py does before it loads anything.
    sys.path.insert(0, str(MAIN.parent))
    for name in _LOADED:
        import_module(name)
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        arguments = _serve(orders)
    if arguments is not None:
        sys.argv = [str(MAIN), *arguments]
        sys.exit(import_module("main").main())


if __name__ == "__main__":
    _run()
