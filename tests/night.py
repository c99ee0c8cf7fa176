"""A night's run: what the suite does a little of, a thousand times over, with seeds that were not tried yet.

Each day prints one JSON object; what does not hold ends the night with its seed, and that seed shows it again.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from tests.crash.center import crash_center
from tests.crash.kills import LIVES, killed_day
from tests.ledger.conftest import emptied
from tests.simulation.run import Orders, simulated
from tests.simulation.server import running_ledger

_DAYS, _DESKS = 8, 3  # Of one simulated history.


def run(
    seed: Annotated[int, typer.Option(help="The first of the seeds; the others follow it.")] = 1,
    kills: Annotated[int, typer.Option(min=0, help="How many desks are killed.")] = 1_000,
    histories: Annotated[int, typer.Option(min=0, help="How many histories of some days are simulated.")] = 20,
) -> None:
    """Kill desks, then simulate bad days. Exit code 1 with the first that does not hold."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-night-") as folder:
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder  # Else the first desk's, which all others inherit.
        for day in range(-(-kills // LIVES)):
            _say(_killed(seed + day, Path(folder) / str(day)))
    with running_ledger() as url:
        for history in range(histories):
            emptied(url)
            said = simulated(url, Orders(seed=seed + history, days=_DAYS, desks=_DESKS))
            _say(said)
            if not said["holds"]:
                raise typer.Exit(1)


def _killed(seed: int, folder: Path) -> dict[str, object]:
    """One day of real processes that are killed. Raises AssertionError; the seed was said before."""
    sys.stderr.write(f"Desks are killed with seed {seed}.\n")
    began_s = perf_counter()
    folder.mkdir()
    with crash_center(folder, seed) as center, center.desk() as place:
        day = killed_day(place, center, seed)
    return {
        "seed": seed,
        "kills": LIVES,
        "ledger_kills": day.ledger_deaths,
        "tried": len(day.tried),
        "told": len(day.taken),
        "sheets": len(day.sheets),
        "seconds": round(perf_counter() - began_s, 1),
    }


def _say(said: dict[str, object]) -> None:
    typer.echo(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    typer.run(run)
