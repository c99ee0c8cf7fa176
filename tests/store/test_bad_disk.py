"""A disk that goes bad at any write: who was told "paid" is paid, who was refused is not, and nothing is half there."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.store.opening import JOURNAL_NAME, Store, look_at_journal
from cashier.store.second_copy import COPY_NAME
from cashier.store.verify import verify_journal
from cashier.store.work import JournalFile
from tests.store.bad_disk import BadDisk, Way, bad_disk
from tests.store.desk_store import KEY, MemoryKey, a_check, a_payment, an_id, new_store

BEFORE = 3
FULL = "is full; nothing was written. Free some space, then try again."
BAD = "does not keep what is written. Have it looked at before you go on."
MOUNTS = ("unshare", "--map-root-user", "--mount")  # As root of a world of one's own, where a kernel lets one be that.
SENTENCES = {way: FULL if way is Way.FULL else BAD for way in Way}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[BadDisk]:
    with bad_disk(tmp_path / "desk") as disk:
        yield disk


@pytest.fixture
def store(disk: BadDisk) -> Iterator[Store]:
    """A desk that has told three times that a payment is taken."""
    store = new_store(disk.folder)
    for count in range(1, BEFORE + 1):
        pay(store, count)
    yield store
    store.close()


def pay(store: Store, count: int) -> None:
    with store.open_work() as work:
        receipt = work.journal.next_receipt()
        work.journal.append(a_payment(receipt, count, tender=a_check(str(count))))
        work.jobs.add(receipt, 0)
        work.commit()


def paid(journal: JournalFile) -> list[int]:
    """Which of them are in the journal, with line, transfers and paper, and nothing else is."""
    assert verify_journal(journal).problems == ()
    with journal.open_reading() as work:
        found = [count for count in range(1, 100) if work.journal.line(an_id(count))]
        assert work.journal.head().sequence == len(found)
        for numbered in work.journal.after(0, 100):
            assert len(work.jobs.of(numbered.line.facts["receipt"])) == 1
            assert numbered.line.transfers
    return found


@contextmanager
def found_in(folder: Path) -> Iterator[JournalFile]:
    """What the next process finds, looked at once."""
    with look_at_journal(folder, key_source=MemoryKey(KEY)) as journal:
        yield journal
    shutil.rmtree(folder)


def said(store: Store, count: int) -> str:
    """What the cashier hears: nothing where it is paid, else why not."""
    try:
        pay(store, count)
    except StoreTrouble as trouble:
        return trouble.sentence
    return ""


@pytest.mark.parametrize("way", Way)
def test_whoever_was_told_is_paid_and_whoever_was_refused_pays_once(
    way: Way, disk: BadDisk, store: Store, tmp_path: Path
) -> None:
    told, count, turn = list(range(1, BEFORE + 1)), BEFORE, 0
    is_taken = False
    while not is_taken:
        count, turn = count + 1, turn + 1
        disk.goes_bad(way, turn)
        refused = said(store, count)
        is_taken = not refused
        assert is_taken or refused.endswith(SENTENCES[way])
        disk.is_well_again()
        shutil.copytree(disk.folder, tmp_path / "killed")
        with found_in(tmp_path / "killed") as killed:
            assert paid(killed) in ([*told, count], told)
        if not is_taken:
            pay(store, count)  # The member is still there, and pays under the same id.
        told.append(count)

    assert paid(store.journal) == told
    assert turn > 3


@pytest.mark.parametrize("way", [Way.REFUSES, Way.TORN, Way.SYNC_FAILS])
def test_where_the_power_goes_at_any_write_all_that_was_told_is_there(
    way: Way, disk: BadDisk, store: Store, tmp_path: Path
) -> None:
    told, turn, is_taken = list(range(1, BEFORE + 1)), 0, False
    while not is_taken:
        turn += 1
        disk.goes_bad(way, turn)
        is_taken = not said(store, 50)
        for seed in range(2):
            disk.without_power(tmp_path / "cut", Random(seed))
            with found_in(tmp_path / "cut") as cut:
                assert paid(cut) in ([*told, 50], told)
        disk.is_well_again()

    assert paid(store.journal) == [*told, 50]


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[BadDisk]:
    """Where the second copy is."""
    (tmp_path / "other").mkdir()
    with bad_disk(tmp_path / "other") as disk:
        yield disk


@pytest.mark.parametrize("way", Way)
def test_a_second_copy_on_a_bad_disk_says_so_holds_nobody_up_and_goes_on(
    way: Way, store: Store, other_disk: BadDisk, tmp_path: Path
) -> None:
    copy = store.second_copy(other_disk.folder)
    copy.step()
    pay(store, BEFORE + 1)
    told, turn = list(range(1, BEFORE + 2)), 0
    while copy.reached() < len(told):
        turn += 1
        other_disk.goes_bad(way, turn)
        copy.step()
        assert copy.trouble() == "" or copy.trouble().endswith(SENTENCES[way])
        _rescue(other_disk, tmp_path / "rescued", told, copy.reached())
        other_disk.is_well_again()

    assert turn > 3
    assert copy.trouble() == ""
    assert paid(store.journal) == told
    copy.close()


def _rescue(other_disk: BadDisk, folder: Path, told: list[int], reached: int) -> None:
    """The desk's own disk is gone, and the power with it: the copy brings all that it said it has, or says so."""
    other_disk.without_power(folder, Random(other_disk.turn))
    for part in folder.iterdir():
        part.rename(folder / part.name.replace(COPY_NAME, JOURNAL_NAME))
    with found_in(folder) as rescued, rescued.open_reading() as work:
        assert verify_journal(rescued).problems == ()
        brought = [numbered.line.line_id for numbered in work.journal.after(0, 100)]
    assert brought == [an_id(count) for count in told[: len(brought)]]
    assert len(brought) >= reached


def test_a_disk_that_fills_up_and_turns_read_only_loses_nothing_that_was_told(tmp_path: Path) -> None:
    """A real one of 700 KiB, mounted for this alone; where nobody may mount any, a limit to what a file may hold."""
    trial = tmp_path / "trial"
    trial.mkdir()
    mounting = [*MOUNTS, "mount", "-t", "tmpfs", "none", str(trial)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        new_store(tmp_path / "desk").close()
        *told, full = _on_a_bad_disk("small", tmp_path / "desk")
        assert re.search(rf"{FULL}|{BAD}", full)
        with look_at_journal(tmp_path / "desk", key_source=MemoryKey(KEY)) as journal:
            assert verify_journal(journal).receipts == len(told)
        return
    *told, full, read_only, afterwards = _on_a_bad_disk("own", tmp_path, *MOUNTS)

    assert full == f"The disk of {tmp_path}/disk/desk {FULL}"
    assert read_only.startswith(f"The data folder {tmp_path}/disk/desk cannot be written (Read-only file system).")
    assert (len(told) > 5, afterwards) == (True, f"True {len(told)}")


def _on_a_bad_disk(kind: str, folder: Path, *before: str) -> list[str]:
    command = [*before, sys.executable, "-m", "tests.store.on_a_bad_disk", kind, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
