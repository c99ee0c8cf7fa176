"""Another data key: whatever ends it in between, the desk opens with all its lines, and in the end with the new key."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from cashier.config import DESK_FILE
from cashier.domain.errors import StoreTrouble
from cashier.doors.assembly import assembled
from cashier.doors.key_place import find_key, is_rekeying
from cashier.doors.rekeying import run_rekey
from cashier.doors.setup import make_desk
from cashier.security.box import BoxKey, make_box_key
from cashier.security.keys import RECOVERY_FILE, unwrap_key
from cashier.store import rekey
from cashier.store.lock import FolderLock
from cashier.store.opening import DIRECTORY_NAME, JOURNAL_NAME, look_at_journal
from cashier.store.second_copy import COPY_NAME
from cashier.store.verify import VerifyReport, verify_journal
from tests.e2e.workplace import desk_papers
from tests.store.desk_store import a_payment

COPY, PAYMENTS, REPLACED = "second-copy", 30, 5  # Files that take another one's place: two databases, and three keys.


class Cut(BaseException):
    """The process ends here."""


@pytest.fixture
def recovery() -> BoxKey:
    return make_box_key()


@pytest.fixture
def data(tmp_path: Path, recovery: BoxKey) -> Path:
    """A desk with payments, and its second copy."""
    folder = desk_papers(tmp_path / "desk", ledger_url="http://127.0.0.1:9", desk="OAK3")
    file = folder / DESK_FILE
    own = f'recovery_public = "{recovery.public}"'
    file.write_text(re.sub('recovery_public = ".*"', lambda _: own, file.read_text("utf-8")), "utf-8")
    make_desk(folder)
    with assembled(folder) as assembly:
        for count in range(1, PAYMENTS + 1):
            with assembly.desk.open_work() as work:
                work.journal.append(a_payment(work.journal.next_receipt(), count))
                work.commit()
        lane = assembly.store.second_copy(folder / COPY)
        lane.step()
        lane.close()
    return folder


def proof_of(data: Path) -> VerifyReport:
    with look_at_journal(data, key_source=find_key(data)) as journal:
        return verify_journal(journal)


def key_of(data: Path) -> bytes:
    key = find_key(data).read()
    assert key is not None
    return key


def has_it_all(data: Path, before: VerifyReport, recovery: BoxKey) -> None:
    """One key, which opens the same journal, and which the organization can unwrap."""
    assert not is_rekeying(data)
    assert proof_of(data) == before
    assert before.lines == PAYMENTS
    for folder in (data, data / COPY):
        assert unwrap_key((folder / RECOVERY_FILE).read_text("ascii"), recovery.private) == key_of(data)
        assert sorted(path.name for path in folder.glob("*next*")) == []
        assert sorted(path.name for path in folder.glob("*rekeyed*")) == []


def test_every_file_has_the_new_key_and_the_old_one_opens_none(
    data: Path, recovery: BoxKey, capsys: pytest.CaptureFixture[str]
) -> None:
    before, old = proof_of(data), key_of(data)

    assert run_rekey(data) == 0

    said = json.loads(capsys.readouterr().out)
    assert said == {"desk": "OAK3", "lines": PAYMENTS, "chain": before.chain, "holds": True}
    assert key_of(data) != old
    has_it_all(data, before, recovery)
    files = [data / JOURNAL_NAME, data / DIRECTORY_NAME, data / COPY / COPY_NAME]
    assert [rekey._opens(file, old) for file in files] == [False] * 3
    assert [rekey._opens(file, key_of(data)) for file in files] == [True] * 3


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("place", range(REPLACED))
def test_cut_off_anywhere_the_desk_opens_and_finishes_it(
    data: Path, recovery: BoxKey, monkeypatch: pytest.MonkeyPatch, place: int, done: bool
) -> None:
    before, old = proof_of(data), key_of(data)
    replace, calls = os.replace, []

    def cut(*paths: Any) -> None:
        calls.append(paths)
        if len(calls) <= place:
            replace(*paths)
            return
        if done:
            replace(*paths)
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", cut)
        with pytest.raises(Cut):
            run_rekey(data)

    with assembled(data) as assembly:
        lane = assembly.store.second_copy(data / COPY)
        assert lane.step() > 0
        assert (lane.trouble(), lane.reached()) == ("", PAYMENTS)
        lane.close()
    assert key_of(data) != old
    has_it_all(data, before, recovery)


def test_a_copy_that_is_not_the_same_takes_no_place(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, old = proof_of(data), key_of(data)
    proof = rekey._proof

    def other(path: Path, key: bytes) -> VerifyReport:
        seen = proof(path, key)
        return seen if path.name == JOURNAL_NAME else type(seen)(**{**_fields(seen), "chain": "0" * 64})

    monkeypatch.setattr(rekey, "_proof", other)
    with pytest.raises(StoreTrouble, match="is not the same"):
        run_rekey(data)

    assert key_of(data) == old
    assert proof_of(data) == before


def _fields(report: VerifyReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in VerifyReport.__slots__}


def test_a_file_that_is_being_read_keeps_its_key_until_it_is_not(data: Path, recovery: BoxKey) -> None:
    before, old = proof_of(data), key_of(data)
    with (
        look_at_journal(data, key_source=find_key(data)) as journal,
        assembled(data) as assembly,
        journal.open_reading() as reading,
    ):
        assert reading.journal.head().sequence == PAYMENTS
        with assembly.desk.open_work() as work:
            work.journal.append(a_payment(work.journal.next_receipt(), PAYMENTS + 1))
            work.commit()
        assembly.store.close()
        with pytest.raises(StoreTrouble, match="is being read by another command"):
            run_rekey(data)
        assert key_of(data) == old
    assert proof_of(data).lines == before.lines + 1

    assert run_rekey(data) == 0
    assert key_of(data) != old
    assert proof_of(data).lines == before.lines + 1


def test_an_open_desk_and_a_missing_disk_are_named_and_nothing_is_begun(data: Path) -> None:
    lock = FolderLock(data)
    with pytest.raises(StoreTrouble, match="open"):
        run_rekey(data)
    lock.release()
    (data / COPY).rename(data.with_suffix(".away"))
    with pytest.raises(StoreTrouble, match="Bring its disk back"):
        run_rekey(data)

    assert not is_rekeying(data)
