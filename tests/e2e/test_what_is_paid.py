"""What is paid besides a member's own bills, by a day script: on paper, in the journal and at the ledger."""

from collections.abc import Iterator

import pytest

from tests.e2e.refusing import SIGN_IN, replay
from tests.e2e.sample_books import SampleBooks
from tests.e2e.workplace import READER, LedgerProcess, read_by
from tests.e2e.workstation import Workstation

OPEN = {"do": "open_shift", "float": {"20.00": 5, "1.00": 20}}
MAI, GUARANTOR = "11048827", "200417733"


@pytest.fixture(scope="module")
def office(books: SampleBooks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerProcess]:
    """A ledger of its own: elsewhere the same people's bills are paid."""
    with books.ledger(tmp_path_factory.mktemp("paid")) as ledger:
        yield ledger


def test_deposits_holding_and_what_is_sold_are_taken_told_and_posted(desk: Workstation) -> None:
    played = replay(
        desk.data,
        SIGN_IN,
        OPEN,
        {"do": "take", "member": MAI, "pay": {"prepay:E-20441": "50"}, "tenders": [{"cash": "50"}]},
        {
            "do": "take",
            "pay": {"holding": "90", "misc:PARKING": "8"},
            "note": "envelope marked: for Mai",
            "source": "drop box",
            "payor": "Tran, Bao",
            "payor_phone": "510-555-0134",
            "tenders": [{"cash": "100"}],
        },
        {"do": "take", "pay": {"misc:PARKING": "6"}, "tenders": [{"cash": "6"}]},
        {"do": "take", "pay": {"misc:TOYS": "6"}, "tenders": [{"cash": "6"}]},
        {"do": "take", "pay": {"holding": "5"}, "tenders": [{"cash": "5"}]},
        {"do": "take", "member": MAI, "pay": {"prepay:a b": "5"}, "tenders": [{"cash": "5"}]},
        {"do": "take", "pay": {"holding": "5"}, "note": "x", "payor_phone": "510-555-0134", "tenders": [{"cash": "5"}]},
        {"do": "sync"},
        {"do": "expect", "to_send": 0, "receipts": 2},
    )

    assert played.refused[4:9] == [
        "Parking costs $4.00. Enter that, or a multiple of it.",
        "No receipt code of that name is in use. Choose one of these: COPIES, PARKING, IDCARD.",
        "Write down what is known of this money: who brought it, and what for.",
        "Enter the estimate's reference as it is printed: letters, digits and hyphens.",
        "Enter the payor's name, too.",
    ]
    assert [answer["ok"] for answer in played.answers[2:4] + played.answers[9:]] == [True] * 4
    deposit, found = desk.papers
    assert all(said in deposit for said in ("E-20441", "$50.00"))
    assert "Paid by Tran, Bao" in found
    assert "envelope marked: for Mai" in found
    assert "510-555-0134" not in found
    assert desk.posted() == {"drawer_cash": 14_800, "prepayment": -5_000, "holding": -9_000, "misc": -800}
    desk.prove()
    receipt = str(played.answers[3]["receipt"])
    assert "Held for identification" in read_by(READER, "receipt", receipt, "--data", str(desk.data)).stdout


def test_a_receipt_without_a_member_is_in_the_language_that_is_asked_for(desk: Workstation) -> None:
    parking = {"do": "take", "pay": {"misc:PARKING": "4"}, "tenders": [{"cash": "4"}]}
    played = replay(desk.data, SIGN_IN, OPEN, parking | {"language": "es"}, parking | {"language": "xx"}, parking)

    assert (
        played.answers[3]["refused"] == "A receipt is written in one of these: en, es, zh, zh-Hant, vi, tl, ko, hy, ru."
    )
    spanish, english = desk.papers
    assert "Estacionamiento" in spanish
    assert "Recibo" in spanish
    assert "Parking" in english


def test_one_check_pays_three_members_of_two_guarantors_on_one_receipt(desk: Workstation) -> None:
    mais, kevins, ans, strangers = "S-48211904", "S-48212988", "S-48213052", "S-48213417"
    check = {"check": "225", "number": "1043", "routing": "121000248", "issuer": "Wells Fargo"}
    played = replay(
        desk.data,
        SIGN_IN,
        OPEN,
        {"do": "open_member", "member": MAI},
        {"do": "take", "pay": {mais: "60", ans: "85"}, "tenders": [{"cash": "145"}]},
        {"do": "take", "pay": {mais: "60", kevins: "125", strangers: "40"}, "payor": "Tran, Bao", "tenders": [check]},
        {"do": "sync"},
    )

    assert played.refused[3] == f"{ans} is paid on its own member's account only. Open that member."
    assert played.answers[4]["ok"], played.refused
    (paper,) = desk.papers
    said = ("****8827 ", mais, "****8835", kevins, "****9913", strangers, "$225.00")
    places = [paper.find(words) for words in said]
    assert places == sorted(places), paper
    assert places[0] > 0
    assert desk.posted() == {"drawer_checks": 22_500, mais: -6_000, kevins: -12_500, strangers: -4_000}
    desk.prove()
