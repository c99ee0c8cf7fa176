"""What a site lays down for its tenders, from the organization's file through a day script to the ledger's proof."""

import tomllib
from pathlib import Path

from cashier.config import DESK_FILE, ORGANIZATION_FILE
from cashier.config_devices import Address
from cashier.doors.steering import steer
from tests.e2e.day import OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of

S = "S-48210377"


def test_cash_is_rounded_from_its_day_on_and_the_books_prove_it(shop: Shop, data: Path, script: Script) -> None:
    papers = data / ORGANIZATION_FILE
    rounds = 'code = "OAK"\ncash_rounding = [{ since = 2026-01-01, mode = "symmetrical" }]'
    papers.write_text(papers.read_text("utf-8").replace('code = "OAK"', rounds, 1), "utf-8")

    day = script.play(
        SIGN_IN,
        OPEN,
        {"do": "take", "pay": {S: "10.02"}, "tenders": [{"cash": "10"}]},
        {"do": "take", "pay": {S: "10.03"}, "tenders": [{"cash": "20"}]},
        {"do": "take", "pay": {S: "10.03"}, "tenders": [{"cash": "10.03"}]},
        {"do": "take", "pay": {S: "10.02"}, "tenders": [{"check": "5.00", "number": "1"}, {"cash": "5.00"}]},
        {"do": "take", "pay": {S: "10.02"}, "tenders": [{"card": "5.01"}, {"cash": "5.00"}]},
        {"do": "take", "pay": {S: "10.02"}, "tenders": [{"cash": "9.99"}]},
        {"do": "sync"},
    )

    said = [(answer.get("change"), answer.get("rounding"), answer.get("rest")) for answer in day.answers[2:7]]
    assert said == [
        ("0.00", "0.02", None),
        ("9.95", "-0.02", None),
        ("0.00", None, None),
        ("0.00", "0.02", None),
        ("0.00", "0.01", None),
    ]
    assert day.answers[7]["refused"] == "$0.03 is still to be tendered."
    assert answer_of("journal", "verify", "--data", str(data))["holds"]
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]


def test_a_site_says_on_which_terms_it_takes_a_tender(data: Path, script: Script) -> None:
    papers = data / ORGANIZATION_FILE
    said = papers.read_text("utf-8")
    for usual, here in (
        ('kind = "check", ', 'kind = "check", most = "50.00", '),
        ('kind = "money_order", ', 'kind = "money_order", active = false, '),
        ('kind = "card", ', 'kind = "card", bills = ["premium"], '),
    ):
        said = said.replace(usual, here, 1)
    papers.write_text(said, "utf-8")

    day = script.play(
        SIGN_IN,
        OPEN,
        {"do": "take", "pay": {S: "50.01"}, "tenders": [{"check": "50.01", "number": "1"}]},
        {"do": "take", "pay": {S: "50.00"}, "tenders": [{"check": "50.00", "number": "1"}]},
        {"do": "take", "pay": {S: "1.00"}, "tenders": [{"money_order": "1.00", "number": "1", "issuer": "USPS"}]},
        {"do": "take", "pay": {S: "1.00"}, "tenders": [{"card": "1.00"}]},
    )

    assert day.answers[2]["refused"] == "Check is taken up to $50.00. Take the rest another way."
    assert day.answers[3]["ok"]
    assert day.answers[4]["refused"] == "Money order is not taken here. Choose another way to pay."
    assert day.answers[5]["refused"] == "Card is not taken for a hospital bill. Choose another way to pay it."


def test_a_site_that_wants_one_has_a_tape_printed_at_each_opening(data: Path, script: Script) -> None:
    papers = data / ORGANIZATION_FILE
    papers.write_text(papers.read_text("utf-8").replace("opening_tape = false", "opening_tape = true", 1), "utf-8")
    printer = tomllib.loads((data / DESK_FILE).read_text("utf-8"))["printer"]

    opened = script.play(SIGN_IN, OPEN).answers[1]

    control = Address(host="127.0.0.1", port=printer["control_port"])
    (tape,) = steer(control, {"do": "paper", "after": 0})["papers"]
    assert "DRAWER OPENED" in tape["text"]
    assert any(line.startswith("Float counted in") and opened["float"] in line for line in tape["text"].splitlines())
