"""A date and a time read one way everywhere: no source formats one by itself."""

import re
from pathlib import Path

import pytest

from tests.rules.tree import read, tracked_files

# What a person types is asked for like 3/14/61; a statement's scan line has a date in six digits.
_OWN_FORM = re.compile(r":%(?=[-a-zA-Z])(?!-m/%-d|m%d%y\}|y\})|strftime")
_SOURCES = [path for path in tracked_files(".py") if path.parts[0] in ("cashier", "ui", "receipts")]


@pytest.mark.parametrize("path", _SOURCES, ids=str)
def test_no_source_formats_a_date_by_itself(path: Path) -> None:
    assert not _OWN_FORM.search(read(path))
