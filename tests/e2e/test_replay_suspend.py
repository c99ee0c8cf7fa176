"""Suspended at one desk and taken up at another: through the ledger, once, and at its own desk also without it."""

import pytest

from tests.e2e.day import AS_HELEN, MAI_LINH, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of, run_main

OFFICE, RECEIPT = "S-48211904", {"do": "expect", "receipts": 1}
ELSEWHERE = "S-48212988"  # Of another member: what one test leaves waiting at the shop's ledger is not another's.
SUSPEND = {"do": "suspend", "pay": {OFFICE: "60.00"}, "as": "s1"}
RESUME = {"do": "resume", "member": MAI_LINH}
DOWN, SYNC = {"do": "ledger", "set": "down"}, {"do": "sync"}


def test_it_is_taken_up_at_another_desk_once(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        first, second = Script(here, capsys), Script(there, capsys)
        suspended = first.play(SIGN_IN, OPEN, SUSPEND)
        assert suspended.answers[-1]["ok"]
        pay = {"do": "take", "pay": {OFFICE: "60.00"}, "tenders": [{"cash": "60.00"}]}

        taken_up = second.play(AS_HELEN, OPEN, RESUME, pay, RECEIPT)
        refused = first.play(SIGN_IN, SYNC, RESUME)

        assert taken_up.answers[2] == {"ok": True, "member": MAI_LINH, "pay": {OFFICE: "60.00"}}
        assert taken_up.code == 0
        assert refused.answers[-1] == {"ok": False, "refused": "Nothing is suspended for this member here."}
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True
    assert run_main("journal", "verify", "--data", str(here)).returncode == 0


def test_offline_it_is_taken_up_at_its_own_desk(script: Script) -> None:
    played = script.play(
        SIGN_IN, OPEN, {**SUSPEND, "pay": {ELSEWHERE: "35.00"}}, SYNC, DOWN, {"do": "resume", "suspended": "s1"},
        {"do": "resume", "suspended": "s1"},
    )  # fmt: skip

    assert played.answers[5]["pay"] == {ELSEWHERE: "35.00"}
    assert "taken up again before" in played.answers[6]["refused"]


def test_its_time_is_over_after_a_day(script: Script) -> None:
    played = script.play(
        SIGN_IN, OPEN, {**SUSPEND, "pay": {ELSEWHERE: "35.00"}}, {"do": "clock", "advance": "24h"},
        {"do": "resume", "suspended": "s1"},
    )  # fmt: skip

    assert "is over" in played.answers[-1]["refused"]
