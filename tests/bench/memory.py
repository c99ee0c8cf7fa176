"""B10: what memory the desk holds after its start and after a long day, and how much each payment adds."""

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from statistics import linear_regression
from typing import Any

from tests.bench.figures import Outcome
from tests.bench.payers import payers
from tests.bench.place import ROOT, ROSA, Devices, bench_desk
from tests.bench.printers import sink
from tests.bench.starting import start

_MEMBERS, _PAYMENTS = 200_000, 2_000
_FILLED_AFTER = 0.25  # Of the payments: by then caches are full, and what grows on is counted.


def measure(quick: bool) -> Outcome:
    """The desk runs in a process of its own; it starts no others, so it is the whole tree."""
    members, payments = (2_000, 40) if quick else (_MEMBERS, _PAYMENTS)
    with sink() as taking, bench_desk(members, Devices(printer_port=taking.port)) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.remembering", str(folder), str(payments), *ROSA],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
            input="\n".join(person.two_identifiers for person in islice(payers(members), payments)),
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )
    looks: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    later = [look for look in looks if look["payments"] >= _FILLED_AFTER * payments]
    slope = linear_regression([look["payments"] for look in later], [look["kb"] for look in later]).slope
    return Outcome(
        bench="B10",
        workload=f"PSS of the desk with {members:,} members, off screen, ledger away: after its start, and after "
        f"{payments:,} payments and {looks[-1]['keystrokes']:,} letters in the finder",
        figures={
            "mb_at_start": round(looks[0]["kb"] / 1024, 1),
            "mb": round(looks[-1]["kb"] / 1024, 1),
            "mb_most": round(max(look["kb"] for look in looks) / 1024, 1),
            "slope_kb_a_payment": round(slope, 2),
            "floor": {"a bare window's mb": round(start("tests.bench.bare_started", Path())["kb"] / 1024, 1)},
        },
    )
