"""A card payment that is voided goes back at the terminal first: desk, terminal and ledger agree in the end."""

from pathlib import Path
from typing import Any

from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of, run_main

BILL = "S-48213052"
BOTH = {"do": "take", "pay": {BILL: "85.00"}, "tenders": [{"card": "60.00"}, {"cash": "25.00"}]}
OK: dict[str, Any] = {"do": "terminal", "set": "ok"}
COUNT = {"do": "count", "count": {"20.00": 5, "10.00": 8, "1.00": 20}}


def _void(payment: str) -> dict[str, Any]:
    return {"do": "void", "payment": payment, "reason": "Paid twice", "approver": APPROVER}


def test_card_and_cash_go_back_in_one_void_and_all_books_agree(shop: Shop, script: Script, data: Path) -> None:
    answers = script.play(
        SIGN_IN,
        OPEN,
        BOTH | {"as": "p1"},
        {"do": "terminal", "set": "busy"},
        _void("p1"),
        OK,
        {"do": "expect", "due": {BILL: "0.00"}},
        _void("p1"),
        {"do": "expect", "due": {BILL: "85.00"}, "unknown_cards": 0},
        BOTH | {"as": "p2"},
        {"do": "terminal", "set": "silent_after_approve"},
        _void("p2"),
        {"do": "expect", "unknown_cards": 1},
        BOTH | {"tenders": [{"cash": "85.00"}]},
        {"do": "restart"},
        SIGN_IN,
        COUNT,
        OK,
        {"do": "expect", "due": {BILL: "85.00"}, "unknown_cards": 0},
        _void("p2"),
        COUNT,
        {"do": "close_shift", "till_bag": "T-1", "received_by": "Helen", "medical_bag": f"{data.name}-1"},
        {"do": "sync"},
        {"do": "expect", "to_send": 0, "due": {BILL: "85.00"}},
    ).answers

    receipt = answers[2]["receipt"]
    assert answers[4]["refused"] == (
        f"The card did not get $60.00 back: the terminal is busy with something else. Nothing of receipt {receipt} was "
        "given back. Try again, or send the member to the cash office, (800) 464-4000."
    )
    assert answers[7] == {"ok": True, "receipt": receipt, "given_back": "85.00", "card": "60.00", "cash": "25.00"}
    assert answers[11]["refused"].startswith("Whether the card got its money back is not known yet.")
    assert "not known yet" in answers[13]["refused"]
    assert answers[16]["refused"].startswith("A card is given back at the terminal, and cash or a check of this drawer")
    assert "was voided before" in answers[19]["refused"]
    assert all(answers[place]["ok"] for place in (6, 8, 12, 18, 21, 23)), answers
    assert answers[21]["difference"] == "0.00"
    assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    differ = run_main("ledger", "compare", "--json", *shop.ledger.database).stdout
    assert data.name not in differ


def test_two_people_settle_what_the_terminal_does_not_say(shop: Shop, script: Script, data: Path) -> None:
    sale = {"do": "take", "pay": {"holding": "30.00"}, "note": "x", "as": "p1", "tenders": [{"card": "30.00"}]}
    settle = {"do": "settle_card", "listed": True, "reference": "batch 114", "charged": "30.00", "code": "A00001"}
    answers = script.play(
        SIGN_IN,
        OPEN,
        settle,
        {"do": "terminal", "set": "in_progress", "times": 99},
        sale,
        settle | {"approver": APPROVER},
        {"do": "clock", "advance": "125s"},
        settle,
        settle | {"approver": APPROVER},
        {"do": "expect", "unknown_cards": 0},
        COUNT,
        {"do": "close_shift", "till_bag": "T-2", "received_by": "Helen"},
        {"do": "sync"},
    ).answers

    assert answers[2]["refused"] == "No card is unknown at this desk."
    assert "two minutes after it was asked for" in answers[5]["refused"]
    assert answers[7]["refused"] == "Settling a card needs a lead's approval."
    assert answers[8] == {"ok": True, "card": "30.00", "state": "approved"}
    assert all(answer["ok"] for answer in answers[9:]), answers
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    assert data.name not in run_main("ledger", "compare", "--json", *shop.ledger.database).stdout


def test_two_put_a_card_on_hold_close_its_drawer_and_its_late_approval_is_that_drawers(
    shop: Shop, script: Script, data: Path
) -> None:
    sale = {"do": "take", "pay": {"holding": "30.00"}, "note": "x", "as": "p1", "tenders": [{"card": "30.00"}]}
    answers = script.play(
        SIGN_IN,
        OPEN,
        {"do": "terminal", "set": "in_progress", "times": 3},
        sale,
        {"do": "clock", "advance": "125s"},
        {"do": "hold_card", "why": "the terminal was carried away", "approver": APPROVER},
        COUNT,
        {"do": "close_shift", "till_bag": "T-3", "received_by": "Helen"},
        {"do": "expect", "unknown_cards": 1},
        {"do": "restart"},
        *([{"do": "sync"}] * 4),
        {"do": "expect", "unknown_cards": 0, "to_send": 0},
    ).answers

    assert answers[5] == {"ok": True, "card": "30.00", "state": "on hold by Rosa Delgado and Helen Park"}
    assert all(answer["ok"] for answer in answers[4:]), answers
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_what_the_terminal_refuses_to_give_back_is_the_cash_offices(script: Script) -> None:
    answers = script.play(
        SIGN_IN,
        OPEN,
        {"do": "take", "pay": {"holding": "30.00"}, "note": "x", "as": "p1", "tenders": [{"card": "30.00"}]},
        {"do": "terminal", "set": "decline"},
        _void("p1"),
        OK,
        _void("p1"),
    ).answers

    assert answers[4]["refused"].startswith("The card did not get $30.00 back: the terminal refused to give it back.")
    assert "Send the member to the cash office" in answers[4]["refused"]
    assert answers[6]["refused"].startswith(
        f"The terminal would not give the card money of receipt {answers[2]['receipt']}"
    )
