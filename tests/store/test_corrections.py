"""No road to money but a new line: the store itself refuses to change, to delete, to correct twice or alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from cashier.domain.carried import Carried, carried_line
from cashier.domain.errors import StoreTrouble
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.store.engine import Connection
from cashier.store.opening import Store
from cashier.store.verify import verify_journal
from tests.domain.correcting import a_paid, changed, moved, voided
from tests.domain.written import WRITTEN
from tests.fakes.builders import NOW, TODAY, check
from tests.store.desk_store import new_store

PAYMENT = str(a_paid().facts["payment"])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Rosa's open drawer with a payment in it."""
    store = new_store(tmp_path / "desk")
    write(store, WRITTEN["shift_opened"](), a_paid())
    yield store
    store.close()


def write(store: Store, *lines: Line) -> None:
    with store.open_work() as work:
        for line in lines:
            work.journal.append(line)
        work.commit()


def corrections(store: Store) -> list[str]:
    with store.open_reading() as work:
        return [numbered.line.kind.value for numbered in work.journal.corrections(PAYMENT)]


def test_a_correction_is_found_by_its_payment_and_the_payment_by_itself(store: Store) -> None:
    write(store, moved())

    assert corrections(store) == ["moved"]
    with store.open_reading() as work:
        assert [numbered.line for numbered in work.journal.payment(a_paid().line_id)] == [a_paid()]
        assert [numbered.line for numbered in work.journal.receipt("OAK3-0000001")] == [a_paid()]
        assert work.journal.to_send() == 2
    assert verify_journal(store.journal).holds


def test_what_went_back_counts_as_paid_no_more(store: Store) -> None:
    def applied() -> Money | None:
        with store.open_reading() as work:
            return work.journal.applied_past({"receivable:S-48210377": 0}).get("receivable:S-48210377")

    assert applied() == Money(41260)
    write(store, voided())
    assert applied() == Money(0)


@pytest.mark.parametrize("second", [voided(), moved(), changed(check(41260))])
def test_no_line_is_corrected_twice_whatever_the_second_one_is(store: Store, second: Line) -> None:
    write(store, moved(20000))

    with pytest.raises(StoreTrouble):
        write(store, replace(second, line_id=uuid4()))
    assert corrections(store) == ["moved"]


def test_a_voided_payment_counts_in_no_hour_and_once_at_the_most(store: Store) -> None:
    def taken() -> list[int]:
        return list(store.activity.day(TODAY, ()).hours[TODAY].values())

    assert taken() == [1]
    write(store, voided())
    assert taken() == [], "an hour with none is no hour of the chart"
    carried = Carried(
        desk="OAK2", sequence=1, chain="0" * 64, body=replace(voided(), desk="OAK2", line_id=uuid4()).body().decode()
    )
    write(store, carried_line(carried, desk="OAK3", center="OAK", staff="helen", now=NOW))
    assert taken() == []


@pytest.mark.parametrize("approver", ["", "rosa"])
def test_nobody_corrects_alone(store: Store, approver: str) -> None:
    alone = voided()

    with pytest.raises(StoreTrouble):
        write(store, replace(alone, facts={**alone.facts, "approver": approver}))
    assert corrections(store) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM lines WHERE kind = 'payment'",
        "UPDATE lines SET body = x'7b7d' WHERE kind = 'payment'",
        "DELETE FROM transfers",
        "UPDATE transfers SET cents = 1",
        "UPDATE transfers SET credit = 'receivable:S-1'",
        "INSERT OR REPLACE INTO transfers SELECT sequence, place, debit, credit, 1 FROM transfers",
        "INSERT OR REPLACE INTO lines SELECT * FROM lines WHERE kind = 'payment'",
    ],
)
def test_no_sql_changes_or_deletes_money(store: Store, statement: str) -> None:
    def held() -> list[tuple[object, ...]]:
        connection: Connection = store.journal.database.connect()
        rows = [tuple(row) for row in connection.sql("SELECT * FROM transfers")]
        connection.close()
        return rows

    before = held()
    connection = store.journal.database.connect_to_write()
    with pytest.raises(Exception, match=r"never|next place|UNIQUE"):
        connection.sql(statement)
    connection.close()

    assert held() == before
    assert verify_journal(store.journal).holds
