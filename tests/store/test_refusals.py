"""A store that cannot be trusted with money is refused in one sentence, and what was in it stays as it was."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.store import self_test
from cashier.store.engine import Connection
from cashier.store.opening import create_store, look_at_journal, open_store
from cashier.store.verify import verify_journal
from tests.fakes.builders import NOW, OAK3
from tests.store.desk_store import KEY, MemoryKey, a_check, a_payment, a_record, new_store, reopened

NOBODY = 65_534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk's folder with one payment in it, closed."""
    folder = tmp_path / "desk"
    store = new_store(folder)
    with store.open_work() as work:
        work.journal.append(a_payment(work.journal.next_receipt(), 1))
        work.commit()
    store.close()
    return folder


def refusal(folder: Path, key: bytes | None = KEY, *, desk: str = OAK3.desk, free_mb_least: int = 1) -> str:
    """The sentence with which opening is refused; it says nothing but itself and changes no byte of the journal."""
    before = (folder / "journal.db").read_bytes() if (folder / "journal.db").exists() else b""
    source = MemoryKey(key)
    with pytest.raises(StoreTrouble) as refused:
        open_store(folder, key_source=source, desk=desk, free_mb_least=free_mb_least)
    assert source.made == 0
    if before:
        assert (folder / "journal.db").read_bytes() == before
    return refused.value.sentence


def test_a_second_process_is_told_who_has_the_folder(folder: Path) -> None:
    store = reopened(folder)

    assert refusal(folder) == (
        f"Another Counterfoil is already open on this data folder (process {os.getpid()}). "
        "Close it, or use the open window."
    )
    store.close()
    reopened(folder).close()


