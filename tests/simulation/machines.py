"""What befalls workstations besides sudden ends: slow disks, clocks that are set, a new version of the program.

Each comes from a source of chance of its own.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.simulation.desk import SimDesk
from tests.simulation.world import World

SLOW_DISK, CLOCK_SET, UPGRADED = 0.15, 0.1, 0.12  # Of a desk, each day.
SLOW_FOR_S, CUT_FOR_S = (300.0, 7_200.0), (600.0, 7_200.0)
SET_BY_S = 7_200.0
WORKING_S = 8 * 3_600.0


def plan_machines(desks: list[SimDesk], opens: datetime, world: World) -> None:
    """One day's."""
    for desk in desks:
        for kind, share, strike in (
            ("slow disk", SLOW_DISK, _slow_disk),
            ("clock set", CLOCK_SET, _clock_set),
            ("upgrade", UPGRADED, _upgrade),
        ):
            chance = world.chance_of(kind)
            if chance.random() < share:
                _at(opens + timedelta(seconds=chance.uniform(0, WORKING_S)), strike, desk, world)


def _at(when: datetime, strike: Callable[[SimDesk], None], desk: SimDesk, world: World) -> None:
    def comes() -> None:
        if world.comes():
            strike(desk)

    world.at(when, comes)


def _slow_disk(desk: SimDesk) -> None:
    seconds = desk.world.chance_of("slow disk").uniform(*SLOW_FOR_S)
    desk.disk.goes_slow(seconds)
    desk.world.note(desk.name, f"the disk is slow for {seconds:.0f} s")


def _clock_set(desk: SimDesk) -> None:
    desk.clock_is_set(desk.world.chance_of("clock set").uniform(-SET_BY_S, SET_BY_S))


def _upgrade(desk: SimDesk) -> None:
    """Without a ledger for a while, so that there is something that was not sent."""
    world, chance = desk.world, desk.world.chance_of("upgrade")
    seconds = chance.uniform(*CUT_FOR_S)
    desk.line.cut_until = max(desk.line.cut_until, world.now + timedelta(seconds=seconds))
    world.note(desk.name, f"cut off for {seconds:.0f} s, and then brought up to date")
    world.after(seconds * chance.random(), lambda: desk.is_brought_up_to_date(chance))
