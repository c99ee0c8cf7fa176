"""Scans in a day script: what a code may be, what goes no further, and a check's line as its reader says it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.scan_layouts import CheckRule
from cashier.domain.scanned import LICENSE_SENTENCE
from tests.e2e.day import MAI_LINH, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import journal_of

S = "S-48210377"
BEFORE = "00048210377" + "000000" + "0001" + "0000041260" * 2
LINE = BEFORE + CheckRule().digit(BEFORE)
MAI = {"member": MAI_LINH, "name": "Tran, Mai Linh", "birth_year": 1961}


@pytest.fixture
def data(shop: Shop) -> Iterator[Path]:
    with shop.new_desk() as folder:
        yield folder


def scan(text: str) -> dict[str, Any]:
    return {"do": "find", "scan": text}


def check(micr: str, amount: str = "1.00", **more: Any) -> dict[str, Any]:
    return {"do": "take", "pay": {S: amount}, "tenders": [{"check": amount, "micr": micr, **more}]}


def test_what_is_scanned_is_what_it_says_or_goes_no_further(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = Script(data, capsys).play(
        SIGN_IN,
        scan(LINE),
        scan(LINE[:-1] + str((int(LINE[-1]) + 1) % 10)),
        scan("+80840123456789=11048827?"),
        scan("OA-0000001"),
        scan("%B4111111111111111^TRAN/MAI^2812101?"),
        scan("@"),
    )

    assert day.answers[1] == {"may_be": [f"Statement of Northern California: {S}"], "ok": True, "found": [MAI]}
    assert day.answers[2]["refused"].startswith("The check digit of this scan line (Statement of Northern California)")
    assert day.answers[3] == {"may_be": ["Member card: 11048827"], "ok": True, "found": [MAI]}
    assert day.answers[4]["may_be"] == ["Statement number: OA-0000001", "Receipt: OA-0000001"]
    assert [answer["refused"] for answer in day.answers[5:]] == [CARD_SENTENCE, LICENSE_SENTENCE]


def test_a_checks_line_is_the_checks_numbers(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = Script(data, capsys).play(
        SIGN_IN,
        OPEN,
        check("T121000248T0012345678O1043"),
        check("⑈001044⑈ ⑆121000248⑆ 0012345678⑈"),
        check("T1210?0248T0012345678O1045"),
        check("T121000248T 1046 0012345678O"),
        check("T121000248T0012345678O", number="1047"),
        {"do": "take", "pay": {S: "1"}, "tenders": [{"check": "1", "number": "1048", "routing": "121000248"}]},
    )

    assert [answer["ok"] for answer in day.answers[2:]] == [True, True, False, False, True, True]
    assert day.answers[4]["refused"] == (
        "The reader could not read all of the routing number. Type it as it stands on the check."
    )
    assert day.answers[5]["refused"] == "The check's line has two numbers. Look at the check: which one is its own?"
    shown = journal_of(data)
    tenders = [line["facts"]["tenders"][0] for line in shown if line["kind"] == "payment"]
    assert [(tender["number"], tender["micr"]) for tender in tenders] == [
        ("1043", "reader"),
        ("001044", "reader"),
        ("1047", "reader"),
        ("1048", "keyed"),
    ]
    assert {tender["issuer"] for tender in tenders} == {"Wells Fargo"}


def test_a_receipt_of_another_desk_is_seen_and_printed_again_once_the_ledger_has_it(
    shop: Shop, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take = {"do": "take", "pay": {S: "2.00"}, "as": "p1", "tenders": [{"cash": "5.00"}]}
    paid = Script(data, capsys).play(SIGN_IN, OPEN, take, {"do": "sync"}).answers[2]
    number = paid["receipt"]
    with shop.new_desk() as other:
        day = Script(other, capsys).play(
            SIGN_IN,
            scan(number),
            {"do": "reprint", "receipt": number},
            scan(number[:-7] + "0000099"),
            {"do": "ledger", "set": "down"},
            scan(number),
            {"do": "reprint", "receipt": number},
            {"do": "ledger", "set": "up"},
            {"do": "sync"},
        )
        shown = journal_of(other)

    seen = day.answers[1]["receipt"]
    assert (seen["number"], seen["member"], seen["paid"]) == (number, MAI_LINH[-4:], "2.00")
    assert day.answers[2] == {"ok": True, "receipt": number, "copy": 1}
    assert day.answers[3]["refused"].startswith(f"The ledger has no receipt {number[:-7]}0000099.")
    for answer in (day.answers[5], day.answers[6]):
        assert answer["refused"].startswith(f"Receipt {number} was made at desk {number[:-8]}, and the ledger")
    (copied,) = [line["facts"] for line in shown if line["kind"] == "receipt_copied"]
    assert copied["receipt"] == number
    assert MAI_LINH not in json.dumps(copied)
