"""Locking and unlocking as a script, until the ledger has every line of it."""

from pathlib import Path

from cashier.exchange.sample import sample_staff
from tests.e2e.day import OPEN, SIGN_IN, Script, Shop
from tests.e2e.refusing import journal_of
from tests.e2e.workplace import HELEN, ROSA, answer_of


def test_a_desk_is_locked_and_unlocked_and_the_ledger_has_every_line(shop: Shop, script: Script, data: Path) -> None:
    paid = {"do": "take", "pay": {"S-48211904": "60.00"}, "tenders": [{"cash": "60.00"}]}
    unlock = {"do": "unlock", "user": "7001", "pin": "480517"}
    luis = sample_staff()[2]
    other = {"do": "sign_in", "user": luis.user, "passphrase": luis.passphrase}

    answers = script.play(
        SIGN_IN | {"pin": "123456"},
        SIGN_IN | {"pin": "480517"},
        OPEN,
        {"do": "lock"},
        paid,
        other,
        unlock | {"user": ROSA.user},
        unlock | {"pin": "480518"},
        unlock,
        {"do": "clock", "advance": "2s"},
        unlock,
        paid,
        {"do": "lock"},
        {"do": "restart"},
        unlock,
        {"do": "clock", "advance": "2s"},
        {"do": "unlock", "user": ROSA.user, "passphrase": ROSA.passphrase},
        {"do": "sync"},
        {"do": "expect", "to_send": 0},
    ).answers

    said = [answer.get("refused", "") for answer in answers]
    assert said[0].startswith("That PIN is among the first")
    assert said[4] == "Rosa Delgado locked this desk. Unlock it first."
    assert said[5].startswith("This desk and its drawer are Rosa Delgado's.")
    assert said[6].startswith("Scan your badge, then type your PIN.")
    assert said[7].startswith("That doesn't match.")
    assert "nothing was checked" in said[8]
    assert said[14].startswith("That doesn't match."), "a PIN does not outlive the program"
    assert [place for place, answer in enumerate(answers) if not answer["ok"]] == [0, 4, 5, 6, 7, 8, 14]
    kinds = [numbered.line.kind for numbered in journal_of(data)]
    assert [kind for kind in kinds if "lock" in kind or "sign" in kind] == [
        *("signed_in", "locked", "sign_in_failed", "unlocked", "locked", "sign_in_failed", "unlocked"),
    ]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_two_break_the_glass_and_the_ledger_raises_an_alarm_once(shop: Shop, script: Script) -> None:
    together = SIGN_IN | {"second": {"user": HELEN.user, "passphrase": HELEN.passphrase}}
    paid = {"do": "take", "pay": {"S-48212350": "10.00"}, "as": "p1", "tenders": [{"cash": "10.00"}]}
    approver = {"user": HELEN.user, "passphrase": HELEN.passphrase}
    count = {"20.00": 5, "10.00": 9, "1.00": 20}

    answers = script.play(
        together,
        {"do": "ledger", "set": "down"},
        {"do": "clock", "advance": "73h"},
        SIGN_IN,
        together,
        OPEN,
        paid,
        {"do": "void", "payment": "p1", "reason": "Member changed the tender", "approver": approver},
        {"do": "pay_out", "amount": "5.00", "reason": "taxi", "approver": approver},
        {"do": "hand_over", "to": "luis", "count": {"20.00": 1}, "line": "medical"},
        {"do": "count", "count": count},
        {"do": "close_shift", "till_bag": "T-1", "received_by": "Helen", "medical_bag": "OAK-2"},
        {"do": "clock", "advance": "1s"},
        {"do": "ledger", "set": "up"},
    ).answers

    said = [answer.get("refused", "") for answer in answers]
    assert said[0] == "This desk has heard from the ledger. Sign in alone."
    assert "Nobody can sign in here until it does." in said[3]
    assert ["may not" in said[place] or "Nobody can approve" in said[place] for place in (7, 8, 9)] == [True] * 3
    assert [answers[place]["ok"] for place in (4, 5, 6, 10, 11)] == [True] * 5
