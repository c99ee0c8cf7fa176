"""A day script in which a deposit is asked back: three people at one desk, on its ledger, and on paper."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from cashier.domain.people import Role
from cashier.exchange.sample import SampleStaff, sample_staff
from tests.e2e.sample_books import SampleBooks
from tests.e2e.test_replay_besides import MAI_LINH, OPEN, SIGN_IN, play
from tests.e2e.workplace import HELEN, READER, LedgerProcess, answer_of, journal_of, new_desk, read_by, run_main

PRIYA = next(person for person in sample_staff() if person.role is Role.CASH_OFFICE)
OMAR = next(person for person in sample_staff() if person.role is Role.SUPERVISOR)
OUT = {"do": "sign_out"}
COUNTED = {"20.00": 5}


@pytest.fixture
def ledger(books: SampleBooks, tmp_path: Path) -> Iterator[LedgerProcess]:
    """A ledger with the sample's people."""
    with books.ledger(tmp_path) as process:
        yield process


@pytest.fixture
def data(ledger: LedgerProcess, tmp_path: Path) -> Path:
    """The data folder of desk OAK1."""
    return new_desk(tmp_path / "OAK1", ledger_url=ledger.url, code=ledger.invite_desk("OAK1"), desk="OAK1")


def enters(person: SampleStaff) -> dict[str, object]:
    return {"do": "sign_in", "user": person.user, "passphrase": person.passphrase}


def test_a_check_comes_back_and_what_it_paid_is_open_again_with_a_fee(data: Path, ledger: LedgerProcess) -> None:
    back = {"do": "return_tender", "payment": "p1", "check": "1043", "reason": "insufficient funds"}
    second = {"user": PRIYA.user, "passphrase": PRIYA.passphrase}
    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        {"do": "take", "pay": {"S-48211904": "60.00"}, "tenders": [{"check": "60.00", "number": "1043"}], "as": "p1"},
        {"do": "expect", "due": {"S-48211904": "0.00"}},
        back,
        {"do": "count", "count": COUNTED},
        {"do": "close_shift", "till_bag": "T-1", "received_by": "helen", "medical_bag": "B-1"},
        {"do": "sync"},
        OUT,
        enters(PRIYA),
        back,
        {**back, "second": second},
        {**back, "second": {"user": OMAR.user, "passphrase": OMAR.passphrase}, "fee": "99"},
        {**back, "second": {"user": OMAR.user, "passphrase": OMAR.passphrase}},
        {**back, "second": {"user": OMAR.user, "passphrase": OMAR.passphrase}},
        {"do": "sync"},
        {"do": "expect", "due": {"S-48211904": "60.00"}},
    )

    assert not answers[5]["ok"], "a cashier returns no check"
    alone, own, too_much, done, again = answers[11:16]
    assert "Two people say that a check came back" in alone["refused"]
    assert "Nobody agrees to their own returned check" in own["refused"]
    assert "$25.00 at most" in too_much["refused"]
    receipt = answers[3]["receipt"]
    assert done["said"] == f"$60.00 that check 1043 paid is open again. Its fee is $25.00, FEE-{receipt}-1.", answers
    assert "came back before" in again["refused"]
    assert answers[17]["ok"], answers[17]
    told = read_by(READER, "receipt", receipt, "--data", str(data))
    assert "CHECK RETURNED" in told.stdout, told.stderr
    sheets = data.parent / "letters"
    asked = ("ledger", "letters", *ledger.database)
    waits = [row["kind"] for row in csv.DictReader(io.StringIO(run_main(*asked).stdout)) if row["receipt"] == receipt]
    assert waits == ["check_returned"]
    made = ("--pdf", str(sheets), "--by", PRIYA.user, "--organization", str(data / "organization.toml"))
    sent = answer_of(*asked, *made, said=f"{PRIYA.passphrase}\n")
    assert sent["sheets"] == len(list(sheets.glob("letter-*.pdf"))) > 0
    assert f",{receipt}," not in run_main(*asked).stdout
    assert answer_of("ledger", "check", *ledger.database)["holds"]


