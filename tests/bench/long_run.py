"""Thirty days at one window that stays open, with ledger, printer and terminal: what grows in it, and what slows."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import linear_regression, median
from typing import Any
from zoneinfo import ZoneInfo

from cashier.doors.processes import MAIN
from cashier.ledger.embedded import remove_embedded_postgres
from tests.bench.figures import Outcome
from tests.bench.payers import payers_of_demo
from tests.bench.place import ROOT

_ZONE = ZoneInfo("America/Los_Angeles")  # Whose day the demo's bills are due around.
_DAYS, _PAYMENTS = 30, 200
_MEMBERS_A_PAYER = 40  # Of so many invented ones, one at least has a bill due at the demo's center.
_WARM_DAYS = 0.2  # Of all: by then caches are full, and what grows on is counted.


def measure(quick: bool) -> Outcome:
    """The days are shifts: each is opened, worked and closed at the same window, by its keys."""
    days, payments = (3, 3) if quick else (_DAYS, _PAYMENTS)
    members = max(2_000, _MEMBERS_A_PAYER * days * payments)
    with _demo(members) as facts:
        people = {person["user"]: person["passphrase"] for person in facts["sign_ins"]}
        visitors = islice(payers_of_demo(members, datetime.now(_ZONE).date()), days * payments)
        done = subprocess.run(
            [
                sys.executable, "-m", "tests.bench.long_running", facts["data"], str(days), str(payments),
                "rosa", people["rosa"], "helen",
            ],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
            input="\n".join(visitor.two_identifiers for visitor in visitors),
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )  # fmt: skip
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    later = [day for day in told if day["day"] > _WARM_DAYS * days]
    first, last = later[: max(1, days // 6)], later[-max(1, days // 6) :]
    return Outcome(
        bench="long-run",
        workload=f"{days} days of {payments} payments in cash at one window that stays open, off screen, each with its "
        f"opening, its close and its bags, with ledger, printer and terminal and {members:,} invented members",
        figures={
            "mb_first": round(told[0]["kb"] / 1024, 1),
            "mb_last": round(told[-1]["kb"] / 1024, 1),
            "kb_a_day": round(linear_regression([day["day"] for day in later], [day["kb"] for day in later]).slope, 1),
            "handles_most": max(day["handles"] for day in told),
            "handles_last": told[-1]["handles"],
            "threads_most": max(day["threads"] for day in told),
            "threads_last": told[-1]["threads"],
            **{f"{name}_first": _usual(first, name) for name in ("pay_ms", "close_ms")},
            **{f"{name}_last": _usual(last, name) for name in ("pay_ms", "close_ms")},
        },
    )


def _usual(days: list[dict[str, Any]], name: str) -> float:
    return round(float(median(day[name] for day in days)), 1)


@contextmanager
def _demo(members: int) -> Iterator[dict[str, Any]]:
    """The demo without its window, and what it says of itself."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as name:
        folder = Path(name)
        command = [sys.executable, str(MAIN), "demo", "--no-window", "--data", name, "--members", str(members)]
        with (folder / "said").open("wb") as complaints:
            demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints)
        assert demo.stdout is not None
        try:
            yield json.loads(demo.stdout.readline())
        finally:
            demo.terminate()
            demo.wait()
            demo.stdout.close()
            remove_embedded_postgres(folder / "ledger")
