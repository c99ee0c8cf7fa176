"""A workstation's disks and clock, as far as they go bad: writes refused or slow for a while, a torn second copy, a
clock that drifts and is set.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cashier.store.second_copy import COPY_NAME
from tests.simulation.world import World

SECTOR_BYTES = 512
COPY_TORN = 0.2  # Of the desks that die.
SLOW_S, LATE_COPY_S = (0.3, 12.0), (5.0, 900.0)
DRIFTS_S_A_DAY = 60.0
FULL = "The disk is full; nothing was written. Free some space, then try again."
READ_ONLY = "The journal is read-only; nothing was written. Check its owner and mode."


class SimDisk:
    """The desk's own disk, and the one with the second copy in ``folder``."""

    def __init__(self, folder: Path, world: World) -> None:
        self._folder = folder
        self._world = world
        self._bad_until = world.now
        self._words = ""
        self._slow_until = world.now
        self._moved_away = 0
        self._is_torn = False

    def goes_bad(self, seconds: float) -> None:
        """It takes nothing for so long."""
        self._bad_until = self._world.now + timedelta(seconds=seconds)
        self._words = self._world.chance.choice((FULL, READ_ONLY))
        self._world.count("bad_disks")

    def goes_slow(self, seconds: float) -> None:
        """For so long a commit waits for it, and what is written to the other disk comes late."""
        self._slow_until = self._world.now + timedelta(seconds=seconds)
        self._world.count("slow_disks")

    def writes_within_s(self) -> float:
        """How long a write takes just now."""
        if self._world.now >= self._slow_until:
            return 0.0
        return self._world.chance_of("slow writes").uniform(*SLOW_S)

    def copies_within_s(self) -> float:
        """How late the lane with the second copy is just now."""
        if self._world.now >= self._slow_until:
            return 0.0
        return self._world.chance_of("slow copies").uniform(*LATE_COPY_S)

    def refuses(self) -> str:
        """Why nothing is written just now; empty mostly."""
        return self._words if self._world.now < self._bad_until else ""

    def dies(self) -> None:
        """The desk's process is gone, and its power perhaps: the copy's first sector may be half of two."""
        copy = self._folder / COPY_NAME
        if self._world.fails(COPY_TORN) and copy.exists():
            with copy.open("r+b") as file:
                file.write(bytes(SECTOR_BYTES))
            self._is_torn = True
            self._world.count("torn_copies")

    def looked_at(self, let_go: Callable[[], None]) -> None:
        """In the evening support moves a torn copy away, as the desk asked for; ``let_go`` closes it there."""
        if self._is_torn:
            let_go()
            self._moved_away += 1
            for file in self._folder.glob(f"{COPY_NAME}*"):
                file.rename(self._folder / f"torn-{self._moved_away}-{file.name}")
            self._is_torn = False


class SimClock:
    """A machine's clock, which is some seconds off, gains or loses some more each day, and is set now and then."""

    def __init__(self, world: World, jumps_s: float) -> None:
        self._world = world
        self._offset_s = world.between(-jumps_s, jumps_s) if world.faults else 0.0
        self._drift = world.between(-DRIFTS_S_A_DAY, DRIFTS_S_A_DAY) / 86_400 if world.faults else 0.0
        self._since = world.now

    def is_set(self, seconds: float) -> None:
        """Forward, or back where that is less than nothing, while the desk runs."""
        self._offset_s += seconds

    def now(self) -> datetime:
        now = self._world.clock()
        return now + timedelta(seconds=self._offset_s + self._drift * (now - self._since).total_seconds())
