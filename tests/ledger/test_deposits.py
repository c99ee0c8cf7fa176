"""Deposits over HTTP: two people, two counts, not a cent between them, one deposit a bag, and `check` proves it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx import Client
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from cashier.domain.count import exactly
from cashier.domain.errors import CashierError, Refused
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import DENOMINATIONS
from cashier.doors.ledger_deposit import deposit_slip
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.deposit_lists import deposit_of
from cashier.ledger.deposits import DIFFERS
from cashier.ledger.office import Session
from cashier.ledger.safe import accept_bag
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow
from receipts.deposit_sheet import NOT_REVIEWED, deposit_sheet
from receipts.letter_page import Letters
from tests.domain.drawer_lines import closed, shift_lines
from tests.ledger.conftest import clock, count_rows, new_id, owner_engine, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of, sentence_of
from tests.receipts.test_pdf import pages_of, text_in
from tests.receipts.zbar import read_barcodes

PASSPHRASE = "lake merritt at noon"
HASH = hash_passphrase(PASSPHRASE)
DEPOSITS = "/v1/office/deposits"
BAG = closed().facts["bags"][0]
SUMS = {"cash_cents": BAG["cash_cents"], "checks_cents": BAG["checks_cents"]}
CHECKS = [
    {"number": item["number"], "cents": item["cents"]}
    for item in closed().facts["checks"]
    if item["book"] == BAG["book"]
]
COUNTED: dict[str, Any] = {
    "count": exactly({kind.code: 999 for kind in DENOMINATIONS}, Money(BAG["cash_cents"])),
    "checks": CHECKS,
}
SEAL = "OAK-900-0001"
As = Callable[[str], Client]


@pytest.fixture
def office(engine: Engine) -> Iterator[As]:
    """Whoever is asked for, signed in; a closed drawer's bag is in the safe."""
    desk = PaperDesk("OAK3")
    for line in (*shift_lines(), closed()):
        desk.write(line)
    send(engine, desk)
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash=HASH) for role in Role]
    keeper = Staff(user="cash_office", name="The cash office", role=Role.CASH_OFFICE)
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
        accept_bag(connection, BAG["number"], new_id(), keeper, "OAK", clock=clock, new_id=new_id)
    tokens: dict[str, str] = {}
    with client_of(engine) as client:

        def signed_in(user: str) -> Client:
            if user not in tokens:
                said = client.post("/v1/office/sign-in", json={"user": user, "passphrase": PASSPHRASE})
                tokens[user] = Session.model_validate_json(said.text).token
            client.headers["authorization"] = f"Bearer {tokens[user]}"
            return client

        yield signed_in


def wish(**more: Any) -> dict[str, Any]:
    said = {"line_id": str(new_id()), "center": "OAK", "book": BAG["book"], "bags": [BAG["number"]]}
    return said | COUNTED | more


def prepared(office: As) -> str:
    answer = office("cash_office").post(DEPOSITS, json=wish())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["deposit"])


def review(office: As, deposit: str, user: str = "supervisor", **more: Any) -> Any:
    return office(user).post(
        f"{DEPOSITS}/{deposit}/review", json={"line_id": str(new_id()), "seal": SEAL} | COUNTED | more
    )


def held(engine: Engine, account: str) -> int:
    with engine.connect() as connection:
        said = text("SELECT COALESCE(sum(debit_cents - credit_cents), 0) FROM trial_balance WHERE account = :account")
        return int(connection.scalar(said, {"account": account}) or 0)


def test_money_leaves_the_safe_with_the_second_persons_count_and_not_before(engine: Engine, office: As) -> None:
    safe, going = f"safe:OAK:{BAG['book']}", f"deposit:OAK:{BAG['book']}"
    before = held(engine, safe)
    (in_safe,) = office("cash_office").get("/v1/office/safe?center=OAK").json()["rows"]
    deposit = prepared(office)
    assert (held(engine, safe), held(engine, going)) == (before, 0)

    assert review(office, deposit).status_code == 200

    assert (in_safe["bag"], in_safe["accepted_by"]) == (BAG["number"], "The cash_office")
    assert held(engine, going) == sum(SUMS.values()) == before - held(engine, safe)
    assert office("cash_office").get("/v1/office/safe?center=OAK").json()["rows"] == []
    (row,) = office("cash_office").get(DEPOSITS).json()["rows"]
    assert (row["prepared_by"], row["reviewed_by"], row["bags"]) == ("cash_office", "supervisor", BAG["number"])
    assert check(engine).findings == []


