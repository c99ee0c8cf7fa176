"""A center as its office sees it: the drawers of the day, and what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from cashier.domain.absent import absent_in
from cashier.domain.bags import bags_of
from cashier.domain.drawer import Holdings
from cashier.domain.drawer_acts import is_over_limit
from cashier.domain.drawer_count import read_attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Right, Staff
from cashier.domain.shift import Shift, ShiftState
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.times import time_words
from cashier.domain.z_report import read_z


class DrawerState(StrEnum):
    """How a drawer stands; a closed one stays on the list of its day."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    COUNTING = "counting"
    PENDING = "pending"
    CLOSED = "closed"


_COUNTED_NOW = frozenset({DrawerState.COUNTING, DrawerState.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDrawer:
    """A drawer of the center. ``expected`` and ``difference`` are None for whoever may not know them (R2).

    ``waits``: two counts were not what should be there, and it is not closed. ``z``: the number of its Z report.
    ``also_at``: other desks at which its cashier has a drawer open, as the ledger knows.
    """

    desk: str
    cashier: str
    cashier_name: str
    opened_at: datetime
    state: DrawerState
    payments: int
    expected: Money | None = None
    is_over_limit: bool = False
    waits: bool = False
    closed_at: datetime | None = None
    z: int = 0
    difference: Money | None = None
    bags: tuple[str, ...] = ()
    also_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """Something that waits for a person. ``owner`` is empty while nobody looks after it.

    ``task`` is its name at the ledger and ``kind`` what can be done about it; empty where nothing can.
    ``age_minutes``: where hours matter and not days. ``until``: when it ends by itself.
    """

    what: str
    why: str = ""
    amount: Money | None = None
    age_days: int = 0
    owner: str = ""
    task: str = ""
    kind: str = ""
    age_minutes: int | None = None
    until: datetime | None = None

    def by_clock(self, now: datetime, zone: tzinfo) -> "WaitingItem":
        """Its end said by the center's clock, where it has one."""
        if self.until is None:
            return self
        return replace(self, why=f"{self.why} Until {time_words(self.until, now=now, zone=zone)}.".strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingList:
    """The oldest of a list; ``count`` and ``amount`` are of all."""

    items: tuple[WaitingItem, ...] = ()
    count: int = 0
    amount: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class BagInSafe:
    """A bag that came into the safe. ``line``: whose money it is, medical or premium."""

    number: str
    line: str
    cash: Money
    checks: Money


NOTHING_WAITS = WaitingList()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What stands on the Office page. ``as_of``: when the ledger said it, None where it never has.

    ``away``: why the ledger says nothing now; then only this desk's own drawer is as it stands. ``books``: where desk,
    terminals and ledger differed last night.
    """

    as_of: datetime | None
    drawers: tuple[OfficeDrawer, ...]
    tasks: WaitingList = NOTHING_WAITS
    unidentified: WaitingList = NOTHING_WAITS
    not_posted: WaitingList = NOTHING_WAITS
    credits: WaitingList = NOTHING_WAITS
    returned: WaitingList = NOTHING_WAITS
    books: WaitingList = NOTHING_WAITS
    for_you: WaitingList = NOTHING_WAITS
    messages: WaitingList = NOTHING_WAITS
    you_asked: WaitingList = NOTHING_WAITS
    on_their_way: WaitingList = NOTHING_WAITS
    away: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverShort:
    """Over and short by person, in rows whose ``amount`` is the middle shift's: of closed drawers, and of floats."""

    closing: WaitingList = NOTHING_WAITS
    floats: WaitingList = NOTHING_WAITS


def sees_expected(caller: Staff, cashier: str, state: str) -> bool:
    """Whether somebody may know what should be in a cashier's open drawer (R1, R2): with the right, never their own,
    and of none while it is counted, by its cashier or by who takes it over.
    """
    return caller.may(Right.SEE_EXPECTED_CASH) and cashier != caller.user and state not in _COUNTED_NOW


def open_row(shift: Shift, lines: ShiftLines, held: Holdings, *, rules: DrawerRules, caller: Staff) -> OfficeDrawer:
    """An open drawer as this person may see it."""
    counts = [read_attempt(line) for line in lines.said if line.kind is LineKind.DRAWER_COUNTED]
    return OfficeDrawer(
        desk=shift.desk,
        cashier=shift.staff,
        cashier_name=shift.staff_name,
        opened_at=shift.opened_at,
        state=DrawerState(shift.state.value),
        payments=len(lines.receipts()),
        expected=held.cash_total if sees_expected(caller, shift.staff, shift.state.value) else None,
        is_over_limit=is_over_limit(held, rules),
        waits=shift.state is ShiftState.COUNTING and bool(counts) and counts[-1].is_enough and not counts[-1].matches,
    )


def closed_row(line: Line, caller: Staff) -> OfficeDrawer:
    """A drawer as its Z report leaves it. Raises UnreadableBody."""
    z = read_z(line)
    return OfficeDrawer(
        desk=line.desk,
        cashier=absent["cashier"] if (absent := absent_in(line)) is not None else line.staff,
        cashier_name=z.staff_name,
        opened_at=z.opened_at,
        state=DrawerState.CLOSED,
        payments=int(z.said.get("payments", 0)),
        expected=ZERO if caller.may(Right.SEE_EXPECTED_CASH) else None,
        closed_at=line.taken_at,
        z=z.number,
        difference=z.difference if caller.may(Right.SEE_EXPECTED_CASH) else None,
        bags=bags_of(line),
    )


def with_own(drawers: Sequence[OfficeDrawer], own: Sequence[OfficeDrawer], desk: str) -> tuple[OfficeDrawer, ...]:
    """The center's drawers, this desk's as it knows them itself: that is newer than what was sent.

    What it cannot know, that its cashier has another drawer open, stays as the ledger said.
    In the order of the desks, and of a desk's in the order in which they were opened.
    """
    closed_here = {row.z for row in own if row.state is DrawerState.CLOSED}
    also_at = {(row.opened_at, row.cashier): row.also_at for row in drawers if row.desk == desk}
    told = [replace(row, also_at=also_at.get((row.opened_at, row.cashier), ())) for row in own]
    kept = [
        row for row in drawers if row.desk != desk or (row.state is DrawerState.CLOSED and row.z not in closed_here)
    ]
    return tuple(sorted((*kept, *told), key=lambda row: (row.desk, row.opened_at)))
