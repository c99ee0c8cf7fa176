"""Every route of the office asks the ledger's own list of people what this one may; none takes a desk's word for it.

A new route under the office fails here until it stands in the table. Dana is an administrator, who holds no right about
money (R8); Helen was a lead when she signed in, and is none any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import MagicMock

import pytest
from fastapi.routing import APIRoute
from httpx import Client, Response
from sqlalchemy import Connection, Engine, create_engine, text

from cashier.domain.people import Role
from cashier.ledger import people
from cashier.ledger.app import make_app
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow
from tests.fakes.signed import Signed, enrolled
from tests.ledger.conftest import ADMIN, clock
from tests.ledger.paper_desk import CENTER
from tests.ledger.serving import served

WORDS = "redwood after the rain"
AN_ID = "0198f1c0-0000-7000-8000-000000000001"
BY = {"staff": "dana"}
ACT = {"line_id": AN_ID, **BY}
TWO = {**ACT, "second": "helen", "count": {}}

LISTS = """
    alarms books cash-reports corrections credits day-totals deposits drawers held holding notes paper-books quarantine
    returned-checks safe
"""
BY_SESSION: dict[str, Any] = {
    **{f"GET /v1/office/{name}": None for name in LISTS.split()},
    "GET /v1/office/quarantine/{desk}/{run_hash}": None,
    "GET /v1/office/deposits/{deposit}/list": None,
    "POST /v1/office/tasks/{task}/take": {"line_id": AN_ID},
    "POST /v1/office/books/{task}/take": {"line_id": AN_ID},
    "POST /v1/office/books/{task}/close": {"line_id": AN_ID, "note": "done"},
    "POST /v1/office/notes/{note}/take": {"line_id": AN_ID},
    "POST /v1/office/notes/{note}/close": {"line_id": AN_ID, "note": "done"},
    "POST /v1/office/held/{task}/release": {"line_id": AN_ID, "statement_number": "S-1", "reason": "theirs"},
    "POST /v1/office/alarms/{alarm}/acknowledge": {"line_id": AN_ID, "note": "seen"},
    "POST /v1/office/returned-checks": {"line_id": AN_ID, "receipt": "OAK3-1", "number": "1", "until": "2027-01-01"},
    "POST /v1/office/deposits": {"line_id": AN_ID, "book": "ncal.medical", "bags": ["B-1"], "count": {}},
    "POST /v1/office/deposits/{deposit}/review": {"line_id": AN_ID, "count": {}, "seal": "S-1"},
}
AT_DESK: dict[str, Any] = {
    "POST ": {**BY, "business_date": "2026-11-21", "cash_most_cents": 100},
    "POST /bags": {**ACT, "number": "B-1"},
    "POST /deeds": {**ACT, "what": "take", "about": "note.1"},
    "POST /task": {**BY, "about": "note.1"},
    "POST /asks": {**ACT, "act": "credit", "cents": 5, "right": "approve_credit", "sentence": "A credit."},
    "POST /refunds": {
        **ACT,
        "member": "1",
        "fund": "prepay:E-1",
        "book": "ncal.medical",
        "cents": 5,
        "why": "cancelled",
    },
    "POST /records": {**BY, "since": "2026-11-21T00:00:00Z", "until": "2026-11-22T00:00:00Z"},
    "POST /records/export": {
        **ACT,
        "since": "2026-11-21T00:00:00Z",
        "until": "2026-11-22T00:00:00Z",
        "reason": "audit",
    },
    "POST /trend": {**BY, "today": "2026-11-21", "days": 90},
    "POST /safe": {**BY, "day": "2026-11-21"},
    "POST /safe/bag": {**BY, "number": "B-1"},
    "POST /safe/prepare": {**ACT, "book": "ncal.medical", "bags": ["B-1"], "count": {}},
    "POST /safe/review": {**ACT, "count": {}, "seal": "S-1", "deposit": AN_ID},
    "POST /safe/give": {**ACT, "number": "B-1", "courier": "Loomis"},
    "POST /safe/arrive": {**ACT, "number": "B-1", "receipt": "R-1"},
    "POST /safe/correct": {**ACT, "second": "helen", "number": "B-1", "credited_cents": 100, "reason": "a note"},
    "POST /safe/count": {**TWO, "purpose": "open", "day": "2026-11-21"},
    "POST /safe/recount": {**TWO, "number": "B-1"},
    "POST /safe/name": {**ACT, "second": "helen", "number": "B-1"},
    "POST /safe/change": {**TWO, "ordered_cents": 100},
    "POST /safe/slip": {**BY, "deposit": AN_ID, "reason": "for the bank"},
}
OF_NOBODY = {
    "POST /v1/office/sign-in",  # Is where it is asked.
    "POST /v1/office/sign-out",
    "POST /v1/desks/{desk}/office/messages",  # What is said to the desk itself.
    "POST /v1/desks/{desk}/office/asks/look",  # How its own question stands.
}


PLACES = {"desk": "OAK3", "run_hash": "0" * 64, "deposit": AN_ID, "task": "books.1", "note": "1", "alarm": "1"}


@dataclass(frozen=True, slots=True)
class Office:
    """How Helen's session and desk OAK3 ask."""

    client: Client
    token: str
    desk: Signed

    def ask(self, method: str, path: str, body: Any) -> Response:
        """By the session where the path is not a desk's."""
        url = path.format(**PLACES)
        if "/desks/" in url:
            return self.client.request(method, url, json=body, auth=self.desk)
        return self.client.request(method, url, json=body, headers={"authorization": f"Bearer {self.token}"})


