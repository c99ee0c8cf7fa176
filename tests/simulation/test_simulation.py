"""Some bad days in the suite: everything holds, the same seed is the same history, and a planted fault is found."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from cashier.doors.processes import MAIN
from cashier.ledger import reentered
from tests.ledger.conftest import emptied
from tests.simulation import reentry, succession
from tests.simulation.planted import PLANTED
from tests.simulation.run import Orders, simulated
from tests.simulation.shrinking import fewest, shrunk


def test_nothing_is_lost_in_bad_days(ledger: str) -> None:
    said = simulated(ledger, Orders(seed=2, days=2, desks=2))

    assert said["holds"], said
    assert said["totals"]["payments"] > 0
    assert said["totals"]["desk_deaths"] > 0
    assert said["totals"]["ledger_restores"] > 0


def test_nothing_is_lost_with_desks_that_are_lost_copied_or_revoked(ledger: str) -> None:
    said = simulated(ledger, Orders(seed=1347, days=3, desks=2))

    assert said["holds"], said
    happened = ("machines_lost", "copies_started", "desks_revoked", "desks_replaced", "lines_carried")
    assert all(said["totals"].get(each, 0) > 0 for each in happened), said["totals"]


LOSES_MANY, RESCUED_FIRST = (Orders(seed=seed, days=2, desks=3) for seed in (4009, 4007))


@pytest.fixture
def many_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines are lost more often, and most of what their paper says is entered again."""
    monkeypatch.setattr(succession, "LOST", 0.6)
    monkeypatch.setattr(reentry, "ENTERED", 0.9)


@pytest.mark.usefixtures("many_lost")
@pytest.mark.parametrize(
    "orders", [LOSES_MANY, Orders(seed=4007, days=2, desks=3)], ids=["paper first", "rescued first"]
)
def test_what_is_entered_again_of_a_lost_desk_counts_once(ledger: str, orders: Orders) -> None:
    said = simulated(ledger, orders)

    assert said["holds"], said
    assert said["totals"]["entered_again"] > 1


@pytest.mark.usefixtures("many_lost")
def test_what_is_entered_again_and_counts_twice_is_found(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reentered, "reentered_receipt", lambda _: "")

    said = simulated(ledger, LOSES_MANY)

    assert re.search("was entered again, and does not say so|came home as|by the books", said["broken"]), said


def test_a_desk_whose_lines_a_ledger_lost_to_those_of_its_copy_brings_all_of_them(ledger: str) -> None:
    said = simulated(ledger, Orders(seed=603, days=4, desks=3))

    assert said["holds"], said
    happened = ("copies_started", "ledger_restores", "desks_replaced")
    assert all(said["totals"].get(each, 0) > 0 for each in happened), said["totals"]


def test_a_drawer_closes_whose_desk_died_over_cash_that_was_given_to_it(ledger: str) -> None:
    said = simulated(ledger, Orders(seed=3015, days=2, desks=3))

    assert said["holds"], said
    assert said["totals"]["accepted"] > 0, said["totals"]


def test_nothing_is_lost_where_a_desk_is_slow_off_and_brought_up_to_date(ledger: str) -> None:
    said = simulated(ledger, Orders(seed=1238, days=1, desks=1))

    assert said["holds"], said
    assert all(said["totals"].get(each, 0) > 0 for each in ("slow_disks", "clocks_set", "upgrades")), said["totals"]


def test_the_same_seed_is_the_same_history_in_another_process() -> None:
    running = [_started(hash_seed) for hash_seed in ("1", "2")]
    first, second = (_said(process) for process in running)

    assert first["holds"], first
    assert {key: first[key] for key in ("digest", "steps", "totals")} == {
        key: second[key] for key in ("digest", "steps", "totals")
    }


def test_another_seed_is_another_history(quick_ledger: str) -> None:
    digests = set()
    for seed in (5, 6):
        emptied(quick_ledger)
        digests.add(simulated(quick_ledger, Orders(seed=seed, days=1, desks=1))["digest"])

    assert len(digests) == 2


@pytest.mark.parametrize(
    ("fault", "finds"),
    [
        ("mark before the answer", "ledger"),
        ("written twice after a crash", "differ|gives back|should hold"),
        ("change is forgotten", "lies there"),
        ("silence is a no", "the terminal charged"),
        ("unsure paper is printed again", "came out"),
    ],
)
def test_a_planted_fault_is_found_and_told_with_what_went_before(
    fault: str, finds: str, ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    PLANTED[fault](monkeypatch.setattr)

    said = simulated(ledger, Orders(seed=8, days=4, desks=2))

    assert re.search(finds, said["broken"]), said
    assert said["seed"] == 8
    assert said["history"]


def test_what_broke_is_made_shorter(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED["change is forgotten"](monkeypatch.setattr)
    orders = Orders(seed=8, days=4, desks=2)

    less = shrunk(ledger, orders, simulated(ledger, orders), tries=1)

    assert "lies there" in less["broken"]
    assert (less["days"], less["faults"]) == (1, []), "it needs no fault to break, and no second day"
    assert less["of"] > 0


@pytest.mark.parametrize("needed", [(), (7,), (2, 3), (1, 9), (0, 4, 5, 9)])
def test_the_faults_that_are_needed_are_found(needed: tuple[int, ...]) -> None:
    assert fewest(range(10), lambda kept: set(needed) <= set(kept), tries=100) == needed
    assert set(needed) <= set(fewest(range(10), lambda kept: set(needed) <= set(kept), tries=3))


def _started(hash_seed: str) -> "subprocess.Popen[str]":
    arguments = ("simulate", "--seed", "7", "--days", "1", "--desks", "2")
    surroundings = os.environ | {"PYTHONHASHSEED": hash_seed}
    return subprocess.Popen(
        [sys.executable, str(MAIN), *arguments], stdout=subprocess.PIPE, text=True, env=surroundings
    )


def _said(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, _ = process.communicate(timeout=300)
    said: dict[str, Any] = json.loads(out)
    return said
