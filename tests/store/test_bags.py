"""Bag numbers that were used: noted with the line that used them, found one by one, in journals of before, too."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from cashier.domain.line import Line, LineKind
from cashier.store import drawers
from cashier.store.opening import Store
from cashier.store.verify import verify_journal
from tests.store.desk_store import a_record, an_opening, new_store, reopened
from tests.store.test_tables import WITHOUT_REVERSALS, the_database

DROPPED = {"bags": [{"number": "OAK-1"}, {"number": "OAK-2"}]}
CLOSED = {"bags": [{"number": "OAK-3"}], "till_bag": "T-1"}


def filling(count: int, kind: LineKind, facts: dict[str, Any]) -> Line:
    return replace(a_record(count), kind=kind, facts=facts)


def a_store_with_bags(folder: Path) -> Store:
    store = new_store(folder)
    with store.open_work() as work:
        work.journal.append(an_opening())
        work.journal.append(filling(2, LineKind.CASH_DROPPED, DROPPED))
        work.journal.append(filling(3, LineKind.SHIFT_CLOSED, CLOSED))
        work.journal.append(filling(4, LineKind.SIGNED_OUT, {"till_bag": "T-9"}))
        work.commit()
    return store


def used(store: Store, *numbers: str) -> frozenset[str]:
    with store.open_reading() as work:
        return work.journal.drawers.bags(numbers)


def test_each_number_is_found_and_no_other_lines(tmp_path: Path) -> None:
    store = a_store_with_bags(tmp_path / "desk")

    assert used(store, "OAK-1", "OAK-2", "OAK-3", "T-1", "T-9", "OAK-4", "") == {"OAK-1", "OAK-2", "OAK-3", "T-1"}
    assert used(store) == frozenset()
    store.close()


def test_a_number_that_comes_twice_holds_up_no_line(tmp_path: Path) -> None:
    store = a_store_with_bags(tmp_path / "desk")
    with store.open_work() as work:
        work.journal.append(filling(5, LineKind.CASH_DROPPED, DROPPED))
        work.commit()

    assert verify_journal(store.journal).lines == 5
    store.close()


def test_the_bags_of_a_journal_of_before_are_found(tmp_path: Path) -> None:
    store = a_store_with_bags(tmp_path / "desk")
    connection = the_database(store, "journal").connect()
    for statement in (
        *WITHOUT_REVERSALS,
        "DROP TRIGGER lines_fill_bags",
        "DROP TABLE bags",
        "CREATE INDEX ix_lines_bags ON lines (sequence) WHERE kind IN ('cash_dropped', 'shift_closed')",
        "UPDATE alembic_version SET version_num = 'journal_0011'",
    ):
        connection.sql(statement)
    connection.close()
    store.close()

    store = reopened(tmp_path / "desk")

    assert used(store, "OAK-1", "OAK-2", "OAK-3", "T-1", "T-9") == {"OAK-1", "OAK-2", "OAK-3", "T-1"}
    assert verify_journal(store.journal).holds
    store.close()


def test_no_close_reads_the_closes_of_before(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    connection = the_database(store, "journal").connect()
    asked = drawers.BAGS_USED.sql.replace(":numbers", "'[\"OAK-1\"]'").replace("?", "'[\"OAK-1\"]'")
    plan = [str(row[3]) for row in connection.sql(f"EXPLAIN QUERY PLAN {asked}")]
    connection.close()

    assert any(step.startswith("SEARCH bags USING PRIMARY KEY (number=?)") for step in plan), plan
    assert not any("lines" in step or "SCAN bags" in step for step in plan), plan
    store.close()