def test_the_list_for_the_bank_comes_to_the_deposit_and_leaves_with_a_reason(engine: Engine, office: As) -> None:
    deposit = prepared(office)
    rows = office("cash_office").get(f"{DEPOSITS}/{deposit}/list").json()["rows"]

    sums = {kind: sum(row["cents"] for row in rows if (row["kind"] == "cash") == kind) for kind in (True, False)}
    assert sums == {True: SUMS["cash_cents"], False: SUMS["checks_cents"]}
    assert all(row["number"] and row["receipt"] for row in rows if row["kind"] != "cash")
    asked = f"{DEPOSITS}/{deposit}/list?format=csv"
    assert office("cash_office").get(asked).status_code == 400
    answer = office("cash_office").get(f"{asked}&reason=for the bank")
    assert answer.text.startswith("deposit,bag,kind,denomination,pieces,number,receipt,cents\r\n")


def test_the_slip_says_all_of_it_and_whether_it_was_reviewed(
    engine: Engine, office: As, ledger_url: str, tmp_path: Path
) -> None:
    deposit, pdf = prepared(office), tmp_path / "slip.pdf"
    with engine.connect() as connection:
        before = deposit_of(connection, UUID(deposit))
    review(office, deposit)
    deposit_slip(str(before.number), pdf, database_url=ledger_url)
    with pytest.raises(Refused, match="There is no deposit 999999"):
        deposit_slip("999999", pdf, database_url=ledger_url)
    with pytest.raises(CashierError, match="B-1 is no deposit's number"):
        deposit_slip("B-1", pdf, database_url=ledger_url)
    with engine.connect() as connection:
        after = deposit_of(connection, UUID(deposit))

    assert (before.reviewed_by, after.reviewed_by) == ("", "The supervisor")
    assert (after.cash.cents, after.checks.cents) == (SUMS["cash_cents"], SUMS["checks_cents"])
    said = text_in(pdf.read_bytes(), tmp_path)
    for words in (deposit, BAG["number"], "Prepared by The cash_office", "Reviewed by The supervisor"):
        assert words in said
    assert read_barcodes(pages_of(pdf.read_bytes(), tmp_path)[0]) == [f"CODE-128:{deposit}"]


def test_a_slip_that_nobody_reviewed_says_so_and_an_unknown_one_is_refused(
    engine: Engine, office: As, tmp_path: Path
) -> None:
    deposit = UUID(prepared(office))
    with engine.connect() as connection:
        paper = deposit_of(connection, deposit)
        with pytest.raises(Refused, match="no such deposit"):
            deposit_of(connection, new_id())
    many = replace(paper, items=paper.items * 60)

    pdf = deposit_sheet(many, Letters())
    said = text_in(pdf, tmp_path)
    assert NOT_REVIEWED in said
    assert said.count(many.items[-1].bag) >= sum(not item.is_cash for item in many.items)
    assert len(pages_of(pdf, tmp_path)) > 1


def test_nobody_reviews_what_they_prepared(engine: Engine, office: As) -> None:
    answer = review(office, prepared(office), "cash_office")

    assert sentence_of(answer.text) == "Who prepared a deposit does not review it. Ask a colleague."
    assert held(engine, f"deposit:OAK:{BAG['book']}") == 0


def test_the_database_itself_refuses_one_person_for_both(office: As, ledger_url: str) -> None:
    prepared(office)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE deposits SET reviewed_by = prepared_by, reviewed = 1"))
    owner.dispose()


@pytest.mark.parametrize(
    "change", ["DELETE FROM deposits", "UPDATE deposits SET center = 'x'", "DELETE FROM deposited_bags"]
)
def test_the_service_cannot_take_a_deposit_back(engine: Engine, office: As, change: str) -> None:
    review(office, prepared(office))
    with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text(change))


