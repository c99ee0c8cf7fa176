"""The tables lie as the README says they would on several machines, and their keys are what Citus asks of such tables.

Citus itself is not here: what is held against it is what its documentation says of keys, foreign keys and triggers.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.ledger.conftest import owner_engine
from tests.rules.tree import ROOT

EACH, COORDINATOR = "on each machine", "on the coordinator"
_TABLES = text(
    """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    """
)
_MONTHS = """
    WITH whole AS (
        SELECT COALESCE(inhparent, pg_class.oid)::regclass::text AS name, pg_class.oid AS part
        FROM pg_class LEFT JOIN pg_inherits ON inhrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    )
"""
# Each partition has keys of its own.
_KEYS = text(
    f"""
    {_MONTHS} SELECT name, indexrelid::regclass::text AS key,
                     ARRAY(SELECT attname::text FROM pg_attribute
                           WHERE attrelid = part AND attnum = ANY(indkey::smallint[])) AS columns
    FROM whole JOIN pg_index ON indrelid = part WHERE indisunique OR indisexclusion
    """
)
_COLUMNS = text(
    """
    SELECT relname AS name, attname AS said, attnotnull, attgenerated <> '' AS is_made, atttypid, attcollation
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    """
)
_FOREIGN = text(
    "SELECT conrelid::regclass::text AS name, confrelid::regclass::text AS of FROM pg_constraint WHERE contype = 'f'"
)
_TRIGGERS = text(
    f"""
    {_MONTHS} SELECT DISTINCT name, tgname AS trigger, proname AS does
    FROM whole JOIN pg_trigger ON tgrelid = part JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal
    """
)


@pytest.fixture(scope="module")
def catalog(ledger_url: str) -> Iterator[Connection]:
    """What PostgreSQL knows of its own tables."""
    owner = owner_engine(ledger_url)
    with owner.connect() as connection:
        yield connection
    owner.dispose()


def section_of_readme() -> str:
    """What the README says of several machines."""
    readme = (ROOT / Path("README.md")).read_text("utf-8")
    return readme.split("**A plan of 12.5 million members.**")[1].split("\n## ")[0]


def plan_of_readme() -> list[tuple[str, str]]:
    """Each table with where it lies: a column, or one of `EACH` and `COORDINATOR`."""
    rows = re.findall(r"^\| (?:by `(\w+)`|(on [a-z ]+)) \| (.+?) \|", section_of_readme(), re.MULTILINE)
    return [(table, column or place) for column, place, tables in rows for table in re.findall(r"`(\w+)`", tables)]


def _spread() -> dict[str, str]:
    """The tables that are spread, with the column that says where a row lies."""
    return {table: where for table, where in plan_of_readme() if where not in {EACH, COORDINATOR}}


def test_each_table_lies_in_one_place_of_the_plan(catalog: Connection) -> None:
    assert sorted(table for table, _ in plan_of_readme()) == sorted(catalog.scalars(_TABLES))


def test_each_key_of_a_spread_table_holds_the_column_that_says_where_a_row_lies(catalog: Connection) -> None:
    spread = _spread()
    keys = [row for row in catalog.execute(_KEYS) if row.name in spread]

    assert {row.name for row in keys} == spread.keys()
    assert [row.key for row in keys if spread[row.name] not in row.columns] == []


def test_that_column_is_always_said_and_alike_in_tables_that_lie_together(catalog: Connection) -> None:
    columns = {(row.name, row.said): row for row in catalog.execute(_COLUMNS)}
    said = [columns[place] for place in _spread().items()]

    assert [row.name for row in said if row.is_made or not row.attnotnull] == []
    assert len({(row.said, row.atttypid, row.attcollation) for row in said}) == len(set(_spread().values()))


def test_no_foreign_key_leads_from_one_machine_to_another(catalog: Connection) -> None:
    where = dict(plan_of_readme())
    across = [
        tuple(row)
        for row in catalog.execute(_FOREIGN)
        if where[row.of] != EACH and COORDINATOR not in {where[row.name]} & {where[row.of]}
    ]

    assert across == []


def test_no_trigger_of_a_spread_table_writes_elsewhere_but_those_that_the_plan_ends(catalog: Connection) -> None:
    spread = _spread()
    writing = {row.trigger for row in catalog.execute(_TRIGGERS) if row.name in spread and row.does != "refuse_change"}

    assert writing == set(re.findall(r"`(transfers_\w+)`", section_of_readme()))
