"""A lead's word from another desk, and a shift's date: asked, approved, declined, set, with a real ledger."""

import pytest

from tests.e2e.day import APPROVER, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import HELEN, answer_of, journal_of

COUNT = {"20.00": 5, "10.00": 8, "1.00": 20}
AS_HELEN = {"do": "sign_in", "user": HELEN.user, "passphrase": HELEN.passphrase}
ASK = {"do": "ask", "about": "go_on", "reason": "a member came back"}
GO_ON = {"do": "resume", "drawer": True, "reason": "a member came back"}
SYNC = {"do": "sync"}


def test_a_word_from_another_desk_is_for_one_act_of_one_person(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here, shop.new_desk() as there:
        rosa, helen = Script(here, capsys), Script(there, capsys)
        asked = rosa.play(SIGN_IN, OPEN, {"do": "count", "count": COUNT}, SYNC, ASK, {"do": "approve"}).answers
        assert asked[4]["given"] is False
        assert asked[5]["refused"] == "Rosa Delgado may not see the office. Ask a colleague who may."
        word = asked[4]["word"]
        early = rosa.play(SIGN_IN, GO_ON | {"word": word}, GO_ON | {"word": "yes"}).answers
        assert early[1]["refused"] == "Nobody has answered yet. Wait, or have a lead sign here."
        assert early[2]["refused"] == "No lead was asked for that. Ask first."

        declined = helen.play(AS_HELEN, {"do": "decline", "words": "close it first"}, {"do": "approve"}).answers
        assert declined[1]["said"] == "Rosa Delgado is told that you declined."
        assert declined[2]["refused"] == "Nothing waits for your word."
        no = rosa.play(SIGN_IN, GO_ON | {"word": word}, ASK).answers
        assert no[1]["refused"] == "Helen Park declined. “close it first”"

        given = helen.play(AS_HELEN, {"do": "approve"}).answers
        assert given[1]["said"].startswith("Rosa Delgado may go on: going on after a count")
        used = rosa.play(
            SIGN_IN, GO_ON | {"word": no[2]["word"], "reason": "something else"}, GO_ON | {"word": no[2]["word"]}, SYNC
        ).answers
        again = rosa.play(SIGN_IN, {"do": "count", "count": COUNT}, GO_ON | {"word": no[2]["word"]}).answers
        assert used[1]["refused"].startswith("This line_id is another act's.")
        assert used[2]["ok"]
        assert again[2]["refused"].startswith("What was agreed to from afar was done already.")
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_a_correction_is_agreed_to_from_another_desk_for_that_payment_alone(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    paid = {"do": "take", "pay": {"misc:COPIES": "5.00"}, "tenders": [{"cash": "5.00"}]}
    void = {"do": "void", "payment": "p1", "reason": "Paid twice"}
    with shop.new_desk() as here, shop.new_desk() as there:
        rosa, helen = Script(here, capsys), Script(there, capsys)
        first = rosa.play(SIGN_IN, OPEN, paid | {"as": "p1"}, paid | {"as": "p2"}, SYNC, void | {"ask": True}).answers
        assert first[5]["given"] is False
        receipt, other, word = first[2]["receipt"], first[3]["receipt"], first[5]["word"]
        void = {"do": "void", "receipt": receipt, "reason": "Paid twice", "word": word}
        early = rosa.play(SIGN_IN, void).answers
        assert early[1]["refused"] == "Nobody has answered yet. Wait, or have a lead sign here."

        given = helen.play(AS_HELEN, {"do": "approve"}).answers
        assert given[1]["said"] == f"Rosa Delgado may go on: the void of {receipt}, $5.00."
        done = rosa.play(SIGN_IN, void | {"receipt": other}, void, void | {"receipt": other}, SYNC).answers
        assert done[1]["refused"].startswith("This line_id is another act's.")
        assert done[2]["ok"], done[2]
        assert not done[3]["ok"]
        assert done[4]["ok"], done[4]
        (line,) = [body for body in journal_of(here) if body["kind"] == "voided"]
        assert (line["facts"]["approver"], line["facts"]["word"]) == ("helen", word)
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_another_date_is_set_by_a_lead_and_stays(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here:
        desk = Script(here, capsys)
        today = desk.play(SIGN_IN, {"do": "expect", "business_date": None}, OPEN).answers[2]["business_date"]
        other = f"{today[:8]}{'01' if today[8:] != '01' else '02'}"
        desk.play(
            SIGN_IN, {"do": "count", "count": COUNT}, {"do": "close_shift", "till_bag": "T-3", "received_by": "helen"}
        )
        dated = desk.play(
            SIGN_IN, OPEN | {"business_date": other}, OPEN | {"business_date": "1999-01-01", "date_by": APPROVER},
            OPEN | {"business_date": other, "date_by": APPROVER}, {"do": "expect", "business_date": other},
            {"do": "clock", "advance": "1d"}, {"do": "expect", "business_date": other},
        ).answers  # fmt: skip
        assert dated[1]["refused"] == "Another business date needs a lead's approval."
        assert dated[2]["refused"].startswith("Enter a business date within 31 days of ")
        assert dated[3]["business_date"] == other
        assert [answer["ok"] for answer in dated[4:]] == [True] * 3


def test_a_date_that_lies_before_the_last_shift_is_confirmed(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    with shop.new_desk() as here:
        desk = Script(here, capsys)
        today = desk.play(SIGN_IN, OPEN, {"do": "count", "count": COUNT}).answers[1]["business_date"]
        desk.play(
            SIGN_IN, {"do": "close_shift", "till_bag": "T-1", "received_by": "helen"}, {"do": "clock", "advance": "1d"},
            OPEN, {"do": "count", "count": COUNT}, {"do": "close_shift", "till_bag": "T-2", "received_by": "helen"},
        )  # fmt: skip
        asked = desk.play(SIGN_IN, OPEN, OPEN | {"confirm_date": True}).answers
        assert "Look at the clock, and open again if it is right." in asked[1]["refused"]
        assert asked[2]["business_date"] == today
