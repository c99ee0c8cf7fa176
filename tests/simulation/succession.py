"""Desks that end and are followed: machines that are lost, journals that were copied, desks that the office revokes.

Each is replaced as the product has it: by a new desk in its place, which brings along what was not sent. What waits at
the terminal of a desk that is gone is ended by two of the office.
"""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from cashier.domain.carried import Replacement
from cashier.security.keys import KEY_FILE, FileKey
from cashier.store.opening import look_at_journal
from cashier.store.rescue import rescued_journal
from cashier.store.work import JournalFile
from tests.simulation.cashier import Cashier
from tests.simulation.center import Center
from tests.simulation.desk import SimDesk
from tests.simulation.hands import notes
from tests.simulation.reentry import Reentry, papers_of
from tests.simulation.world import World

LOST, COPIED, REVOKED = 0.1, 0.08, 0.06  # Of a desk, each day.
SAME_DAY = 0.5  # Of the lost ones, so many are replaced before the day ends.
COPY_CUT_OFF = 0.6
CUT_OFF_BEFORE, CUT_OFF_S = 0.6, (1_800.0, 5_400.0)
WINDOWS_MOST = 1.5  # For each that there was in the beginning: a copy's successor is one more.
AGAIN_S = 60.0
TAKES_S, WORKING_S, COPIED_AFTER_S = (600.0, 7_200.0), 8 * 3_600.0, 11.5 * 3_600


