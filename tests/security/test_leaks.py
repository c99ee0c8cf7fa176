"""The search at a run's end finds what is planted, in each form that is written, and nothing in a clean desk."""

import base64
import gzip
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cashier.ledger.embedded import REMEMBERED
from receipts.document import Document, Text
from receipts.pdf import ReceiptPdf
from tests import conftest, leaks
from tests.seeds import ACCOUNTS, CARDS, NAMES, PINS
from tests.store.desk_store import KEY, new_store

CARD, ACCOUNT = CARDS[0], ACCOUNTS[0]
PHRASE = "lake merritt at noon"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not among the tests' own folders, where the search at the end would find it, too."""
    with tempfile.TemporaryDirectory(prefix="cf-leaks-") as name:
        yield Path(name)


def _desk(path: Path, note: str) -> None:
    store = new_store(path)
    writer = store.journal.database.connect_to_write()
    writer.sql(f"CREATE TABLE kept AS SELECT '{note}' AS note")
    writer.close()
    store.close()


def _paper(words: str) -> bytes:
    return ReceiptPdf().make(Document(blocks=(Text(text=words),), barcode="OAK3-0000001", copy=0))


PLANTED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "text": (CARD, lambda at: (at / "a.toml").write_text(f"note = '{CARD}'")),
    "groups": (CARD, lambda at: (at / "a").write_text("paid with 4111 1111-1111 1111, 4111-1111-1111-1111")),
    "a window's text": (CARD, lambda at: (at / "core").write_bytes(b"\1" + CARD.encode("utf-16-le"))),
    "base64": (ACCOUNT, lambda at: (at / "a.json").write_bytes(base64.b64encode(b"x:" + ACCOUNT.encode() + b"y"))),
    "bytes in SQL": (ACCOUNT, lambda at: (at / "wal").write_text(f"\\x7b{ACCOUNT.encode().hex()}7d")),
    "across two pieces": (PHRASE, lambda at: (at / "big").write_bytes(bytes(65_530) + PHRASE.encode())),
    "a year's file": (CARD, lambda at: (at / "2026.gz").write_bytes(gzip.compress(CARD.encode()))),
    "paper": (CARD, lambda at: (at / "a.pdf").write_bytes(_paper(f"Card {CARD}"))),
    "a desk's database": (PHRASE, lambda at: _desk(at / "desk", PHRASE)),
    "a file's name": (ACCOUNT, lambda at: (at / f"check-{ACCOUNT}.pdf").write_bytes(b"")),
    "a name in a file's name": (NAMES[-1], lambda at: (at / f"letter-{NAMES[-1]}").write_bytes(b"")),
    "a name in a log": (NAMES[1], lambda at: (at / "counterfoil.log.1").write_text(f"served {NAMES[1]}")),
    "a PIN": (PINS[0], lambda at: (at / "work.json").write_text(f'{{"pin": "{PINS[0]}"}}')),
}


@pytest.mark.parametrize("form", PLANTED)
def test_what_is_planted_is_found_with_its_file(folder: Path, form: str) -> None:
    seed, plant = PLANTED[form]
    plant(folder)

    found = leaks.look_into(folder)

    assert found
    assert all(line.startswith(f"{seed}: {folder}") for line in found)


def test_a_write_ahead_log_is_read_while_its_desk_is_open(folder: Path) -> None:
    store = new_store(folder / "desk")
    writer = store.journal.database.connect_to_write()
    writer.sql(f"CREATE TABLE kept AS SELECT '{PHRASE}' AS note")
    writer.close()
    found = leaks.look_into(folder)
    store.close()

    assert [Path(line.partition(": ")[2]).name for line in found] == ["journal.db-wal"]


def test_a_whole_desk_says_nothing_and_each_of_its_files_was_read(folder: Path) -> None:
    _desk(folder / "desk", "a name has its place here: Trần")

    assert leaks.look_into(folder) == []
    databases = list(folder.rglob("*.db"))
    assert len(databases) > 1
    assert all(leaks._decrypted(path, [KEY]) for path in databases)
    assert not any(leaks._decrypted(path, [bytes(32)]) for path in databases)


def test_a_ledgers_postgresql_is_read_before_it_is_taken_away(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(leaks, "gone", [])
    cluster = folder / "elsewhere"
    (cluster / "base" / "5").mkdir(parents=True)
    (cluster / "base" / "5" / "16384").write_bytes(bytes(9000) + b"\x03" + PHRASE.encode() + bytes(9000))
    (cluster / "base" / "5" / "16385").write_bytes(b"posted for " + NAMES[1].encode())
    (cluster / "log").write_text(f"ERROR: {NAMES[1]} is there twice")
    (folder / REMEMBERED).write_text(f"{cluster}\n")
    leaks.remove_postgres(folder)

    assert leaks.gone == [f"{PHRASE}: {cluster}/base/5/16384", f"{NAMES[1]}: {cluster}/log"]
    assert not cluster.exists()


def test_a_run_that_left_a_secret_fails_and_says_where(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(leaks, "gone", [])
    (folder / "test_of_a_day0").mkdir()
    (folder / "test_of_a_day0" / "desk.log").write_text(CARD)
    stash = pytest.Stash()
    stash[conftest._leaks] = []
    stash[conftest._threads_left] = []
    stash[conftest._surroundings] = folder / "home"
    config = SimpleNamespace(
        stash=stash,
        pluginmanager=SimpleNamespace(hasplugin=lambda name: False),
        _tmp_path_factory=SimpleNamespace(getbasetemp=lambda: folder),
        workeroutput={},
    )
    session = cast(Any, SimpleNamespace(config=config, exitstatus=pytest.ExitCode.OK))
    conftest.pytest_sessionfinish(session, pytest.ExitCode.OK)

    assert session.exitstatus is pytest.ExitCode.TESTS_FAILED
    assert config.workeroutput["leaks"] == [f"{CARD}: {folder}/test_of_a_day0/desk.log"]
