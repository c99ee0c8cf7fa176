"""B11: from the start of the program to its first paint, and to a typed letter answered with members."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any

from tests.bench.figures import Figure, Outcome
from tests.bench.place import ROOT, ROSA, Devices, bench_desk

_MEMBERS, _RUNS = 200_000, 7


def measure(quick: bool) -> Outcome:
    """Each run is a new process; one run before them warms the machine's caches."""
    members, runs = (2_000, 1) if quick else (_MEMBERS, _RUNS)
    with bench_desk(members, Devices()) as folder:
        start("tests.bench.started", folder)
        pairs = [(start("tests.bench.started", folder), start("tests.bench.bare_started", folder)) for _ in range(runs)]
    full, bare = [one for one, _ in pairs], [other for _, other in pairs]
    without = [{"ms": run["letter_ms"] - run["passphrase_ms"]} for run in full]
    return Outcome(
        bench="B11",
        workload=f"python main.py with {members:,} members, warm, off screen, {runs} runs: exec until the sign-in page "
        "is painted, and until a letter typed in the finder is answered on screen, name and passphrase typed at once",
        figures={
            "first_paint_ms": _median(full, "first_paint_ms"),
            "first_paint_max_ms": _longest(full, "first_paint_ms"),
            "letter_ms": _median(full, "letter_ms"),
            "letter_max_ms": _longest(full, "letter_ms"),
            "letter_without_passphrase_ms": _median(without, "ms"),
            "passphrase_ms": _median(full, "passphrase_ms"),
            "desk_open_ms": _median(full, "desk_open_ms"),
            "first_paint_cpu_ms": _median(full, "first_paint_cpu_ms"),
            "letter_cpu_ms": _median(full, "letter_cpu_ms"),
            "floor": {"a bare window's first paint": _median(bare, "first_paint_ms")},
            "ratio": round(_median(full, "first_paint_ms") / _median(bare, "first_paint_ms"), 2),
        },
    )


def start(module: str, folder: Path) -> dict[str, Any]:
    """Run a module until it leaves; returns what it said. As at a desk, Python keeps what it compiled."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    since = monotonic()
    done = subprocess.run(
        [sys.executable, "-m", module, str(folder), repr(since), *ROSA],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _median(runs: list[dict[str, Any]], name: str) -> Figure:
    return round(median(run[name] for run in runs), 1)


def _longest(runs: list[dict[str, Any]], name: str) -> Figure:
    return round(max(run[name] for run in runs), 1)
