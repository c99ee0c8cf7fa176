"""A desk's process in a simulation: real store, use cases and lanes, stepped by the world; it may die at any commit."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from cashier.config import DESK_FILE, ORGANIZATION_FILE
from cashier.domain.carried import Replacement, replacement_act
from cashier.domain.errors import StoreTrouble
from cashier.domain.shift import counted
from cashier.domain.tenders import SealedAccount
from cashier.doors.assembly import Assembly, assemble
from cashier.doors.enrolling import lines_to_carry
from cashier.doors.forgetting import DeskKnowledge
from cashier.doors.machine import machine_id
from cashier.security.keys import KEY_FILE, FileKey
from cashier.store.opening import Origin, create_store
from cashier.store.second_copy import SecondCopy
from cashier.store.work import DeskWork, JournalFile
from cashier.sync.back_off import BackOff
from cashier.sync.link import Link
from cashier.sync.pull import Asking, PullLane
from cashier.sync.push import PushLane
from cashier.usecases import start_day
from cashier.usecases.card_lane import CardLane
from cashier.usecases.forget import forget_people
from cashier.usecases.ports.desk import Desk, Lane
from cashier.usecases.ports.work import Head
from cashier.usecases.replace_desk import replace_desk
from cashier.usecases.sign_in import InPerson
from cashier.wire import Enrolled
from receipts.lane import PrintLane, PrintNews, Way
from tests.simulation import older
from tests.simulation.center import LEAD, PASSPHRASE, Center
from tests.simulation.devices import SimPrinter, SimTerminal, told_bytes
from tests.simulation.disks import FULL, SimClock, SimDisk
from tests.simulation.network import SimLine
from tests.simulation.roll import CENTER
from tests.simulation.world import Died, Walk, World

RUN_LINES_MAX = 12  # So few that several runs are under way after an hour without a ledger.
HOLDS_S = 1.0  # A pull that rests shorter holds its request at the ledger, and is told of the next change.
# A lane with nothing to do looks again after a while; here it does so more seldom, since each commit wakes it, and now
# and then a wake-up is lost.
IDLE_S = {"push": (60.0, 3_000.0), "paper": (15.0, 1_200.0), "copy": (60.0, 3_000.0)}
COPY_TRIED_S = 1_800.0
WAKE_UP_LOST = 0.01
# A slow network: what changes within this time is told at once.
PULLS_WITHIN_S, PUSHES_WITHIN_S = 240.0, 45.0
DISK_FAILS = 0.004  # A commit that is refused: nothing was written, and the process goes on.
TRY_AGAIN_S = 5.0
UPGRADE_CUT_OFF = 0.3
DIES = 0.002  # At each commit, before it and after it.
_SETTINGS = """desk = "{desk}"
window = "Window"
center = "{center}"

[ledger]
url = "http://127.0.0.1:9"

