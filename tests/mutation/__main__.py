"""`python -m tests.mutation cashier.domain.void [...]`: change the module in memory, place by place, and run its tests.

Prints each change that no test noticed, and the totals as one JSON object at the end. Without modules it takes all of
`cashier.domain` and `cashier.usecases`; `tests/…` among the names are the tests to run instead of all of theirs. What
`kept.tsv` has is not tried; a row of it that no change is about any more is printed, too.

A change is tried in a process that is a copy of this one, by the tests that came by its lines: those named like the
module, and then of each other file by turns, the quickest first, as many as are done in a few seconds. No file is
written.
"""

import importlib
import json
import os
import pkgutil
import resource
import sys
from collections import Counter, defaultdict
from itertools import accumulate
from time import process_time
from types import FrameType, ModuleType
from typing import Any

import pytest

import cashier.domain
import cashier.usecases
from tests.mutation.changes import Change, changes, function_at
from tests.mutation.kept import Kept, read_kept

TESTS = ("tests/domain", "tests/usecases", "tests/exchange/test_year_file.py")
_AT_MOST_S = 15
_OWN_S, _OTHERS_S = 4.0, 2.0  # For the tests named like the module, and for all others.
_NOTICED, _SURVIVED = 1, 0


class Mutation:
    """A plugin of pytest: runs every test once and notes which lines it comes by, then tries the changes."""

    def __init__(self, modules: list[ModuleType]) -> None:
        self._modules = modules
        self._files = {module.__file__ for module in modules}
        self._by_line: dict[tuple[str, int], list[tuple[float, pytest.Item]]] = defaultdict(list)
        self._failed = False
        self.fails_without = False
        self.totals: dict[str, dict[str, int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        # A property that fails has said enough: nobody reads its smallest example.
        from hypothesis import Phase, settings  # noqa: PLC0415 -- pytest's own plugin wants to be the first

        settings.register_profile(
            "mutants", max_examples=30, derandomize=True, deadline=None, database=None, phases=list(Phase)[:3]
        )
        settings.load_profile("mutants")
        for item in session.items:
            self._note_lines(item)
        kept = read_kept()
        for module in self._modules:
            self._try_all(module, [row for row in kept if f"cashier.{row.module}" == module.__name__])
        return True

    def _note_lines(self, item: pytest.Item) -> None:
        passed: set[tuple[str, int]] = set()

        def note(frame: FrameType, event: str, _: Any) -> Any:
            if frame.f_code.co_filename not in self._files:
                return None
            passed.add((frame.f_code.co_filename, frame.f_lineno))
            return note

        began = process_time()
        sys.settrace(note)
        try:
            self._run(item)
        finally:
            sys.settrace(None)
        if self._failed:
            self._failed, self.fails_without = False, True
            _say(f"fails without any change, and is not asked: {item.nodeid}")
            return
        for place in passed:
            self._by_line[place].append((process_time() - began, item))

    def _run(self, item: pytest.Item) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)

    def _try_all(self, module: ModuleType, kept: list[Kept]) -> None:
        totals = {"changes": 0, "noticed": 0, "kept": 0, "survived": 0, "never_reached": 0}
        used: set[Kept] = set()
        for change in changes(module):
            totals["changes"] += 1
            reasons = {row for row in kept if row.covers(module.__name__, change)}
            used |= reasons
            outcome = "kept" if reasons else self._outcome(module, change)
            totals[outcome] += 1
            if outcome in ("survived", "never_reached"):
                _say(f"{module.__name__}:{change.line} {change.function}: {outcome}: {change.words}")
        for row in kept:
            if row not in used:
                _say(f"{module.__name__}: kept, but no longer there: {row.function}: {row.change}")
        self.totals[module.__name__] = totals
        _say(f"{module.__name__}: {totals}")

    def _outcome(self, module: ModuleType, change: Change) -> str:
        items = self._reaching(module, change)
        if not items:
            return "never_reached"
        return "noticed" if self._is_noticed(function_at(module, change.function), change, items) else "survived"

    def _reaching(self, module: ModuleType, change: Change) -> list[pytest.Item]:
        its_own = f"test_{module.__name__.rpartition('.')[2]}"
        lines = range(change.line, change.last + 1)
        reaching = {item: took_s for line in lines for took_s, item in self._by_line[(change.code.co_filename, line)]}
        own: list[pytest.Item] = []
        others: list[tuple[int, pytest.Item]] = []
        seen: Counter[str] = Counter()
        for item in sorted(reaching, key=reaching.__getitem__):
            name = item.path.name
            own += [item] if name.startswith(its_own) else []
            others += [] if name.startswith(its_own) else [(seen[name], item)]
            seen[name] += 1
        # The quickest of each file, then the second of each: what many files come by is looked at from many sides.
        by_turns = [item for _, item in sorted(others, key=lambda other: other[0])]
        return [
            item
            for some, most_s in ((own, _OWN_S), (by_turns, _OTHERS_S))
            for item, until_s in zip(some, accumulate(reaching[item] for item in some), strict=True)
            if until_s < most_s
        ]

    def _is_noticed(self, function: Any, change: Change, items: list[pytest.Item]) -> bool:
        child = os.fork()
        if not child:
            outcome = _NOTICED
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (_AT_MOST_S, _AT_MOST_S))  # What never ends is noticed, too.
                function.__code__ = change.code
                for item in items:
                    self._run(item)
                    if self._failed:
                        break
                else:
                    outcome = _SURVIVED
            finally:  # Whatever a change raises through all of pytest, this process has nothing more to say.
                os._exit(outcome)
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
    tests = [name for name in names if name.startswith("tests/")] or TESTS
    named = [name for name in names if not name.startswith("tests/")] or everything
    if unknown := sorted(set(named) - set(everything)):
        _say(f"There is no module {unknown[0]} here. Name some like cashier.domain.void, or none for all of them.")
        return 1
    mutation = Mutation([importlib.import_module(name) for name in named if not name.endswith("ports")])
    code = pytest.main(
        ["-q", "--no-summary", "-p", "no:cacheprovider", "-p", "no:randomly", *tests], plugins=[mutation]
    )
    keys = ("changes", "noticed", "kept", "survived", "never_reached")
    counted = {key: sum(t[key] for t in mutation.totals.values()) for key in keys}
    _say(json.dumps(counted))
    return int(code != 0 or mutation.fails_without or counted["changes"] > counted["noticed"] + counted["kept"])


if __name__ == "__main__":
    _OUT = os.dup(sys.stdout.fileno())  # What pytest says meanwhile is nobody's concern.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(main(sys.argv[1:]))