def test_money_of_a_closed_drawer_pays_another_bill_once_two_of_the_office_agree(
    data: Path, ledger: LedgerProcess
) -> None:
    ask = {"do": "move_closed", "payment": "p1", "to": "S-48210377", "reason": "wrong statement chosen", "name": "m1"}
    agree = {"do": "approve_move", "move": "m1"}
    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        {"do": "take", "pay": {"S-48211904": "60.00"}, "tenders": [{"check": "60.00", "number": "1043"}], "as": "p1"},
        {"do": "sync"},
        {"do": "count", "count": COUNTED},
        {"do": "close_shift", "till_bag": "T-1", "received_by": "helen", "medical_bag": "B-7041"},
        {"do": "sync"},
        {"do": "move", "payment": "p1", "to": "S-48210377", "reason": "wrong statement chosen"},
        ask,
        OUT,
        enters(PRIYA),
        {**ask, "amount": "60.01"},
        {**ask, "to": "prepay:E-20441"},
        {**ask, "amount": "50"},
        agree,
        {"do": "expect", "due": {"S-48211904": "0.00", "S-48210377": "412.60"}},
        OUT,
        enters(OMAR),
        {**agree, "move": "m2"},
        agree,
        {**agree, "decline": True},
        {"do": "expect", "due": {"S-48211904": "50.00", "S-48210377": "362.60"}},
    )

    assert all(answer["ok"] for answer in answers[:8]), answers[:8]
    at_desk, cashiers, too_much, deposit, asked, own = (answers[place] for place in (8, 9, 12, 13, 14, 15))
    assert "The cash office moves its money by this number" in at_desk["refused"]
    assert not cashiers["ok"], "a cashier moves nothing of a closed drawer"
    assert "Only $60.00 of it is on S-48211904" in too_much["refused"]
    assert "or NOBODY" in deposit["refused"]
    assert (asked["receipt"], asked["amount"]) == (answers[3]["receipt"], "50.00"), asked
    assert not own["ok"], "nobody agrees to their own"
    assert answers[16]["ok"], answers[16]
    nameless, moved, again, due = answers[19:23]
    assert "No move m2 was asked for" in nameless["refused"]
    assert "is moved from S-48211904 to S-48210377" in moved["said"], moved
    assert "agreed to before" in again["refused"]
    assert due["ok"], due
    assert answer_of("ledger", "check", *ledger.database)["holds"]
    (slip,) = [body for body in journal_of(data) if body["kind"] == "move_slip"]
    assert (slip["facts"]["staff_name"], slip["facts"]["second_name"]) == (PRIYA.name, OMAR.name)


def test_cash_that_was_keyed_as_a_check_is_explained_after_the_close(data: Path, ledger: LedgerProcess) -> None:
    helen = {"user": HELEN.user, "passphrase": HELEN.passphrase}
    why = {"do": "explain_difference", "over": "OAK1-Z1", "over_what": "cash", "short": "OAK1-Z1", "short_what": "1043"}
    why |= {"reason": "the envelope held notes"}
    count = {"do": "count", "count": {"20.00": 8}}
    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        {"do": "take", "pay": {"S-48211904": "60.00"}, "tenders": [{"check": "60.00", "number": "1043"}]},
        count,
        count,
        {
            "do": "close_shift",
            "missing": ["1043"],
            "reason": "no check, and notes too many",
            "approver": helen,
            "till_bag": "T-1",
            "received_by": "helen",
            "medical_bag": "B-7042",
        },
        {"do": "sync"},
        why,
        OUT,
        enters(PRIYA),
        why,
        {**why, "second": {"user": OMAR.user, "passphrase": OMAR.passphrase}},
        {**why, "second": {"user": OMAR.user, "passphrase": OMAR.passphrase}},
        {"do": "sync"},
    )

    assert all(answers[place]["ok"] for place in (3, 6, 7)), answers
    cashiers, alone, done, again = (answers[place] for place in (8, 11, 12, 13))
    assert not cashiers["ok"], "a cashier explains nothing"
    assert "Two people explain a difference" in alone["refused"]
    assert done["said"].startswith("$60.00: cash of OAK1-Z00001 over is check 1043 of OAK1-Z00001 short."), done
    assert "Nothing of it is over any more" in again["refused"]
    assert answer_of("ledger", "check", *ledger.database)["holds"]
    (slip,) = [body for body in journal_of(data) if body["kind"] == "explain_slip"]
    assert (slip["facts"]["staff_name"], slip["facts"]["second_name"]) == (PRIYA.name, OMAR.name)


def test_a_deposit_is_refunded_by_three_people(data: Path, ledger: LedgerProcess) -> None:
    ask = {"do": "refund_request", "fund": "prepay:E-20441", "reason": "surgery was cancelled", "name": "r1"}
    answers = play(
        data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI_LINH},
        {"do": "take", "pay": {"prepay:E-20441": "50.00"}, "tenders": [{"cash": "50.00"}]},
        {"do": "sync"},
        {**ask, "amount": "50.01"},
        {**ask, "amount": "20.00"},
        {**ask, "fund": "prepay:E-9"},
        {"do": "approve_refund", "refund": "r1"},
        {"do": "approve_refund", "refund": "r2"},
        {"do": "pay_refund", "refund": "r1", "reference": "AP 77120"},
        {"do": "expect", "to_send": 0},
        OUT,
        enters(HELEN),
        {"do": "approve_refund", "refund": "r1", "words": "seen"},
        OUT,
        enters(PRIYA),
        {"do": "pay_refund", "refund": "r1", "reference": "AP 77120"},
        {"do": "approve_refund", "refund": "r1", "decline": True},
    )

    too_much, asked, unknown, own, nameless, unpaid = answers[5:11]
    assert "Only $50.00 of it is there" in too_much["refused"]
    assert (asked["refund"], asked["left"], asked["to_card"]) == ("20.00", "30.00", "0.00")
    assert "knows nothing of prepay:E-9" in unknown["refused"]
    assert not own["ok"], "a cashier agrees to nothing"
    assert "No refund r2 was asked for" in nameless["refused"]
    assert not unpaid["ok"]
    assert "is agreed to" in answers[14]["said"], answers[12:]
    assert answers[17]["said"] == "The refund of $20.00 is paid out: AP 77120."
    assert not answers[18]["ok"]
    assert answer_of("ledger", "check", *ledger.database)["holds"]
    assert [body["facts"]["cents"] for body in journal_of(data) if body["kind"] == "refund_slip"] == [2000]
