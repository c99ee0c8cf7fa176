"""Late entry and batches in a day script: two people, numbers once, and no way past the control total."""

from datetime import UTC, datetime, timedelta

from tests.e2e.day import OPEN, SIGN_IN, Script, Shop
from tests.e2e.workplace import HELEN, answer_of

SECOND = {"user": HELEN.user, "passphrase": HELEN.passphrase}
ROSAS = {"user": "rosa", "passphrase": SIGN_IN["passphrase"]}
BILL = "S-48213417"


def _late(number: int, **more: object) -> dict[str, object]:
    written = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    return {
        "do": "late_entry",
        "book": "B12",
        "number": number,
        "time": written,
        "names": ["Rosa Delgado", "Helen Park"],
        "pay": {BILL: "1.00"},
        "tenders": [{"cash": "1.00"}],
        **more,
    }


def test_paper_receipts_are_entered_once_and_missing_ones_named(shop: Shop, script: Script) -> None:
    answers = script.play(
        SIGN_IN,
        OPEN,
        _late(55),
        _late(58),
        _late(58),
        _late(56, names=["Rosa Delgado"]),
        _late(57, time="2020-01-01 10:00"),
        _late(57, pay={"holding": "1.00"}, note="a Mr. Tran"),
        {"do": "expect", "receipts": 3},
        {"do": "sync"},
    ).answers

    assert (answers[2]["missing"], answers[3]["missing"]) == ([], [56, 57])
    assert "entered before" in answers[4]["refused"]
    assert "two names" in answers[5]["refused"]
    assert "31 days old" in answers[6]["refused"]
    assert answers[7]["missing"] == [56]
    assert answers[8] == {"ok": True}
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True


def test_a_batch_comes_to_its_total_or_both_sign(script: Script) -> None:
    begin = {"do": "open_batch", "kind": "mail", "count": 2, "total": "3.00", "second": SECOND}
    item = {"do": "batch_item", "pay": {BILL: "1.00"}, "tenders": [{"check": "1.00", "number": "77"}]}
    answers = script.play(
        SIGN_IN,
        OPEN,
        {**begin, "second": ROSAS},
        item,
        begin,
        item,
        {"do": "close_batch"},
        {"do": "close_batch", "second": SECOND},
        {"do": "close_batch", "second": SECOND, "reason": "one envelope was empty"},
        item,
    ).answers

    assert "Two people" in answers[2]["refused"]
    assert "No batch is open" in answers[3]["refused"]
    assert answers[4]["ok"]
    assert answers[5]["ok"], answers[5]
    assert "1 of 2 items, $1.00 of $3.00" in answers[6]["refused"]
    assert "Say why" in answers[7]["refused"]
    assert answers[8] == {"ok": True, "count": 1, "total": "1.00"}
    assert "No batch is open" in answers[9]["refused"]


def test_checks_that_no_member_brings_are_looked_at_as_at_the_window(script: Script) -> None:
    line = {"number": "1043", "routing": "121000248", "account": "0012345678"}
    lead = {"user": HELEN.user, "passphrase": HELEN.passphrase}

    def item(amount: str, **more: object) -> dict[str, object]:
        return {"do": "batch_item", "pay": {BILL: amount}, "tenders": [{"check": amount, **line, **more}]}

    listed = {"do": "agency_list", "agency": "County", "csv": f"statement,member,amount\n{BILL},,1.00\n"}
    answers = script.play(
        SIGN_IN,
        OPEN,
        {"do": "take", "pay": {BILL: "1.00"}, "tenders": [{"check": "1.00", **line}]},
        {"do": "open_batch", "kind": "mail", "count": 2, "total": "3.00", "second": SECOND},
        item("2.00"),
        item("2.00", approver=lead, number="1043"),
        item("1.00", number="", micr="T121000248T0012345678O1044", account="", routing=""),
        item("3.00", number="1044"),
        item("1.00", number="7", dated="2030-01-31"),
        item("1.00", number="7", dated="1/2/20"),
        item("1.00", number="7", written="2.00"),
        item("1.00", number="7", in_full=True),
        {"do": "batch_item", "pay": {BILL: "1.00"}, "tenders": [{"money_order": "1.00", "number": "22"}]},
        _late(55, tenders=[{"check": "1.00", **line}]),
        _late(55, tenders=[{"check": "1.00", **line, "approver": ROSAS}]),
        _late(55, tenders=[{"check": "1.00", **line, "approver": lead}]),
        {**listed, "check": {"check": "1.00", **line}},
        {**listed, "check": {"check": "1.00", **line, "approver": lead}},
    ).answers

    said = [str(answer.get("refused", "")) for answer in answers]
    assert [place for place, answer in enumerate(answers) if answer["ok"]] == [0, 1, 2, 3, 5, 6, 15, 17]
    assert said[4].startswith("Check 1043 was taken before: $1.00 on ")
    assert said[7].startswith("Check 1044 was taken before: $1.00 on ")
    assert said[8].startswith("Jan 31, 2030 is still to come.")
    assert said[9].startswith("Jan 02, 2020 is more than 180 days ago")
    assert said[10].startswith("Its words say $2.00")
    assert said[11].startswith("It says that it pays in full")
    assert said[12] == "Enter who issued the money order, as printed on it."
    assert "Rosa Delgado may not approve check 1043" in said[14]
    assert said[13].startswith("Check 1043 was taken before")
    assert said[16].startswith("Check 1043 was taken before")


def test_an_agencys_list_is_one_payment_and_the_rest_is_held(shop: Shop, script: Script) -> None:
    text = f"statement,member,amount\n{BILL},,1.00\nS-404404,,5.00\n"
    act = {"do": "agency_list", "agency": "County of Alameda", "csv": text}
    answers = script.play(
        SIGN_IN,
        OPEN,
        {**act, "check": {"check": "5.99", "number": "9001"}},
        {**act, "check": {"check": "6.00", "number": "9001"}},
        {"do": "sync"},
    ).answers

    assert "The list comes to $6.00, the check is $5.99" in answers[2]["refused"]
    assert (answers[3]["lines"], answers[3]["held"]) == (2, [3])
    assert answer_of("ledger", "check", *shop.ledger.database)["holds"] is True
