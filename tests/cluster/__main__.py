"""`make cluster`: 50 desks pay over a cluster whose primary is killed twice; nothing is lost, nothing doubled.

Prints one JSON object. The exit code is 1 if a payment is lost or doubled, or the books do not hold.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from time import monotonic, sleep
from typing import Any, LiteralString

import psycopg

from tests.bench.many_desks import enrolled, names, open_bills
from tests.cluster.desks import CENTS, Orders
from tests.cluster.machines import DATABASE_URL, LEDGER_URL, ClusterTrouble, Machines, cluster, command

DESKS, PROCESSES, KILLS = 50, 2, 2
_MEMBERS = 2_000
_PEACE_S = 5.0  # Before each kill, and after the last.
_FAILOVER_MOST_S = 60.0


def main() -> int:
    """Build, pay, kill, prove, take down."""
    with tempfile.TemporaryDirectory(prefix="counterfoil-cluster-") as name, cluster(Path(name)) as machines:
        _say("The cluster is up.")
        command("load-sample", "--members", str(_MEMBERS))
        keys = enrolled(DATABASE_URL, names(DESKS))
        desks = _start_desks(keys, open_bills(DATABASE_URL))
        try:
            failovers_s = [_kill(machines) for _ in range(KILLS)]
            sleep(_PEACE_S)
            taken = _end_desks(desks)
        finally:
            for process in desks:
                process.kill()
                process.communicate()
        proof = _proof(taken)
    found = {
        "desks": DESKS,
        "payments": sum(payments for payments, _ in taken.values()),
        "kills": KILLS,
        "failovers_s": [round(failover_s, 1) for failover_s in failovers_s],
        "longest_wait_s": round(max(waited_s for _, waited_s in taken.values()), 1),
        **proof,
    }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0 if proof["check_holds"] and not proof["lost"] and not proof["doubled"] else 1


def _kill(machines: Machines) -> float:
    """Some peace, then the primary dies; seconds until desks are answered again. It comes back as the standby."""
    sleep(_PEACE_S)
    killed = machines.kill_primary()
    began = monotonic()
    _say(f"The primary, {killed}, was killed.")
    machines.wait_until("another primary", lambda: machines.primary() not in (None, killed), _FAILOVER_MOST_S)
    machines.wait_until("answer at the ledger's address", machines.is_ready, _FAILOVER_MOST_S)
    failover_s = monotonic() - began
    _say(f"Desks are answered again after {failover_s:.1f} s.")
    machines.start_node(killed)
    machines.wait_until("synchronous standby", machines.has_standby)
    return failover_s


def _start_desks(keys: dict[str, str], bills: list[str]) -> list["subprocess.Popen[str]"]:
    """All desks, in a few processes."""
    processes = []
    for number in range(PROCESSES):
        mine = dict(list(keys.items())[number::PROCESSES])
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.cluster.desks"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(asdict(Orders(url=LEDGER_URL, keys=mine, bills=bills))) + "\n")
        process.stdin.flush()
        processes.append(process)
    return processes


def _end_desks(processes: list["subprocess.Popen[str]"]) -> dict[str, tuple[int, float]]:
    """What each desk took, all of it acknowledged, and how long a payment waited at most."""
    taken: dict[str, tuple[int, float]] = {}
    for process in processes:
        said, _ = process.communicate("\n", timeout=120)
        if process.returncode != 0:
            raise ClusterTrouble("A process of desks failed; it said why above.")
        taken |= {desk: (payments, waited_s) for desk, (payments, waited_s) in json.loads(said).items()}
    return taken


def _proof(taken: dict[str, tuple[int, float]]) -> dict[str, Any]:
    """Each desk's lines, receipts and cents on the ledger against what it took itself."""
    with psycopg.connect(DATABASE_URL) as connection:
        lines = _by_desk(connection, "SELECT desk, count(*) FROM lines GROUP BY desk")
        receipts = _by_desk(connection, "SELECT desk, count(*) FROM receipts GROUP BY desk")
        cents = _by_desk(connection, "SELECT desk, sum(cents)::bigint FROM transfers GROUP BY desk")
    counts = [
        (payments, count)
        for desk, (payments, _) in taken.items()
        for count in (lines.get(desk, 0), receipts.get(desk, 0), cents.get(desk, 0) // CENTS)
    ]
    checked = json.loads(command("check").stdout)
    return {
        "lost": sum(max(0, payments - count) for payments, count in counts),
        "doubled": sum(max(0, count - payments) for payments, count in counts),
        "check_holds": checked["holds"],
    }


def _by_desk(connection: "psycopg.Connection[Any]", query: LiteralString) -> dict[str, int]:
    return dict(connection.execute(query).fetchall())


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
