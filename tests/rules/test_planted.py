"""Whoever changes a place in which a fault is planted, or the test that catches it, hears of it at once."""

import importlib
import json
from typing import Any

import pytest

from tests.planted.planting import FAULTS, Fault, plant


def test_every_fault_can_be_planted_where_the_list_says() -> None:
    stale = []
    for fault in FAULTS:
        with pytest.MonkeyPatch.context() as patch:
            try:
                plant(fault.where, fault.reads, fault.instead, patch)
            except (AssertionError, KeyError) as trouble:
                stale.append(f"{fault.row} {fault.fault}: {trouble}")

    assert stale == []


def test_every_fault_names_a_test_that_is_there_with_an_example_of_its_own_where_it_has_several() -> None:
    assert {fault.caught_by: lacks for fault in FAULTS if (lacks := _lacks(fault))} == {}


def _lacks(fault: Fault) -> str:
    module, _, name = fault.caught_by.partition(":")
    check: Any = getattr(importlib.import_module(module), name, None)
    if check is None:
        return "is not there"
    examples = {
        part.strip()
        for mark in getattr(check, "pytestmark", ())
        if mark.name == "parametrize"
        for part in (mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0])
    }
    return ", ".join(sorted(examples - json.loads(fault.given or "{}").keys()))
