"""One cashier, two desks and the real ledger: the second drawer waits for the first, and offline it is an alarm."""

import psycopg
import pytest

from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import ROSA, answer_of

COUNT = {"do": "count", "count": OPEN["float"]}
CLOSE = {"do": "close_shift", "till_bag": "T-1", "received_by": "helen"}
OWN = {"user": ROSA.user, "passphrase": ROSA.passphrase}
SYNC, DOWN, UP = {"do": "sync"}, {"do": "ledger", "set": "down"}, {"do": "ledger", "set": "up"}


def test_a_second_drawer_waits_for_the_first_and_offline_it_is_an_alarm(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        first, second = Script(here, capsys), Script(there, capsys)
        first.play(SIGN_IN, OPEN, SYNC)

        refused = second.play(SIGN_IN, OPEN).answers[1]["refused"]
        assert refused.startswith(f"Rosa Delgado's drawer at {here.name} is still open: close it or hand it over there")
        again = second.play(SIGN_IN, DOWN, OPEN, UP, SYNC).answers
        assert [answer["ok"] for answer in again] == [True] * 5

        (sentence,) = alarms(shop)
        assert sentence.startswith(f"Rosa Delgado had several drawers at once: at {there.name}, line ")

        second.play(SIGN_IN, COUNT, CLOSE | {"till_bag": "T-2"}, SYNC)
        first.play(SIGN_IN, DOWN, COUNT, CLOSE)  # Closed, and not yet sent.
        asked = second.play(SIGN_IN, OPEN, OPEN | {"also_by": OWN}, OPEN | {"also_by": APPROVER}, SYNC).answers
        assert asked[1]["refused"].endswith("If it was closed offline, a lead signs here, and the office is told.")
        assert "may not approve a second drawer" in asked[2]["refused"]
        assert asked[3]["ok"]
        assert "Helen Park agreed to it" in alarms(shop)[-1]
        first.play(SIGN_IN, UP, SYNC)
        third = second.play(SIGN_IN, COUNT, CLOSE | {"till_bag": "T-3"}, OPEN).answers
        assert third[3]["ok"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def alarms(shop: Shop) -> list[str]:
    with psycopg.connect(shop.ledger.database[1]) as connection:
        rows = connection.execute("SELECT sentence FROM alarms WHERE what = 'two_drawers' ORDER BY alarm").fetchall()
    return [sentence for (sentence,) in rows]
