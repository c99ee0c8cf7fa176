"""A cashier is gone and the drawer is open: two people count it, blind, and close it; nobody does so alone."""

from pathlib import Path

import psycopg
import pytest

from cashier.exchange.sample import sample_staff
from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import HELEN, answer_of

LUIS, GRACE = sample_staff()[2:4]
COUNT = {"20.00": 5, "10.00": 8, "1.00": 20}
SHORT = {**COUNT, "20.00": 4}
SYNC, DOWN = {"do": "sync"}, {"do": "ledger", "set": "down"}
AS_HELEN = {"do": "sign_in", "user": HELEN.user, "passphrase": HELEN.passphrase}
AS_LUIS = {"do": "sign_in", "user": LUIS.user, "passphrase": LUIS.passphrase}
WITH_LUIS = {"user": LUIS.user, "passphrase": LUIS.passphrase}
CLOSE = {"do": "close_shift", "till_bag": "T-1", "received_by": LUIS.user, "reason": "went home ill"}
TAKE = {"do": "take", "pay": {"S-48210377": "60.00"}, "tenders": [{"cash": "60.00"}]}


def test_two_close_the_drawer_of_who_is_gone_and_all_hear_of_it(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here:
        desk = Script(here, capsys)
        desk.play(SIGN_IN, OPEN, TAKE, {"do": "suspend", "drawer": True}, SYNC)
        short = {**SHORT, "20.00": 7}
        alone = desk.play(
            AS_LUIS, {"do": "count", "count": short},
            AS_HELEN, TAKE, {"do": "count", "count": short}, {"do": "count", "count": short, "approver": APPROVER},
            {"do": "count", "count": short, "approver": WITH_LUIS},
            CLOSE | {"approver": WITH_LUIS, "medical_bag": "B-1"},
        ).answers  # fmt: skip
        assert alone[1]["refused"] == "Luis Ortega may not count somebody else's drawer. Ask a colleague who may."
        assert not alone[3]["ok"], "a lead takes no payment in a drawer that is not theirs"
        assert alone[4]["refused"] == (
            "Rosa Delgado's drawer is counted by two. Have a colleague count along and sign."
        )
        assert alone[5]["refused"] == "Nobody approves for themselves. Ask a lead."
        assert alone[6] == {
            "ok": True,
            "count": 1,
            "counted": "240.00",
            "said": "Your count doesn't match. Count again.",
        }
        assert alone[7]["refused"] == "Your count doesn't match. Count again."

        closed = desk.play(
            AS_HELEN, {"do": "count", "count": short, "approver": WITH_LUIS},
            CLOSE | {"medical_bag": "B-1"}, CLOSE | {"reason": "", "medical_bag": "B-1", "approver": WITH_LUIS},
            CLOSE | {"medical_bag": "B-1", "approver": {"user": GRACE.user, "passphrase": GRACE.passphrase}},
            CLOSE | {"medical_bag": "B-1", "approver": WITH_LUIS}, SYNC,
        ).answers  # fmt: skip
        assert closed[1] == {"ok": True, "count": 2, "counted": "240.00", "difference": "-20.00"}
        assert closed[2]["refused"] == "Rosa Delgado's drawer is counted by two. Have a colleague count along and sign."
        assert closed[3]["refused"] == "Say what is known of the difference: enter a reason."
        assert closed[4]["refused"].startswith(f"{LUIS.name} counted along, and signs that it is closed.")
        assert (closed[5]["z"], closed[5]["difference"]) == (1, "-20.00")

        told = desk.play(SIGN_IN, {"do": "sign_out"}, SIGN_IN).answers
        assert "counted and closed by Helen Park with" in told[0]["told"][0]
        assert "Cash: $20.00 short." in told[0]["told"][0]
        assert "told" not in told[2]
        heard = _alarms(shop, here)
    assert heard[0].startswith(f"The drawer of Rosa Delgado at {here.name} was counted without them, by Helen")
    assert heard[-1] == (
        f"The drawer of Rosa Delgado at {here.name} was closed ($20.00 short) without them, by Helen Park with Luis "
        "Ortega."
    )
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_a_lead_with_an_open_drawer_counts_for_nobody_while_the_ledger_knows(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        desk, own = Script(here, capsys), Script(there, capsys)
        own.play(AS_HELEN, OPEN, SYNC)
        desk.play(SIGN_IN, OPEN, SYNC)
        asked = desk.play(
            AS_HELEN, {"do": "count", "count": COUNT, "approver": WITH_LUIS}, DOWN,
            {"do": "count", "count": COUNT, "approver": WITH_LUIS},
            CLOSE | {"till_bag": "T-2", "approver": WITH_LUIS},
        ).answers  # fmt: skip
        assert asked[1]["refused"] == (
            f"Your own drawer is open at {there.name}. Close it first, or have another lead count Rosa Delgado's here."
        )
        assert asked[3]["difference"] == "0.00"
        assert asked[4]["ok"]
        desk.play(AS_HELEN, SYNC)
        own.play(AS_HELEN, {"do": "count", "count": COUNT}, CLOSE | {"till_bag": "T-3", "reason": ""}, SYNC)
    assert _alarms(shop, here)[-1].endswith(f"Helen Park has a drawer of their own open at {there.name}.")


def test_two_hand_the_drawer_of_who_is_gone_to_another_till(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        desk, till = Script(here, capsys), Script(there, capsys)
        desk.play(SIGN_IN, OPEN, SYNC, {"do": "sign_out"})
        give = {"do": "hand_over", "to": GRACE.user, "reason": "went home ill", "approver": WITH_LUIS}
        given = desk.play(
            AS_HELEN, {"do": "count", "count": COUNT, "approver": WITH_LUIS}, give | {"here": True},
            give | {"to": "rosa"}, give, SYNC,
        ).answers  # fmt: skip
        assert given[2]["refused"].startswith("They accept it at another desk.")
        assert given[3]["refused"] == "This is Rosa Delgado's own drawer. Enter who receives the cash."
        assert given[4] == {"ok": True, "cash": "200.00", "checks": "0.00"}
        came = till.play(
            {"do": "sign_in", "user": GRACE.user, "passphrase": GRACE.passphrase}, OPEN,
            {"do": "accept", "count": COUNT}, SYNC,
        ).answers  # fmt: skip
        assert came[2]["cash"] == "200.00"
        desk.play(AS_HELEN, SYNC)
        back = desk.play(SIGN_IN, OPEN | {"approver": APPROVER}).answers
        assert "counted and closed by" in back[0]["told"][0]
        assert back[1]["ok"], "the drawer is closed, and another one opens"


def _alarms(shop: Shop, desk: Path) -> list[str]:
    with psycopg.connect(shop.ledger.database[1]) as connection:
        rows = connection.execute("SELECT sentence FROM alarms WHERE what = 'absent_cashier' ORDER BY alarm").fetchall()
    return [sentence for (sentence,) in rows if f" at {desk.name} was " in sentence]
