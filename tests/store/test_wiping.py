"""What a revoked desk forgets is gone from its files, also where it was cut off, and the desk opens all the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cashier.domain.desk_payment import PaymentQuery
from cashier.store import engine
from cashier.store.engine import Connection, DatabaseFile
from cashier.store.opening import Store
from cashier.usecases.ports.directory import DirectoryCursor, DirectoryPage, StaffRecord
from tests.fakes.builders import MEMBER, NOW, ROSA, a_member
from tests.store.desk_store import a_payment, new_store, reopened
from tests.store.test_tables import the_database

STEPS = ("BEGIN IMMEDIATE", "COMMIT", "VACUUM", "PRAGMA wal_checkpoint", "PRAGMA user_version = 0")
FILES = ("directory", "activity")


def a_known_store(folder: Path) -> Store:
    """One member, one cashier, one payment that was read."""
    store = new_store(folder)
    rosa = StaffRecord(staff=ROSA, passphrase_hash="-", badge="B-1", active=True)
    page = DirectoryPage(epoch="e1", mark=0, after="c1", more=False, members=(a_member(),), staff=(rosa,))
    store.directory_writer.apply(page, NOW)
    with store.open_work() as work:
        work.journal.append(a_payment(work.journal.next_receipt(), 1))
        work.commit()
    assert len(store.activity.found(PaymentQuery(), 10)) == 1
    return store


_opening = engine._opening


def _plain(file: DatabaseFile) -> Iterator[str]:
    return (pragma for pragma in _opening(file) if not pragma.startswith(("key", "cipher")))


def forget(store: Store) -> None:
    store.directory_writer.forget()
    store.activity.forget()


def left(store: Store) -> list[object]:
    return [store.directory.member(MEMBER), store.directory.staff(ROSA.user), *store.activity.found(PaymentQuery(), 10)]


def pages(store: Store, name: str) -> tuple[int, int]:
    """Free pages, and whether something cleared may still be read on the disk."""
    connection = the_database(store, name).connect()
    counted = connection.sql("PRAGMA freelist_count")[0][0], connection.sql("PRAGMA user_version")[0][0]
    connection.close()
    return counted


def test_nobody_is_left_in_rows_free_pages_or_the_log(tmp_path: Path) -> None:
    store = a_known_store(tmp_path / "desk")

    forget(store)

    assert left(store) == [None, None]
    assert [pages(store, name) for name in FILES] == [(0, 0), (0, 0)]
    assert store.directory_writer.cursor() == DirectoryCursor("", "")
    store.close()
    store = reopened(tmp_path / "desk")
    assert left(store) == [None, None], "the journal is not read again"
    forget(store)
    store.close()


def test_what_comes_after_is_known_again(tmp_path: Path) -> None:
    store = a_known_store(tmp_path / "desk")
    forget(store)
    store.directory_writer.apply(DirectoryPage(epoch="e2", mark=1, after="c1", more=False, members=(a_member(),)), NOW)

    assert store.directory.member(MEMBER) == a_member()
    forget(store)
    assert left(store) == [None, None]
    store.close()


@pytest.mark.parametrize("at", list(STEPS))
def test_cut_off_anywhere_the_next_time_finishes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    store = a_known_store(tmp_path / "desk")
    real = Connection.sql

    def cut(connection: Connection, sql: str) -> list[object]:
        if sql.startswith(at):
            raise KeyboardInterrupt
        return real(connection, sql)

    with monkeypatch.context() as until_then:
        until_then.setattr(Connection, "sql", cut)
        for one in (store.directory_writer.forget, store.activity.forget):
            with pytest.raises(KeyboardInterrupt):
                one()
    store.close()
    store = reopened(tmp_path / "desk")

    forget(store)

    assert left(store) == [None, None]
    assert [pages(store, name) for name in FILES] == [(0, 0), (0, 0)]
    store.close()


def test_the_files_hold_nothing_of_them_without_their_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files without encryption, so that their bytes can be searched."""
    monkeypatch.setattr(engine, "_opening", _plain)
    store = a_known_store(tmp_path / "desk")
    names = [path for path in tmp_path.rglob("*.db*") if b"Mai Linh" in path.read_bytes()]
    assert {path.name.split(".")[0] for path in names} >= {"directory"}, "the search sees what is there"

    forget(store)

    here = [path for path in tmp_path.rglob("*.db*") if "journal" not in path.name]
    assert [path.name for path in here if re.search(rb"Mai Linh|mai linh|rosa", path.read_bytes())] == []
    store.close()
