"""What somebody who starts it for the first time runs into: one sentence each, and nothing made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cashier.doors.processes import MAIN
from tests.e2e.refusing import refusal


def _start(*arguments: str, **said: str) -> "subprocess.CompletedProcess[str]":
    """With ``said`` in its environment, and no screen but the one that is said."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    around = {name: value for name, value in os.environ.items() if name not in screens} | said
    return subprocess.run([sys.executable, *arguments], env=around, capture_output=True, text=True, check=False)


def test_a_python_without_the_libraries_is_told_which_one_has_them() -> None:
    assert refusal(_start("-S", str(MAIN), "--help")) == (
        "This Python has none of Counterfoil's libraries. Run make demo once, then .venv/bin/python main.py."
    )


def test_a_screen_that_does_not_answer_is_named_before_anything_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    said = refusal(_start(str(MAIN), "demo", "--data", str(folder), DISPLAY=":64123"))

    assert said.startswith("The screen :64123, which DISPLAY names, does not answer")
    assert not folder.exists()


@pytest.mark.parametrize("has_demo", [False, True])
def test_a_machine_without_a_desk_names_the_demo_where_there_is_one(tmp_path: Path, has_demo: bool) -> None:
    own = tmp_path / "counterfoil"
    if has_demo:
        (own / "demo").mkdir(parents=True)

    said = refusal(_start(str(MAIN), XDG_DATA_HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen"))

    if has_demo:
        assert said == (
            f"There is no desk in {own}/desk. Name its folder with --data; what is in {own}/demo opens by make demo."
        )
    else:
        assert said == f"The data folder {own}/desk is missing. Name the right one with --data."
