"""The journal on the disk: encrypted, private, append-only whoever asks, and whole after any end."""

import os
import signal
import stat
import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.domain.tenders import Tender
from cashier.store.engine import PRAGMAS
from cashier.store.opening import Store, look_at_journal
from cashier.store.verify import read_lines, verify_journal
from cashier.usecases.ports.work import Failures, Mark
from tests.fakes.builders import NOW
from tests.store.desk_store import KEY, MemoryKey, a_check, a_payment, a_record, an_id, new_store, reopened

KILLS = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def take(store: Store, count: int, tender: Tender | None = None) -> str:
    with store.open_work() as work:
        receipt = work.journal.next_receipt()
        work.journal.append(a_payment(receipt, count, tender=tender))
        work.jobs.add(receipt, 0)
        work.commit()
    return receipt


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE lines SET chain = 'x'",
        "DELETE FROM lines",
        "UPDATE transfers SET cents = cents + 1",
        "DELETE FROM transfers",
        "UPDATE items SET item = 'x'",
        "DELETE FROM items",
        "INSERT OR REPLACE INTO lines SELECT * FROM lines",
        "INSERT OR REPLACE INTO transfers SELECT sequence, place, debit, credit, cents + 1 FROM transfers",
        "INSERT INTO transfers VALUES (1, 9, 'a', 'b', 0)",
        "INSERT INTO transfers VALUES (1, 9, 'a', 'a', 1)",
        "INSERT INTO transfers VALUES (77, 1, 'a', 'b', 1)",
        "INSERT INTO lines SELECT 3, 'x', kind, NULL, NULL, NULL, NULL, 0, 0, chain, body FROM lines",
        "UPDATE mark SET received_through = 'three'",
    ],
)
def test_the_database_itself_refuses_what_no_code_of_ours_does(folder: Path, change: str) -> None:
    store = new_store(folder)
    take(store, 1, a_check("1043"))
    connection = store.journal.database.connect()

    with pytest.raises(StoreTrouble, match="refused a change, and nothing was written"):
        connection.sql(change)

    connection.close()
    assert verify_journal(store.journal).holds
    store.close()


def test_every_writer_writes_through_the_same_connection(folder: Path) -> None:
    """What one has read is still decrypted for the next: see `Database`."""
    store = new_store(folder)
    seen = set()
    for readers in range(3):
        with ExitStack() as beside:
            for _ in range(readers):
                beside.enter_context(store.open_reading())
            with store.open_work() as work:
                seen.add(id(work.journal._connection._driver))

    assert len(seen) == 1
    store.close()


def test_every_connection_has_the_settings_that_money_needs(folder: Path) -> None:
    store = new_store(folder)
    database = store.journal.database
    connections = [*(database.connect() for _ in range(3)), database.connect_to_write()]

    for connection in connections:
        assert {name: connection.sql(f"PRAGMA {name}")[0][0] for name in PRAGMAS} == PRAGMAS
        assert connection.sql("PRAGMA cipher_version")
        connection.close()
    store.close()


def test_files_are_private_and_say_nothing_without_the_key(folder: Path) -> None:
    store = new_store(folder)
    take(store, 1)

    files = [path for path in folder.iterdir() if path.is_file()]
    assert {"journal.db", "journal.db-wal", "directory.db"} <= {path.name for path in files}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    content = b"".join(path.read_bytes() for path in files)
    for told in (b"SQLite format 3", b"OAK3", b"rosa", KEY):
        assert told not in content
    store.close()


def test_what_was_kept_is_there_after_opening_again(folder: Path) -> None:
    store = new_store(folder)
    receipt = take(store, 1)
    with store.open_work() as work:
        work.tries.add("Rosa", NOW)
        work.commit()
    store.close()

    store = reopened(folder)
    with store.open_work() as work:
        assert len(work.journal.receipt(receipt)) == 1
        assert work.journal.next_receipt() == "OAK3-0000002"
        # Another case of the letters is no way around the wait.
        assert work.tries.failures("rosa") == Failures(1, NOW)
    store.close()


