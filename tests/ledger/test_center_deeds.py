"""What a desk does for somebody of its center's office: looked up, of this center alone, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.accounts import AccountKind
from cashier.domain.line import LineKind
from cashier.domain.people import Role
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tenders import SealedAccount
from cashier.domain.transfer import Transfer
from cashier.ledger import loading
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.check import check
from cashier.wire import ChannelPayment, StaffRow
from cashier.wire_office import OfficeAnswer
from tests.fakes.builders import check as check_of
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, add_desk, balance, clock, new_id, send
from tests.ledger.paper_desk import CENTER, DRAWER, TODAY, PaperDesk, payment_facts
from tests.ledger.serving import client_of, sentence_of

OFFICE = "/v1/desks/OAK3/office"
TASK = "OAK3.1.0.0"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK3, where a payment with no name, one for an unknown statement and a check wait."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    desk.pay_target(Target(TargetKind.HOLDING, ""), 900)
    desk.pay("S-99999999", 700)
    pay_by_check(desk)
    send(engine, desk)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def pay_by_check(desk: PaperDesk) -> None:
    """$5.00 by check 1043, whose account is known."""
    target = Target(TargetKind.STATEMENT, "S-10000001")
    tender = replace(check_of(500), account=SealedAccount(last_four="5678", token="tok", sealed="sealed"))
    facts = replace(payment_facts("OAK3-0000003", target, 500), tenders=(tender,))
    moved = (Transfer(replace(DRAWER, kind=AccountKind.DRAWER_CHECKS), target.account(CENTER), tender.amount),)
    desk.write(desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=moved, line_id=facts.payment_id))


def do(client: Client, what: str, staff: str = Role.CASH_OFFICE, **more: Any) -> Response:
    return client.post(f"{OFFICE}/deeds", json={"line_id": str(new_id()), "staff": staff, "what": what} | more)


def said(answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["said"])


def office(client: Client, staff: str = Role.SUPERVISOR) -> OfficeAnswer:
    asked = {"staff": staff, "business_date": TODAY.isoformat(), "cash_most_cents": 200_000}
    return OfficeAnswer.model_validate_json(client.post(OFFICE, json=asked).text)


def test_every_row_says_what_it_is_called(client: Client) -> None:
    told = office(client)

    assert [(row.task, row.kind) for row in told.unidentified.rows] == [(TASK, "unidentified")]
    assert [(row.task, row.kind) for row in told.not_posted.rows] == [("OAK3.2.0.0", "held")]


def test_money_finds_its_statement_by_two_people_once(engine: Engine, client: Client) -> None:
    wish = {
        "line_id": str(new_id()),
        "about": TASK,
        "statement": "S-10000001",
        "second": Role.SUPERVISOR,
        "words": "the envelope was Mai's",
    }

    for _ in range(2):
        assert said(do(client, "release", **wish)) == "$9.00 paid S-10000001."

    assert (balance(engine, "holding:OAK"), balance(engine, "receivable:S-10000001")) == (0, 8_600)
    with engine.connect() as connection:
        body = connection.scalar(text("SELECT body FROM lines WHERE kind = 'held_released'"))
    assert '"approver":"supervisor"' in str(body)
    assert (office(client).unidentified.rows, check(engine).findings) == ((), [])


def test_money_that_came_by_no_center_waits_with_those_who_work_at_all_of_them(engine: Engine, client: Client) -> None:
    payment = ChannelPayment(reference="W-1", statement_number="S-99999999", cents=300, business_date=TODAY)
    more = ChannelPayment(reference="W-2", statement_number="S-10000002", cents=5_400, business_date=TODAY)
    bound = StaffRow(user="bo", name="Bo", role=Role.SUPERVISOR, passphrase_hash="-", centers=(CENTER,))
    with engine.begin() as connection:
        take_channel_payments(connection, "online", [payment, more], clock=clock, new_id=new_id)
        loading.load_directory(connection, staff=[bound], clock=clock, new_id=new_id)

    told, told_bound = office(client), office(client, "bo")

    held, (beyond,) = told.not_posted.rows[-1], told.credits.rows
    assert (held.what.partition(",")[0], held.cents, beyond.cents) == ("online", 300, 400)
    assert ([row.cents for row in told_bound.not_posted.rows], told_bound.credits.rows) == ([700], ())
    wish = {"about": held.task, "statement": "S-10000001", "second": Role.SUPERVISOR, "words": "one digit was wrong"}
    assert "no such task" in sentence_of(do(client, "take", "bo", about=held.task).text)
    assert said(do(client, "release", **wish)) == "$3.00 paid S-10000001."
    assert [row.cents for row in office(client).not_posted.rows] == [700]
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"second": ""}, 400, "Two people release held money"),
        ({"second": Role.CASH_OFFICE}, 400, "Two people release held money"),
        ({"second": Role.LEAD}, 403, "may not agree"),
        ({"second": "nobody"}, 403, "knows nobody"),
        ({"staff": Role.LEAD, "second": Role.SUPERVISOR}, 403, "may not release"),
        ({"staff": Role.CASHIER, "second": Role.SUPERVISOR}, 403, "may not see the office"),
        ({"about": "OAK3.99.0.0"}, 400, "no such task"),
        ({"about": "OAK3.x.0.0"}, 400, "no such task"),
        ({"about": "note.1"}, 400, "no such task"),
        ({"cents": 901}, 400, "Only $9.00"),
        ({"words": ""}, 400, "enter a reason"),
    ],
)
def test_a_release_that_may_not_be_moves_nothing(
    engine: Engine, client: Client, more: dict[str, Any], status: int, sentence: str
) -> None:
    wish = {"about": TASK, "statement": "S-10000001", "second": Role.SUPERVISOR, "words": "Mai's"} | more

    answer = do(client, "release", **wish)

    assert (answer.status_code, balance(engine, "holding:OAK")) == (status, -900)
    assert sentence in sentence_of(answer.text)


def test_another_centers_task_is_not_this_desks(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        add_desk(connection, "FRE1", "FRE")
    fresno = PaperDesk("FRE1")
    fresno.write(replace(PaperDesk("FRE1").pay("S-99999999", 700), center="FRE"))
    send(engine, fresno)

    answers = [do(client, what, about="FRE1.1.0.0", second=Role.SUPERVISOR, words="w") for what in ("take", "release")]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert client.post(f"{OFFICE}/task", json={"staff": Role.LEAD, "about": "FRE1.1.0.0"}).status_code == 400


def test_who_takes_a_task_stands_beside_it(client: Client) -> None:
    assert said(do(client, "take", Role.LEAD, about=TASK)) == "The lead looks after it from now on."

    assert office(client).unidentified.rows[0].owner == "The lead"


def test_a_task_tells_what_is_known_of_it_to_who_may_take_it(client: Client) -> None:
    told = client.post(f"{OFFICE}/task", json={"staff": Role.LEAD, "about": TASK})
    refused = client.post(f"{OFFICE}/task", json={"staff": Role.AUDITOR, "about": TASK})

    assert ["Taken by", "rosa"] in told.json()["facts"]
    assert refused.status_code == 403


def test_an_alarm_is_seen_and_leaves_the_list(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO alarms (what, sentence) VALUES ('clock', 'A clock is off.')"))
    (alarm,) = office(client).tasks.rows

    assert said(do(client, "acknowledge", Role.LEAD, about=alarm.task)) == "Seen by The lead."
    assert office(client).tasks.rows == ()
    assert do(client, "acknowledge", Role.LEAD, about="alarm.x").status_code == 400


def test_a_returned_checks_account_is_listed_and_lifted(engine: Engine, client: Client) -> None:
    check_1043 = {"receipt": "OAK3-0000003", "number": "1043", "words": "NSF", "second": Role.SUPERVISOR}
    returned = do(client, "return_check", **check_1043)
    (row,) = office(client).returned.rows

    assert said(returned) == (
        "$5.00 that check 1043 paid is open again. Its fee is $25.00, FEE-OAK3-0000003-1. "
        "Its account is on the list until May 20, 2027."
    )
    assert (row.what, row.kind, row.owner) == ("Check 1043 of OAK3-0000003", "returned", "The cash_office")
    yesterday = date(2026, 11, 20).isoformat()
    assert do(client, "lift_account", about=row.task, until=yesterday).status_code == 400
    assert said(do(client, "lift_account", about=row.task, until=yesterday, words="paid")).endswith("off the list.")
    assert (office(client).returned.rows, check(engine).findings) == ((), [])
    assert do(client, "return_check", Role.LEAD, **check_1043).status_code == 403


def messages(client: Client, desk: str = "OAK3") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.post(f"/v1/desks/{desk}/office/messages", json={}).json()["messages"]
    return rows


def test_what_the_office_says_stands_at_its_desks_until_it_is_taken_back(engine: Engine, client: Client) -> None:
    wish = {"line_id": str(new_id()), "words": "Take cash and check.", "minutes": 30}
    for _ in range(2):
        assert said(do(client, "say", Role.LEAD, **wish)).startswith("It stands at every desk of this center")
    (row,) = messages(client)
    assert (row["words"], row["sent_by"], row["message"]) == (wish["words"], "The lead", wish["line_id"])
    (listed,) = office(client).messages.rows
    assert (listed.why, listed.until) == ("To all desks.", clock() + timedelta(minutes=30)), "each desk has its clock"

    said(do(client, "take_back", Role.LEAD, about=listed.task))

    assert (messages(client), office(client).messages.rows, check(engine).findings) == ([], (), [])


def test_it_is_for_the_desks_that_are_named_and_no_others(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        add_desk(connection, "FRE1", "FRE")
    said(do(client, "say", Role.LEAD, words="Closing at five.", minutes=30, desks=["OAK4"]))
    assert messages(client) == []

    for desk in ("FRE1", "OAK9"):
        refused = do(client, "say", Role.LEAD, words="Closing at five.", minutes=30, desks=[desk])
        assert (refused.status_code, "has no desk" in sentence_of(refused.text)) == (400, True)


@pytest.mark.parametrize(
    "more",
    [{"words": ""}, {"words": "4111 1111 1111 1111"}, {"minutes": 0}, {"minutes": None}, {"staff": Role.AUDITOR}],
)
def test_who_may_not_or_says_nothing_tells_desks_nothing(client: Client, more: dict[str, Any]) -> None:
    wish: dict[str, Any] = {"staff": Role.LEAD, "words": "Closing at five.", "minutes": 30} | more

    assert do(client, "say", **wish).status_code in (400, 403)
    assert messages(client) == []
    assert do(client, "take_back", Role.LEAD, about="message.x").status_code == 400
