"""A day's money on its way to the bank as a script: bags by number, two people, a sealed bag, the courier, the bank."""

from pathlib import Path
from typing import Any

import pytest

from cashier.exchange.sample import sample_staff
from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of

PEOPLE = {person.user: person.passphrase for person in sample_staff()}


def _as(user: str) -> dict[str, Any]:
    return {"do": "sign_in", "user": user, "passphrase": PEOPLE[user]}


def _second(user: str) -> dict[str, Any]:
    return {"user": user, "passphrase": PEOPLE[user]}


def _closed_day(drop: str = "OAK-1", last: str = "OAK-2", check: str = "1043") -> list[dict[str, Any]]:
    """Rosa takes a check and cash, drops some of it and closes."""
    unknown = {"do": "take", "note": "no name on it", "source": "mail"}
    return [
        SIGN_IN,
        OPEN,
        unknown | {"pay": {"holding": "412.60"}, "tenders": [{"check": "412.60", "number": check}]},
        unknown | {"pay": {"holding": "60.00"}, "tenders": [{"cash": "60.00"}]},
        {"do": "drop", "count": {"20.00": 2}, "bag": drop, "witness": APPROVER},
        {"do": "count", "count": {"20.00": 6, "10.00": 8, "1.00": 20}},
        {"do": "close_shift", "till_bag": f"T-{last}", "received_by": "Helen", "medical_bag": last},
        {"do": "sign_out"},
        {"do": "sync"},
    ]


def test_a_days_money_goes_from_the_drawer_to_the_bank_by_names_and_numbers(
    shop: Shop, data: Path, script: Script
) -> None:
    cash, bags = {"20.00": 3}, ["OAK-1", "OAK-2"]
    replayed = script.play(
        *_closed_day(),
        _as("priya"),
        {"do": "bag", "step": "accept", "number": "OAK-1"},
        {"do": "bag", "step": "accept", "number": "oak-2"},
        {"do": "deposit", "step": "prepare", "bags": bags, "count": {"20.00": 2}},
        {"do": "deposit", "step": "prepare", "bags": bags, "count": cash, "as": "d"},
        {"do": "deposit", "step": "review", "deposit": "d", "count": cash, "seal": "OAK-900"},
        {"do": "sign_out"},
        _as("omar"),
        {"do": "deposit", "step": "review", "deposit": "d", "count": cash, "seal": "OAK-900"},
        {"do": "deposit", "step": "list", "deposit": "d"},
        {"do": "deposit", "step": "slip", "deposit": "d"},
        {"do": "deposit", "step": "give", "number": "OAK-900", "courier": "Lee, Bay Couriers"},
        {"do": "ledger", "set": "down"},
        {"do": "deposit", "step": "arrive", "number": "OAK-900", "receipt": "118-2201"},
        {"do": "ledger", "set": "up"},
        {"do": "deposit", "step": "arrive", "number": "OAK-900", "receipt": "118-2201"},
        {"do": "bag", "number": "OAK-900"},
        {"do": "look_at_safe"},
    )

    said = dict(enumerate(replayed.answers[9:]))
    assert said[1] == {"ok": True, "bag": "OAK-1", "cash": "40.00", "checks": "0.00"}
    assert said[3]["refused"].startswith("What was counted is not what these bags should hold")
    assert said[4]["amount"] == "472.60"
    assert said[5]["refused"] == "Who prepared a deposit does not review it. Ask a colleague."
    assert (said[8]["ok"], said[8]["seal"]) == (True, "OAK-900")
    assert said[9]["said"].endswith(".csv.")
    assert said[10]["said"].endswith(".pdf.")
    assert said[13]["refused"] == "The ledger cannot be reached."
    assert said[15]["ok"]
    assert [step[0] for step in said[16]["steps"]][-1] == "At the bank, 118-2201"
    assert [one[1] for one in said[17]["deposits"]] == ["at_bank"]
    table = next((data / "deposits").glob("*.csv")).read_text("utf-8")
    assert ",check,,,1043,OAK-2," in table
    assert len(list((data / "deposits").glob("*.pdf"))) == 1
    _bank_finds_less(shop, data, script)
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    assert answer_of("journal", "verify", "--data", str(data))["holds"]


