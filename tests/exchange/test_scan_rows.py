"""Whatever stands in a row for scanners, it is read, or refused in one sentence that names file and field."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cashier.config import DESK_FILE, ORGANIZATION_FILE, ConfigTrouble, DeskSettings, Organization, read_settings
from cashier.config_section import Section
from cashier.domain.errors import Refused
from cashier.domain.scan_layouts import Means, ScanLayout, read_statement_scan
from tests.exchange.test_organization import SHIPPED
from tests.exchange.test_settings import DESK

words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
values = words | st.integers(-5, 200) | st.booleans() | st.sampled_from(["S-", "0001", "+80840{any}={member}?", ""])
field_rows = st.fixed_dictionaries(
    {},
    optional={
        "means": st.sampled_from([means.value for means in Means]) | values,
        "digits": st.integers(0, 20) | values,
        "text": st.sampled_from(["S-", "0001", "12"]) | values,
        "other": values,
    },
)
check_rows = st.fixed_dictionaries(
    {},
    optional={
        "weights": st.lists(st.integers(-1, 11), max_size=4) | values,
        "from_left": st.booleans() | values,
        "digit_sums": st.booleans() | values,
    },
)
layout_rows = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just("Bill") | values,
        "region": st.just("ncal") | values,
        "fields": st.lists(field_rows, max_size=5) | values,
        "check": check_rows | values,
    },
)
card_rows = st.fixed_dictionaries({}, optional={"name": st.just("Card") | values, "shape": values})
scanner_rows = st.fixed_dictionaries(
    {}, optional={"prefix": values, "suffix": values, "gap_most_ms": values, "characters_least": values}
)
reader_rows = st.fixed_dictionaries({}, optional={"device": values, "baud": values})


def toml(value: Any) -> str:
    """A value as TOML writes it; the strings of JSON are TOML's."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def read(path: Path, text: str, shape: type[Section]) -> Section | None:
    """What was read; None where it was refused, and then in one sentence."""
    path.write_text(text, "utf-8")
    try:
        return read_settings(path, shape)
    except ConfigTrouble as trouble:
        sentence = trouble.sentence
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(" and start again.")
    assert "\n" not in sentence
    return None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(layout_rows, st.from_regex(r"[0-9]{10,40}", fullmatch=True))
def test_any_row_of_a_layout(folder: Path, row: dict[str, Any], digits: str) -> None:
    text = _without("scan_layouts") + f"\nscan_layouts = [{toml(row)}]\n"
    organization = read(folder / ORGANIZATION_FILE, _first(text), Organization)
    if isinstance(organization, Organization):
        layout = organization.scan_layouts[0].layout()
        assert isinstance(layout, ScanLayout)
        with suppress(Refused):
            assert all(scan.layout == layout.name for scan in read_statement_scan(digits[: layout.length], (layout,)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(card_rows)
def test_any_row_of_a_member_card(folder: Path, row: dict[str, Any]) -> None:
    text = _without("member_cards") + f"\nmember_cards = [{toml(row)}]\n"
    organization = read(folder / ORGANIZATION_FILE, _first(text), Organization)
    if isinstance(organization, Organization):
        assert organization.member_cards[0].shape_of().member("0" * 8) == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(scanner_rows, reader_rows)
def test_any_row_of_a_scanner_and_a_reader(folder: Path, scanner: dict[str, Any], reader: dict[str, Any]) -> None:
    text = f"scanner = {toml(scanner)}\nreader = {toml(reader)}\n{DESK}"
    read(folder / DESK_FILE, text, DeskSettings)


def _without(table: str) -> str:
    """The shipped file without one of its lists of tables."""
    parts = SHIPPED.read_text("utf-8").split("\n[[")
    return "\n[[".join(part for part in parts if not part.startswith(f"{table}]]"))


def _first(text: str) -> str:
    """The last line of a file moved to its beginning, where it belongs to no table."""
    before, _, line = text.rstrip("\n").rpartition("\n")
    return f"{line}\n{before}\n"
