"""The second copy is the journal again, durable before it says so; its troubles are words and block nobody."""

import shutil
from pathlib import Path

import pytest

from cashier.store.opening import Store, open_store
from cashier.store.rescue import rescued_journal
from cashier.store.second_copy import COPY_NAME, LINES_AT_ONCE, LOOK_AGAIN_S, TRY_AGAIN_S, SecondCopy
from cashier.store.verify import verify_journal
from cashier.usecases.ports.work import Mark
from tests.fakes.builders import OAK3
from tests.store.desk_store import KEY, MemoryKey, a_check, a_payment, a_record, new_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "desk")


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    folder = tmp_path / "other-disk"
    folder.mkdir()
    return folder


def take(store: Store, first: int, lines: int) -> None:
    with store.open_work() as work:
        for count in range(first, first + lines):
            work.journal.append(a_payment(work.journal.next_receipt(), count, tender=a_check(str(count))))
        work.commit()


def run(copy: SecondCopy) -> int:
    """Step until there is nothing more; returns the number of steps."""
    steps = 1
    while copy.step() == 0:
        steps += 1
    return steps


def test_every_line_is_copied_and_the_copy_is_a_journal(store: Store, copies: Path, tmp_path: Path) -> None:
    take(store, 1, LINES_AT_ONCE + 20)
    copy = store.second_copy(copies)
    assert copy.reached() == 0

    assert run(copy) == 2
    assert copy.reached() == LINES_AT_ONCE + 20
    assert copy.trouble() == ""
    assert copy.step() == LOOK_AGAIN_S
    copy.close()
    wanted = verify_journal(store.journal)
    store.close()

    rescued = tmp_path / "new-desk"
    rescued.mkdir()
    shutil.copy(copies / COPY_NAME, rescued / "journal.db")
    opened = open_store(rescued, key_source=MemoryKey(KEY), desk=OAK3.desk)
    assert verify_journal(opened.journal) == wanted
    assert wanted.holds
    opened.close()


def test_it_knows_how_far_the_ledger_had_the_journal_and_says_no_more_than_it_has(store: Store, copies: Path) -> None:
    take(store, 1, 3)
    with store.open_work() as work:
        work.journal.move_mark(Mark(received_through=2, epoch="e1", heard_at=None))
        work.commit()
    copy = store.second_copy(copies)
    run(copy)
    copy.close()
    with rescued_journal(copies, copies.parent, KEY) as rescued, rescued.open_reading() as work:
        assert (work.journal.head().sequence, work.journal.mark().received_through) == (3, 2)
    store.close()


def test_it_goes_on_where_it_was_after_a_restart(store: Store, copies: Path) -> None:
    take(store, 1, 3)
    before = store.second_copy(copies)
    run(before)
    before.close()
    take(store, 10, 2)

    after = store.second_copy(copies)
    run(after)

    assert after.reached() == 5
    after.close()
    store.close()


def test_a_missing_disk_is_said_and_copying_goes_on_when_it_is_back(store: Store, copies: Path) -> None:
    take(store, 1, 1)
    copies.rmdir()
    copy = store.second_copy(copies)

    assert copy.step() == TRY_AGAIN_S
    assert copy.trouble() == (f"The second copy's folder {copies} is missing. Connect its disk, or make the folder.")
    assert copy.reached() == 0

    copies.mkdir()
    assert copy.step() == LOOK_AGAIN_S
    assert (copy.trouble(), copy.reached()) == ("", 1)
    copy.close()
    store.close()


def test_what_nobody_mends_is_looked_at_more_and_more_seldom(store: Store, copies: Path) -> None:
    copies.rmdir()
    copy = store.second_copy(copies)

    assert [copy.step() for _ in range(7)] == [5.0, 10.0, 20.0, 40.0, 80.0, 80.0, 80.0]

    copies.mkdir()
    assert copy.step() == LOOK_AGAIN_S
    copy.close()
    (copies / COPY_NAME).unlink()
    copies.rmdir()
    assert copy.step() == TRY_AGAIN_S, "the next trouble is looked at soon again"
    store.close()


def test_a_copy_of_other_lines_is_left_alone(store: Store, copies: Path, tmp_path: Path) -> None:
    other = new_store(tmp_path / "elsewhere")
    with other.open_work() as work:
        work.journal.append(a_record(77))
        work.commit()
    first = other.second_copy(copies)
    run(first)
    first.close()
    other.close()
    content = (copies / COPY_NAME).read_bytes()
    take(store, 1, 2)

    copy = store.second_copy(copies)
    assert copy.step() == TRY_AGAIN_S

    assert copy.trouble().startswith(f"The second copy in {copies} is of other lines than this journal.")
    assert copy.reached() == 0
    assert (copies / COPY_NAME).read_bytes() == content
    store.close()


def test_a_copy_that_is_ahead_of_the_journal_is_left_alone(store: Store, copies: Path, tmp_path: Path) -> None:
    take(store, 1, 2)
    store.close()
    shutil.copytree(tmp_path / "desk", tmp_path / "backup")
    whole = open_store(tmp_path / "desk", key_source=MemoryKey(KEY), desk=OAK3.desk)
    take(whole, 5, 1)
    ahead = whole.second_copy(copies)
    run(ahead)
    ahead.close()
    whole.close()

    restored = open_store(tmp_path / "backup", key_source=MemoryKey(KEY), desk=OAK3.desk)
    copy = restored.second_copy(copies)
    copy.step()

    assert "is of other lines than this journal" in copy.trouble()
    copy.close()
    restored.close()


def test_a_damaged_copy_is_said_and_the_journal_takes_money_on(store: Store, copies: Path) -> None:
    (copies / COPY_NAME).write_bytes(b"not a database" * 500)
    copy = store.second_copy(copies)

    assert copy.step() == TRY_AGAIN_S
    assert copy.trouble().startswith(f"{copies / COPY_NAME} does not open with this desk's key, or is damaged.")
    take(store, 1, 1)
    assert verify_journal(store.journal).holds
    store.close()
