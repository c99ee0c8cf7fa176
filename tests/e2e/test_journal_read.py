"""What a desk's journal says of members and money is told to named people alone, and that they read it is a line."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.day import OPEN, SIGN_IN, Script
from tests.e2e.workplace import READER, ROSA, answer_of, journal_of, read_by

TAKE = {"do": "take", "pay": {"S-48213417": "2.00"}, "tenders": [{"cash": "2.00"}]}


@pytest.mark.parametrize("command", ["show", "receipt"])
def test_nobody_reads_a_journal_without_name_right_and_reason(script: Script, command: str) -> None:
    """Rosa's drawer is open: what should be in it follows from the lines (R2)."""
    receipt = script.play(SIGN_IN, OPEN, TAKE).answers[2]["receipt"]
    asked = (command, *((receipt,) if command == "receipt" else ()), "--data", str(script.data))
    rosa = replace(READER, user=ROSA.user, passphrase=ROSA.passphrase)

    for reader, sentence in (
        (rosa, "Rosa Delgado may not read this desk's journal. Ask a colleague who may."),
        (replace(READER, reason=" "), "Say what it is for: give a reason."),
        (replace(READER, user="", passphrase=""), "Enter your name or badge, and your passphrase."),
        (replace(READER, user="priya"), "That doesn't match."),
    ):
        done = read_by(reader, *asked)
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence in done.stderr
    assert answer_of("journal", "verify", "--data", str(script.data))["holds"], "a proof tells nothing of anybody"


def test_who_reads_is_the_last_line(script: Script, tmp_path: Path) -> None:
    receipt = script.play(SIGN_IN, OPEN, TAKE).answers[2]["receipt"]
    told = read_by(READER, "receipt", receipt, "--data", str(script.data), "--pdf", str(tmp_path / "r.pdf"))
    assert told.returncode == 0, told.stderr

    read = [body for body in journal_of(script.data) if body["kind"] == "journal_read"]
    assert [(body["staff"], body["facts"]) for body in read[-2:]] == [
        ("walter", {"what": what, "reason": "the audit", "staff_name": "Walter Stein"}) for what in (receipt, "lines")
    ]
