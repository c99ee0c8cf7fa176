"""What must never be written is looked for in every file, name and table after a day in which all of it was typed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.e2e.day import APPROVER, MAI_LINH, Shop
from tests.e2e.refusing import SIGN_IN, all_that_is_kept, holds_card, replay
from tests.e2e.workplace import ROSA

ACCOUNT, WRONG_WORDS, CARD = "99887766554433", "quince 71 marzipan", "4111 1111 1111 1111"
PAYOR, FAMILY, STATEMENT = "Zebulon Quartermain", "Trần", "S-48210377"
SECRETS = (ACCOUNT, WRONG_WORDS, ROSA.passphrase, str(APPROVER["passphrase"]))
NAMES = (PAYOR, FAMILY, "Tran, Mai", MAI_LINH)
CHECK = {"check": "3.00", "number": "1043", "routing": "121000248", "account": ACCOUNT}


@pytest.fixture(scope="module")
def data(shop: Shop) -> Iterator[Path]:
    """The folder of a desk after such a day."""
    pay: dict[str, Any] = {"do": "take", "pay": {STATEMENT: "3.00"}}
    with shop.new_desk() as folder:
        played = replay(
            folder,
            {"do": "sign_in", "user": ROSA.user, "passphrase": WRONG_WORDS},
            {"do": "clock", "advance": "1h"},
            SIGN_IN,
            {"do": "open_shift", "float": {"20.00": 5, "10.00": 8, "1.00": 20}},
            {"do": "find", "text": CARD},
            pay | {"tenders": [CHECK], "payor": PAYOR, "payor_phone": "510-555-0143"},
            pay | {"tenders": [{"cash": "3.00"}], "payor": PAYOR, "reason": CARD},
            pay | {"tenders": [{"card": "3.00"}]},
            pay | {"tenders": [CHECK | {"check": "4.00", "approver": APPROVER}], "pay": {STATEMENT: "4.00"}},
            {"do": "suspend", "pay": {STATEMENT: "2.00"}, "payor": PAYOR},
            {"do": "reprint", "receipt": f"{folder.name}-0000001"},
            {"do": "sync"},
        )
        assert [answer["ok"] for answer in played.answers].count(False) == 3, [r for r in played.refused if r]
        assert not any(secret in played.said for secret in SECRETS)
        assert not holds_card(played.said)
        folder.with_suffix(".jsonl").unlink()  # The script itself, which is no part of the desk.
        yield folder


def _files(folder: Path) -> Iterator[Path]:
    for path, _, names in os.walk(folder):
        yield from (Path(path) / name for name in names)


def test_no_secret_stands_anywhere_and_no_name_outside_of_what_is_sealed(shop: Shop, data: Path) -> None:
    kept = list(all_that_is_kept(data))
    assert any(PAYOR in text for _, text in kept), "the search sees what is kept in the clear"
    assert [name for name, text in kept if any(secret in text for secret in SECRETS)] == []
    assert [name for name, text in kept if holds_card(text)] == []

    files = [path for path in _files(data) if path.is_file()]
    assert [path.name for path in files if any(name in str(path.relative_to(data)) for name in NAMES)] == []
    clear = [path for path in files if any(word.encode() in path.read_bytes() for word in (*NAMES, *SECRETS))]
    assert [path.name for path in clear] == []


def test_the_ledger_keeps_no_secret_and_its_log_no_name(shop: Shop, data: Path) -> None:
    tables = list(_rows_of(shop))
    assert any(PAYOR in row for _, row in tables), "the search sees what the ledger keeps"
    assert {table for table, row in tables if any(secret in row for secret in SECRETS)} == set()

    logs = [path for path in _files(shop.folder) if ".log" in path.name]
    assert logs
    texts = {path.name: path.read_text("utf-8", "replace") for path in logs}
    assert [name for name, text in texts.items() if any(word in text for word in (*NAMES, *SECRETS))] == []


def _rows_of(shop: Shop) -> Iterator[tuple[str, str]]:
    """Each row of each table of the ledger, as text."""
    with psycopg.connect(shop.ledger.database[1]) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            name = Identifier(table)
            for (row,) in connection.execute(SQL("SELECT {}::text FROM {}").format(name, name)):
                yield table, str(row)


def test_every_file_of_a_desk_and_of_its_ledger_is_its_users_alone(shop: Shop, data: Path) -> None:
    of_site = ("desk.toml", "organization.toml")
    of_desk = [data, *(path for path in data.rglob("*") if path.name not in of_site)]
    of_ledger = [shop.ledger.log, *_files(shop.ledger.folder)]  # Its database's own files may stand elsewhere.
    open_to_others = [
        f"{path.relative_to(shop.folder)} {oct(path.stat().st_mode & 0o777)}"
        for path in (*of_desk, *of_ledger)
        if path.exists() and not path.is_socket() and path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)
    ]

    assert len(of_desk) > 8
    assert "\n".join(open_to_others) == ""
