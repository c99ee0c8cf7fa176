"""How the program's own doors are tried with bad input: a command, what it said, and what the desk has kept since."""

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cashier.domain.line import LineKind, Numbered
from cashier.doors.assembly import assembled
from cashier.doors.key_place import find_key
from cashier.store.engine import Database
from cashier.store.opening import look_at_journal
from cashier.store.verify import read_lines, verify_journal
from tests.e2e.workplace import ROSA, run_main

SIGN_IN = {"do": "sign_in", "user": ROSA.user, "passphrase": ROSA.passphrase}
MEMBER, STATEMENT = "11048827", "S-48210377"
CARD = "4111111111111111"
Act = Mapping[str, Any] | str


class Played:
    """What a replay said line by line, and how it ended."""

    def __init__(self, done: "subprocess.CompletedProcess[str]") -> None:
        self.code = done.returncode
        self.said = done.stdout + done.stderr
        self.stderr = without_slow_commits(done.stderr)
        self.answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]

    @property
    def refused(self) -> list[str]:
        return [answer.get("refused", "") for answer in self.answers]


def without_slow_commits(complaints: str) -> str:
    """What the program complained of, but for a disk that was busy, which it tells of, too."""
    return re.sub(r"^(?:WARNING:[\w.]+:)?a commit took \d+ ms\n", "", complaints, flags=re.MULTILINE)


def replay(data: Path, *acts: Act, ledger: str | None = None) -> Played:
    return Played(
        run_main("replay", str(script(data, *acts)), "--data", str(data), *(("--ledger", ledger) if ledger else ()))
    )


def script(data: Path, *acts: Act) -> Path:
    """A day script beside the data folder, which says what it says and is no part of the desk."""
    path = data.with_suffix(".jsonl")
    path.write_text("".join(f"{act if isinstance(act, str) else json.dumps(act)}\n" for act in acts), "utf-8")
    return path


def take(amount: str, *tenders: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"do": "take", "pay": {STATEMENT: amount}, "tenders": list(tenders), **more}


def journal_of(data: Path) -> list[Numbered]:
    with look_at_journal(data, key_source=find_key(data)) as journal:
        assert verify_journal(journal).problems == ()
        return list(read_lines(journal))


def payments_in(data: Path) -> int:
    return sum(numbered.line.kind is LineKind.PAYMENT for numbered in journal_of(data))


def is_one_sentence(text: str) -> bool:
    """What a person can read: one line of at most three short sentences, and nothing of the program's inside."""
    return bool(re.fullmatch(r"[^\n]{13,400}\.\n?", text)) and "Traceback" not in text and "Error" not in text


def refusal(done: "subprocess.CompletedProcess[str]") -> str:
    """The sentence of a command that did nothing else but refuse."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert is_one_sentence(done.stderr), done.stderr
    return done.stderr.strip()


def holds_card(text: str) -> bool:
    """Whether the number is there in any figures, with anything but digits between them."""
    digits = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
    return CARD in digits


def all_that_is_kept(data: Path) -> Iterator[tuple[str, str]]:
    """Every file as bytes, and every value of both databases in the clear."""
    for path in sorted(data.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes().decode("latin-1")
    with assembled(data) as assembly:
        for database in (assembly.store.journal.database, assembly.store.directory_writer._database):
            yield from _values(database)


def _values(database: Database) -> Iterator[tuple[str, str]]:
    connection = database.connect()
    try:
        for (table,) in connection.sql("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            for row in connection.sql(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield table, value.decode("utf-8") if isinstance(value, bytes) else str(value)
    finally:
        connection.close()
