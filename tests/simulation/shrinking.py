"""Makes a history that broke shorter: no day after the one it broke on, and as few of its faults as still break it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.ledger.conftest import emptied
from tests.simulation.run import BEGINS, Orders, simulated

TRIES = 16


def shrunk(url: str, orders: Orders, said: dict[str, Any], *, tries: int = TRIES) -> dict[str, Any]:
    """What broke once more, over an emptied ledger each time.

    ``said`` is the report of the history that broke. ``faults`` of the answer are those that were needed, by their
    order in it, ``of`` how many there were; `Orders.spared` takes all others.
    """
    days = (date.fromisoformat(said["broken_on"]) - BEGINS).days + 1
    shorter = replace(orders, days=min(orders.days, days))
    numbers = range(1, said["faults"] + 1)
    reports: list[dict[str, Any]] = []

    def breaks(kept: Sequence[int]) -> bool:
        emptied(url)
        report = simulated(url, replace(shorter, spared=frozenset(numbers) - frozenset(kept)))
        if not report["holds"]:
            reports.append(report)
        return not report["holds"]

    left = fewest(numbers, breaks, tries=tries)
    last = reports[-1] if reports else said
    told = {name: last[name] for name in ("broken", "where", "history", "steps")}
    return {"days": shorter.days, "faults": list(left), "of": len(numbers), **told}


def fewest(numbers: Sequence[int], breaks: Callable[[Sequence[int]], bool], *, tries: int) -> tuple[int, ...]:
    """A small part of ``numbers`` that still breaks, found by leaving out ever smaller pieces (Zeller, ddmin)."""
    kept, pieces = list(numbers), 1
    while kept and tries:
        size = -(-len(kept) // pieces)
        for start in range(0, len(kept), size):
            if not tries:
                break
            tries -= 1
            rest = kept[:start] + kept[start + size :]
            if breaks(rest):
                kept, pieces = rest, max(1, pieces - 1)
                break
        else:
            if size == 1:
                break
            pieces = min(len(kept), 2 * pieces)
    return tuple(kept)