def test_a_late_answer_of_the_same_epoch_does_not_move_the_mark_back(folder: Path) -> None:
    store = new_store(folder)
    for through, seconds in ((5, 0), (3, 2)):
        with store.open_work() as work:
            work.journal.move_mark(
                Mark(received_through=through, epoch="e1", heard_at=NOW + timedelta(seconds=seconds))
            )
            work.commit()

    with store.open_reading() as work:
        assert work.journal.mark() == Mark(received_through=5, epoch="e1", heard_at=NOW + timedelta(seconds=2))
    store.close()


def test_many_threads_draw_every_number_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The disk may be slow, and who waits longest for it is not always the next.
    monkeypatch.setattr("cashier.store.work.BUSY_TIMEOUT_MS", 60_000)
    store = new_store(folder)
    receipts: list[str] = []

    def cashier(first: int) -> None:
        receipts.extend(take(store, first + place) for place in range(10))

    threads = [threading.Thread(target=cashier, args=(100 * number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(receipts) == [f"OAK3-{number:07d}" for number in range(1, 41)]
    assert verify_journal(store.journal).holds
    store.close()


def test_a_reader_holds_no_writer_up_and_sees_one_moment(folder: Path) -> None:
    store = new_store(folder)
    take(store, 1)

    with store.open_reading() as reader:
        assert reader.journal.head().sequence == 1
        take(store, 2)
        assert reader.journal.head().sequence == 1
    with store.open_reading() as reader:
        assert reader.journal.head().sequence == 2
    store.close()


def test_the_journal_can_be_looked_at_beside_the_open_desk(folder: Path) -> None:
    store = new_store(folder)
    take(store, 1)

    with look_at_journal(folder, key_source=MemoryKey(KEY)) as journal:
        assert verify_journal(journal).holds
        assert [numbered.line.line_id for numbered in read_lines(journal)] == [an_id(1)]
    take(store, 2)
    store.close()


def test_a_payment_that_was_acknowledged_survives_being_killed_at_any_moment(folder: Path) -> None:
    new_store(folder).close()
    for kill in range(KILLS):
        teller = subprocess.Popen(
            [sys.executable, "-m", "tests.store.teller", str(folder), str(kill * 10_000 + 1)], stdout=subprocess.PIPE
        )
        assert teller.stdout is not None
        told = [teller.stdout.readline().decode().strip() for _ in range(20 + 17 * kill)]
        os.kill(teller.pid, signal.SIGKILL)
        told += [line.decode().strip() for line in teller.stdout if line.endswith(b"\n")]
        teller.stdout.close()
        assert teller.wait() == -signal.SIGKILL

        # The kernel's lock went with the process, so this opens at once.
        store = reopened(folder)
        with store.open_reading() as work:
            assert [receipt for receipt in told if not work.journal.receipt(receipt)] == []
            assert [receipt for receipt in told if not work.jobs.of(receipt)] == []
        assert verify_journal(store.journal).problems == ()
        store.close()


def test_the_proof_names_what_does_not_hold(folder: Path) -> None:
    store = new_store(folder)
    take(store, 1)
    with store.open_work() as work:
        work.journal.append(a_record(2))
        work.commit()
    take(store, 3, a_check("1043"))
    report = verify_journal(store.journal)
    assert (report.holds, report.lines, report.transfers, report.receipts) == (True, 3, 2, 2)

    connection = store.journal.database.connect()
    for change in (
        "DROP TRIGGER lines_never_changed",
        "DROP TRIGGER transfers_never_changed",
        "DROP TRIGGER items_never_deleted",
        "DELETE FROM items",
        "UPDATE transfers SET cents = 1 WHERE sequence = 3",
        "UPDATE lines SET receipt = 'OAK3-0000009' WHERE sequence = 3",
        "UPDATE lines SET body = CAST(replace(body, 'rosa', 'rose') AS BLOB) WHERE sequence = 2",
    ):
        connection.sql(change)
    connection.close()

    report = verify_journal(store.journal)
    assert report.problems == (
        "Line 2 is not as it was written: its link does not match.",
        "Line 3: its transfers are not those of its body.",
        "Line 3: its checks and money orders are not found as its body says them.",
        "Line 3: receipt is not what its body says.",
    )
    store.close()
