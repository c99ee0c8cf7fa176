"""A desk whose card terminal speaks to nobody: its slips are typed, a lead closes, and every book agrees."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of

SLIP = {"code": "07a882", "last_four": "4421"}
COUNT = {"do": "count", "count": {"20.00": 5, "10.00": 8, "1.00": 20}}


def _card(name: str, slip: dict[str, Any]) -> dict[str, Any]:
    tender = {"card": "30.00", "slip": slip}
    return {"do": "take", "pay": {"holding": "30.00"}, "note": "x", "as": name, "tenders": [tender]}


def _void(payment: str, slip: dict[str, Any]) -> dict[str, Any]:
    return {"do": "void", "payment": payment, "reason": "Paid twice", "slip": slip, "approver": APPROVER}


@pytest.fixture
def alone(data: Path) -> str:
    """The desk's card terminal, by its name: the one on the network is out of use."""
    with (data / "desk.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[stand_alone_terminal]\nname = "T9"\n')
    return "T9"


def test_slips_are_typed_there_and_back_and_a_lead_closes(shop: Shop, script: Script, data: Path, alone: str) -> None:
    close = {"do": "close_shift", "till_bag": f"{data.name}-T", "received_by": "Helen"}
    answers = script.play(
        SIGN_IN,
        OPEN,
        _card("p1", SLIP),
        _card("p2", SLIP),
        _card("p3", {"declined": True}),
        _void("p2", SLIP),
        COUNT,
        close,
        close | {"approver": APPROVER},
        {"do": "sync"},
    ).answers

    assert answers[4]["refused"].startswith("The card was not charged")
    assert answers[5]["card"] == "30.00"
    assert answers[7]["refused"] == "A drawer with cards typed by hand needs a lead's approval."
    assert all(answers[place]["ok"] for place in (2, 3, 5, 8)), answers
    assert answers[8]["terminals"] == {
        alone: "Terminal T9 did not say its total. Put its report with the Z: the office compares."
    }
    assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    batch = ("ledger", "card-batch", "07A882,4421,30.00", "--desk", data.name, "--terminal", alone, "--number", "17")
    assert answer_of(*batch, "--by", "helen", *shop.ledger.database) == {
        "final": 1,
        "missing": 0,
        "extra": 0,
        "known": False,
    }
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_what_is_typed_wrong_settles_nothing_and_two_people_do(script: Script, alone: str) -> None:
    settle = {"do": "settle_card", "listed": False, "reference": "batch 17", "approver": APPROVER}
    answers = script.play(
        SIGN_IN,
        OPEN,
        _card("p1", SLIP | {"last_four_again": "4412"}),
        _card("p1", SLIP),
        {"do": "clock", "advance": "125s"},
        settle,
        _card("p1", SLIP),
    ).answers

    assert alone
    assert answers[2]["refused"] == "The two endings are not the same. Read the slip and type it again."
    assert answers[3]["refused"] == "The terminal's last result is not known yet. Settle that first."
    assert answers[5]["state"] == "not_charged"
    assert answers[6]["ok"], answers[6]
