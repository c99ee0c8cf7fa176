"""What another desk may see of a receipt: what its paper says, and no more."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import LineKind, read_line
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.place import Elsewhere
from cashier.domain.receipt_number import made_at, typed_receipt
from cashier.domain.receipt_seen import SINCE, masked, masked_since, place_of, read_seen, receipt_seen
from cashier.domain.times import day_words
from tests.domain.receipt_lines import became, receipt_copied
from tests.domain.written import WRITTEN, a_payment
from tests.fakes.builders import MEMBER, OAK3, a_member, a_situation, a_statement, a_wish


def test_no_name_no_whole_number_and_no_account_leaves_the_ledger() -> None:
    line = a_payment()
    body = masked(line).body().decode()

    for said in ("Tran", "Mai", "11048827", "200417733", "121000248", "sealed", "card scanned", "receivable"):
        assert said not in body
    shown = read_payment(masked(line))
    assert shown.paid == read_payment(line).paid
    assert shown.guarantor_number == "733", "the last three alone"


def test_a_plan_is_told_where_the_paper_says_it() -> None:
    own = WRITTEN["payment-on-plan"]()
    other = replace(own, facts={**own.facts, "payor": "Tran, Bao"})

    assert b"a month" in masked(own).body()
    assert b"a month" not in masked(other).body()


def test_a_credits_guarantor_is_masked_in_what_was_paid_too() -> None:
    line = a_payment()
    targets = [{**line.facts["targets"][0], "target": "credit:200417733"}, *line.facts["targets"][1:]]
    body = masked(replace(line, facts={**line.facts, "targets": targets})).body().decode()

    assert "200417733" not in body
    assert "credit:733" in body


@pytest.mark.parametrize("kind", sorted(SINCE))
def test_of_what_became_of_it_nobody_learns_whose_it_was_or_where_it_went(kind: LineKind) -> None:
    body = masked_since(became(kind)).body().decode()

    for said in ("Tran", "1104882", "200417733", "121000248", "S-48211904", "receivable", "helen", "tok", "reason"):
        assert f'"{said}' not in body
        assert said in ("helen", "tok", "reason") or said not in body
    assert masked_since(read_line(body.encode())) == masked_since(became(kind))


def test_an_accounts_number_that_money_was_moved_from_is_masked() -> None:
    line = became(LineKind.MOVED)
    masked_line = masked_since(replace(line, facts={**line.facts, "from": "credit:200417733"}))

    assert masked_line.facts["from"] == "credit:733"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("S-48210377", "S-48210377"),
        ("credit:200417733", "its credit on account"),
        ("prepay:E-20441", "its deposit"),
        ("holding", "its unidentified money"),
    ],
)
def test_what_was_moved_is_called_what_it_was(source: str, words: str) -> None:
    moved = became(LineKind.MOVED)
    since = masked_since(replace(moved, facts={**moved.facts, "from": source}))
    paid = masked(a_payment())
    paid = replace(paid, facts={**paid.facts, "receipt": moved.facts["receipt"]})
    bodies = [line.body().decode() for line in (paid, since)]
    seen = receipt_seen(str(moved.facts["receipt"]), "ncal", "Oakland", (bodies[0],), since=(bodies[1],))

    assert f" of {words} was moved on " in seen.told_since


@pytest.mark.parametrize("kind", sorted(SINCE - {LineKind.VOIDED}))
def test_a_copys_line_keeps_what_became_of_its_receipt_and_on_which_day(kind: LineKind) -> None:
    since = masked_since(replace(became(kind), business_date=date(2026, 11, 19)))
    receipt = str(since.facts["receipt"])
    paid = masked(a_payment())
    paid = replace(paid, facts={**paid.facts, "receipt": receipt})
    seen = receipt_seen(receipt, "ncal", "Oakland", (paid.body().decode(),), since=(since.body().decode(),))

    assert "on Nov 19, 2026" in seen.told_since
    dateless = replace(seen.since[0], business_date=None)  # As the ledger's own lines are.
    assert day_words(dateless.taken_at.date()) in replace(seen, since=(dateless,)).told_since
    assert read_seen(replace(receipt_copied(), facts=seen.facts())) == seen
    assert "since" not in replace(seen, since=()).facts()


def test_what_became_of_another_receipt_is_none_of_it() -> None:
    paid, since = masked(a_payment()).body().decode(), masked_since(became(LineKind.MOVED)).body().decode()
    with pytest.raises(UnreadableBody):
        receipt_seen("OAK3-0000001", "ncal", "Oakland", (paid,), since=(since,))
    with pytest.raises(UnreadableBody):
        receipt_seen("OAK3-0000001", "ncal", "Oakland", (paid,), since=(paid,))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("OAK4-0000012", "OAK4-0000012"),
        (" oak4-12 ", "OAK4-0000012"),
        ("S-48210377", ""),
        ("OA-0000001", ""),
        ("3-14-61", ""),
        ("03-14", ""),
        ("tran-mai", ""),
        ("OAK4-", ""),
        ("4111111111111111", ""),
    ],
)
def test_a_receipts_number_is_known_as_it_is_typed(text: str, number: str) -> None:
    assert typed_receipt(text) == number


def test_lines_of_another_receipt_are_none_of_it() -> None:
    body = masked(a_payment()).body().decode()
    assert receipt_seen("OAK3-0000001", "ncal", "Oakland", (body,)).lines == (masked(a_payment()),)
    for number, bodies in (("OAK3-0000002", (body,)), ("OAK3-0000001", ()), ("OAK3-0000001", ("{}",))):
        with pytest.raises(UnreadableBody):
            receipt_seen(number, "ncal", "Oakland", bodies)


def test_its_paper_says_its_own_center_region_and_clock() -> None:
    seen = replace(read_seen(receipt_copied()), region="hawaii", center_name="Moanalua")
    hawaii = Elsewhere(region="hawaii", name="Hawaii", phone="(808) 555-0100", time_zone=ZoneInfo("Pacific/Honolulu"))
    there = place_of(seen, replace(OAK3, elsewhere=(hawaii,)))

    assert (there.desk, there.window, there.center_name) == ("FRE2", "FRE2", "Moanalua")
    assert (there.region_name, there.questions_phone) == ("Hawaii", "(808) 555-0100")
    assert str(there.time_zone) == "Pacific/Honolulu"
    unclocked = place_of(seen, replace(OAK3, elsewhere=(replace(hawaii, time_zone=None),)))
    assert (unclocked.region_name, unclocked.time_zone) == ("Hawaii", OAK3.time_zone)
    assert made_at("FRE2-0000001") == "FRE2"


def test_of_a_longer_number_the_last_four_alone_are_shown() -> None:
    wish = replace(a_wish(), member_number="123456789", identified={"123456789": "photo ID seen", MEMBER: "seen"})
    bill = a_statement(member="123456789")
    line = decide_payment(wish, replace(a_situation(bill), member=a_member("123456789")))
    shown = read_payment(masked(line))

    assert shown.member_number == "6789"
    assert {placed.member_number for placed in shown.targets} == {"6789"}


def test_a_copy_that_cannot_be_read_and_lines_of_two_receipts_are_refused() -> None:
    with pytest.raises(UnreadableBody, match="A copied receipt cannot be read"):
        read_seen(replace(receipt_copied(), facts={}))
    one = decide_payment(a_wish(), a_situation())
    other = decide_payment(a_wish(), replace(a_situation(), receipt="OAK3-0000002"))
    bodies = tuple(line.body().decode() for line in (one, other))
    with pytest.raises(UnreadableBody, match="are not the receipt's"):
        receipt_seen("OAK3-0000001", "ncal", "Oakland", bodies)
