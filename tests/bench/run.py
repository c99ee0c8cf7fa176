"""Runs one measurement by its name and prints what it found; each stands in a module of its own."""

import sys
from collections.abc import Callable
from importlib import import_module

from tests.bench.figures import Outcome, load

# A bench brings only its own libraries: what it does not load does not count in its memory or its start.
BENCHES = {
    "B1": "keystrokes",
    "B1b": "queries",
    "B3": "opening",
    "B4": "taking",
    "B4b": "committing",
    "B6": "backlog",
    "B9": "many_desks",
    "B9-waiting": "waiting_desks",
    "B10": "memory",
    "B11": "starting",
    "day-totals": "day_totals",
}


def run_bench(name: str, *, as_json: bool, quick: bool) -> int:
    """Measure and print. ``quick`` takes a small workload, to see that it runs. Returns the exit code."""
    module = BENCHES.get(name)
    if module is None:
        sys.stderr.write(f"There is no bench {name}. Name one of {', '.join(BENCHES)}.\n")
        return 1
    measure: Callable[[bool], Outcome] = import_module(f"tests.bench.{module}").measure
    before = load()
    outcome = measure(quick)
    loads = f"{before}, {load()} at the end"
    sys.stdout.write(f"{outcome.as_text(loads)}\n")
    if as_json:
        sys.stdout.write(f"{outcome.as_json(loads)}\n")
    return 0
