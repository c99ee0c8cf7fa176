"""PySide6 6.12.0 loses a reference to None and True at every call on Python 3.11, until the program dies."""

import ast
import subprocess
import sys

import PySide6

from tests.rules.tree import read, tracked_files

CALLS = 20_000

# Runs apart, since a broken PySide6 takes its whole process down.
PROBE = f"""
import sys
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(bool)

bell = Bell()
bell.rang.connect(lambda rung: None)
before = sys.getrefcount(None), sys.getrefcount(True)
for _ in range({CALLS}):
    bell.rang.emit(True)
after = sys.getrefcount(None), sys.getrefcount(True)
print(min(now - then for now, then in zip(after, before)))
"""


def test_pyside_is_of_the_line_that_is_known_to_be_sound() -> None:
    assert PySide6.__version_info__[:2] == (6, 11)


def test_twenty_thousand_signals_lose_no_reference_to_none_or_true() -> None:
    probe = subprocess.run([sys.executable, "-c", PROBE], check=False, capture_output=True, text=True)

    assert probe.returncode == 0, probe.stderr
    assert int(probe.stdout) > -CALLS // 20


# What a desk's door does about modules that are loaded after Qt; a new PySide6 may do otherwise.
LOADING = """
import linecache
import PySide6.QtCore
from cashier.doors.loaded import load_lightly
load_lightly()
import colorsys
print(colorsys.__file__ in linecache.cache)
"""


def test_no_source_is_read_of_modules_that_are_loaded_after_qt() -> None:
    probe = subprocess.run([sys.executable, "-c", LOADING], check=True, capture_output=True, text=True)

    assert probe.stdout.strip() == "False"


def test_every_timer_belongs_to_something_of_the_window() -> None:
    """Python's collector runs on whatever thread has made garbage; a timer that runs and that it ends there, with
    nothing of Qt's to hold it, takes the whole process down.
    """
    alone = [
        f"{path}:{call.lineno}"
        for path in tracked_files(".py")
        if path.parts[0] == "ui"
        for call in ast.walk(ast.parse(read(path)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "QTimer" and not call.args
    ]

    assert alone == []
