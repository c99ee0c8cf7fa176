"""Every measurement runs, and says what the architecture promises of it; how fast it was is not asserted here."""

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from cashier.doors.processes import MAIN
from tests.bench.hands import MOST_KEYS
from tests.bench.long_line import NO_LINE
from tests.bench.run import BENCHES

FIGURES = {
    "B1": {"p50_ms", "p99_ms", "of_2000", "floor_of_2000"},
    "B1b": {"p99_ms", "of_2000", "floor_of_2000"},
    "B3": {"p50_ms", "p99_ms", "heavy_p99_ms", "members", "heavy", "floor"},
    "B4": {
        "p50_ms",
        "p99_ms",
        "gap_ms",
        "committed",
        "painted",
        "printed",
        "event loop",
        "printer refuses",
        "printer never answers",
        "floor",
        "ratio",
    },
    "B4b": {"p50_ms", "p99_ms", "floor", "ratio"},
    "B6": {"per_s", "rows", "added_by_sending_again", "check", "floor", "ratio"},
    "B6-40ms": {"per_s", "seconds", "check", "floor"},
    "B9-waiting": {"p99_ms", "errors", "told_per_s", "storm_s", "mb", "lost"},
    "B7": {"per_s", "ratio", "floor", "check"},
    "B8": {"ratio", "per_s", "floor", "check"},
    "B2": {"p50_ms", "p99_ms", "loaded", "floor", "ratio"},
    "B3-ledger": {"p50_ms", "p99_ms", "visits_500", "floor", "ratio"},
    "load": {"per_s", "seconds", "mb", "rows", "check", "floor", "ratio"},
    "B9": {"p50_ms", "p99_ms", "errors", "storm_s", "mb", "lost", "check", "floor"},
    "B10": {"mb", "mb_at_start", "slope_kb_a_payment", "floor"},
    "B11": {"first_paint_ms", "letter_ms", "letter_without_passphrase_ms", "floor", "ratio"},
    "hands": {"keys", "longest_ms", "longest", "scan_exact_cash", "family_check"},
    "long-run": {"mb_last", "kb_a_day", "handles_last", "threads_last", "pay_ms_first", "pay_ms_last", "close_ms_last"},
    "B12": {"p50_ms", "p99_ms", "growth", "floor", "ratio"},
    "card-shown": {"n", "p50_ms", "p99_ms", "within_300_ms", "floor", "ratio"},
    "office-page": {"first_ms", "p50_ms", "p99_ms", "gap_ms", "floor", "ratio"},
    "old-journal": {"first_paint_ms", "desk_open_ms", "letter_ms", "growth", "growth_cpu", "floor"},
    "day-page": {"first_ms", "p99_ms", "gap_ms", "frames", "frames over 16.7 ms", "floor", "ratio"},
    "papers": {"p50_ms", "p99_ms", "drawn, first", "bytes", "drawn, bytes most", "pdf_first_ms", "pdf", "per_s", "mb"},
    "day-totals": {"ms", "asked", "command_ms", "floor", "ratio", "check"},
}


def bench(name: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(MAIN), "bench", name, "--quick", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )


def figures_of(name: str) -> dict[str, Any]:
    """Its JSON object, which has to say what every bench says."""
    done = bench(name)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert said["bench"] == name
    assert said["workload"]
    assert "processors" in said["load"]
    return said


@pytest.mark.parametrize("name", [name for name in BENCHES if name not in ("B6", "B6-40ms", "hands")])
def test_a_bench_says_its_workload_its_load_and_its_figures_as_one_object_on_the_last_line(name: str) -> None:
    assert FIGURES[name] <= figures_of(name).keys()


def test_what_comes_most_takes_no_more_keys_than_promised() -> None:
    said = figures_of("hands")

    assert FIGURES["hands"] <= said.keys()
    assert said["keys"].keys() == MOST_KEYS.keys()
    assert {case: keys for case, keys in said["keys"].items() if keys > MOST_KEYS[case]} == {}


def test_a_backlog_is_drained_and_adds_no_row_when_it_is_sent_again() -> None:
    said = figures_of("B6")

    assert FIGURES["B6"] <= said.keys()
    assert said["rows"]["receipts"] == 200
    assert said["added_by_sending_again"] == {"lines": 0, "transfers": 0, "receipts": 0}
    assert said["check"]["holds"] is True


def test_a_backlog_is_drained_over_a_long_line_where_there_can_be_one() -> None:
    done = bench("B6-40ms")
    if done.returncode != 0:  # Nobody but root may make one, and in some containers not even root.
        assert done.stderr.splitlines()[-1].startswith(NO_LINE)
        assert not _can_make_namespaces()
        return
    said = json.loads(done.stdout.splitlines()[-1])

    assert FIGURES["B6-40ms"] <= said.keys()
    assert (said["check"]["payments"], said["check"]["holds"]) == (200, True)


def _can_make_namespaces() -> bool:
    if shutil.which("ip") is None or not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        return False
    return subprocess.run(["unshare", "--net", "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0


def test_a_bench_that_is_not_there_is_named_with_those_that_are() -> None:
    done = bench("B99")

    assert done.returncode == 1
    assert f"There is no bench B99. Name one of {', '.join(BENCHES)}." in done.stderr
