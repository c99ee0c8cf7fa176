"""Runs one measurement by its name and prints what it found; each stands in a module of its own."""

import sys
from collections.abc import Callable
from importlib import import_module

from tests.bench.figures import Outcome, load

# A bench brings only its own libraries: what it does not load does not count in its memory or its start.
BENCHES = {
    "B1": "keystrokes",
    "B1b": "queries",
    "B2": "searching",
    "B3": "opening",
    "B3-ledger": "accounts",
    "B4": "taking",
    "B4b": "committing",
    "B6": "backlog",
    "B6-40ms": "far_backlog",
    "B7": "posting",
    "B8": "hot_account",
    "B9": "many_desks",
    "B9-waiting": "waiting_desks",
    "B10": "memory",
    "B11": "starting",
    "B12": "end_of_day",
    "card-shown": "card_shown",
    "day-page": "day_page",
    "day-totals": "day_totals",
    "hands": "hands",
    "load": "loading",
    "long-run": "long_run",
    "office-page": "office_page",
    "old-journal": "old_journal",
    "papers": "papers",
}
SIZED = frozenset({"B2", "B3-ledger", "load"})
"""Those that take another number of members."""
FILLED = frozenset({"B7"})
"""Those that take a number of lines that are there before."""


def run_bench(name: str, *, as_json: bool, quick: bool, members: int | None = None, rows: int | None = None) -> int:
    """Measure and print. ``quick`` takes a small workload, to see that it runs. Returns the exit code."""
    module = BENCHES.get(name)
    if module is None:
        sys.stderr.write(f"There is no bench {name}. Name one of {', '.join(BENCHES)}.\n")
        return 1
    if members is not None and name not in SIZED:
        sys.stderr.write(
            f"{name} has its own members. Leave --members out, or name one of {', '.join(sorted(SIZED))}.\n"
        )
        return 1
    if rows is not None and name not in FILLED:
        sys.stderr.write(f"{name} begins as it is. Leave --rows out, or name one of {', '.join(sorted(FILLED))}.\n")
        return 1
    measure: Callable[..., Outcome] = import_module(f"tests.bench.{module}").measure
    before = load()
    size = members if members is not None else rows
    outcome = measure(quick) if size is None else measure(quick, size)
    loads = f"{before}, {load()} at the end"
    sys.stdout.write(f"{outcome.as_text(loads)}\n")
    if as_json:
        sys.stdout.write(f"{outcome.as_json(loads)}\n")
    return 0
