"""Simulates days of desks and their ledger from a seed, with all that goes wrong, and says whether everything holds."""

import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from cashier.config import ORGANIZATION_FILE
from cashier.security.box import make_box_key
from cashier.store import engine
from tests.simulation.cash_office import CashOffice
from tests.simulation.cashier import Cashier
from tests.simulation.center import Center, cashier_of
from tests.simulation.desk import SimDesk
from tests.simulation.machines import plan_machines
from tests.simulation.proofs import Proofs
from tests.simulation.succession import Succession
from tests.simulation.world import Broken, World

BEGINS = date(2026, 3, 2)
ZONE = ZoneInfo("America/Los_Angeles")
OPENS = time(8, 30)
MEMBERS_A_DESK = 60
CUSTOMERS = (16, 32)
BILLS_A_NIGHT = 24
LOOKS_A_DAY, LOOKED_EVERY_S = 4, 300.0
RENEWED_AFTER_S = 2_400.0  # By then each cashier is done, and so is a desk that may take no more money.
DRAINED_WITHIN, HEARD_WITHIN = timedelta(hours=2), timedelta(minutes=20)
OVERNIGHT = 0.2  # How often a desk is without a ledger until the next day; then everything is proved a night later.
PROVE_ALL_EVERY = 10
FAILS_OVER_A_DAY = 0.25
SHOWN, FRAMES_SHOWN = 25, 5
ORGANIZATION = Path(__file__).resolve().parents[2] / "cashier" / ORGANIZATION_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What to simulate; without the faults that are ``spared``."""

    seed: int
    days: int
    desks: int
    spared: frozenset[int] = frozenset()


def simulated(url: str, orders: Orders) -> dict[str, Any]:
    """The report of one simulation over an empty ledger."""
    began_s = perf_counter()
    world = World(orders.seed, datetime.combine(BEGINS, time(6), ZONE).astimezone(UTC), spared=orders.spared)
    broken = ""
    where: tuple[str, ...] = ()
    with _folder() as folder:
        center = Center(url, world)
        try:
            _Days(folder, center, world, orders).run()
        except Broken as trouble:
            broken = str(trouble)
            where = tuple(f"{frame.filename}:{frame.lineno}" for frame in _frames(trouble))
        finally:
            center.close()
    took_s = perf_counter() - began_s
    said: dict[str, Any] = {
        "seed": orders.seed,
        "days": orders.days,
        "desks": orders.desks,
        "holds": not broken,
        "steps": world.steps,
        "digest": world.history.digest,
        "totals": dict(sorted(world.counts.items())),
        "seconds": round(took_s, 1),
        "desk_days_a_minute": round(orders.days * orders.desks / took_s * 60),
    }
    told = {
        "broken": broken,
        "broken_on": world.now.astimezone(ZONE).date().isoformat(),
        "where": where,
        "history": list(world.history.last)[-SHOWN:],
        "faults": world.faults_so_far,
    }
    return said | (told if broken else {})


def _frames(trouble: Broken) -> list[traceback.FrameSummary]:
    """Where it came from, innermost last."""
    return traceback.extract_tb((trouble.__cause__ or trouble).__traceback__)[-FRAMES_SHOWN:]


@contextmanager
def _folder() -> Iterator[Path]:
    """Where the desks' files are. No commit waits for the disk: what it would lose is not what is simulated."""
    with tempfile.TemporaryDirectory(prefix="cf-") as name, patch.dict(engine.PRAGMAS, {"synchronous": 0}):
        yield Path(name)


