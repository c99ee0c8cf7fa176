"""A day with corrections as a script: what went back is due again, and journal, drawer and ledger agree."""

import json
from pathlib import Path
from typing import Any

from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of, run_main

PAID = {
    "do": "take",
    "pay": {"S-48210377": "412.60"},
    "as": "p1",
    "tenders": [{"check": "200.00", "number": "1043"}, {"cash": "240.00"}],
}
CASHIER = {"user": "rosa", "passphrase": SIGN_IN["passphrase"]}


def _void(payment: str, reason: str = "Member changed the tender", **more: Any) -> dict[str, Any]:
    return {"do": "void", "payment": payment, "reason": reason, "approver": APPROVER} | more


def test_a_void_gives_back_what_was_taken_and_the_drawer_counts_out(shop: Shop, script: Script, data: Path) -> None:
    answers = script.play(
        SIGN_IN,
        OPEN,
        PAID,
        {"do": "sync"},
        {"do": "void", "payment": "p1", "reason": "paid twice"},
        _void("p1", approver=CASHIER),
        _void("p2"),
        _void("p1", no_receipt="lost it"),
        {"do": "expect", "to_send": 1, "due": {"S-48210377": "412.60"}},
        _void("p1"),
        PAID | {"as": "p2"},
        {"do": "sync"},
        {"do": "expect", "to_send": 0, "due": {"S-48210377": "0.00"}},
        {"do": "payments"},
        {"do": "count", "count": {"20.00": 15, "10.00": 9, "1.00": 22, "0.50": 1, "0.10": 1}},
        _void("p2"),
        {"do": "close_shift", "till_bag": "T-1", "received_by": "Helen", "medical_bag": "OAK-3"},
        _void("p2"),
    ).answers

    assert answers[4]["refused"] == "A void needs a lead's approval."
    assert "may not approve the void of" in answers[5]["refused"]
    assert answers[6]["refused"] == "No payment p2 was taken in this script."
    assert answers[7] == {"ok": True, "receipt": answers[2]["receipt"], "given_back": "412.60", "cash": "212.60"}
    assert answers[8]["ok"]
    assert "was voided before" in answers[9]["refused"]
    assert answers[10]["ok"]
    assert answers[12]["ok"]
    assert [row["state"] for row in answers[13]["payments"]] == ["posted", "voided"]
    assert answers[14]["counted"] == "412.60"
    assert "being counted" in answers[15]["refused"]
    assert (answers[16]["difference"], answers[16]["bags"]) == ("0.00", {"OAK-3": "412.60"})
    assert "a drawer that is closed" in answers[17]["refused"]
    assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_money_on_the_wrong_bill_is_moved_and_the_drawer_does_not_change(shop: Shop, script: Script) -> None:
    """Statements of its own: the ledger is the other test's, too."""
    desk = script.data.name
    wrong, right = "S-48212350", "S-48211904"
    paid = {"do": "take", "pay": {wrong: "35.00"}, "as": "p1", "tenders": [{"cash": "35.00"}]}
    to_other = {"do": "move", "payment": "p1", "to": right, "amount": "20.00", "reason": "Wrong statement chosen"}
    to_credit = to_other | {"approver": APPROVER, "to": "credit:200417733", "amount": "2.60"}
    answers = script.play(
        SIGN_IN,
        OPEN,
        paid,
        {"do": "sync"},
        to_other,
        to_other | {"approver": APPROVER, "amount": "35.01"},
        to_other | {"approver": APPROVER},
        {"do": "expect", "to_send": 1, "due": {wrong: "20.00", right: "40.00"}},
        to_credit,
        to_credit | {"source": wrong},
        {"do": "sync"},
        {"do": "expect", "to_send": 0, "due": {wrong: "22.60", right: "40.00"}},
        {"do": "void", "payment": "p1", "reason": "paid twice", "approver": APPROVER},
        {"do": "sync"},
        {"do": "expect", "to_send": 0, "due": {wrong: "35.00", right: "60.00"}},
    ).answers

    assert answers[4]["refused"] == "A move needs a lead's approval."
    assert answers[5]["refused"] == f"$35.00 of this payment is on {wrong}. Move that, or less."
    assert (answers[6]["moved"], answers[6]["from"], answers[6]["to"]) == ("20.00", wrong, right)
    assert answers[8]["refused"] == f"Say in source what is to be moved: {wrong}, {right}."
    assert all(answer["ok"] for answer in (answers[7], *answers[9:])), answers
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    told = run_main("ledger", "corrections", "--json", *shop.ledger.database).stdout.splitlines()
    listed = [row for row in map(json.loads, told) if row["desk"] == desk]
    assert [(row["kind"], row["source"], row["to"], row["approved_by"]) for row in listed] == [
        ("voided", "", "", "helen"),
        ("moved", wrong, "credit:200417733", "helen"),
        ("moved", wrong, right, "helen"),
    ]
    assert listed[0]["reason"] == "Paid twice"


def test_a_check_that_was_keyed_as_cash_counts_out_as_one(shop: Shop, script: Script, data: Path) -> None:
    paid = {"do": "take", "pay": {"holding": "35.00"}, "note": "x", "as": "p1", "tenders": [{"cash": "35.00"}]}
    change = {
        "do": "change_tender",
        "payment": "p1",
        "to": "check",
        "number": "77",
        "reason": "Keyed as another tender",
    }
    answers = script.play(
        SIGN_IN,
        OPEN,
        paid,
        change,
        change | {"approver": APPROVER, "number": ""},
        change | {"approver": APPROVER},
        {"do": "count", "count": {"20.00": 5, "10.00": 8, "1.00": 20}},
        {"do": "close_shift", "till_bag": "T-35", "received_by": "Helen", "medical_bag": "OAK-35"},
        change | {"approver": APPROVER},
    ).answers

    assert answers[3]["refused"] == "A change of tender needs a lead's approval."
    assert answers[4]["refused"].startswith("Enter the check number")
    assert answers[5] == {
        "ok": True,
        "receipt": answers[2]["receipt"],
        "was": "Cash",
        "is": "Check 77",
        "amount": "35.00",
    }
    assert (answers[7]["difference"], answers[7]["bags"]) == ("0.00", {"OAK-35": "35.00"})
    assert "a drawer that is closed" in answers[8]["refused"]
    assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
