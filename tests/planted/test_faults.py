"""Every way in which software like ours lost, doubled or misdirected money, brought about here, is caught by a test.

`faults.tsv` is the list. A row names which of the failures we know of it stands for, the place that is changed and how,
and the test that must fail then and hold without it; ``given`` is that test's own example, where it has several.
"""

import importlib
import inspect
import json
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2 as driver

from cashier.domain.errors import CashierError
from tests.planted.planting import FAULTS, Fault, plant

# A check fails by its own word, by a refusal where none is due, by what the databases do not take, or because a list is
# shorter than it takes it to be.
CAUGHT = (AssertionError, pytest.fail.Exception, CashierError, IntegrityError, driver.DatabaseError, ValueError)


@pytest.mark.parametrize("is_planted", [False, True], ids=["as it is", "planted"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.row} {fault.fault}")
def test_a_planted_fault_is_caught(fault: Fault, is_planted: bool, request: pytest.FixtureRequest) -> None:
    module_name, _, name = fault.caught_by.partition(":")
    module = importlib.import_module(module_name)
    check = getattr(module, name)
    with ExitStack() as fixtures:
        made = _Fixtures(module, request, fixtures, json.loads(fault.given or "{}"))
        given = made.of(check)
        if not is_planted:
            check(**given)
            return
        with pytest.MonkeyPatch.context() as patch:
            plant(fault.where, fault.reads, fault.instead, patch)
            with pytest.raises(CAUGHT):
                check(**given)


def test_there_is_one_for_each_way_to_lose_double_or_misdirect_money() -> None:
    assert len(FAULTS) >= 40
    assert len({(fault.where, fault.reads) for fault in FAULTS}) == len(FAULTS)


class _Fixtures:
    """What a check is given: its own example, what its module makes for it, else what everybody has here."""

    def __init__(self, module: Any, request: pytest.FixtureRequest, until: ExitStack, made: dict[str, Any]) -> None:
        self._module = module
        self._request = request
        self._until = until
        self._made = made

    def of(self, function: Any) -> dict[str, Any]:
        return {name: self._one(name) for name in inspect.signature(function).parameters}

    def _one(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._make(vars(self._module).get(name), name)
        return self._made[name]

    def _make(self, fixture: Any, name: str) -> Any:
        if fixture is None or fixture._fixture_function_marker.params is not None:
            return self._request.getfixturevalue(name)
        make = fixture._get_wrapped_function()
        if inspect.isgeneratorfunction(make):
            return self._until.enter_context(contextmanager(make)(**self.of(make)))
        return make(**self.of(make))