@pytest.fixture
def office(engine: Engine) -> Iterator[Office]:
    """Helen has lost her role since she signed in."""
    with served(engine) as serving:
        with engine.begin() as connection:
            _keep(connection, "dana", Role.ADMINISTRATOR)
            _keep(connection, "helen", Role.LEAD)
            desk = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        signed = serving.client.post("/v1/office/sign-in", json={"user": "helen", "passphrase": WORDS})
        made = Office(serving.client, signed.json()["token"], desk)
        assert made.ask("GET", "/v1/office/held", None).status_code == 200
        with engine.begin() as connection:
            _keep(connection, "helen", Role.ADMINISTRATOR)
        yield made


def _keep(connection: Connection, user: str, role: Role) -> None:
    row = StaffRow(user=user, name=user.title(), role=role, passphrase_hash=hash_passphrase(WORDS))
    people.keep_staff(connection, [row], ADMIN)


def test_every_route_of_the_office_stands_in_the_table() -> None:
    desks = {_at_desk(key) for key in AT_DESK}
    routers = make_app(MagicMock(engine=create_engine("sqlite://")), lambda: None).routes
    routes = {
        f"{method} {route.path}"
        for router in routers  # FastAPI keeps each router as it was included.
        for route in router.original_router.routes  # type: ignore[attr-defined]
        if isinstance(route, APIRoute) and "/office" in route.path
        for method in route.methods or ()
    }
    assert {*BY_SESSION, *desks, *OF_NOBODY} == routes


def test_who_has_not_the_right_is_refused_by_every_one_of_them_and_nothing_is_written(
    office: Office, engine: Engine
) -> None:
    before = _lines(engine)
    asked = [*BY_SESSION.items(), *((_at_desk(key), body) for key, body in AT_DESK.items())]
    wrong: dict[str, str] = {}
    for route, body in asked:
        method, path = route.split(" ")
        query = "?day=2026-11-21" if path.endswith("day-totals") else ""
        said = office.ask(method, path + query, body)
        if said.status_code != 403 or " may not " not in said.text:
            wrong[route] = f"{said.status_code} {said.text[:200]}"

    assert wrong == {}
    assert _lines(engine) == before


def test_who_may_see_no_office_signs_in_to_none(office: Office) -> None:
    said = office.client.post("/v1/office/sign-in", json={"user": "dana", "passphrase": WORDS})

    assert (said.status_code, "Dana may not work in the office." in said.text) == (403, True)


def test_nobody_whom_the_ledger_does_not_know_acts_by_a_desks_word(office: Office) -> None:
    for key, body in AT_DESK.items():
        said = office.ask("POST", _at_desk(key).split(" ")[1], body | {"staff": "eve"})
        assert (said.status_code, "knows nobody of this name" in said.text) == (403, True), (key, said.text)


def _at_desk(key: str) -> str:
    method, path = key.split(" ")
    return f"{method} /v1/desks/{{desk}}/office{path}"


def _lines(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM lines")).scalar_one())