def test_a_process_that_was_killed_holds_no_lock(folder: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-m", "tests.store.teller", str(folder), "100"], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    assert f"(process {holder.pid})" in refusal_while_busy(folder)

    holder.kill()
    holder.stdout.close()
    holder.wait()
    reopened(folder).close()


def refusal_while_busy(folder: Path) -> str:
    with pytest.raises(StoreTrouble) as refused:
        open_store(folder, key_source=MemoryKey(KEY), desk=OAK3.desk)
    return refused.value.sentence


def test_a_missing_key_is_a_refusal_and_no_new_one_is_made(folder: Path) -> None:
    assert refusal(folder, None) == (
        f"The key of {folder}/journal.db is missing. Put it back where it was; no new one is made for old data."
    )


def test_a_wrong_key_is_a_refusal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert refusal(folder, b"w" * 32).startswith(
        f"{folder}/journal.db does not open with this desk's key, or is damaged."
    )
    assert capfd.readouterr().err == ""


def test_another_desks_journal_is_a_refusal(folder: Path) -> None:
    assert refusal(folder, desk="OAK4") == (
        f"{folder}/journal.db is the journal of desk OAK3, not of OAK4. Correct the desk, or the folder."
    )


def test_a_folder_without_a_journal_is_no_desk(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith(f"There is no journal in {tmp_path}. Name the right folder with --data")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no") == f"The data folder {tmp_path}/no is missing. Name the right one with --data."


def test_a_disk_that_is_nearly_full_is_refused_before_the_first_payment(folder: Path) -> None:
    assert re.fullmatch(
        rf"The disk of {folder} has [0-9]+ MB left, and the desk needs 99999999\. Free some space, then start again\.",
        refusal(folder, free_mb_least=99_999_999),
    )


@pytest.mark.parametrize("place", [0, 2_048, 40_000, -100])
def test_a_damaged_journal_is_a_refusal(folder: Path, place: int) -> None:
    path = folder / "journal.db"
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)

    assert re.search(r"is damaged\. Take no more payments here, and call support", refusal(folder))


def test_what_a_start_reads_whole_of_a_large_journal_never_grows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "WHOLE_FILE_BYTES", 0)
    store = reopened(folder)
    with closing(store.journal.database.connect()) as connection:
        tables = [name for (name,) in connection.sql("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        before = {name: connection.sql(f"SELECT count(*) FROM {name}") for name in tables}
        with store.open_work() as work:
            for count in range(2, 40):
                receipt = work.journal.next_receipt()
                work.journal.append(a_payment(receipt, count, tender=a_check(str(count))))
                work.jobs.add(receipt, 0)
            work.commit()
        grown = {name for name in tables if connection.sql(f"SELECT count(*) FROM {name}") != before[name]}
    store.close()
    looked_at = _looked_at_by_a_start(folder, monkeypatch)

    assert grown == {"lines", "transfers", "items", "print_jobs"}
    assert looked_at
    assert not looked_at & grown


def _looked_at_by_a_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    asked: list[str] = []
    ask = Connection.sql

    def noted(connection: Connection, text: str) -> list[tuple[Any, ...]]:
        asked.append(text)
        return ask(connection, text)

    with monkeypatch.context() as watched:
        watched.setattr(Connection, "sql", noted)
        reopened(folder).close()
    return {name for text in asked for name in re.findall(r"quick_check\('(\w+)'\)", text)}


@pytest.mark.parametrize("left", [0, 1, 1_000, 2_048, 20_480, -2_048, -16])
def test_a_journal_that_was_cut_short_is_a_refusal(folder: Path, left: int) -> None:
    path = folder / "journal.db"
    path.write_bytes(path.read_bytes()[:left])

    assert re.search(r"is damaged|says no desk|does not open", refusal(folder))


def test_a_line_that_was_altered_is_found_at_the_start(folder: Path) -> None:
    store = reopened(folder)
    connection = store.journal.database.connect()
    connection.sql("DROP TRIGGER lines_never_changed")
    connection.sql("UPDATE lines SET chain = replace(chain, '0', '1')")
    connection.close()
    store.close()

    assert refusal(folder).startswith(f"Line 1 of {folder}/journal.db is not as it was written.")


def test_a_journal_of_a_newer_version_is_a_refusal(folder: Path) -> None:
    store = reopened(folder)
    connection = store.journal.database.connect()
    connection.sql("UPDATE alembic_version SET version_num = 'journal_9999'")
    connection.close()
    store.close()

    assert refusal(folder) == "The journal was written by a newer Counterfoil. Start that version."
    with pytest.raises(StoreTrouble, match="is of another version"), look_at_journal(folder, key_source=MemoryKey(KEY)):
        raise AssertionError("it was opened")


def test_a_damaged_directory_names_the_way_out_and_a_missing_one_is_made_anew(folder: Path) -> None:
    (folder / "directory.db").write_bytes(b"nothing that was ever a directory" * 100)
    assert refusal(folder).endswith("Close Counterfoil and delete that file: the ledger sends it again.")

    (folder / "directory.db").unlink()
    store = reopened(folder)
    assert store.directory_writer.cursor().epoch == ""
    store.close()


def test_a_new_store_takes_no_old_ones_place(folder: Path, tmp_path: Path) -> None:
    for source in (MemoryKey(), MemoryKey(KEY)):
        with pytest.raises(StoreTrouble, match="has a journal already"):
            create_store(folder, key_source=source, desk=OAK3.desk, now=NOW)
        assert source.made == 0
    (folder / "journal.db").unlink()
    with pytest.raises(StoreTrouble, match="has a directory, and its key is missing"):
        create_store(folder, key_source=MemoryKey(), desk=OAK3.desk, now=NOW)
    (tmp_path / "file").write_text("a file")
    with pytest.raises(StoreTrouble, match="cannot be made"):
        create_store(tmp_path / "file" / "desk", key_source=MemoryKey(), desk=OAK3.desk, now=NOW)


def test_a_store_whose_making_was_cut_off_is_made_again(folder: Path) -> None:
    (folder / "journal.db").rename(folder / "journal.new")

    create_store(folder, key_source=MemoryKey(KEY), desk=OAK3.desk, now=NOW)

    store = reopened(folder)
    with store.open_reading() as work:
        assert work.journal.head().sequence == 0
    store.close()


def test_a_full_database_refuses_a_payment_and_takes_the_next_when_there_is_room(folder: Path) -> None:
    store = reopened(folder)
    connection = store.journal.database.connect_to_write()
    pages = connection.sql("PRAGMA page_count")[0][0]
    connection.sql(f"PRAGMA max_page_count = {pages}")
    connection.close()

    def fill() -> None:
        for count in range(10, 100):
            with store.open_work() as work:
                work.journal.append(a_payment(work.journal.next_receipt(), count))
                work.commit()

    with pytest.raises(StoreTrouble, match=f"The disk of {folder} is full; nothing was written. Free some space"):
        fill()
    assert verify_journal(store.journal).holds

    connection = store.journal.database.connect_to_write()
    connection.sql("PRAGMA max_page_count = 100000")
    connection.close()
    with store.open_work() as work:
        work.journal.append(a_record(500))
        work.commit()
    store.close()


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A desk's folder that another user could reach."""
    above = Path(tempfile.mkdtemp(prefix="cf-open-"))
    above.chmod(0o755)
    new_store(above / "desk").close()
    if os.getuid() == 0:
        for path in (above / "desk", *(above / "desk").iterdir()):
            os.chown(path, NOBODY, NOBODY)
    yield above / "desk"
    shutil.rmtree(above)


@pytest.mark.parametrize(
    ("locked", "sentence"),
    [
        ("", "The data folder {folder} cannot be written (Permission denied). Check its owner, mode and disk."),
        ("journal.db", "{folder}/journal.db is read-only; nothing was written. Check its owner and mode."),
    ],
)
def test_what_may_not_be_written_is_named_before_the_first_payment(
    public_folder: Path, locked: str, sentence: str
) -> None:
    (public_folder / "counterfoil.lock").unlink()
    path = public_folder / locked
    path.chmod(0o500 if path.is_dir() else 0o400)

    ended = subprocess.run(
        [sys.executable, "-m", "tests.store.on_a_bad_disk", "read-only", str(public_folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    path.chmod(0o700)

    assert ended.stdout.strip() == sentence.format(folder=public_folder), ended.stderr
