"""The tables in code are those that the migrations make, and what money depends on is written into them."""

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from cashier.store.activity_tables import ACTIVITY, ACTIVITY_REVISION
from cashier.store.engine import Connection, Database
from cashier.store.migrations.upgrade import configuration
from cashier.store.opening import Store
from cashier.store.schema import stored_revision
from cashier.store.tables import DIRECTORY, DIRECTORY_REVISION, JOURNAL, JOURNAL_REVISION
from cashier.store.verify import verify_journal
from cashier.usecases.ports.directory import DirectoryPage
from tests.fakes.builders import MEMBER, NOW, a_member
from tests.store.desk_store import a_check, a_payment, a_record, new_store, reopened

WITHOUT_REVERSALS = (
    "DROP INDEX uq_attempts_reverses",
    "ALTER TABLE attempts DROP COLUMN reverses",
    "ALTER TABLE attempts DROP COLUMN gives_back",
)
ALL = pytest.mark.parametrize(
    ("name", "metadata", "revision"),
    [
        ("journal", JOURNAL, JOURNAL_REVISION),
        ("directory", DIRECTORY, DIRECTORY_REVISION),
        ("activity", ACTIVITY, ACTIVITY_REVISION),
    ],
)


def the_database(store: Store, name: str) -> Database:
    database: Any = {
        "journal": store.journal.database,
        "directory": store.directory._database,
        "activity": store.activity._database,
    }[name]
    assert isinstance(database, Database)
    return database


def without_drawers(connection: Connection) -> None:
    """As a journal was before a shift could be closed."""
    for later in (
        *("TRIGGER transfers_in_open_drawer", "INDEX ix_lines_shift", "INDEX ix_lines_hands"),
        *("TRIGGER lines_corrected_by_two", "INDEX uq_lines_corrected", "INDEX ix_transfers_back"),
    ):
        connection.sql(f"DROP {later}")
    connection.sql("CREATE INDEX ix_lines_opening ON lines (sequence) WHERE kind = 'shift_opened'")


def plain(sql: str) -> str:
    """Without what has no meaning: white space and quotes."""
    return re.sub(r"\s+", "", sql).replace('"', "")


@ALL
def test_the_newest_migration_makes_the_tables_of_the_code(
    tmp_path: Path, name: str, metadata: MetaData, revision: str
) -> None:
    store = new_store(tmp_path / "desk")
    connection = the_database(store, name).connect()
    made = {
        plain(row[0])
        for row in connection.sql(
            "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
            " AND tbl_name <> 'alembic_version'"
        )
    }
    connection.close()

    dialect = sqlite.dialect()
    tables = {plain(str(CreateTable(table).compile(dialect=dialect))) for table in metadata.sorted_tables}
    indexes = {
        plain(str(CreateIndex(index).compile(dialect=dialect)))
        for table in metadata.sorted_tables
        for index in table.indexes
    }
    assert made == tables | indexes
    assert stored_revision(the_database(store, name)) == revision
    store.close()


@ALL
def test_the_revision_in_code_is_the_last_of_its_folder(name: str, metadata: MetaData, revision: str) -> None:
    assert ScriptDirectory.from_config(configuration(name)).get_heads() == [revision]


@ALL
def test_every_table_is_strict_and_every_constraint_has_a_name(name: str, metadata: MetaData, revision: str) -> None:
    for table in metadata.sorted_tables:
        assert table.dialect_options["sqlite"]["strict"], table.name
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


@ALL
def test_money_columns_are_whole_numbers(name: str, metadata: MetaData, revision: str) -> None:
    kinds = {
        str(column.type.compile(sqlite.dialect()))
        for table in metadata.sorted_tables
        for column in table.c
        if column.name.endswith("cents")
    }

    assert kinds == {"INTEGER"}


def test_a_directory_without_what_was_paid_elsewhere_gets_it_and_keeps_the_rest(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    page = DirectoryPage(epoch="e1", mark=0, after="c1", more=False, members=(a_member(),))
    store.directory_writer.apply(page, NOW)
    connection = the_database(store, "directory").connect()
    for table in ("paid_elsewhere", "returned_checks", "came_back"):
        connection.sql(f"DROP TABLE {table}")
    connection.sql("DROP INDEX ix_statements_held")
    connection.sql("ALTER TABLE members DROP COLUMN email")
    connection.sql("UPDATE alembic_version SET version_num = 'directory_0001'")
    connection.close()
    store.close()

    store = reopened(tmp_path / "desk")

    assert stored_revision(the_database(store, "directory")) == DIRECTORY_REVISION
    assert store.directory.member(MEMBER) == a_member()
    assert store.directory.paid_elsewhere_of(MEMBER) == ()
    assert store.directory_writer.cursor().epoch == "", "all is asked for once more, for what was not read before"
    assert store.directory.freshness().as_of == NOW
    store.close()


def go_back(connection: Any, revision: str, *tables: str) -> None:
    """A journal as it was before these tables, and what came after them, were made."""
    connection.sql("DROP TRIGGER lines_fill_bags")
    for table in (*tables, "paper_receipts", "bags"):
        connection.sql(f"DROP TABLE {table}")
    connection.sql("DROP INDEX ix_lines_batches")
    for statement in WITHOUT_REVERSALS:
        connection.sql(statement)
    connection.sql(f"UPDATE alembic_version SET version_num = '{revision}'")


def test_the_checks_of_a_journal_of_before_are_found_again(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        work.journal.append(a_payment(work.journal.next_receipt(), 1, tender=a_check("1043")))
        work.journal.append(a_record(2))
        work.commit()
    connection = the_database(store, "journal").connect()
    without_drawers(connection)
    go_back(connection, "journal_0003", "items", "cash_lines")
    connection.close()
    store.close()

    store = reopened(tmp_path / "desk")

    with store.open_reading() as work:
        assert list(work.journal.taken_for(("tok:1043",))) == ["tok:1043"]
    assert verify_journal(store.journal).holds
    store.close()


def test_the_cash_of_a_journal_of_before_is_counted(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        work.journal.append(a_payment(work.journal.next_receipt(), 1))
        work.journal.append(a_payment(work.journal.next_receipt(), 2, tender=a_check("1043")))
        work.commit()
    connection = the_database(store, "journal").connect()
    without_drawers(connection)
    go_back(connection, "journal_0004", "cash_lines")
    connection.close()
    store.close()

    store = reopened(tmp_path / "desk")

    with store.open_reading() as work:
        assert [numbered.sequence for numbered in work.journal.cash_of(f"member:{MEMBER}", 9)] == [1]
    store.close()
