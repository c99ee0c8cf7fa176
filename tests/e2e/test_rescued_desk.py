"""A desk's machine is gone with its disk and its key: what it had not sent comes home out of its second copy."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cashier.config import DESK_FILE
from cashier.doors.assembly import assembled
from cashier.doors.enrolling import enroll_desk, lines_to_carry
from cashier.doors.setup import fill_directory, make_desk
from cashier.security.box import BoxKey, make_box_key
from cashier.store.second_copy import COPY_NAME
from cashier.usecases.ports.work import Mark
from cashier.wire import Enrolled
from tests.e2e.refusing import SIGN_IN, STATEMENT, refusal, replay, take
from tests.e2e.workplace import CENTER, HELEN, ROSA, LedgerProcess, answer_of, desk_papers, run_main
from tests.store.desk_store import a_record, new_store

DOWN = {"do": "ledger", "set": "down"}
OPEN = {"do": "open_shift", "float": {"20.00": 5}}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerProcess]:
    made = LedgerProcess(tmp_path / "ledger")
    made.start()
    try:
        answer_of("ledger", "load-sample", "--members", "40", *made.database)
        made.add_staff(ROSA, HELEN)
        yield made
    finally:
        made.stop()


@pytest.fixture
def recovery() -> BoxKey:
    return make_box_key()


@pytest.fixture
def copies(ledger: LedgerProcess, recovery: BoxKey, tmp_path: Path) -> Path:
    """All that is left of OAK3, which sent one payment of $5 and kept two, of $6 and $7."""
    data = desk_papers(tmp_path / "old", ledger_url=ledger.url, desk="OAK3")
    said = (data / DESK_FILE).read_text("utf-8").splitlines()
    keys = [f'recovery_public = "{recovery.public}"' if line.startswith("recovery_public") else line for line in said]
    (data / DESK_FILE).write_text("\n".join(keys), "utf-8")
    make_desk(data)
    enroll_desk(data, code=ledger.invite_desk())
    fill_directory(data)
    replay(data, SIGN_IN, OPEN, take("5", {"cash": "5"}), {"do": "sync"})
    replay(data, DOWN, SIGN_IN, take("6", {"cash": "6"}), take("7", {"cash": "7"}))
    with assembled(data) as assembly:
        copy = assembly.store.second_copy(data / "second-copy")
        copy.step()
        copy.close()
    other_disk = tmp_path / "other-disk"
    shutil.move(data / "second-copy", other_disk)
    shutil.rmtree(data)
    return other_disk


def _rescue(copies: Path, data: Path, key: Path) -> tuple[str, ...]:
    found = ("--lead", HELEN.user, "--last-receipt", "OAK3-0000003", "--count", "20.00=5,1.00=18")
    return "journal", "rescue", str(copies), "--data", str(data), "--recovery-key", str(key), *found


@pytest.mark.parametrize(
    ("epoch", "ledger_has", "carried"), [("now", 3, [3, 4]), ("now", 1, [2, 3, 4]), ("before", 4, [1, 2, 3, 4])]
)
def test_what_a_ledger_said_before_it_was_put_back_is_no_reason_to_leave_a_line_behind(
    tmp_path: Path, epoch: str, ledger_has: int, carried: list[int]
) -> None:
    """It may have lost it, and have a copy of that desk's lines under the same numbers."""
    store = new_store(tmp_path / "old")
    with store.open_work() as work:
        for count in range(4):
            work.journal.append(a_record(count))
        work.journal.move_mark(Mark(received_through=2, epoch=epoch, heard_at=None))
        work.commit()
    enrolled = Enrolled(desk="OAK7", center=CENTER, epoch="now", replaces="OAK3", replaced_through=ledger_has)

    assert [line.sequence for line in lines_to_carry(store.journal, enrolled)] == carried
    store.close()


def _late(number: int, amount: str) -> dict[str, object]:
    """A receipt of OAK3 entered again from its paper, its cash put into this drawer."""
    written = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    return {
        "do": "late_entry",
        "book": f"OAK3-{number:07d}",
        "time": written,
        "names": ["Rosa Delgado", "Helen Park"],
        "pay": {STATEMENT: amount},
        "tenders": [{"cash": amount}],
    }


