"""Locking and unlocking as a script, until the ledger has every line of it."""

from pathlib import Path

from tests.e2e.day import OPEN, SIGN_IN, Script, Shop
from tests.e2e.refusing import journal_of
from tests.e2e.workplace import HELEN, ROSA, answer_of


def test_a_desk_is_locked_and_unlocked_and_the_ledger_has_every_line(shop: Shop, script: Script, data: Path) -> None:
    paid = {"do": "take", "pay": {"S-48211904": "60.00"}, "tenders": [{"cash": "60.00"}]}
    unlock = {"do": "unlock", "user": "7001", "pin": "480517"}
    helen = {"do": "sign_in", "user": HELEN.user, "passphrase": HELEN.passphrase}

    answers = script.play(
        SIGN_IN | {"pin": "123456"},
        SIGN_IN | {"pin": "480517"},
        OPEN,
        {"do": "lock"},
        paid,
        helen,
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
