"""Day scripts: the same use cases as at the window, answered line by line, with the demo's devices beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from cashier.domain.errors import Refused
from cashier.doors.journal import run_receipt
from cashier.doors.replay_script import BrokenLine, read_act
from tests.e2e.day import APPROVER, GUARANTOR, MAI_LINH, OPEN, SIGN_IN, Replayed, Script, Shop
from tests.e2e.refusing import without_slow_commits
from tests.e2e.workplace import READER, ROSA, answer_of, start_main


def _cash(statement: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"do": "take", "pay": {statement: amount}, "tenders": [{"cash": amount}], **more}


def test_the_day_of_the_architecture_is_answered_as_it_says(shop: Shop, data: Path) -> None:
    path = data / "day.jsonl"
    acts = [
        SIGN_IN,
        OPEN,
        {"do": "find", "text": "tran mai 1961"},
        {
            "do": "take",
            "pay": {"S-48210377": "412.60", "S-48211904": "60.00"},
            "as": "p1",
            "tenders": [
                {"check": "272.60", "number": "1043", "routing": "121000248", "account": "0012345678"},
                {"cash": "240.00"},
            ],
        },
        {"do": "ledger", "set": "down"},
        {"do": "void", "payment": "p1", "reason": "member changed the tender", "approver": APPROVER},
        {"do": "take", "pay": {"S-48212350": "-5"}, "tenders": [{"cash": "5"}]},
        {"do": "expect", "to_send": 2, "due": {"S-48210377": "412.60", "S-48212350": "35.00"}, "receipts": 1},
        {"do": "sync"},
        {"do": "ledger", "set": "up"},
        {"do": "sync"},
        {"do": "expect", "to_send": 0, "due": {"S-48211904": "60.00"}},
    ]
    path.write_text("".join(f"{json.dumps(act)}\n" for act in acts), "utf-8")

    done = start_main("replay", str(path), "--data", str(data))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, without_slow_commits(done.stderr)) == (0, ""), answers
    assert answers[0] == {"ok": True, "user": "rosa", "name": "Rosa Delgado", "role": "cashier"}
    assert answers[1]["float"] == "200.00"
    assert answers[2] == {
        "ok": True,
        "found": [{"member": MAI_LINH, "name": "Tran, Mai Linh", "birth_year": 1961}],
    }
    receipt = f"{data.name}-0000001"
    cash = {"tendered": "240.00", "change": "40.00", "net": "200.00"}
    assert answers[3] == {"ok": True, "as": "p1", "receipt": receipt, "change": "40.00", "cash": cash, "due": "333.17"}
    assert answers[5] == {"ok": True, "receipt": receipt, "given_back": "472.60", "cash": "200.00"}
    assert answers[6] == {"ok": False, "refused": "Enter an amount above zero for S-48212350."}
    assert answers[7] == {"ok": True}
    assert (answers[8]["ok"], answers[8]["to_send"]) == (False, 2)
    assert answers[10:] == [{"ok": True, "to_send": 0}, {"ok": True}]
    verified = answer_of("journal", "verify", "--data", str(data))
    assert (verified["holds"], verified["receipts"]) == (True, 1)
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_without_a_sync_the_end_of_the_script_sends(script: Script) -> None:
    script.play(SIGN_IN, OPEN, _cash("S-48213417", "1.00"))

    assert script.play({"do": "expect", "to_send": 0}) == Replayed(0, [{"ok": True}])


def test_the_end_of_the_script_sends_also_what_was_taken_while_the_ledger_was_away(script: Script) -> None:
    script.play(
        SIGN_IN,
        OPEN,
        {"do": "ledger", "set": "down"},
        {"do": "sync"},
        _cash("S-48213417", "1.00"),
        {"do": "ledger", "set": "up"},
    )

    assert script.play({"do": "expect", "to_send": 0}) == Replayed(0, [{"ok": True}])


def test_nothing_is_taken_before_somebody_signed_in_and_opened_a_drawer(script: Script) -> None:
    pay = _cash("S-48213860", "1.00")

    replayed = script.play(pay, SIGN_IN, pay, SIGN_IN | {"passphrase": "wrong by one word"}, OPEN, pay)

    assert [answer.get("refused") for answer in replayed.answers] == [
        "Sign in first.",
        None,
        "Open your drawer first: count its float.",
        "That doesn't match. You can try again in 2 seconds.",
        None,
        None,
    ]
    assert replayed.code == 0


def test_a_member_is_opened_and_another_members_bill_is_paid_with_its_statement(script: Script) -> None:
    replayed = script.play(
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": "20559913"},
        _cash("S-48213417", "2.00"),
        _cash("S-48214009", "3.00", member="20559913"),
        {"do": "sign_out"},
        _cash("S-48214009", "3.00"),
    )

    assert replayed.answers[2]["name"] == "Tran, Mai Anh"
    assert [answer["ok"] for answer in replayed.answers] == [True] * 6 + [False]


def test_credit_needs_a_lead_and_names_what_it_is_for(script: Script) -> None:
    credit = {
        "do": "take",
        "pay": {f"credit:{GUARANTOR}": "15.00"},
        "tenders": [{"money_order": "15.00", "number": "51877", "issuer": "Western Union"}],
        "member": MAI_LINH,
    }

    replayed = script.play(
        SIGN_IN,
        OPEN,
        credit,
        credit | {"reason": "paid ahead"},
        credit | {"reason": "paid ahead", "approver": SIGN_IN | {"do": "x"}},
        credit | {"reason": "paid ahead", "approver": {"user": ROSA.user, "passphrase": ROSA.passphrase}},
        credit | {"reason": "paid ahead", "note": "for December", "approver": APPROVER},
    )

    refused = [answer.get("refused", "") for answer in replayed.answers]
    assert "enter a reason" in refused[2]
    assert refused[3] == "Credit on account needs a lead's approval."
    assert refused[4].startswith("Line 5: take has no field approver.do.")
    assert "may not approve" in refused[5]
    assert replayed.answers[6]["ok"]
    assert replayed.code == 2


def test_a_card_pays_first_and_what_it_approved_stays_when_the_rest_is_refused(script: Script) -> None:
    take = {"do": "take", "pay": {"S-48212988": "60.00"}}

    replayed = script.play(
        SIGN_IN,
        OPEN,
        take | {"tenders": [{"card": "40.00"}]},
        take | {"tenders": [{"card": "40.00"}, {"cash": "20.00"}]},
        {"do": "terminal", "set": "decline"},
        take | {"pay": {"S-48212988": "10.00"}, "tenders": [{"card": "10.00"}]},
        {"do": "terminal", "set": "partial", "cents": 400},
        take | {"pay": {"S-48212988": "10.00"}, "tenders": [{"card": "10.00"}]},
        {"do": "terminal", "set": "ok"},
        {"do": "expect", "due": {"S-48212988": "61.00"}, "receipts": 2},
    )

    answers = replayed.answers
    assert answers[2] == {"ok": False, "refused": "$20.00 is still to be tendered."}
    assert answers[3]["receipt"].endswith("-0000001")
    assert answers[5] == {"ok": False, "refused": "The card was not charged: declined."}
    assert (answers[7]["ok"], answers[7]["rest"]) == (True, "6.00")
    assert answers[9] == {"ok": True}
    assert replayed.code == 0


def test_a_lost_card_answer_is_unknown_until_the_terminal_says_and_the_card_is_charged_once(script: Script) -> None:
    pay = {"do": "take", "pay": {"S-48213052": "85.00"}}

    replayed = script.play(
        SIGN_IN,
        OPEN,
        {"do": "terminal", "set": "silent_after_approve"},
        pay | {"tenders": [{"card": "85.00"}], "as": "p1"},
        pay | {"tenders": [{"cash": "85.00"}]},
        {"do": "expect", "unknown_cards": 1},
        {"do": "terminal", "set": "ok"},
        {"do": "expect", "unknown_cards": 0, "due": {"S-48213052": "0.00"}},
        {"do": "sync"},
    )

    refused = [answer.get("refused", "") for answer in replayed.answers]
    assert refused[3] == "The card's result is not known yet. Don't take it again, on the card or in cash."
    assert "not known yet" in refused[4]
    assert [answer["ok"] for answer in replayed.answers] == [True, True, True, False, False, True, True, True, True]


def test_paper_that_ran_out_is_printed_later_and_a_reprint_is_a_numbered_copy(script: Script) -> None:
    replayed = script.play(
        SIGN_IN,
        OPEN,
        {"do": "printer", "set": "paper_out"},
        _cash("S-48213860", "2.00", **{"as": "p1"}),
        {"do": "printer", "set": "ok"},
        {"do": "reprint", "payment": "p1"},
        {"do": "restart"},
        {"do": "reprint", "receipt": f"{script.data.name}-0000001"},
        {"do": "reprint", "receipt": "OAK9-0000009"},
        {"do": "reprint", "payment": "p9"},
        {"do": "paper", "payment": "p1", "paper": "office"},
        {"do": "paper", "receipt": f"{script.data.name}-0000001", "paper": "office"},
        {"do": "paper", "payment": "p1", "paper": "part"},
        {"do": "mail", "payment": "p1", "address": "mai@example.org"},
        {"do": "mail", "payment": "p1", "address": "mai at example.org"},
    )

    answers = replayed.answers
    assert [answer.get("copy") for answer in answers[5:8]] == [1, None, 2]
    assert [answer["ok"] for answer in answers] == [True] * 8 + [False, False, True, True, False, True, False]
    assert [answer["copies"] for answer in answers[10:12]] == [[0], [1]]


def test_a_restart_keeps_the_money_the_person_and_the_pulled_plug(script: Script) -> None:
    replayed = script.play(
        SIGN_IN,
        OPEN,
        {"do": "ledger", "set": "down"},
        _cash("S-48213860", "1.00"),
        {"do": "restart"},
        {"do": "expect", "to_send": 1},
        _cash("S-48213860", "1.00"),
        {"do": "sync"},
        {"do": "expect", "to_send": 2, "receipts": 2},
    )

    assert [answer["ok"] for answer in replayed.answers] == [True] * 7 + [False, True]


def test_the_clock_moves_on_and_the_business_date_stays_the_shifts(script: Script) -> None:
    replayed = script.play(SIGN_IN, OPEN, {"do": "clock", "advance": "1d 2h"})
    day = replayed.answers[1]["business_date"]

    assert replayed.answers[2]["now"][:10] > day
    assert script.play({"do": "expect", "business_date": day}).answers == [{"ok": True}]


def test_an_expectation_that_does_not_hold_says_what_is_and_ends_in_exit_code_1(script: Script) -> None:
    replayed = script.play({"do": "expect", "to_send": 3, "due": {"S-48212988": "7.00", "S-1": "1.00"}})

    assert replayed.code == 1
    refused = replayed.answers[0]["refused"]
    assert refused.startswith("to_send is 0, not 3; S-48212988 is ")
    assert refused.endswith("; S-1 is not known, not 1.00.")


def test_a_broken_line_is_answered_in_its_place_and_the_others_are_done(script: Script) -> None:
    replayed = script.play(SIGN_IN, '{"do": "open_shift", ', "", OPEN)

    assert replayed.code == 2
    assert [answer.get("refused") for answer in replayed.answers] == [
        None,
        "Line 2: it is not JSON. Write one JSON object on the line.",
        None,
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('["do"]', "Line 7: it is JSON and no object."),
        ('{"do": "dance"}', "Line 7: do names no act."),
        ('{"do": ["take"]}', "Line 7: do names no act."),
        ('{"user": "rosa"}', "Line 7: do names no act."),
        ('{"do": "sign_in", "user": "rosa"}', "Line 7: sign_in needs the field passphrase."),
        ('{"do": "sync", "set": "up"}', "Line 7: sync has no field set."),
        ('{"do": "take", "pay": {"S-1": 5}, "tenders": []}', "Line 7: pay.S-1: it has to be text."),
        ('{"do": "take", "pay": {}, "tenders": [{"number": "1"}]}', "Line 7: tenders.0: write one of cash"),
        ('{"do": "ledger", "set": "off"}', "Line 7: set: it has to be 'down' or 'up'."),
        ('{"do": "clock", "advance": "soon"}', "Line 7: advance: write a time like 1d 2h"),
        ('{"do": "reprint"}', "Line 7: reprint: write payment or receipt"),
        ('{"do": "open_shift", "float": {"20.00": 1.5}}', "Line 7: float.20.00: it has to be a whole number."),
        ("[" * 100_000, "Line 7: it is not JSON."),
    ],
)
def test_what_is_no_act_is_one_sentence_that_names_the_line(line: str, sentence: str) -> None:
    with pytest.raises(BrokenLine) as trouble:
        read_act(line, 7)

    assert trouble.value.sentence.startswith(sentence)


def test_a_passphrase_in_the_wrong_field_is_not_repeated() -> None:
    with pytest.raises(BrokenLine) as trouble:
        read_act('{"do": "sign_in", "user": "rosa", "passphrase": {"text": "lake merritt"}}', 1)

    assert "merritt" not in trouble.value.sentence


def test_a_receipt_can_be_read_again_and_copied_as_a_pdf(script: Script, capsys: pytest.CaptureFixture[str]) -> None:
    taken = script.play(SIGN_IN, OPEN, _cash("S-48213417", "2.00"))
    number, pdf = taken.answers[2]["receipt"], script.data / "copy.pdf"

    assert run_receipt(number, data=script.data, pdf=None, reader=READER) == 0
    told = capsys.readouterr().out
    assert run_receipt(number, data=script.data, pdf=pdf, reader=READER) == 0

    assert "Statement S-48213417                  2.00" in told
    assert "DUPLICATE 1" in told
    assert pdf.read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused, match="was made at this desk"):
        run_receipt("OAK3-9999999", data=script.data, pdf=None, reader=READER)
