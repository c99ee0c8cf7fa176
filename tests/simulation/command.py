"""`main.py simulate`: one JSON object about a history, and about the shortest one that was found if it broke."""

import json

import typer

from tests.simulation.run import Orders, simulated
from tests.simulation.server import running_ledger
from tests.simulation.shrinking import shrunk


def run_simulation(seed: int, days: int, desks: int) -> int:
    """Simulate, and print one JSON object. Returns 0; 1 if something does not hold, which is then made shorter."""
    orders = Orders(seed=seed, days=days, desks=desks)
    with running_ledger() as url:
        said = simulated(url, orders)
        if not said["holds"]:
            said["shrunk"] = shrunk(url, orders, said)
    typer.echo(json.dumps(said, ensure_ascii=False))
    return 0 if said["holds"] else 1
