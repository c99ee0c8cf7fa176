"""Printers for the window to print on: one that takes all, one that refuses, one that is a black hole."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_BACKLOG_MOST = 8


@dataclass(slots=True)
class Sink:
    """A printer that takes all; ``papers_s`` are the moments at which each had come whole, as far as they were read.

    ``expected``: how many papers were sent to it.
    """

    port: int
    process: "subprocess.Popen[bytes]"
    papers_s: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    expected: int = 0

    @property
    def is_behind(self) -> bool:
        """Whether a paper that was sent has not been heard of."""
        return len(self.papers_s) < self.expected

    def read(self) -> None:
        """One more paper; waits for it."""
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        self.papers_s.append(said["at"])
        self.sizes.append(said["bytes"])


@contextmanager
def sink() -> Iterator[Sink]:
    """In a process of its own, so that it takes no time of the desk's. The event loop hears of each paper."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sink"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    assert process.stdin is not None
    assert process.stdout is not None
    taking = Sink(port=json.loads(process.stdout.readline())["port"], process=process)
    try:
        yield taking
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


@contextmanager
def refusing_port() -> Iterator[int]:
    """A port that is taken and not listened on: every connection is refused at once."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def black_hole() -> Iterator[int]:
    """A port whose queue is full for good: nothing answers a connection, neither yes nor no."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [_knock(listener.getsockname()) for _ in range(_BACKLOG_MOST)]
        try:
            yield listener.getsockname()[1]
        finally:
            for knocking in waiting:
                knocking.close()


def _knock(address: tuple[str, int]) -> socket.socket:
    knocking = socket.socket()
    knocking.setblocking(False)
    knocking.connect_ex(address)
    return knocking