class Succession:
    """``cashiers``: those who have a desk now; ``everybody``: also those whose desk is gone. Both are kept up here."""

    def __init__(
        self,
        folder: Path,
        center: Center,
        cashiers: list[Cashier],
        everybody: list[Cashier],
        papers: tuple[str, bytes],
    ) -> None:
        self._folder = folder
        self._center = center
        self._cashiers = cashiers
        self._everybody = everybody
        self._papers = papers
        self._windows_most = WINDOWS_MOST * len(cashiers)
        self._number = len(cashiers)
        self._copies: list[tuple[int, SimDesk, str]] = []  # Mornings to wait, the copy, and who sits down at it.
        self._copied = 0
        self._reentry = Reentry(cashiers)

    @property
    def _world(self) -> World:
        return self._cashiers[0].at.world

    def plan(self, opens: datetime) -> None:
        """One day's."""
        for cashier in list(self._cashiers):
            for kind, share, strike in (("lost", LOST, self._lose), ("revoked", REVOKED, self._revoke)):
                chance = self._world.chance_of(kind)
                if chance.random() < share:
                    when = opens + timedelta(seconds=chance.uniform(0, WORKING_S))
                    if kind == "lost" and chance.random() < CUT_OFF_BEFORE:
                        self._at(when, self._cut_off, cashier)
                        when += timedelta(seconds=chance.uniform(*CUT_OFF_S))
                    self._at(when, strike, cashier)
            if self._world.chance_of("copied").random() < COPIED:
                self._plan_copy(cashier)

    def morning(self, opens: datetime) -> None:
        """Who may take no more money at their desk gets another one; copies are started."""
        self.renew()
        waiting, self._copies = self._copies, []
        for mornings, copy, user in waiting:
            if mornings:
                self._copies.append((mornings - 1, copy, user))
            else:
                self._start(copy, user, opens)

    def renew(self, *, ends_whole: bool = False) -> None:
        """A new desk in the place of each that is lost, was found to be a copy, or is revoked and done.

        A ledger that was put back might be put back once more, and what a desk had that is gone by then comes from
        nobody: it waits, unless the ledger ``ends_whole`` this evening.
        """
        for cashier in list(self._cashiers):
            if cashier.is_lost or (cashier.is_done and cashier.at.is_running and cashier.at.differs()):
                self._replace(cashier, ends_whole=ends_whole)

    def _at(self, when: datetime, strike: Callable[[Cashier], None], cashier: Cashier) -> None:
        def comes() -> None:
            if self._world.comes():
                strike(cashier)

        self._world.at(when, comes)

    def _revoke(self, cashier: Cashier) -> None:
        if not cashier.is_gone:
            self._center.roll.revoke(cashier.at.code)

    def _cut_off(self, cashier: Cashier) -> None:
        """What takes its machine in a while has taken its network already."""
        if not cashier.is_gone and self._world.faults:
            cashier.at.line.cut_until = self._world.now + timedelta(seconds=CUT_OFF_S[1])

    def _lose(self, cashier: Cashier) -> None:
        """The machine is gone with its disk, and what is left is the second copy on another one."""
        at = cashier.at
        if cashier.is_gone or not self._world.faults:
            return
        if not at.is_running or not at.is_copied() or not cashier.leaves():
            self._world.after(AGAIN_S, lambda: self._lose(cashier))
            return
        papers = papers_of(cashier)
        at.stop()
        self._reentry.plan(cashier, papers)
        self._world.note(at.name, "is lost with its disk")
        self._world.count("machines_lost")
        for file in at.folder.glob("*.db*"):
            file.unlink()
        chance = self._world.chance_of("lost")
        if chance.random() < SAME_DAY:
            self._world.after(chance.uniform(*TAKES_S), lambda: self._replace(cashier))

    def _replace(self, old: Cashier, *, ends_whole: bool = False) -> None:
        """Once the ledger answers, and has all that it had: another desk in the place of this one."""
        world, center = self._world, self._center
        if old.is_gone:
            return
        if center.is_down() or not (center.is_whole() or ends_whole):
            world.after(10 * AGAIN_S, lambda: self._replace(old, ends_whole=ends_whole))
            return
        faults, world.faults = world.faults, False
        if old.at.is_running:
            old.looks_back()
            old.at.stop()
        self._number += 1
        at = SimDesk(f"OAK{self._number}", self._folder, center, world)
        enrolled = center.roll.enroll(at.code, old.at.code)
        at.make(*self._papers, replaces=old.at.code)
        with _journal_of(old, at.folder) as journal:
            came = at.takes_place(journal, enrolled, _found(old))
        center.keep_what_is_gone()
        at.start()
        world.faults = faults
        world.note(at.name, f"brings along {came} lines of {old.at.name}")
        world.count("desks_replaced")
        world.count("lines_carried", came)
        new = Cashier(at, center, old.user)
        old.is_gone = True
        self._cashiers[self._cashiers.index(old)] = new
        self._everybody.append(new)
        new.goes_on_for(old)

    def _plan_copy(self, cashier: Cashier) -> None:
        """Somebody comes who is to sit down at a copy of this desk's disk, which is made in the evening."""
        if len(self._cashiers) + len(self._copies) + 1 > self._windows_most:
            return
        self._copied += 1
        user, name = f"copy.{self._copied}", f"{cashier.at.name}C{self._copied}"
        self._center.hire(user)
        self._world.after(COPIED_AFTER_S, lambda: self._copy(cashier, user, name))

    def _copy(self, cashier: Cashier, user: str, name: str) -> None:
        at, world = cashier.at, self._world
        if cashier.is_gone or not at.is_running or not cashier.is_done or at.differs():
            return
        copy = SimDesk(at.code, self._folder, self._center, world, name=name)
        shutil.copytree(at.folder, copy.folder)
        world.note(at.name, f"is copied as {name}, journal and all")
        self._copies.append((world.chance_of("copied").choice((0, 0, 1)), copy, user))

    def _start(self, copy: SimDesk, user: str, opens: datetime) -> None:
        """Beside the one that it is a copy of, mostly where the ledger is not reached for some hours."""
        world, chance = self._world, self._world.chance_of("copied")
        cashier = Cashier(copy, self._center, user)
        if chance.random() < COPY_CUT_OFF:
            copy.line.cut_until = opens + timedelta(hours=chance.uniform(0.5, 8))
        copy.start()
        self._cashiers.append(cashier)
        self._everybody.append(cashier)
        world.count("copies_started")


def _journal_of(old: Cashier, workspace: Path) -> AbstractContextManager[JournalFile]:
    """What is left of it."""
    key = FileKey(old.at.folder / KEY_FILE)
    if not old.is_lost:
        return look_at_journal(old.at.folder, key_source=key)
    return rescued_journal(old.at.folder / "second-copy", workspace, key.read() or b"")


def _found(old: Cashier) -> Replacement:
    """What a lead finds at the old desk: its last paper, and its drawer."""
    receipts = sorted(told.receipt for told in old.hands.told.values())
    last = receipts[-1] if receipts and receipts[-1].startswith(f"{old.at.code}-") else ""
    return Replacement(replaces=old.at.code, last_receipt=last, count=notes(old.hands.cash))
