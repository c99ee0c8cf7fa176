"""B6-40ms: the same backlog drained over a line on which every answer takes 40 ms."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cashier.doors.assembly import assembled
from tests.bench.backlog import MEMBERS, PAYMENTS, _command, _ledger, desk_folder, drain
from tests.bench.figures import Outcome
from tests.bench.long_line import long_line

_ROUND_TRIP_S = 0.040


def measure(quick: bool) -> Outcome:
    """The desk's process stands at the far end of the line, the ledger here."""
    members, payments = (500, 200) if quick else (MEMBERS, PAYMENTS)
    with (
        long_line(_ROUND_TRIP_S) as line,
        _ledger(members, host=line.near) as ledger,
        desk_folder(payments, members, ledger) as folder,
    ):
        drained = _drained(line.command, folder)
        checked = _command("check", database=ledger.said["database_url"])
    return Outcome(
        bench="B6-40ms",
        workload=f"{drained['to_send']:,} payments drained by the push lane of a desk in a network namespace of its "
        f"own, {_ROUND_TRIP_S * 1000:.0f} ms there and back, to a ledger with {members:,} members (PostgreSQL, fsync "
        "on)",
        figures={
            "per_s": round(payments / drained["seconds"]),
            "seconds": round(drained["seconds"], 2),
            "check": checked,
            "floor": {"a run of 1,000 lines a round trip, per_s": round(1_000 / _ROUND_TRIP_S)},
        },
    )


def _drained(command: tuple[str, ...], folder: Path) -> dict[str, Any]:
    """What the process at the far end says."""
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.bench.far_backlog", str(folder)], check=True, stdout=subprocess.PIPE
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _drain_here(folder: Path) -> None:
    with assembled(folder) as assembly:
        with assembly.desk.open_reading() as work:
            to_send = work.journal.to_send()
        seconds = drain(assembly)
    sys.stdout.write(json.dumps({"to_send": to_send, "seconds": seconds}) + "\n")


if __name__ == "__main__":
    _drain_here(Path(sys.argv[1]))
