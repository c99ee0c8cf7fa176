"""A desk asks for its whole center: the ledger looks the person up, and tells nobody what R2 keeps from them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from httpx import Client
from sqlalchemy import Engine

from cashier.domain.line import Line
from cashier.domain.people import RIGHTS, Right, Role
from cashier.domain.targets import Target, TargetKind
from cashier.ledger import loading
from cashier.wire import StaffRow
from cashier.wire_office import OfficeAnswer
from tests.domain.drawer_lines import closed, counted, dropped, shift_lines
from tests.fakes.builders import ROSA
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, add_desk, clock, new_id, send
from tests.ledger.paper_desk import CENTER, TODAY, PaperDesk
from tests.ledger.serving import client_of, sentence_of

OFFICE = "/v1/desks/OAK3/office"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK3, at whose center one person of each role works under the role's name; Fresno has a lead, too."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    staff.append(StaffRow(user=ROSA.user, name=ROSA.name, role=Role.SUPERVISOR, passphrase_hash="-"))
    with engine.begin() as connection:
        add_desk(connection, "FRE1", "FRE")
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


@pytest.fixture
def desk() -> PaperDesk:
    desk = PaperDesk("OAK3")
    for line in shift_lines():
        desk.write(line)
    return desk


def asked(staff: str, **more: object) -> dict[str, Any]:
    return {"staff": staff, "business_date": TODAY.isoformat(), "cash_most_cents": 200_000} | more


def office(client: Client, staff: str = Role.SUPERVISOR, **more: object) -> OfficeAnswer:
    answer = client.post(OFFICE, json=asked(staff, **more))
    assert answer.status_code == 200, answer.text
    return OfficeAnswer.model_validate_json(answer.text)


@pytest.mark.parametrize("staff", [role for role in Role if Right.SEE_OFFICE not in RIGHTS[role]] + ["nobody"])
def test_the_ledger_itself_refuses_whoever_may_not_see_the_office(client: Client, staff: str) -> None:
    answer = client.post(OFFICE, json=asked(staff))

    assert answer.status_code == 403
    assert sentence_of(answer.text)


def test_somebody_of_another_center_or_who_left_is_refused(engine: Engine, client: Client) -> None:
    away = StaffRow(user="lea", name="Lea", role=Role.LEAD, passphrase_hash="-", centers=("FRE",))
    left = StaffRow(user="tom", name="Tom", role=Role.LEAD, passphrase_hash="-", active=False)
    with engine.begin() as connection:
        loading.load_directory(connection, staff=[away, left], clock=clock, new_id=new_id)

    assert [client.post(OFFICE, json=asked(user)).status_code for user in ("lea", "tom")] == [403, 403]


def test_a_desk_asks_in_its_own_name_alone_and_says_what_it_asks(client: Client) -> None:
    assert client.post("/v1/desks/OAK4/office", json=asked(Role.LEAD)).status_code == 401
    assert client.post(OFFICE, json=asked("")).status_code == 400
    assert client.post(OFFICE, json=asked(Role.LEAD, cash_most_cents=0)).status_code == 400


def test_a_drawer_is_told_with_its_payments_and_its_cash_to_who_may_know_it(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    send(engine, desk)

    told = {user: office(client, user).drawers[0] for user in (Role.SUPERVISOR, Role.LEAD, ROSA.user)}

    row = told[Role.SUPERVISOR]
    assert (row.desk, row.cashier_name, row.state, row.payments) == ("OAK3", ROSA.name, "active", 2)
    assert [drawer.expected_cents for drawer in told.values()] == [26000, 26000, None]


def test_a_limit_is_told_to_all_and_a_drop_ends_it(engine: Engine, client: Client, desk: PaperDesk) -> None:
    send(engine, desk)
    assert not office(client, Role.LEAD, cash_most_cents=26_000).drawers[0].is_over_limit
    assert office(client, Role.LEAD, cash_most_cents=25_999).drawers[0].is_over_limit

    desk.write(dropped())
    send(engine, desk)
    assert not office(client, Role.LEAD, cash_most_cents=25_999).drawers[0].is_over_limit


def attempt(number: int, *, matches: bool) -> Line:
    line = counted()
    return replace(line, line_id=new_id(), facts={**line.facts, "attempt": number, "matches": matches})


def test_only_a_second_count_that_differs_waits(engine: Engine, client: Client, desk: PaperDesk) -> None:
    waits = []
    for line in (attempt(1, matches=False), attempt(2, matches=False), attempt(3, matches=True)):
        desk.write(line)
        send(engine, desk)
        (row,) = office(client, Role.LEAD).drawers
        waits.append((row.state, row.waits))

    assert waits == [("counting", False), ("counting", True), ("counting", False)]


def test_a_closed_drawer_stays_on_the_list_of_its_day_alone(engine: Engine, client: Client, desk: PaperDesk) -> None:
    desk.write(counted())
    close = desk.write(closed())
    send(engine, desk)

    (row,) = office(client).drawers
    (leads,) = office(client, Role.LEAD).drawers

    assert (row.state, row.z, row.closed_at) == ("closed", 1, close.taken_at)
    assert row.difference_cents == close.facts["difference_cents"]
    assert set(row.bags) == {bag["number"] for bag in close.facts["bags"]} | {close.facts["till_bag"]} - {""}
    assert leads == row
    assert office(client, business_date="2026-11-20").drawers == ()


def test_what_waits_is_told_with_its_receipt_its_amount_and_no_name_of_a_payor(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-99999999", 700)
    desk.pay("S-10000001", 10_500)
    desk.pay_target(Target(TargetKind.HOLDING, ""), 900)
    desk.pay_target(Target(TargetKind.CREDIT, GUARANTOR), 2_000)
    send(engine, desk)

    told = office(client, Role.LEAD)

    (held,), (nameless,), (beyond, meant) = told.not_posted.rows, told.unidentified.rows, told.credits.rows
    assert (held.what, held.cents, held.owner) == ("OAK3-0000001", 700, "")
    assert held.why == "Statement S-99999999 is not known. Choose where it goes."
    assert (nameless.what, nameless.cents, nameless.owner) == ("OAK3-0000003", 900, ROSA.name)
    assert (beyond.what, beyond.cents, beyond.task) == ("Paid beyond S-10000001", 500, "OAK3.2.0.1")
    assert (meant.what, meant.cents, meant.task) == (f"Credit of guarantor {GUARANTOR}", 2_000, "")
    assert "Tran" not in told.model_dump_json()


def test_another_centers_money_and_drawers_are_not_told(engine: Engine, client: Client) -> None:
    fresno = PaperDesk("FRE1")
    for line in shift_lines():
        fresno.write(replace(line, desk="FRE1", center="FRE"))
    send(engine, fresno)

    assert office(client).drawers == ()
