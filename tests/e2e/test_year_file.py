"""A year of journals leaves the ledger as one file and is proved without it, with a drawer's day and a void in it."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from cashier.exchange.sample import sample_staff
from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of, run_main, start_main

WALTER = next(person for person in sample_staff() if person.user == "walter")
COUNT = {"20.00": 5, "10.00": 8, "1.00": 20}


def hire(shop: Shop) -> None:
    """An auditor; the same again is no other one."""
    shop.ledger.add_staff(WALTER)


def test_a_year_is_taken_out_by_a_named_person_and_proved_on_its_own(
    shop: Shop, script: Script, data: Path, tmp_path: Path
) -> None:
    year, out = str(datetime.now(UTC).year), tmp_path / "year.gz"
    script.play(
        SIGN_IN,
        OPEN,
        {"do": "take", "pay": {"S-48211904": "60.00"}, "as": "p1", "tenders": [{"cash": "60.00"}]},
        {"do": "void", "payment": "p1", "reason": "Member changed the tender", "no_receipt": "x", "approver": APPROVER},
        {"do": "take", "pay": {"S-48212350": "10.00"}, "tenders": [{"check": "10.00", "number": "1043"}]},
        {"do": "count", "count": COUNT},
        {"do": "close_shift", "till_bag": "T-1", "received_by": "Helen", "medical_bag": "OAK-9"},
        {"do": "sync"},
    )
    hire(shop)
    take = (
        "ledger",
        "year",
        year,
        "--by",
        "walter",
        "--reason",
        "yearly audit",
        "--out",
        str(out),
        *shop.ledger.database,
    )

    other = ["omar" if part == "walter" else part for part in take]  # Whose wait is not Walter's.
    refused = run_main(*other, said="not his passphrase\n")
    assert refused.returncode == 1
    assert not list(tmp_path.iterdir()), "a refusal leaves no file"
    taken = answer_of(*take, said=f"{WALTER.passphrase}\n")
    proved = answer_of("journal", "verify", "--year", str(out))

    assert out.stat().st_mode & 0o777 == 0o600
    assert proved["holds"]
    assert (proved["sha256"], proved["lines"], proved["year"]) == (taken["sha256"], taken["lines"], int(year))
    assert proved["z_reports"] >= 1
    assert data.name in proved["desks"]
    assert proved["payments"] >= 2
    own = run_main("ledger", "check", *shop.ledger.database)
    assert own.returncode == 0, own.stderr

    lines = gzip.decompress(out.read_bytes()).decode().splitlines()
    at = next(place for place, line in enumerate(lines) if '\\"kind\\":\\"voided\\"' in line)
    cut = json.loads(lines[at])
    cut[4] = cut[4].replace('"cents":6000', '"cents":5900')
    bad = tmp_path / "bad.gz"
    bad.write_bytes(gzip.compress("\n".join([*lines[:at], json.dumps(cut), *lines[at + 1 :], ""]).encode()))
    found = run_main("journal", "verify", "--year", str(bad))
    assert found.returncode == 1
    assert "was altered" in found.stderr
    nothing_named = start_main("journal", "verify")
    assert nothing_named.returncode == 1
    assert "--year" in nothing_named.stderr


def test_an_auditor_reads_at_the_desk_what_a_cashier_did_and_does_nothing(
    shop: Shop, script: Script, data: Path
) -> None:
    hire(shop)
    seen = script.play(
        SIGN_IN,
        {"do": "sync"},
        {"do": "sign_in", "user": "walter", "passphrase": WALTER.passphrase},
        {"do": "records", "desk": data.name, "group": "people", "reason": "yearly audit"},
        {"do": "records", "first": "1/1/1999"},
        {"do": "records", "who": "two words"},
        {"do": "no_sale", "reason": "x"},
    ).answers

    first = seen[3]["records"][-1]
    assert (first["who"], first["what"]) == ("rosa", "signed_in")
    assert "days are looked through at once" in seen[4]["refused"]
    assert "one word" in seen[5]["refused"]
    assert not seen[6]["ok"]
    (table,) = (data / "records").glob("*.csv")
    assert str(table) in seen[3]["said"]
    assert table.stat().st_mode & 0o777 == 0o600
