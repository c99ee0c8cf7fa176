"""Where desks live and die: gives the nursery process its orders, and hears all that a desk said before its end."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cashier.doors.processes import MAIN

LIFE_TIMEOUT_S = 240.0
_READ_BYTES = 65_536


@dataclass(slots=True)
class Life:
    """What a desk said, and how it ended: an exit code, or minus the signal."""

    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ended(self) -> int | None:
        return next(iter(self.answers("ended")), None)

    @property
    def was_killed(self) -> bool:
        return self.ended == -signal.SIGKILL

    def answers(self, name: str) -> list[Any]:
        """All that was said under one name."""
        return [words[name] for words in self.said if name in words]


class Nursery:
    """One process that has loaded the program and forks a desk for each order: so a start takes no second."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self._process = process
        self._log = log
        self._unread = b""

    def live(self, order: dict[str, Any]) -> Life:
        """Let a desk live until its end."""
        life = self._born(order)
        self._hear_end(life)
        return life

    def live_and_kill(self, order: dict[str, Any], *, after_taken: int, within_s: float) -> Life:
        """Let a desk live until it has taken so many payments, and for ``within_s`` more; then kill it."""
        life = self._born(order)
        try:
            until = time.monotonic() + LIFE_TIMEOUT_S
            self._hear(life, until, lambda: life.ended is not None or len(life.answers("taken")) >= after_taken)
            self._hear(life, time.monotonic() + within_s, lambda: life.ended is not None)
            assert life.ended is None, self._log.read_text("utf-8")
        finally:
            # Not reaped before it is heard, so the number is still this desk's.
            if life.ended is None:
                os.kill(life.answers("pid")[0], signal.SIGKILL)
        self._hear_end(life)
        return life

    def _born(self, order: dict[str, Any]) -> Life:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        life = Life()
        self._hear(life, time.monotonic() + LIFE_TIMEOUT_S, lambda: bool(life.answers("pid")))
        return life

    def _hear_end(self, life: Life) -> None:
        self._hear(life, time.monotonic() + LIFE_TIMEOUT_S, lambda: life.ended is not None)
        assert life.ended is not None, self._log.read_text("utf-8")

    def _hear(self, life: Life, until: float, is_enough: Callable[[], bool]) -> None:
        """Read what is said until it is enough, or until the time is up."""
        assert self._process.stdout is not None
        while not is_enough():
            line, newline, rest = self._unread.partition(b"\n")
            if newline:
                self._unread = rest
                life.said.append(json.loads(line))
                continue
            left_s = until - time.monotonic()
            if left_s <= 0 or not select.select([self._process.stdout], [], [], left_s)[0]:
                return
            piece = os.read(self._process.stdout.fileno(), _READ_BYTES)
            assert piece, self._log.read_text("utf-8")
            self._unread += piece


@contextmanager
def running_nursery(folder: Path) -> Iterator[Nursery]:
    """A nursery for the length of the block."""
    log = folder / "nursery.log"
    with (
        log.open("ab") as complaints,
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.victim"],
            cwd=MAIN.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process,
    ):
        yield Nursery(process, log)
