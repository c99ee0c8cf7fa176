"""Gives every process of a run surroundings of its own, so that no test reads or writes what belongs to the user."""

import gc
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import leaks

_surroundings = pytest.StashKey[Path]()
_exit_status = pytest.StashKey[int]()
_threads_left = pytest.StashKey[list[str]]()
_leaks = pytest.StashKey[list[str]]()
_END_WITHIN_S = 30.0
_SLOW_FOLDERS = {"crash", "e2e", "ledger", "simulation"}

# A busy machine is no fault of the code, and a fresh one first works out its tables of characters.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A verdict on a checkout is the same wherever it is given: examples follow from the tests alone.
settings.register_profile("same", settings.get_profile("patient"), derandomize=True)
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Point home, settings, caches and Qt at a short-named temporary folder, for us and every process we start."""
    folder = Path(tempfile.mkdtemp(prefix="cf-"))
    config.stash[_surroundings] = folder
    config.stash[_threads_left] = []
    config.stash[_leaks] = []
    for variable, name in {
        "HOME": "home",
        "XDG_CACHE_HOME": "cache",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "run",
        # python-escpos unpickles from here: only we may write to it.
        "ESCPOS_CAPABILITIES_PICKLE_DIR": "escpos",
    }.items():
        (folder / name).mkdir(mode=0o700)
        os.environ[variable] = str(folder / name)
    # Whoever wants to watch the windows says so with QT_QPA_PLATFORM=xcb.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process still has it to do when the others are done."""
    items.sort(key=lambda item: item.path.parent.name not in _SLOW_FOLDERS)


def pytest_collection_finish() -> None:
    """Thousands of tests stay in memory to the end: looking for garbage among them would find none, again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how it ended, for a run that has to be ended by force; one process of several tells the first.

    A run that wrote a secret anywhere has failed, whatever its tests say.
    """
    left = _threads_that_stay()
    found = session.config.stash[_leaks]
    found += _leaks_of(session.config)
    if found and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = exitstatus = pytest.ExitCode.TESTS_FAILED
    session.config.stash[_exit_status] = exitstatus
    session.config.stash[_threads_left] += left
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput |= {"threads_left": left, "leaks": found}


def _threads_that_stay() -> list[str]:
    """The names of threads that keep a process from its end. What the last test closed may just be on its way out."""
    until = monotonic() + _END_WITHIN_S
    others = [thread for thread in threading.enumerate() if not thread.daemon and thread != threading.main_thread()]
    for thread in others:
        thread.join(max(0.0, until - monotonic()))
    return [thread.name for thread in others if thread.is_alive()]


def _leaks_of(config: pytest.Config) -> list[str]:
    """What this process and those that it started wrote: in its tests' folders, at home, and in what is gone by now."""
    found = [*leaks.gone, *leaks.look_into(config.stash[_surroundings])]
    if not config.pluginmanager.hasplugin("dsession"):  # Else each process looks into its own.
        found += leaks.look_into(config._tmp_path_factory.getbasetemp(), skipping=1)  # type: ignore[attr-defined]
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which file holds what it must not."""
    if config.stash[_leaks]:
        terminalreporter.section("secrets and names that were written", red=True)
        for leak in config.stash[_leaks]:
            terminalreporter.line(leak)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear from one process of several what its tests left behind."""
    told = getattr(node, "workeroutput", {})
    node.config.stash[_threads_left] += told.get("threads_left", [])
    node.config.stash[_leaks] += told.get("leaks", [])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the folder away again, and end: no thread that a failed test left behind keeps the run from it."""
    shutil.rmtree(config.stash[_surroundings], ignore_errors=True)
    left = config.stash[_threads_left]
    if left:
        sys.stderr.write(f"Threads that no test ended: {', '.join(left)}.\n")
        sys.stderr.flush()
        sys.stdout.flush()
        os._exit(config.stash.get(_exit_status, 0) or int(pytest.ExitCode.TESTS_FAILED))