class _Days:
    """All desks of one center through all days."""

    def __init__(self, folder: Path, center: Center, world: World, orders: Orders) -> None:
        self._center = center
        self._world = world
        self._days = orders.days
        codes = [f"OAK{number}" for number in range(1, orders.desks + 1)]
        center.begin(codes, MEMBERS_A_DESK * orders.desks, BEGINS)
        public, organization = make_box_key().public, ORGANIZATION.read_bytes()
        desks = [SimDesk(code, folder, center, world) for code in codes]
        for desk in desks:
            desk.make(public, organization)
        self._cashiers = [Cashier(desk, center, cashier_of(desk.code)) for desk in desks]
        for cashier in self._cashiers:
            cashier.colleagues = [other.user for other in self._cashiers if other is not cashier]
        everybody = list(self._cashiers)
        self._succession = Succession(folder, center, self._cashiers, everybody, (public, organization))
        self._proofs = Proofs(center, self._cashiers, everybody, world)
        self._office = CashOffice(center, everybody, world)

    @property
    def _desks(self) -> list[SimDesk]:
        """Those that take money now."""
        return [cashier.at for cashier in self._cashiers]

    def run(self) -> None:
        """Raises Broken."""
        for desk in self._desks:
            desk.start()
        try:
            with self._world.nothing_unexpected():
                for number in range(self._days):
                    is_proved = self._day(BEGINS + timedelta(days=number), is_last=number + 1 == self._days)
                    if is_proved and (number + 1) % PROVE_ALL_EVERY == 0:
                        self._proofs.all()
                self._proofs.all()
        finally:
            for desk in self._desks:
                if desk.is_running:
                    desk.stop()

    def _day(self, day: date, *, is_last: bool) -> bool:
        """Returns whether its night was one that proves something. Raises Broken."""
        world = self._world
        opens = datetime.combine(day, OPENS, ZONE).astimezone(UTC)
        world.run_until(opens - timedelta(minutes=30))
        self._succession.morning(opens)
        for cashier in self._cashiers:
            cashier.begin_day(opens + timedelta(seconds=world.between(0, 600)), world.chance.randint(*CUSTOMERS))
        self._plan_faults(opens)
        self._look_meanwhile(opens)
        world.faults = True
        world.run_until(opens + timedelta(hours=9))
        world.faults = False
        is_cut = not is_last and world.likely(OVERNIGHT)
        if is_cut:  # It closes its drawer and opens the next one without a ledger.
            self._cut(world.chance.choice(self._desks), world.between(12, 20) * 3_600)
        # Nothing fails any more: within this time every desk comes to rest by itself.
        for desk in self._desks:
            world.after(3_600, desk.evening)
        if not is_cut:
            world.after(RENEWED_AFTER_S, lambda: self._succession.renew(ends_whole=True))
            self._see_it_drain(world.now)
        world.run_until(opens + timedelta(hours=9) + DRAINED_WITHIN)
        if not is_cut:
            self._center.work_off()
            world.run_until(opens + timedelta(hours=9) + DRAINED_WITHIN + HEARD_WITHIN)
            self._proofs.day()
            self._office.evening(day)
        world.run_until(opens + timedelta(hours=13))
        self._center.bill_by_night(BILLS_A_NIGHT * len(self._desks), day)
        return not is_cut

    def _see_it_drain(self, since: datetime) -> None:
        """When nothing fails any more, how long until the ledger has everything is part of the report."""
        if self._proofs.is_quiet():
            took_min = round((self._world.now - since).total_seconds() / 60)
            self._world.counts["drained_within_min"] = max(self._world.counts.get("drained_within_min", 0), took_min)
        elif self._world.now < since + DRAINED_WITHIN:
            self._world.after(LOOKED_EVERY_S, lambda: self._see_it_drain(since))

    def _look_meanwhile(self, opens: datetime) -> None:
        for _ in range(LOOKS_A_DAY):
            after = timedelta(seconds=self._world.chance_of("looks").uniform(0, 8 * 3600))
            self._world.at(opens + after, self._proofs.meanwhile)

    def _plan_faults(self, opens: datetime) -> None:
        """Partitions, paper that runs out, disks that take nothing, restarts of the ledger."""
        world = self._world
        for desk in self._desks:
            if world.likely(0.5):
                self._at(opens, lambda desk=desk: self._cut(desk, world.between(60, 9_000)))
            if world.likely(0.3):
                self._at(opens, lambda desk=desk: self._paper_out(desk))
            if world.likely(0.15):
                self._at(opens, lambda desk=desk: self._disk_bad(desk))
        if world.likely(0.5):
            self._at(opens, lambda: self._center.restart(world.between(5, 900)))
        self._at(opens, self._center.restore)  # Does nothing where there is no backup.
        self._plan_fail_over(opens)
        if world.likely(0.35):
            world.at(opens + timedelta(hours=world.between(0, 14)), self._center.back_up)
        plan_machines(self._desks, opens, world)
        self._succession.plan(opens)

    def _plan_fail_over(self, opens: datetime) -> None:
        chance = self._world.chance_of("fail over")
        after = timedelta(seconds=chance.uniform(0, 8 * 3600))

        def strike() -> None:
            if self._world.comes():
                self._center.fail_over()

        if chance.random() < FAILS_OVER_A_DAY:
            self._world.at(opens + after, strike)

    def _at(self, opens: datetime, act: Any) -> None:
        def strike() -> None:
            if self._world.comes():
                act()

        self._world.at(opens + timedelta(seconds=self._world.between(0, 8 * 3600)), strike)

    def _cut(self, desk: SimDesk, seconds: float) -> None:
        desk.line.cut_until = max(desk.line.cut_until, self._world.now + timedelta(seconds=seconds))
        self._world.note(desk.name, f"cut off for {seconds:.0f} s")
        self._world.count("partitions")

    def _disk_bad(self, desk: SimDesk) -> None:
        desk.disk.goes_bad(seconds := self._world.between(20, 900))
        self._world.note(desk.name, f"the disk takes nothing for {seconds:.0f} s")

    def _paper_out(self, desk: SimDesk) -> None:
        def filled() -> None:
            desk.printer.is_out = False

        desk.printer.is_out = True
        self._world.note(desk.name, "the printer is out of paper")
        self._world.after(self._world.between(60, 1_800), filled)
