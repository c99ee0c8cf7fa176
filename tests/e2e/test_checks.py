"""Checks in a day script: what forbids one, what a lead agrees to, and what the ledger finds out between two desks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.e2e.day import APPROVER, AS_HELEN, OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import answer_of, journal_of

S = "S-48210377"
MONEY_ORDER = {"do": "take", "pay": {S: "3"}, "tenders": [{"money_order": "3", "number": "22-7", "issuer": "USPS"}]}


def check(number: str = "1043", amount: str = "1.00", **more: Any) -> dict[str, Any]:
    said = {"check": amount, "number": number, "routing": "121000248", "account": "0012345678", **more}
    return {"do": "take", "pay": {S: amount}, "tenders": [said]}


@pytest.fixture
def data(shop: Shop) -> Iterator[Path]:
    with shop.new_desk() as folder:
        yield folder


def test_a_day_of_checks(shop: Shop, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = Script(data, capsys).play(
        SIGN_IN,
        OPEN,
        check(),
        check(amount="2.00"),
        check(amount="2.00", approver=APPROVER),
        check("7", dated="2030-01-31"),
        check("7", dated="1/2/20"),
        check("7", written="11.00"),
        check("7", in_full=True),
        check("7", in_full=True, approver=APPROVER),
        check("8", routing="000000000"),
        MONEY_ORDER | {"as": "mo"},
        {"do": "expect", "receipts": 4},
        {"do": "endorse", "payment": "mo", "mailed": True},
        {"do": "endorse", "receipt": f"{data.name}-0000001"},
        {"do": "take", "pay": {S: "1"}, "tenders": [{"cashiers_check": "1", "number": "773"}]},
        {"do": "take", "pay": {S: "1"}, "tenders": [{"cashiers_check": "1", "number": "773", "issuer": "Chase"}]},
        {"do": "endorse", "payment": "seven"},
        check("8", routing=""),
        {"do": "printer", "set": "check_turned"},
        {"do": "endorse", "receipt": f"{data.name}-0000001", "how": "printed"},
        {"do": "printer", "set": "check_out"},
        {"do": "printer", "set": "offline"},
        {"do": "endorse", "receipt": f"{data.name}-0000001", "how": "stamped"},
        {"do": "printer", "set": "ok"},
    )

    assert [answer["ok"] for answer in day.answers[2:13]] == [True, False, True, *4 * [False], True, False, True, True]
    refused = [str(answer.get("refused", "")) for answer in day.answers]
    assert refused[3].startswith("Check 1043 was taken before: $1.00 on ")
    assert refused[5].startswith("Jan 31, 2030 is still to come.")
    assert refused[6].startswith("Jan 02, 2020 is more than 180 days ago")
    assert refused[7].startswith("Its words say $11.00")
    assert refused[8].startswith("It says that it pays in full")
    assert refused[10].startswith("The routing number does not check.")

    assert day.answers[13]["endorsed"][0][-2:] == ["Member 11048827", "Guarantor 200417733"]
    assert day.answers[14]["endorsed"][0][:2] == ["FOR DEPOSIT ONLY", "Golden Coast Health Hospitals"]
    assert refused[15] == "Enter the bank that issued the cashier's check, as printed on it."
    assert refused[17] == "No payment seven was taken before this line."
    assert refused[18] == "Enter the routing number too, or leave the account empty."
    assert day.answers[16]["ok"]
    assert day.answers[20]["endorsed"] == day.answers[23]["endorsed"] == day.answers[14]["endorsed"]
    ways = [body["facts"].get("how", "slip") for body in journal_of(data) if body["kind"] == "endorsed"]
    assert ways == ["slip", "slip", "printed", "stamped"]

    with shop.new_desk() as other:
        Script(other, capsys).play(AS_HELEN, OPEN, MONEY_ORDER)
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"]
    with psycopg.connect(shop.ledger.database[1]) as connection:
        alarms = connection.execute("SELECT what FROM alarms").fetchall()
    assert {("check_in_full",), ("same_check",)} <= set(alarms)
