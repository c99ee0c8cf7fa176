"""Yesterday's journal put back on its own machine: the ledger sees it, says so, and takes nothing of it."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.day import OPEN, SIGN_IN, Script, Shop
from tests.e2e.test_never_written import _rows_of
from tests.e2e.workplace import answer_of

PAY = {"do": "take", "pay": {"S-48210377": "5.00"}, "tenders": [{"cash": "5.00"}]}
SYNC = {"do": "sync"}
DOWN, UP = ({"do": "ledger", "set": way} for way in ("down", "up"))


def the_journal(data: Path) -> list[Path]:
    return [path for path in data.glob("journal.db*") if path.is_file()]


def test_a_journal_that_was_rolled_back_is_seen_and_said_and_nothing_of_it_is_posted(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as data:
        desk = Script(data, capsys)
        desk.play(SIGN_IN, OPEN, PAY, SYNC)
        for path in the_journal(data):
            shutil.copy2(path, tmp_path)
        today = desk.play(SIGN_IN, PAY, PAY, SYNC)
        assert all(answer["ok"] for answer in today.answers)

        for path in the_journal(data):
            path.unlink()
        for path in tmp_path.glob("journal.db*"):
            shutil.copy2(path, data)
        back = desk.play(DOWN, SIGN_IN, PAY, UP, SYNC, PAY).answers

        assert back[2]["ok"], "nobody can know it offline"
        assert "Call support" in back[4]["refused"]
        assert "the cash office invites a new desk in this one's place" in back[5]["refused"]
        rows = list(_rows_of(shop))
        assert [row for table, row in rows if table == "alarms" and "conflict" in row and data.name in row]
        assert [row for table, row in rows if table == "quarantine" and data.name in row], "what was taken is kept"
        paid = {row for table, row in rows if table.startswith("transfers") and data.name in row and ",500," in row}
        assert len(paid) == 3
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