[keys]
recovery_public = "{public}"
office_public = "{public}"
check_token = "the same in every run of a simulation, so no secret"
"""


class Mortal:
    """A unit of work whose commit may be the last thing that its process does, or the first that it does not."""

    __slots__ = ("_disk", "_work", "_world", "attempts", "jobs", "journal", "tries")

    def __init__(self, work: DeskWork, world: World, disk: SimDisk) -> None:
        self._work = work
        self._world = world
        self._disk = disk
        self.journal, self.jobs = work.journal, work.jobs
        self.attempts, self.tries = work.attempts, work.tries

    def commit(self) -> None:
        if self._world.fails(DIES):
            raise Died
        if words := FULL if self._world.fails(DISK_FAILS) else self._disk.refuses():
            self._world.count("disk_failures")
            raise StoreTrouble(words)
        self._work.commit()
        self._world.passes(self._disk.writes_within_s())
        if self._world.fails(DIES):
            raise Died


class SimSealer:
    """`ports.Sealer` without the chance of a real box: what it says is the same in every run."""

    def seal_account(self, routing: str, account: str) -> SealedAccount:
        token = hmac.new(b"simulation", f"{routing}:{account}".encode(), hashlib.sha256).hexdigest()
        return SealedAccount(last_four=account[-4:], token=token, sealed=f"sealed {token[:16]}")

    def seal_form(self, said: Mapping[str, str]) -> str:
        return hashlib.sha256(json.dumps(dict(said)).encode()).hexdigest()


class SimHasher:
    """`ports.Hasher`, quick."""

    def matches(self, passphrase_hash: str, passphrase: str) -> bool:
        return passphrase_hash == passphrase

    def hash_of(self, words: str) -> str:
        return words


class SimDesk:
    """A window's workstation. ``life`` counts its processes; what an earlier one had planned is forgotten.

    ``restarted`` is called when a new process is ready, for the cashier to go on.
    """

    def __init__(self, code: str, folder: Path, center: Center, world: World, *, name: str = "") -> None:
        self.code = code
        self.name = name or code
        self.folder = folder / self.name
        self.world = world
        self.life = 0
        self.is_running = False
        self.restarted: Callable[[], None] = lambda: None
        self.line = SimLine(code, center, world)
        self.printer = SimPrinter(world)
        self.terminal = SimTerminal(f"T-{code}", world)
        self.desk: Desk
        self.assembly: Assembly
        self._center = center
        self._lanes: dict[str, Lane] = {}
        self._planned: dict[str, datetime] = {}
        self._holds = False
        self._was: older.Rows | None = None
        self._clock = SimClock(world, 0)
        self._copy: SecondCopy
        self.disk = SimDisk(self.folder / "second-copy", world)
        center.listeners.append(self._hear)

    def make(self, public: str, organization: bytes, *, replaces: str | None = None) -> None:
        """A new data folder with an empty journal; for one in another desk's place, `takes_place` fills it."""
        self.folder.mkdir(mode=0o700)
        (self.folder / ORGANIZATION_FILE).write_bytes(organization)
        settings = _SETTINGS.format(desk=self.code, center=CENTER, public=public)
        (self.folder / DESK_FILE).write_text(settings, "utf-8")
        (self.folder / "second-copy").mkdir(mode=0o700)
        origin = Origin(machine=machine_id(), replaces=replaces)
        key = FileKey(self.folder / KEY_FILE)
        create_store(self.folder, key_source=key, desk=self.code, now=self.world.now, origin=origin)

    def takes_place(self, old: JournalFile, enrolled: Enrolled, found: Replacement) -> int:
        """What `enrolling.take_place` does once the ledger has the desk; returns how many lines came along."""
        self._open(replaces=old.desk)
        try:
            self._make_lanes()
            while self._lanes["pull"].step() == 0.0:
                continue
            approval = InPerson(self.desk, begins=True).approve(
                LEAD, PASSPHRASE, act=replacement_act(old.desk), amount=counted(found.count)
            )
            return replace_desk(found, lines_to_carry(old, enrolled), approval, self.desk)
        finally:
            self.assembly.store.close()

    def clock(self) -> datetime:
        """This machine's, which after each start is off by other seconds."""
        return self._clock.now()

    def clock_is_set(self, seconds: float) -> None:
        """While it runs."""
        self._clock.is_set(seconds)
        self.world.note(self.name, f"its clock is set by {seconds:.0f} s")
        self.world.count("clocks_set")

    def _monotonic_s(self) -> float:
        return self.world.now.timestamp()

    def _open(self, *, replaces: str | None = None) -> None:
        self.assembly = assemble(self.folder, clock=self.clock, replaces=replaces)
        if self._was is not None:
            older.must_be_as_before(self.folder, self._was)
            self._was = None
        self.desk = replace(
            self.assembly.desk,
            open_work=self.open_work,
            clock=self.clock,
            new_id=self.world.new_id,
            hasher=SimHasher(),
            sealer=SimSealer(),
        )

    def start(self) -> None:
        """A new process opens the folder, owns up to what was left, and runs its lanes."""
        self.life += 1
        jumps_s = 7_200 if self.world.fails(0.1) else 40
        self._clock = SimClock(self.world, jumps_s)
        self._open()
        start_day.recover(self.desk)
        self._planned, self._holds = {}, False
        self._make_lanes()
        for name in self._lanes:
            self.wake(name)
        self.is_running = True
        self.world.note(self.name, f"starts, process {self.life}")

    def _make_lanes(self) -> None:
        desk, store = self.desk, self.assembly.store
        link = Link(self.clock, heard=lambda _: None, came_back=self._link_came_back)
        push = PushLane(
            desk=self.code,
            open_work=self.open_work,
            open_reading=store.open_reading,
            ledger=self.line,
            link=link,
            back_off=self._back_off(),
            clock=self.clock,
            run_lines_max=RUN_LINES_MAX,
        )
        push.forgets(partial(forget_people, desk, DeskKnowledge(store)))
        pull = PullLane(
            open_reading=store.open_reading,
            writer=store.directory_writer,
            ledger=self.line,
            link=link,
            back_off=self._back_off(),
            clock=self.clock,
            applied=lambda: None,
            asking=Asking(hold_s=25.0),
        )
        cards = CardLane(desk, self.terminal, ask_again_s=10.0, heard=lambda _: None, words=lambda *_: None)
        paper = PrintLane(
            ways=[Way("Receipt printer", self.printer, lambda: told_bytes)],
            open_work=self.open_work,
            place=desk.place,
            news=PrintNews(heard=lambda _: None, said=lambda _: None),
            monotonic_s=self._monotonic_s,
        )
        self._copy = store.second_copy(self.folder / "second-copy")
        self._lanes = {"push": push, "pull": pull, "cards": cards, "paper": paper, "copy": self._copy}

    def stop(self) -> None:
        """The process is gone; its files are as its last commit left them."""
        self.life += 1
        self.is_running = self._holds = False
        self._copy.close()
        self.assembly.store.close()

    def _dies(self) -> None:
        self.world.note(self.name, "dies")
        self.world.count("desk_deaths")
        self.stop()
        self.disk.dies()
        self.world.after(self.world.between(20, 300), self._starts_again)

    def is_brought_up_to_date(self, chance: Random) -> None:
        """The program is changed for today's: the journal is as an older one left it, with what is not sent yet."""
        if not self.is_running or (oldest := older.oldest(self.folder)) == older.NEWEST:
            return
        self.stop()
        self._was = older.make_older(self.folder, version := chance.randint(oldest, older.NEWEST - 1))
        self.world.note(self.name, f"is brought up to date from version {version} of its journal")
        self.world.count("upgrades")
        if chance.random() < UPGRADE_CUT_OFF:
            with older.cut_off():
                self._starts_again()
        else:
            self._starts_again()

    def _starts_again(self) -> None:
        try:
            self.start()
        except (Died, StoreTrouble):
            self._dies()
            return
        self.restarted()

    @contextmanager
    def open_work(self) -> Iterator[Mortal]:
        """`ports.OpenWork`."""
        with self.assembly.store.open_work() as work:
            yield Mortal(work, self.world, self.disk)

    def walk(self, way: Walk) -> None:
        """Let somebody do what they do at this desk, for as long as its process lives."""
        life = self.life

        def go() -> None:
            if life != self.life:
                return
            try:
                seconds = next(way, None)
            except Died:
                self._dies()
                return
            except StoreTrouble as trouble:  # The window says so, and the cashier looks and goes on.
                self.world.note(self.name, trouble.sentence)
                self.world.after(TRY_AGAIN_S, lambda: self._goes_on(life))
                return
            if seconds is not None:
                self.world.after(seconds, go)

        go()

    def _goes_on(self, life: int) -> None:
        if life == self.life:
            self.restarted()

    def wake(self, name: str, seconds: float = 0.05) -> None:
        """Have a lane step soon, or sooner than it would have."""
        when, life = self.world.now + timedelta(seconds=seconds), self.life
        if name in self._planned and self._planned[name] <= when:
            return
        self._planned[name] = when

        def step() -> None:
            if life == self.life and self._planned.get(name) == when:
                del self._planned[name]
                self._step(name)

        self.world.at(when, step)

    def _step(self, name: str) -> None:
        try:
            wait_s = self._lanes[name].step()
        except StoreTrouble:
            wait_s = TRY_AGAIN_S
        except Died:
            self._dies()
            return
        if name == "copy" and self._copy.trouble():
            wait_s = COPY_TRIED_S  # A torn one stays so until somebody looks at it.
        if name == "pull" and 0 < wait_s < HOLDS_S:
            self._holds = True  # As a held request does, it waits for the ledger to have something new.
        else:
            idle_s, longer_s = IDLE_S.get(name, (0.0, 0.0))
            self.wake(
                name, max(0.05, longer_s if idle_s and wait_s == idle_s and not self._is_waiting(name) else wait_s)
            )

    def _is_waiting(self, name: str) -> bool:
        """Whether a printer that is away is asked again: nobody wakes its lane when there is paper."""
        return name == "paper" and self.printer.is_out

    def head(self) -> Head:
        """Where its journal ends."""
        with self.desk.open_reading() as work:
            return work.journal.head()

    def has_delivered(self) -> bool:
        """Whether it knows that the ledger has all of its journal."""
        with self.desk.open_reading() as work:
            return work.journal.mark().received_through == work.journal.head().sequence

    def differs(self) -> str:
        """Why this journal takes no more money; empty mostly."""
        with self.desk.open_reading() as work:
            return work.journal.differs()

    def copied(self) -> int:
        """Through which line the second copy is whole, and has nothing to say."""
        return -1 if self._copy.trouble() else self._copy.reached()

    def is_copied(self) -> bool:
        """Whether the second copy has all that the journal has."""
        return self.copied() == self.head().sequence

    def evening(self) -> None:
        """Support looks at the second copy's disk."""
        self.disk.looked_at(self._copy.close)
        self.wake("copy")

    def committed(self) -> None:
        """What the window does after a commit: it wakes the lanes."""
        for name in ("push", "paper", "copy"):
            if not self.world.fails(WAKE_UP_LOST):
                within_s = self.disk.copies_within_s() if name == "copy" else 0.0
                self.wake(name, self.world.between(0.05, PUSHES_WITHIN_S) if name == "push" else 0.05 + within_s)

    def _hear(self) -> None:
        """The ledger changed: a held request is answered, with what came meanwhile."""
        if self._holds:
            self._holds = False
            self.wake("pull", self.world.between(0.2, PULLS_WITHIN_S))

    def _link_came_back(self) -> None:
        for name in ("push", "pull"):
            self.wake(name)

    def _back_off(self) -> BackOff:
        return BackOff(least_s=0.5, most_s=30.0, chance=self.world.chance.random)