def _paid(ledger: LedgerProcess) -> list[tuple[str, int]]:
    rows = csv.DictReader(io.StringIO(run_main("ledger", "transfers", *ledger.database).stdout))
    return sorted((row["desk"], int(row["cents"])) for row in rows if row["kind"] in {"payment", "carried"})


def test_what_a_dead_desk_had_not_sent_comes_home_out_of_its_second_copy(
    ledger: LedgerProcess, copies: Path, recovery: BoxKey, tmp_path: Path
) -> None:
    new = desk_papers(tmp_path / "new", ledger_url=ledger.url, desk="OAK7")
    invited = answer_of("ledger", "desks", "invite", "OAK7", "--center", CENTER, "--replaces", "OAK3", *ledger.database)
    typed = f"{invited['code']}\n{HELEN.passphrase}\n"
    key, other = tmp_path / "recovery", tmp_path / "another"
    key.write_text(json.dumps({"recovery": {"public": recovery.public, "private": recovery.private}}), "utf-8")
    other.write_text(make_box_key().private, "utf-8")
    left = {path.name: path.read_bytes() for path in copies.iterdir()}

    assert "does not open" in refusal(run_main(*_rescue(copies, new, other), said=typed))
    assert "cannot be read as a key" in refusal(run_main(*_rescue(copies, new, tmp_path / "none"), said=typed))
    assert "Name the right folder" in refusal(run_main(*_rescue(tmp_path, new, key), said=typed))
    said = answer_of(*_rescue(copies, new, key), said=typed)
    replay(new, {"do": "sync"})

    assert (said["replaces"], said["carried"]) == ("OAK3", 4)
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == left, "it stays as it was found"
    assert COPY_NAME in left
    assert not list(new.glob("rescue-*"))
    assert answer_of("ledger", "check", *ledger.database)["holds"]
    assert _paid(ledger) == [("OAK3", 500), ("OAK7", 600), ("OAK7", 700)]


def test_what_was_entered_again_from_paper_meanwhile_counts_once(
    ledger: LedgerProcess, copies: Path, recovery: BoxKey, tmp_path: Path
) -> None:
    """Before the rescue and after it; what the ledger has is refused, and what differs is held."""
    other = desk_papers(tmp_path / "other", ledger_url=ledger.url, desk="OAK5")
    make_desk(other)
    enroll_desk(other, code=ledger.invite_desk("OAK5"))
    ledger.add_staff(sam := replace(ROSA, user="sam", name="Sam Lee", badge="S-4711"))
    fill_directory(other)
    sign_in = SIGN_IN | {"user": sam.user}
    paper = replay(other, sign_in, OPEN, _late(1, "5"), _late(2, "6"), {"do": "sync"}, _late(2, "6"))
    assert "The ledger has OAK3-0000001 already: $5.00" in paper.refused[2]
    assert paper.answers[3].get("receipt") == "OAK5-0000001", paper.refused
    assert "at OAK5: use its number OAK5-0000001" in paper.refused[5]

    new = desk_papers(tmp_path / "new", ledger_url=ledger.url, desk="OAK7")
    invited = answer_of("ledger", "desks", "invite", "OAK7", "--center", CENTER, "--replaces", "OAK3", *ledger.database)
    key = tmp_path / "recovery"
    key.write_text(json.dumps({"recovery": {"public": recovery.public, "private": recovery.private}}), "utf-8")
    answer_of(*_rescue(copies, new, key), said=f"{invited['code']}\n{HELEN.passphrase}\n")
    replay(new, {"do": "sync"})
    assert _paid(ledger) == [("OAK3", 500), ("OAK5", 600), ("OAK7", 700)]
    replay(other, DOWN, sign_in, _late(3, "8"))
    replay(other, {"do": "sync"})

    assert answer_of("ledger", "check", *ledger.database)["holds"]
    assert _paid(ledger) == [("OAK3", 500), ("OAK5", 600), ("OAK5", 800), ("OAK7", 700)]
    balances = run_main("ledger", "balances", *ledger.database).stdout
    assert re.search(rf"^held:{CENTER},.*\b800\b", balances, re.MULTILINE), balances
