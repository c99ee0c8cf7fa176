"""The start of the program at a desk of ten years, 500,000 payments, beside the start at a new one."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from cashier.domain.drawer import drawer_holds
from cashier.domain.shift import OpenShift
from cashier.doors.assembly import assembled
from cashier.usecases.find_member import today_at
from cashier.usecases.shift import open_shift
from cashier.usecases.sign_in import sign_in
from tests.bench.end_of_day import close_drawer
from tests.bench.figures import Figure, Outcome
from tests.bench.offline_journal import take_one
from tests.bench.payers import payers
from tests.bench.place import FLOAT_COUNT, ROSA, Devices, bench_desk, open_drawer
from tests.bench.starting import start

_MEMBERS, _RUNS = 50_000, 7
_DAYS, _A_DAY = 2_500, 200
_VISITS = 50  # Of each who comes; a bill is never paid in full.


def measure(quick: bool) -> Outcome:
    """By turns; each run is a new process, and one at each desk before them warms the machine's caches."""
    days, runs = (2, 1) if quick else (_DAYS, _RUNS)
    with ExitStack() as stack:
        desks = [stack.enter_context(bench_desk(_MEMBERS, Devices(), shift_is_open=False)) for _ in range(2)]
        for folder, behind in zip(desks, (0, days), strict=True):
            _begin_day(folder, behind)
            start("tests.bench.started", folder)
        pairs = [[start("tests.bench.started", folder) for folder in desks] for _ in range(runs)]
    young, old = ([pair[place] for pair in pairs] for place in range(2))
    return Outcome(
        bench="old-journal",
        workload=f"python main.py at a desk with {days * _A_DAY:,} payments in {days:,} closed drawers and a new one, "
        f"{_MEMBERS:,} members each, off screen, {runs} runs by turns: exec until the sign-in page is painted, the "
        "journal open, and until a letter typed in the finder is answered on screen",
        figures={
            "first_paint_ms": _median(old, "first_paint_ms"),
            "desk_open_ms": _median(old, "desk_open_ms"),
            "letter_ms": _median(old, "letter_ms"),
            "growth": _growth(young, old, "letter_ms"),
            "growth_cpu": _growth(young, old, "letter_cpu_ms"),
            "floor": {
                "the same without payments": {
                    name: _median(young, name) for name in ("first_paint_ms", "desk_open_ms", "letter_ms")
                }
            },
        },
    )


def _begin_day(folder: Path, days: int) -> None:
    """A drawer is open at a desk that so many days lie behind, each of `_A_DAY` payments, all of it bagged."""
    people = cycle(list(payers(_MEMBERS))) if days else iter(())
    with assembled(folder) as assembly:
        staff = sign_in(*ROSA, assembly.desk)
        now = assembly.desk.clock()
        for day in range(days):
            then = now - timedelta(days=days - day)
            desk = replace(assembly.desk, clock=partial(_same, then))
            shift_id, float_left = desk.new_id(), {} if day else FLOAT_COUNT
            open_shift(OpenShift(shift_id=shift_id, count=float_left, business_date=today_at(desk)), desk, staff)
            with desk.open_work() as work:
                for person in islice(people, _A_DAY):
                    take_one(person, work, desk, staff, parts=_VISITS)
                held = drawer_holds(shift_id, work.journal.drawers.moved(shift_id))
                shift = work.journal.open_shift()
                assert shift is not None
                close_drawer(desk, work, shift, held, bag=f"B{day}")
                work.commit()
        while assembly.store.activity.step() == 0.0:
            continue
    open_drawer(folder, {} if days else FLOAT_COUNT)


def _same(then: datetime) -> datetime:
    return then


def _median(runs: list[dict[str, Any]], name: str) -> Figure:
    return round(median(run[name] for run in runs), 1)


def _growth(young: list[dict[str, Any]], old: list[dict[str, Any]], name: str) -> Figure:
    return round(median(then[name] / now[name] for now, then in zip(young, old, strict=True)), 2)