def _bank_finds_less(shop: Shop, data: Path, script: Script) -> None:
    """Its file names the bag with $20.00 less than $472.60; a lead signs that the books follow it."""
    file = data / "bank.bai"
    lines = (
        "01,121000248,GCH,261123,0600,1,80,1,2/", "02,GCH,121000248,1,261121,2359,USD,2/", "03,0012344471,USD/",
        "16,301,45260,Z,B-1,OAK-900/", "49,45260,3/", "98,45260,1,5/", "99,45260,1,7/",
    )  # fmt: skip
    file.write_text("\n".join(lines), "utf-8")
    assert answer_of("ledger", "bank-file", str(file), "--by", "priya", *shop.ledger.database)["differing"] == 1
    ((number, *differs),) = script.play(_as("priya"), {"do": "look_at_safe"}).answers[1]["deposits"]
    assert differs == ["at_bank", "472.60", "The bank credited $452.60."]
    step = {"do": "deposit", "step": "correct", "deposit": str(number), "reason": "a note was counterfeit"}
    corrected = script.play(
        _as("priya"),
        step | {"second": _second("omar")},
        step | {"second": _second("helen")},
        {"do": "look_at_safe"},
        {"do": "bag", "number": "OAK-900"},
        {"do": "sign_out"},
    ).answers
    assert corrected[1]["refused"].startswith("Whoever counted the deposit")
    assert corrected[2]["ok"]
    assert corrected[3]["deposits"][0][1:] == ["credited", "472.60", ""]
    assert corrected[4]["steps"][-1] == [
        "Bank's figure taken over, $20.00 short: a note was counterfeit", "Priya Raman and Helen Park"
    ]  # fmt: skip


def test_the_safe_is_counted_by_two_and_the_day_opened_and_closed(shop: Shop, script: Script) -> None:
    two = _second("priya")
    replayed = script.play(
        _as("omar"),
        {"do": "safe", "purpose": "open", "count": {"100.00": 10}, "second": _second("omar")},
        {"do": "safe", "purpose": "open", "count": {"100.00": 10}, "second": two},
        {"do": "safe", "purpose": "change", "ordered": "50", "count": {"1.00": 50}, "second": two},
        {"do": "sign_out"},
        *_closed_day("OAK-11", "OAK-12", "1044"),
        _as("omar"),
        {"do": "safe", "purpose": "close", "count": {"100.00": 10}, "second": two},
        {"do": "bag", "step": "accept", "number": "OAK-11"},
        {"do": "bag", "step": "accept", "number": "OAK-12"},
        {"do": "safe", "count": {"100.00": 9, "1.00": 50}, "second": two},
        {"do": "safe", "count": {"100.00": 9, "1.00": 50}, "second": two},
        {"do": "bag", "step": "count", "number": "OAK-11", "count": {"20.00": 2}, "second": two},
        {"do": "safe", "purpose": "close", "count": {"100.00": 9, "1.00": 50}, "second": two},
        {"do": "look_at_safe"},
    )

    said = replayed.answers
    assert said[1]["refused"] == "Two people count it. Have a colleague sign."
    assert said[2]["matches"]
    assert said[3]["matches"]
    after = said[14:]
    assert after[1]["refused"].startswith("Bag OAK-11 of ")
    assert after[4] == {"ok": True, "said": "Your count doesn't match. Count again."}
    assert after[5]["difference"] == "-100.00"
    assert after[6]["matches"]
    assert after[7]["matches"]
    assert after[8]["open_day"] is None
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_one_bag_number_at_two_desks_is_named_by_two_and_the_day_closes(
    shop: Shop, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as folder:
        other = Script(folder, capsys).play(*_closed_day("OAK-21", "OAK-23", "1046"))
    assert other.code == 0
    two = _second("priya")
    bag = {"do": "bag", "number": "OAK-21"}
    day = _closed_day("OAK-21", "OAK-22", "1045")
    day[4:5] = [day[4], {"do": "ledger", "set": "down"}, day[4], {"do": "ledger", "set": "up"}]
    day.insert(9, day[9] | {"medical_bag": "OAK-23"})
    replayed = script.play(
        *day,
        _as("omar"),
        bag | {"step": "accept"},
        bag | {"step": "name", "second": _second("omar")},
        bag | {"step": "name", "second": two},
        {"do": "look_at_safe"},
    )

    used = f"Bag OAK-21 was used before, at {folder.name}. Take a new bag, and enter its number."
    assert (replayed.answers[4]["refused"], replayed.answers[6]["ok"]) == (used, True)
    assert (replayed.answers[9]["refused"], replayed.answers[10]["ok"]) == (used.replace("OAK-21", "OAK-23"), True)
    refused, alone, named, seen = replayed.answers[-4:]
    assert refused["refused"].startswith("Two bags OAK-21 were filled, at OAK")
    assert alone["refused"] == "Two people count it. Have a colleague sign."
    names = [name for _, name in named["names"]]
    assert sorted(name.rpartition("-")[0] for name in names) == ["OAK-21", "OAK-21"]
    assert set(names) <= set(seen["in_transit"])
    assert "OAK-21" not in seen["in_transit"]
    taken_in = script.play(_as("omar"), *({"do": "bag", "step": "accept", "number": one} for one in seen["in_transit"]))
    assert all(one["ok"] for one in taken_in.answers)
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