@pytest.mark.parametrize(
    ("off", "why"),
    [
        ({"count": COUNTED["count"] | {"0.01": COUNTED["count"].get("0.01", 0) + 1}}, DIFFERS),
        ({"count": {}}, DIFFERS),
        ({"checks": CHECKS[1:]}, "was not accounted for"),
        ({"checks": [*CHECKS, CHECKS[0]]}, "is on no list of these bags"),
        ({"checks": [CHECKS[0] | {"cents": CHECKS[0]["cents"] + 1}, *CHECKS[1:]]}, "was not accounted for"),
        ({"checks": [CHECKS[0] | {"number": "9"}, *CHECKS[1:]]}, "was not accounted for"),
    ],
)
def test_a_cent_or_a_check_of_difference_stops_either_of_them(
    engine: Engine, office: As, off: dict[str, Any], why: str
) -> None:
    assert why in sentence_of(office("cash_office").post(DEPOSITS, json=wish(**off)).text)
    assert why in sentence_of(review(office, prepared(office), **off).text)
    assert count_rows(engine, "deposited_bags") == 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"bags": [BAG["number"]] * 2}, "named twice"),
        ({"bags": ["NONE-1"]}, "knows no bag NONE-1"),
        ({"book": "ncal.premium"}, "a deposit of its own book"),
        ({"center": "FRE"}, "of this center"),
        ({"bags": []}, "bags"),
        ({"count": {"20.00": -1}}, "count.20.00"),
        ({"checks": [{"number": "1", "cents": -1}]}, "checks.0.cents"),
    ],
)
def test_what_cannot_be_deposited_is_refused(engine: Engine, office: As, more: dict[str, Any], why: str) -> None:
    answer = office("cash_office").post(DEPOSITS, json=wish(**more))

    assert answer.status_code == 400
    assert why in sentence_of(answer.text)
    assert count_rows(engine, "deposits") == 0


def test_a_bag_goes_to_the_bank_once_and_a_reviewed_deposit_is_final(engine: Engine, office: As) -> None:
    first, second = prepared(office), prepared(office)
    assert review(office, first).status_code == 200

    assert f"Bag {BAG['number']} is in a deposit already" in sentence_of(review(office, second).text)
    assert "nothing of it changes" in sentence_of(review(office, first).text)
    assert "is in a deposit already" in sentence_of(office("cash_office").post(DEPOSITS, json=wish()).text)
    assert check(engine).findings == []


def test_the_same_acts_again_are_the_same(engine: Engine, office: As) -> None:
    one, two = wish(), {"line_id": str(new_id()), "seal": SEAL} | COUNTED
    answers = [office("cash_office").post(DEPOSITS, json=one).json() for _ in range(2)]
    place = f"{DEPOSITS}/{one['line_id']}/review"
    answers += [office("supervisor").post(place, json=two).json() for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[2] == answers[3]
    assert held(engine, f"deposit:OAK:{BAG['book']}") == sum(SUMS.values())
    assert check(engine).findings == []


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR])
def test_only_who_keeps_the_safe_may(office: As, role: Role) -> None:
    deposit = prepared(office)
    assert office(role).post(DEPOSITS, json=wish()).status_code == 403
    assert review(office, deposit, role).status_code == 403


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE deposits SET reviewed_by = 'eve'", "list of deposits is not what the lines say"),
        ("DELETE FROM deposited_bags", "are not those of the deposits"),
        (
            r"""UPDATE lines SET body = regexp_replace(body, '(deposit\:OAK[^\]]*,)[0-9]+', '\11')
                WHERE kind = 'deposit_reviewed'""",
            "moved other money than its bags held",
        ),
        (
            r"""UPDATE lines SET body = replace(body, '"staff"\:"supervisor"', '"staff"\:"cash_office"')
                WHERE kind = 'deposit_reviewed'""",
            "reviewed by who prepared it",
        ),
    ],
)
def test_the_check_finds_a_deposit_that_was_tampered_with(
    engine: Engine, office: As, ledger_url: str, damage: str, finding: str
) -> None:
    review(office, prepared(office))
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
