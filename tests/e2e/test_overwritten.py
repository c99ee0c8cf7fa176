"""A card's number that was typed is refused, and soon after it is nowhere in the program's memory either."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.place import ROOT, ROSA, Devices, bench_desk

CARD = "4539578763621486"
_AS_A_SCANNER_S, _AS_A_HAND_S = 0.0, 0.06
_FORGOTTEN_AFTER_S = 6.0  # Two of the scanner's, and what a busy machine takes.
_KNOWN = 13  # So many of its figures, with what is printed on each receipt, would be the card.


class Typist:
    """The desk's process and the hand at its keys."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.typing_a_card", str(folder), *ROSA],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def type(self, figures: str, pause_s: float) -> None:
        """Figure by figure, with a pause after each."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for figure in figures:
            self.process.stdin.write(f"{figure} {pause_s}\n")
            self.process.stdin.flush()
            assert self.process.stdout.readline() == "\n"

    def holds(self, figures: str) -> bool:
        """Whether its memory, standing still, has such a run of figures, as Python, SQLite or Qt keeps text."""
        needles = [figures.encode(code) for code in ("ascii", "utf-16-le", "utf-32-le")]
        self.process.send_signal(signal.SIGSTOP)
        try:
            return any(needle in piece for piece in self._memory() for needle in needles)
        finally:
            self.process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        assert self.process.wait(60) == 0

    def _memory(self) -> Iterator[bytes]:
        """All that it may write to, a mapping at a time (proc(5))."""
        process = Path(f"/proc/{self.process.pid}")
        with (process / "mem").open("rb") as memory:
            for line in (process / "maps").read_text().splitlines():
                place, rights, *_ = line.split()
                if "w" in rights and not line.endswith(("[vvar]", "[vsyscall]")):
                    start, end = (int(side, 16) for side in place.split("-"))
                    memory.seek(start)
                    yield memory.read(end - start)


@pytest.fixture
def typist() -> Iterator[Typist]:
    with bench_desk(2_000, Devices()) as folder:
        typing = Typist(folder)
        yield typing
        typing.close()


def test_a_card_that_was_typed_is_nowhere_in_memory_soon_after(typist: Typist) -> None:
    for pause_s in (_AS_A_SCANNER_S, _AS_A_HAND_S):
        typist.type(CARD[:-1], pause_s)
        assert typist.holds(CARD[:-1])

        typist.type(CARD[-1], _FORGOTTEN_AFTER_S)
        assert not typist.holds(CARD[:_KNOWN])
        assert not typist.holds(CARD[-_KNOWN:])
