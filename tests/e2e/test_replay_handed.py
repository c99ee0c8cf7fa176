"""Cash from cashier to cashier, at one desk and between two, against the real store and the real ledger."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

import pytest

from cashier.domain.errors import Refused
from cashier.doors.papers import now_utc
from cashier.doors.replay_acts import Player
from cashier.doors.replay_script import read_act
from tests.e2e.day import APPROVER, AS_HELEN, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import HELEN, ROSA, answer_of

COUNT = {"20.00": 5, "10.00": 8, "1.00": 20}
SYNC, DOWN, UP = {"do": "sync"}, {"do": "ledger", "set": "down"}, {"do": "ledger", "set": "up"}
GIVE = {"do": "hand_over", "to": HELEN.user, "count": {"20.00": 2}, "note": "small notes", "as": "g1"}


def _closes(number: int, receiver: str = HELEN.user) -> dict[str, Any]:
    """With bags of its own: no number is used twice in a center."""
    medical, premium = f"B-{number}", f"P-{number}"
    bags = {"till_bag": f"T-{number}", "medical_bag": medical, "premium_bag": premium}
    return {"do": "close_shift", "received_by": receiver} | bags


def _take(statement: str, amount: str, *tenders: dict[str, Any]) -> dict[str, Any]:
    return {"do": "take", "pay": {statement: amount}, "tenders": list(tenders) or [{"cash": amount}]}


def test_cash_reaches_another_drawer_once(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        rosa, helen = Script(here, capsys), Script(there, capsys)
        given = rosa.play(
            SIGN_IN, OPEN, GIVE | {"note": ""}, GIVE | {"to": ROSA.user}, GIVE | {"to": "nobody"},
            GIVE | {"count": {"100.00": 9}}, GIVE, GIVE | {"witness": APPROVER}, {"do": "count", "count": COUNT},
            _closes(20),
            {"do": "resume", "drawer": True, "approver": APPROVER},
        ).answers  # fmt: skip
        assert [answer.get("refused") for answer in given[2:7]] == [
            "Say what it is for.",
            "Nobody gives cash to themselves. Enter who receives it.",
            "Nobody of that name works here. Enter the receiver's name as they sign in.",
            "There is not that much medical cash in this drawer. Count again what you give.",
            "Giving cash now needs a witness. Have a lead or somebody of the cash office sign.",
        ]
        assert given[7] == {"ok": True, "as": "g1", "cash": "40.00"}
        assert given[9]["refused"].startswith("Your count doesn't match.")
        came = helen.play(
            AS_HELEN, OPEN, {"do": "accept", "count": {"20.00": 3}}, {"do": "accept", "count": {"10.00": 4}},
            {"do": "accept", "count": {"10.00": 4}}, SYNC,
        ).answers  # fmt: skip
        assert came[2]["refused"] == "Your count doesn't match. Count again."
        assert came[3] == {"ok": True, "from": ROSA.user, "cash": "40.00", "checks": "0.00"}
        assert came[4]["refused"] == "Nothing is on its way to you."

        late = rosa.play(SIGN_IN, {"do": "recall"}, SYNC, {"do": "recall"}).answers
        assert late[1]["refused"] == f"Helen Park accepted this at {there.name} already."
        assert late[3]["refused"] == "Nothing that you gave is on its way."
        short = {**COUNT, "20.00": 3}
        closed = rosa.play(SIGN_IN, {"do": "count", "count": short}, _closes(20)).answers
        assert closed[2]["difference"] == "0.00"
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_what_is_given_comes_back_when_it_is_rejected_and_never_while_the_ledger_is_away(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        rosa, helen = Script(here, capsys), Script(there, capsys)
        away = rosa.play(
            SIGN_IN, OPEN, GIVE, SYNC, {"do": "count", "count": {**COUNT, "20.00": 3}}, _closes(30),
            {"do": "resume", "drawer": True, "approver": APPROVER}, DOWN, {"do": "recall"},
        ).answers  # fmt: skip
        assert "is on its way" in away[5]["refused"]
        assert away[8]["refused"] == "The ledger cannot be reached."
        helen.play(AS_HELEN, OPEN, DOWN, {"do": "accept", "count": {"20.00": 2}})
        rejected = helen.play(
            AS_HELEN, {"do": "reject", "reason": " "}, {"do": "reject", "reason": "one is torn"}
        ).answers
        assert [answer["ok"] for answer in rejected] == [True, False, True]
        again = helen.play(AS_HELEN, {"do": "accept", "count": {"20.00": 2}}).answers
        assert again[1]["refused"] == "Nothing is on its way to you."

        back = rosa.play(SIGN_IN, {"do": "recall"}, {"do": "count", "count": COUNT}, _closes(30)).answers
        assert back[1] == {"ok": True, "cash": "40.00"}
        assert back[3]["difference"] == "0.00"
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_a_drawer_goes_on_in_other_hands_at_its_desk(shop: Shop, script: Script) -> None:
    receiver = {"user": HELEN.user, "passphrase": HELEN.passphrase}
    count = {**COUNT, "20.00": 8}
    answers = script.play(
        SIGN_IN, OPEN, _take("S-48210377", "412.60", {"check": "412.60", "number": "1043"}),
        _take("S-48211904", "60.00"), {"do": "hand_over", "to": HELEN.user, "here": True},
        {"do": "count", "count": count}, {"do": "hand_over", "to": HELEN.user, "here": True},
        _take("S-48212350", "10.00"),
        {"do": "accept", "count": count, "receiver": {"user": ROSA.user, "passphrase": ROSA.passphrase}},
        {"do": "accept", "count": count, "missing": ["1043"], "receiver": receiver},
        {"do": "accept", "count": count, "receiver": receiver}, AS_HELEN, _take("S-48212350", "10.00"),
        {"do": "count", "count": {**count, "10.00": 9}}, _closes(41, ROSA.user), SYNC,
    ).answers  # fmt: skip
    assert answers[4]["refused"] == "Count the drawer first."
    assert answers[6] == {"ok": True, "cash": "260.00", "checks": "412.60"}
    assert answers[7]["refused"].startswith("This drawer was handed over.")
    assert "can't approve here" in answers[8]["refused"]
    assert answers[9]["refused"] == "Check 1043 comes with it: tick it, or reject it all."
    assert answers[10] == {"ok": True, "from": "rosa", "cash": "260.00", "checks": "412.60"}
    assert answers[12]["ok"]
    assert (answers[14]["z"], answers[14]["difference"], answers[14]["bags"]) == (2, "0.00", {"B-41": "482.60"})
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_a_drawer_that_is_accepted_at_another_desk_closes_its_givers_shift(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        rosa, helen = Script(here, capsys), Script(there, capsys)
        whole = {"do": "hand_over", "to": HELEN.user}
        count = {"do": "count", "count": COUNT}
        given = rosa.play(
            SIGN_IN, OPEN, count, whole, {"do": "recall"}, count, whole,
        ).answers  # fmt: skip
        assert [answer["ok"] for answer in given] == [True] * 7
        came = helen.play(AS_HELEN, OPEN, {"do": "accept", "count": COUNT}, SYNC).answers
        assert came[2] == {"ok": True, "from": "rosa", "cash": "200.00", "checks": "0.00"}
        after = rosa.play(SIGN_IN, OPEN, SYNC, OPEN, {"do": "expect", "business_date": None}).answers
        assert "still open" in after[1]["refused"]
        assert after[3]["refused"].startswith("This is not the float that was left here.")
        both = {"20.00": 10, "10.00": 16, "1.00": 40}
        closed = helen.play(AS_HELEN, {"do": "count", "count": both}, _closes(51, ROSA.user)).answers
        assert closed[2]["difference"] == "0.00"
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_two_desks_that_decide_at_the_same_moment_never_both_win(shop: Shop) -> None:
    """Real desks, real ledger: one accepts while the other takes it back."""
    with shop.new_desk() as here, shop.new_desk() as there, ExitStack() as opened:
        rosa, helen = (opened.enter_context(Player(data, ledger_url=None, clock=now_utc)) for data in (here, there))
        play(rosa, SIGN_IN, OPEN)
        play(helen, AS_HELEN, OPEN)
        for _ in range(6):
            play(rosa, GIVE, SYNC)
            at_once = Barrier(2)

            def decide(player: Player, act: dict[str, Any], at_once: Barrier = at_once) -> bool:
                at_once.wait()
                try:
                    return bool(play(player, act)["ok"])
                except Refused:
                    return False

            with ThreadPoolExecutor(2) as threads:
                accepted = threads.submit(decide, helen, {"do": "accept", "count": {"20.00": 2}})
                recalled = threads.submit(decide, rosa, {"do": "recall"})
            assert accepted.result() != recalled.result()
            play(helen, SYNC)
            play(rosa, SYNC)
            if accepted.result():  # What Helen has goes back, for the next round.
                play(helen, GIVE | {"to": ROSA.user}, SYNC)
                play(rosa, {"do": "accept", "count": {"20.00": 2}}, SYNC)
                play(helen, SYNC)
        for player, close, words in ((rosa, _closes(60), "T-7"), (helen, _closes(61, ROSA.user), "T-8")):
            closed = play(player, {"do": "count", "count": COUNT}, {**close, "till_bag": words})
            assert closed["difference"] == "0.00"
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def play(player: Player, *acts: dict[str, Any]) -> dict[str, Any]:
    """The last answer."""
    answer: dict[str, Any] = {}
    for act in acts:
        answer = player.do(read_act(json.dumps(act), 1))
    return answer
