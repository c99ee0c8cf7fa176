"""Over and short by person, from the Z reports and the floats of a center's desks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx import Client
from sqlalchemy import Engine

from cashier.domain.line import Line, read_line
from cashier.domain.people import RIGHTS, Right, Role
from cashier.ledger import loading
from cashier.wire import StaffRow
from cashier.wire_deeds import TrendTold
from tests.domain.drawer_lines import closed, shift_lines
from tests.fakes.builders import ROSA, SHIFT_ID
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, clock, new_id, send
from tests.ledger.paper_desk import CENTER, TODAY, PaperDesk
from tests.ledger.serving import client_of


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK3: Rosa was $20.00 short on each of twelve days; Luis counted her float a dollar short once."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    staff.append(StaffRow(user=ROSA.user, name=ROSA.name, role=ROSA.role, passphrase_hash="-"))
    staff.append(StaffRow(user="luis", name="Luis Ortega", role=Role.CASHIER, passphrase_hash="-"))
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    for ago in range(12, 0, -1):
        close = closed()
        if ago == 12:  # A surprise count had found the missing note, and that too much was there before.
            close = replace(close, facts={**close.facts, "surprises": [["Helen Park", 5000], ["Helen Park", -3000]]})
        for line in (shift_lines()[0], close):
            desk.write(_on(line, ago, who=ROSA.user))
    opening = _on(shift_lines()[0], 0, who="luis")
    said = {**opening.facts, "assigned_cents": opening.facts["float_cents"] + 100}
    desk.write(replace(opening, facts=said))
    send(engine, desk)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def _on(line: Line, ago: int, *, who: str) -> Line:
    """The same so many days ago, in a shift of its own."""
    shift = str(SHIFT_ID)[:-2] + f"{ago:02d}"
    read = read_line(line.body().decode().replace(str(SHIFT_ID), shift).encode())
    return replace(read, line_id=new_id(), staff=who, business_date=TODAY - timedelta(days=ago))


def trend(client: Client, staff: str = Role.LEAD, days: int = 90) -> TrendTold:
    asked = {"staff": staff, "today": TODAY.isoformat(), "days": days}
    answer = client.post("/v1/desks/OAK3/office/trend", json=asked)
    assert answer.status_code == 200, answer.text
    return TrendTold.model_validate_json(answer.text)


def test_who_is_short_again_and_again_is_said_to_lean(client: Client) -> None:
    (rosa,) = trend(client).closing

    assert (rosa.name, rosa.shifts, rosa.cents) == (ROSA.name, 12, -2000)
    assert rosa.words.startswith("12 shifts: 11 short, 0 over, together $220.00 short."), (
        "what surprise counts found counts"
    )
    assert "Leans short" in rosa.words


def test_a_float_that_is_counted_otherwise_is_of_who_left_it(client: Client) -> None:
    (left,) = trend(client).floats

    assert (left.name, left.shifts, left.cents) == (ROSA.name, 1, None)
    assert "together $1.00 short" in left.words
    assert "Too few to say more" in left.words


def test_only_the_last_days_count(client: Client) -> None:
    (rosa,) = trend(client, days=4).closing

    assert rosa.shifts == 3
    assert "Too few" in rosa.words


@pytest.mark.parametrize("staff", [role for role in Role if Right.SEE_EXPECTED_CASH not in RIGHTS[role]])
def test_differences_are_told_to_nobody_who_may_not_know_them(client: Client, staff: str) -> None:
    asked = {"staff": staff, "today": TODAY.isoformat(), "days": 90}

    assert client.post("/v1/desks/OAK3/office/trend", json=asked).status_code == 403
