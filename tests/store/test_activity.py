"""The read model's file: made again where it is lost, damaged or of another journal, and never ahead of the lines."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cashier.domain.carried import Carried, carried_line
from cashier.domain.desk_payment import PaymentQuery
from cashier.domain.errors import Refused
from cashier.store import activity
from cashier.store.activity_file import ACTIVITY_NAME
from cashier.store.opening import JOURNAL_NAME, Store
from cashier.usecases.activity import open_payment
from cashier.usecases.reprint import reprint
from tests.fakes.builders import NOW, ROSA, TODAY, a_desk
from tests.store.desk_store import a_payment, a_record, new_store, reopened

EVERYTHING = PaymentQuery()


def take(store: Store, *counts: int) -> None:
    with store.open_work() as work:
        for count in counts:
            work.journal.append(a_payment(work.journal.next_receipt(), count))
        work.commit()


def receipts(store: Store) -> list[str]:
    return [payment.receipt for payment in store.activity.found(EVERYTHING, 100)]


def test_what_was_read_is_not_read_again_after_a_restart(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    take(store, 1, 2)
    assert receipts(store) == ["OAK3-0000002", "OAK3-0000001"]
    store.close()

    store = reopened(tmp_path / "desk")
    assert store.activity.behind() == 0
    take(store, 3)
    assert receipts(store) == ["OAK3-0000003", "OAK3-0000002", "OAK3-0000001"]
    store.close()


@pytest.mark.parametrize("damage", [b"", b"this is no database" * 400])
def test_a_lost_or_damaged_file_is_made_again_from_the_journal(tmp_path: Path, damage: bytes) -> None:
    folder = tmp_path / "desk"
    store = new_store(folder)
    take(store, 1, 2)
    assert len(receipts(store)) == 2
    store.close()
    (folder / ACTIVITY_NAME).write_bytes(damage)

    store = reopened(folder)
    assert receipts(store) == ["OAK3-0000002", "OAK3-0000001"]
    store.close()


def test_rows_of_another_journal_are_forgotten(tmp_path: Path) -> None:
    """As where a journal was put back from its second copy: the same places, other lines."""
    folder, other = tmp_path / "desk", tmp_path / "other"
    store = new_store(folder)
    take(store, 1, 2, 3)
    assert len(receipts(store)) == 3
    store.close()
    elsewhere = new_store(other)
    take(elsewhere, 7)
    elsewhere.close()
    for file in folder.glob(f"{JOURNAL_NAME}*"):
        file.unlink()
    (other / JOURNAL_NAME).rename(folder / JOURNAL_NAME)

    store = reopened(folder)
    (only,) = store.activity.found(EVERYTHING, 100)
    assert only.place == 1
    with closing(store.activity._database.connect()) as connection:
        assert connection.sql("SELECT count(*) FROM amounts") == [(1,)]
    store.close()


def test_the_lane_reads_a_long_history_on_step_by_step_and_says_how_much_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "LINES_AT_ONCE", 2)
    monkeypatch.setattr(activity, "LINES_WHEN_ASKED", 1)
    store = new_store(tmp_path / "desk")
    take(store, *range(1, 6))

    assert store.activity.step() == 0.0
    assert store.activity.behind() == 3
    assert receipts(store) == ["OAK3-0000003", "OAK3-0000002", "OAK3-0000001"]
    assert store.activity.step() == 0.0
    assert store.activity.step() == activity.LOOK_AGAIN_S
    assert store.activity.behind() == 0
    store.close()


def test_a_line_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    take(store, 1)
    with store.open_work() as work:
        work.journal.append(a_record(2))
        work.commit()
    with closing(store.journal.database.connect()) as connection:
        connection.sql("DROP TRIGGER lines_never_changed")
        connection.sql("UPDATE lines SET body = CAST('{\"v\":99}' AS BLOB) WHERE sequence = 2")
    take(store, 3)

    assert receipts(store) == ["OAK3-0000002", "OAK3-0000001"]
    store.close()


def test_taking_money_writes_not_a_byte_of_it(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    take(store, 1)
    assert len(receipts(store)) == 1
    before = _bytes(tmp_path / "desk")
    take(store, 2)

    assert _bytes(tmp_path / "desk") == before
    assert store.activity.behind() == 1
    store.close()


def test_its_commits_do_not_wait_for_the_disk_and_the_journals_do(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")

    for database, wanted in ((store.activity._database, 1), (store.journal.database, 2)):
        with closing(database.connect()) as connection:
            assert connection.sql("PRAGMA synchronous") == [(wanted,)]
    store.close()


def _bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob(f"{ACTIVITY_NAME}*") if not file.name.endswith("shm")}


def carry(store: Store, *counts: int) -> None:
    """Payments of OAK2, as a desk that took its place brings them along."""
    with store.open_work() as work:
        for place, count in enumerate(counts, start=1):
            body = replace(a_payment(f"OAK2-{count:07d}", count), desk="OAK2").body()
            carried = Carried(desk="OAK2", sequence=place, chain="0" * 64, body=body.decode())
            work.journal.append(carried_line(carried, desk="OAK3", center="OAK", staff="helen", now=NOW))
        work.commit()


def test_payments_of_the_desk_that_was_replaced_are_found_and_count_for_no_day_of_this_one(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    carry(store, 7, 8)
    take(store, 1)

    assert receipts(store) == ["OAK3-0000001", "OAK2-0000008", "OAK2-0000007"]
    (found,) = store.activity.found(PaymentQuery(receipt="OAK2-0000007"), 100)
    assert (found.place, found.through) == (1, 1)
    day = store.activity.day(TODAY, ())
    assert [payment.receipt for payment in day.payments] == ["OAK3-0000001"]
    assert sum(day.hours[TODAY].values()) == 1
    store.close()


def test_one_of_them_opens_as_it_was_carried_and_its_copy_is_made_at_the_counter(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    carry(store, 7, 8)
    desk = replace(
        a_desk(is_open=False).desk,
        open_work=store.open_work,
        open_reading=store.open_reading,
        activity=store.activity,
    )

    opened = open_payment("OAK2-0000008", desk)
    assert [line.desk for line in opened.lines] == ["OAK2"]
    assert opened.facts[0].receipt == "OAK2-0000008"
    with pytest.raises(Refused, match="The desk before this one took OAK2-0000008"):
        reprint("OAK2-0000008", desk, ROSA)
    store.close()
