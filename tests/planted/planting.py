"""Reads the list of faults, and plants one: a piece of the product reads otherwise, in memory alone.

A function's code is exchanged in its place, so that everybody has the fault who knows the function by then.
"""

import csv
import importlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import TextClause, text

from tests.mutation.changes import code_of, function_at, lines_of


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the list. ``where``: a module, a colon, and its function, method or SQL; ``reads`` stands there once."""

    row: str
    fault: str
    where: str
    reads: str
    instead: str
    caught_by: str
    given: str


def _read() -> list[Fault]:
    with Path(__file__).with_name("faults.tsv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Fault(*rest[:3], *(text.replace("\\n", "\n") for text in rest[3:5]), *rest[5:]) for rest in rows]


FAULTS = _read()


def plant(where: str, reads: str, instead: str, patch: pytest.MonkeyPatch) -> None:
    """Raises AssertionError where the place does not read so any more."""
    module_name, _, name = where.partition(":")
    module = importlib.import_module(module_name)
    found = vars(module).get(name)
    if isinstance(found, TextClause):
        patch.setattr(module, name, text(_changed(found.text, reads, instead, where)))
    elif isinstance(found, str):
        patch.setattr(module, name, _changed(found, reads, instead, where))
    else:
        _plant_in_function(module, name, reads, instead, where, patch)


def _plant_in_function(
    module: ModuleType, name: str, reads: str, instead: str, where: str, patch: pytest.MonkeyPatch
) -> None:
    assert module.__file__ is not None
    source = Path(module.__file__).read_text("utf-8")
    first, last = lines_of(source, name)
    lines = source.splitlines(keepends=True)
    function = _changed("".join(lines[first - 1 : last]), reads, instead, where)
    code = code_of(compile("".join([*lines[: first - 1], function, *lines[last:]]), module.__file__, "exec"), name)
    patch.setattr(function_at(module, name), "__code__", code)


def _changed(source: str, reads: str, instead: str, where: str) -> str:
    assert source.count(reads) == 1, f"{where} reads {source.count(reads)} times: {reads}"
    return source.replace(reads, instead)
