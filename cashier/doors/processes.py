"""Child processes that belong to their parent: they say one JSON line when they are ready, and leave when it does.

A child watches its standard input. The parent holds the other end of that pipe and never writes to it, so the pipe
ends when the parent stops, crashes or is killed, and the child knows.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cashier.domain.errors import CashierError

MAIN = Path(__file__).resolve().parents[2] / "main.py"


@dataclass(frozen=True, slots=True)
class Child:
    """A running command of `main.py` and what it said when it was ready."""

    process: "subprocess.Popen[bytes]"
    said: dict[str, Any]

    def end_input(self) -> None:
        """Ask it to leave."""
        if self.process.stdin is not None:
            self.process.stdin.close()

    def stop(self, within_s: float = 10.0) -> int:
        """End its input and wait; a child that does not leave in time is killed. Returns its exit code."""
        self.end_input()
        if self.process.stdout is not None:
            self.process.stdout.close()
        try:
            return self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def start_child(*arguments: str, log: Path) -> Child:
    """Start ``main.py ARGUMENTS --until-eof`` and wait until it is ready; what it complains about goes to ``log``.

    Raises CashierError if it leaves before it is ready.
    """
    with open(log, "ab", opener=_private) as complaints:
        process = _main(*arguments, stderr=complaints)
    return _ready(process, f"{arguments[0]} did not start (exit code {{}}). Its last words are in {log}.")


def start_worker(*arguments: str, environment: Mapping[str, str], listener: int) -> Child:
    """Start ``main.py ARGUMENTS`` with an open socket of ours, and wait until it is ready; it complains where we do.

    Raises CashierError if it leaves before it is ready.
    """
    process = _main(*arguments, env={**os.environ, **environment}, pass_fds=[listener])
    return _ready(process, "A worker did not start (exit code {}). Read the ledger's log.")


def _main(*arguments: str, **how: Any) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(MAIN), *arguments, "--until-eof"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **how)


def _ready(process: "subprocess.Popen[bytes]", if_not: str) -> Child:
    assert process.stdout is not None
    first = process.stdout.readline()
    if not first:
        raise CashierError(if_not.format(Child(process, {}).stop()))
    return Child(process, json.loads(first))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def say_ready(facts: dict[str, Any]) -> None:
    """The child's one line to its parent."""
    print(json.dumps(facts), flush=True)


def when_asked_to_leave(leave: Callable[[], None], *, until_eof: bool) -> None:
    """Call ``leave`` once on SIGTERM or SIGINT, and at the end of standard input if ``until_eof``."""
    once = threading.Lock()

    def go(*_: object) -> None:
        if once.acquire(blocking=False):
            leave()

    signal.signal(signal.SIGTERM, go)
    signal.signal(signal.SIGINT, go)

    def wait_for_end() -> None:
        # Not by sys.stdin: a thread that waits in there holds a lock that the interpreter needs at its end.
        while os.read(0, 4096):
            continue
        go()

    if until_eof:
        threading.Thread(target=wait_for_end, name="parent", daemon=True).start()
