"""Any row of the counter's rules is taken as it says, or refused in one sentence that names its field."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cashier.config import ORGANIZATION_FILE, ConfigTrouble, Organization, read_settings

SHIPPED = Path(__file__).resolve().parents[2] / "cashier" / ORGANIZATION_FILE
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(["PARKING", "4.00", "0.00", "premium", "medical", "warned", "refused"]),
)
ROWS = {
    "misc_receipts": (
        {"code": '"SHUTTLE"', "since": "2026-01-01", "words": '{ en = "Shuttle" }', "price": '"2.50"'},
        ("code", "since", "until", "words", "price", "line", "other"),
    ),
    "bill_rules": (
        {"kind": '"hospital"', "since": "2026-01-01", "part_payment": '"allowed"'},
        ("kind", "since", "part_payment", "credit", "words", "other"),
    ),
}


def _with(tmp_path: Path, table: str, row: dict[str, str]) -> Path:
    path = tmp_path / ORGANIZATION_FILE
    lines = "\n".join(f"{key} = {value}" for key, value in row.items())
    path.write_text(f"{SHIPPED.read_text('utf-8')}\n[[{table}]]\n{lines}\n", "utf-8")
    return path


def _read(path: Path) -> str:
    """What is wrong with it; empty where the counter's rules come of it."""
    try:
        rules = read_settings(path, Organization).place("OAK3", "OAK", "Window 3", date(2026, 11, 21)).rules
    except ConfigTrouble as trouble:
        return trouble.sentence
    return "" if rules.misc and rules.bills else "the rules are gone"


@pytest.mark.parametrize("table", ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_a_row_is_taken_or_named(table: str, data: st.DataObject, tmp_path: Path) -> None:
    whole, fields = ROWS[table]
    field = data.draw(st.sampled_from(fields))
    value: Any = data.draw(VALUES)
    path = _with(tmp_path, table, whole | {field: json.dumps(value, ensure_ascii=False)})
    said = _read(path)

    assert said == "" or (said.startswith(f"{path}: ") and said.endswith("start again."))
    assert "\n" not in said


@pytest.mark.parametrize("table", ROWS)
def test_a_whole_row_is_taken(table: str, tmp_path: Path) -> None:
    whole, _ = ROWS[table]

    assert len(getattr(read_settings(_with(tmp_path, table, whole), Organization), table)) > 1
