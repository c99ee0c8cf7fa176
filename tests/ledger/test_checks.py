"""A check that another desk took before, of an account with a returned one, or that pays in full makes an alarm."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from httpx import Client
from sqlalchemy import Engine, text

from cashier.domain.accounts import AccountKind
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval, Role
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tenders import SealedAccount, Tender
from cashier.domain.transfer import Transfer
from cashier.ledger import loading
from cashier.ledger import receive as receiving
from cashier.ledger.check import check as prove
from cashier.ledger.directory import Cursor, newest_changes, read_page
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow
from tests.fakes.builders import check, money_order
from tests.ledger.conftest import add_desk, balance, clock, load_helen, new_id, owner_engine, send
from tests.ledger.paper_desk import CENTER, DRAWER, NOW, TODAY, PaperDesk, payment_facts
from tests.ledger.serving import client_of

SEALED = SealedAccount(last_four="5678", token="tok", sealed="sealed")
CHECK = replace(check(500), account=SEALED)
AGREED = Approval(approver="helen", approver_name="Helen Park", act="take it", amount=Money(500), given_at=NOW)
CHECKS = replace(DRAWER, kind=AccountKind.DRAWER_CHECKS)
PASSPHRASE = "lake merritt at noon"


@pytest.fixture
def desks(engine: Engine) -> tuple[PaperDesk, PaperDesk]:
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        load_helen(connection)
    return PaperDesk("OAK3"), PaperDesk("OAK4")


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    staff = [
        StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash=hash_passphrase(PASSPHRASE))
        for role in (Role.CASH_OFFICE, Role.LEAD)
    ]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    with client_of(engine) as made:
        yield made


def pay(desk: PaperDesk, tender: Tender) -> str:
    """Pay on a statement with it; returns the receipt."""
    receipt = f"{desk.desk}-{len(desk.sent) + 1:07d}"
    target, cents = Target(TargetKind.STATEMENT, "S-10000001"), tender.amount.cents
    facts = replace(payment_facts(receipt, target, cents), tenders=(tender,))
    moved = (Transfer(CHECKS, target.account(CENTER), tender.amount),)
    desk.write(desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=moved, line_id=facts.payment_id))
    return receipt


def alarms(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return [(row.what, row.sentence) for row in connection.execute(text("SELECT what, sentence FROM alarms"))]


def list_account(client: Client, receipt: str, *, number: str = "1043", until: date = TODAY, role: Role) -> Any:
    said = {"user": role, "passphrase": PASSPHRASE}
    token = client.post("/v1/office/sign-in", json=said).json()["token"]
    client.headers["authorization"] = f"Bearer {token}"
    wish = {"line_id": str(new_id()), "receipt": receipt, "number": number, "until": until.isoformat(), "reason": "NSF"}
    return client.post("/v1/office/returned-checks", json=wish)


def test_the_same_check_from_another_desk_is_posted_and_makes_an_alarm_whatever_its_amount(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk]
) -> None:
    one, two = desks
    pay(one, replace(CHECK, amount=Money(700)))
    pay(two, replace(CHECK, number="0001043"))
    pay(two, replace(CHECK, number="1044"))
    send(engine, one)
    send(engine, two)

    ((what, sentence),) = alarms(engine)
    assert what == "same_check"
    assert sentence.startswith("Check 0001043 of receipt OAK4-0000001 came before, in line 1 of OAK3. It is posted.")
    assert balance(engine, "receivable:S-10000001") == 10_000 - 1_700
    assert prove(engine).findings == []


def test_checks_that_are_new_are_posted_in_one_round_trip(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "_receive", None)
    for number in ("1", "2"):
        pay(desks[0], replace(CHECK, number=number))
    pay(desks[0], money_order(500))

    assert send(engine, desks[0]).received_through == 3
    assert alarms(engine) == []


def test_a_desk_that_took_one_twice_asked_its_lead_and_makes_no_alarm(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk]
) -> None:
    pay(desks[0], CHECK)
    pay(desks[0], replace(CHECK, agreed=AGREED))
    send(engine, desks[0], 1, 2)
    pay(desks[0], replace(CHECK, agreed=AGREED))
    send(engine, desks[0])

    assert alarms(engine) == []
    assert balance(engine, "receivable:S-10000001") == 8_500


def test_a_run_that_is_sent_again_makes_no_second_alarm(engine: Engine, desks: tuple[PaperDesk, PaperDesk]) -> None:
    for desk in desks:
        pay(desk, CHECK)
        send(engine, desk)
    send(engine, desks[1])

    assert len(alarms(engine)) == 1


def test_paid_in_full_makes_an_alarm_that_says_who_agreed(engine: Engine, desks: tuple[PaperDesk, PaperDesk]) -> None:
    pay(desks[0], replace(check(500), in_full=True, agreed=AGREED))
    send(engine, desks[0])

    ((what, sentence),) = alarms(engine)
    assert what == "check_in_full"
    assert sentence.startswith("Check 1043 of receipt OAK3-0000001 says that it pays in full, and Helen Park agreed.")


def test_a_listed_account_reaches_every_desk_and_its_next_check_needs_a_lead(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk], client: Client
) -> None:
    one, two = desks
    receipt = pay(one, CHECK)
    send(engine, one)
    before = read_page(engine, "OAK4", known_epoch="", after=Cursor(), limit=99)
    with engine.connect() as connection:
        seen = newest_changes(connection)

    answer = list_account(client, receipt, until=TODAY + timedelta(days=30), role=Role.CASH_OFFICE)

    assert answer.status_code == 200, answer.text
    page = read_page(engine, "OAK4", known_epoch=before.epoch, after=Cursor.read(before.after), limit=99)
    assert [(row.token, row.until) for row in page.returned_checks] == [("tok", TODAY + timedelta(days=30))]
    with engine.connect() as connection:
        assert all(newest > seen[center] for center, newest in newest_changes(connection).items()), "desks are told"
    pay(two, replace(CHECK, number="7", agreed=AGREED))
    send(engine, two)
    assert alarms(engine) == []
    pay(two, replace(CHECK, number="8"))
    send(engine, two)
    assert [what for what, _ in alarms(engine)] == ["returned_check"]
    (row,) = client.get("/v1/office/returned-checks").json()["rows"]
    assert (row["receipt"], row["number"], row["last_four"], row["listed_by"]) == (
        receipt,
        "1043",
        "5678",
        "cash_office",
    )
    assert prove(engine).findings == []


def test_listing_again_moves_the_day_and_a_day_that_is_over_asks_nobody(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk], client: Client
) -> None:
    receipt = pay(desks[0], CHECK)
    send(engine, desks[0])
    for days in (30, -1):
        list_account(client, receipt, until=TODAY + timedelta(days=days), role=Role.CASH_OFFICE)

    pay(desks[0], replace(CHECK, number="8"))
    send(engine, desks[0])
    assert alarms(engine) == []
    (row,) = client.get("/v1/office/returned-checks").json()["rows"]
    assert datetime.fromisoformat(row["until"]).date() == TODAY - timedelta(days=1)
    assert prove(engine).findings == []


@pytest.mark.parametrize(
    ("number", "role", "sentence"),
    [
        ("1043", Role.LEAD, "The lead may not list accounts with a returned check. Ask a colleague who may."),
        ("9", Role.CASH_OFFICE, "Receipt OAK3-0000001 has no check 9 here. Read both from the returned check again."),
        (
            "22-4471",
            Role.CASH_OFFICE,
            "This check was taken without its account number, so there is no account to list.",
        ),
    ],
)
def test_what_cannot_be_listed_is_refused_in_one_sentence(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk], client: Client, number: str, role: Role, sentence: str
) -> None:
    receipt = pay(desks[0], CHECK if number != "22-4471" else money_order(500))
    send(engine, desks[0])

    answer = list_account(client, receipt, number=number, role=role)

    assert answer.json()["sentence"] == sentence
    assert client.get("/v1/office/returned-checks").json()["rows"] == []


@pytest.mark.parametrize(
    "damage",
    ["UPDATE returned_checks SET until = '2000-01-01'", "INSERT INTO returned_checks VALUES ('x', '1', now(), 1)"],
)
def test_the_check_finds_a_list_that_was_tampered_with(
    engine: Engine, desks: tuple[PaperDesk, PaperDesk], client: Client, ledger_url: str, damage: str
) -> None:
    receipt = pay(desks[0], CHECK)
    send(engine, desks[0])
    list_account(client, receipt, role=Role.CASH_OFFICE)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text(damage))
    owner.dispose()

    assert "is not listed as the last line about it says" in " ".join(prove(engine).findings)
