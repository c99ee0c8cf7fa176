"""A drawer's whole day as a script: drops, breaks, blind counts and the close, until ledger and journal agree."""

from pathlib import Path
from typing import Any

from cashier.doors.journal import run_receipt
from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import READER, ROSA, answer_of

COUNT = {"20.00": 5, "10.00": 8, "1.00": 20}


def _take(statement: str, amount: str, *tenders: dict[str, Any]) -> dict[str, Any]:
    return {"do": "take", "pay": {statement: amount}, "tenders": list(tenders) or [{"cash": amount}]}


def test_a_day_of_the_drawer_is_closed_and_every_cent_is_where_it_belongs(
    shop: Shop, data: Path, script: Script, tmp_path: Path
) -> None:
    replayed = script.play(
        SIGN_IN,
        OPEN,
        _take("S-48210377", "412.60", {"check": "412.60", "number": "1043"}),
        _take("S-48211904", "60.00", {"cash": "60.00"}),
        {"do": "no_sale", "reason": "change for a colleague"},
        {"do": "drop", "count": {"20.00": 3}, "bag": "OAK-1", "witness": APPROVER},
        {"do": "suspend", "drawer": True},
        _take("S-48212350", "10.00"),
        {"do": "resume", "drawer": True},
        {"do": "pay_out", "amount": "5.00", "reason": "taxi", "approver": APPROVER},
        {"do": "count", "count": {"20.00": 4, "10.00": 8, "1.00": 20}},
        {"do": "close_shift", "till_bag": "T-1", "received_by": "Helen", "medical_bag": "OAK-2"},
        {"do": "count", "count": {"20.00": 4, "10.00": 8, "1.00": 20}},
        {"do": "close_shift", "reason": "one note", "till_bag": "T-1", "medical_bag": "OAK-2", "approver": APPROVER},
        _take("S-48212350", "10.00"),
        OPEN,
        OPEN | {"approver": APPROVER},
        {"do": "count", "count": COUNT},
        {"do": "close_shift", "till_bag": "T-1", "received_by": "Helen", "medical_bag": "OAK-3"},
        {"do": "close_shift", "till_bag": "T-2", "received_by": "Helen"},
    )

    answers = replayed.answers
    assert answers[4]["ok"]
    assert answers[5]["dropped"] == "60.00"
    assert answers[7]["refused"] == "This drawer is suspended. Resume it on the Drawer page first."
    assert answers[9]["refused"] == "Cash is not paid in or out at this center's windows. Ask the cash office."
    assert answers[10] == {
        "ok": True,
        "count": 1,
        "counted": "180.00",
        "said": "Your count doesn't match. Count again.",
    }
    assert answers[11]["refused"] == "Your count doesn't match. Count again."
    assert (answers[12]["count"], answers[12]["difference"]) == (2, "-20.00")
    closed = answers[13]
    assert (closed["z"], closed["difference"], closed["left"]) == (1, "-20.00", "180.00")
    assert closed["bags"] == {"OAK-2": "412.60"}
    assert answers[14]["refused"] == "Open your drawer first: count its float."
    assert answers[15]["refused"].startswith("This is not the float that was left here.")
    assert answers[16]["ok"]
    assert answers[18]["refused"] == "Bag T-1 was used before. Take a new bag, and enter its number."
    assert answers[19]["z"] == 2

    assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    assert run_receipt(closed["slip"], data=data, pdf=tmp_path / "z.pdf", reader=READER) == 0
    assert (tmp_path / "z.pdf").read_bytes().startswith(b"%PDF")


def test_nobody_signs_for_their_own_difference(script: Script) -> None:
    own = {"user": ROSA.user, "passphrase": ROSA.passphrase}

    replayed = script.play(
        SIGN_IN,
        OPEN,
        {"do": "count", "count": {}},
        {"do": "count", "count": {}},
        {"do": "close_shift", "reason": "gone", "approver": own},
        {"do": "close_shift", "reason": "gone"},
    )

    assert replayed.answers[4]["refused"] == (
        "Rosa Delgado may not approve a drawer's difference. Ask a colleague who may."
    )
    assert replayed.answers[5]["refused"] == "This difference needs a lead's approval."


def test_an_offline_close_carries_what_the_ledger_has_not(script: Script) -> None:
    replayed = script.play(
        SIGN_IN,
        OPEN,
        {"do": "sync"},
        {"do": "ledger", "set": "down"},
        _take("holding", "1.00") | {"note": "envelope"},
        {"do": "count", "count": COUNT | {"1.00": 21}},
        {"do": "close_shift", "till_bag": "T-97", "received_by": "Helen", "medical_bag": "OAK-97"},
        {"do": "ledger", "set": "up"},
        {"do": "sync"},
    )

    assert replayed.answers[6]["not_sent"] == 1
    assert replayed.answers[8] == {"ok": True, "to_send": 0}


def test_card_totals_are_held_against_the_terminals_and_hold_up_no_close(script: Script) -> None:
    count = {"do": "count", "count": COUNT}
    replayed = script.play(
        SIGN_IN,
        OPEN,
        _take("holding", "12.60", {"card": "12.60"}) | {"note": "envelope"},
        count,
        {"do": "close_shift", "till_bag": "T-41", "received_by": "Helen"},
        OPEN,
        _take("holding", "10.00", {"card": "10.00"}) | {"note": "envelope"},
        {"do": "terminal", "set": "by_hand", "cents": 4000},
        count,
        {"do": "close_shift", "till_bag": "T-42", "received_by": "Helen"},
    )

    same, differs = replayed.answers[4]["terminals"]["T1"], replayed.answers[9]["terminals"]["T1"]
    assert same == "Terminal T1 says the same."
    assert "2 sales, $50.00: 1 more, $40.00 more than this desk (Visa 1 more, $40.00 more)." in differs
