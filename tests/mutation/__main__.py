"""`python -m tests.mutation cashier.domain.void [...]`: change the module in memory, place by place, and run its tests.

Prints each change that no test noticed, and the totals as one JSON object at the end. Without modules it takes all of
`cashier.domain` and `cashier.usecases`. A change is tried in a process that is a copy of this one, by the tests that
called the changed function: those named like the module first, then the quickest, as many as are done in seconds.
No file is written.
"""

import importlib
import json
import os
import pkgutil
import resource
import sys
from collections import defaultdict
from itertools import accumulate
from time import process_time
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest

import cashier.domain
import cashier.usecases
from tests.mutation.changes import Change, changes, function_at

TESTS = ("tests/domain", "tests/usecases", "tests/contracts", "tests/store")
_AT_MOST_S = 60
_TESTS_S = 6.0
_NOTICED, _SURVIVED = 1, 0


class Mutation:
    """A plugin of pytest: runs every test once and notes what it calls, then tries the changes."""

    def __init__(self, modules: list[ModuleType]) -> None:
        self._modules = modules
        self._files = {module.__file__ for module in modules}
        self._callers: dict[CodeType, list[tuple[float, pytest.Item]]] = defaultdict(list)
        self._failed = False
        self.totals: dict[str, dict[str, int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        # A property that fails has said enough: nobody reads its smallest example.
        from hypothesis import Phase, settings  # noqa: PLC0415 -- pytest's own plugin wants to be the first

        settings.register_profile("mutants", derandomize=True, deadline=None, database=None, phases=list(Phase)[:3])
        settings.load_profile("mutants")
        for item in session.items:
            self._note_calls(item)
        if self._failed:
            raise pytest.UsageError("The tests fail without any change.")
        for module in self._modules:
            self._try_all(module)
        return True

    def _note_calls(self, item: pytest.Item) -> None:
        called: set[CodeType] = set()

        def note(frame: FrameType, event: str, _: Any) -> None:
            if event == "call" and frame.f_code.co_filename in self._files:
                called.add(frame.f_code)

        began = process_time()
        sys.setprofile(note)
        try:
            self._run(item)
        finally:
            sys.setprofile(None)
        for code in called:
            self._callers[code].append((process_time() - began, item))

    def _run(self, item: pytest.Item) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)

    def _try_all(self, module: ModuleType) -> None:
        totals = {"changes": 0, "noticed": 0, "survived": 0, "never_called": 0}
        for change in changes(module):
            function = function_at(module, change.function)
            callers = self._callers_of(function, module)
            totals["changes"] += 1
            if callers and self._is_noticed(function, change, callers):
                totals["noticed"] += 1
                continue
            totals["survived" if callers else "never_called"] += 1
            never = "" if callers else "(never called) "
            _say(f"{module.__name__}:{change.line} {change.function}: {never}{change.words}")
        self.totals[module.__name__] = totals
        _say(f"{module.__name__}: {totals}")

    def _callers_of(self, function: Any, module: ModuleType) -> list[pytest.Item]:
        its_own = f"test_{module.__name__.rpartition('.')[2]}"
        callers = sorted(
            self._callers[function.__code__],
            key=lambda caller: (not caller[1].path.name.startswith(its_own), caller[0]),
        )
        took_s = list(accumulate(seconds for seconds, _ in callers))
        return [item for (_, item), until_s in zip(callers, took_s, strict=True) if until_s < _TESTS_S]

    def _is_noticed(self, function: Any, change: Change, callers: list[pytest.Item]) -> bool:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (_AT_MOST_S, _AT_MOST_S))  # What never ends is noticed, too.
            function.__code__ = change.code
            for item in callers:
                self._run(item)
                if self._failed:
                    os._exit(_NOTICED)
            os._exit(_SURVIVED)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) != _SURVIVED


def _say(words: str) -> None:
    os.write(_OUT, f"{words}\n".encode())


def main(names: list[str]) -> int:
    """All that was asked for. The exit code is 1 if a change was noticed by nobody."""
    packages = (cashier.domain, cashier.usecases)
    everything = [
        found.name for package in packages for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ]
    mutation = Mutation([importlib.import_module(name) for name in names or everything if not name.endswith("ports")])
    code = pytest.main(
        ["-q", "--no-summary", "-p", "no:cacheprovider", "-p", "no:randomly", *TESTS], plugins=[mutation]
    )
    counted = {
        key: sum(t[key] for t in mutation.totals.values()) for key in ("changes", "noticed", "survived", "never_called")
    }
    _say(json.dumps(counted))
    return int(code != 0 or counted["changes"] > counted["noticed"])


if __name__ == "__main__":
    _OUT = os.dup(sys.stdout.fileno())  # What pytest says meanwhile is nobody's concern.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(main(sys.argv[1:]))
