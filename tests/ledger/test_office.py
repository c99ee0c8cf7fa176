"""The office over HTTP: named people sign in, see what they may, and leave a line for everything they do."""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.line import read_line
from cashier.domain.people import Role, Staff
from cashier.domain.shift import OpenShift, decide_open_shift
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.office import Released, Session
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow, Trouble
from tests.ledger.conftest import balance, clock, count_rows, new_id, send
from tests.ledger.paper_desk import BOOK, CENTER, NOW, TODAY, PaperDesk
from tests.ledger.serving import client_of

PASSPHRASE = "lake merritt at noon"
HASH = hash_passphrase(PASSPHRASE)  # Slow on purpose: once for all of these tests.
LISTS = ("drawers", "held", "credits", "holding", "alarms", "quarantine", "notes", "day-totals?day=2026-11-21")
HELD = "OAK3.1.0.0"


@dataclass(slots=True)
class Hours:
    """A clock that a test moves."""

    now: datetime = NOW
    seen: list[datetime] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def client(engine: Engine, hours: Hours) -> Iterator[Client]:
    """Nobody yet; one person of each role may sign in, under the role's name."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash=HASH) for role in Role]
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    with client_of(engine, now=hours) as made:
        yield made


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """A desk with $7.00 that are held, $5.00 beyond what was open, and $9.00 of nobody's."""
    desk = PaperDesk("OAK3")
    desk.pay("S-99999999", 700)
    desk.pay("S-10000001", 10_500)
    send(engine, desk)
    return desk


def _sign_in(client: Client, user: str, passphrase: str = PASSPHRASE) -> Response:
    return client.post("/v1/office/sign-in", json={"user": user, "passphrase": passphrase})


def _as(client: Client, role: Role) -> Client:
    """The client, signed in."""
    session = Session.model_validate_json(_sign_in(client, role).text)
    client.headers["authorization"] = f"Bearer {session.token}"
    return client


def _token(client: Client, role: Role) -> str:
    """Of a session of somebody else."""
    return Session.model_validate_json(_sign_in(client, role).text).token


def _rows(client: Client, what: str) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/office/{what}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def _sentence(answer: Response) -> str:
    return Trouble.model_validate_json(answer.text).sentence


def _acts(engine: Engine) -> list[tuple[str, str]]:
    """Kinds and names on the ledger's own journal, but for what was billed and who was let in."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT kind, staff FROM lines WHERE desk = 'LEDGER' ORDER BY sequence"))
        return [(row.kind, row.staff) for row in rows if row.kind not in ("statements_billed", "administered")]


def test_a_session_says_who_it_is_and_its_token_is_kept_as_a_hash(engine: Engine, client: Client) -> None:
    session = Session.model_validate_json(_sign_in(client, "Cash_Office").text)

    assert (session.user, session.role) == ("cash_office", Role.CASH_OFFICE)
    assert session.expires_at == NOW + timedelta(hours=1)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT * FROM office_sessions")).one()
    assert session.token not in str(kept)
    assert _acts(engine) == [("signed_in", "cash_office")]


@pytest.mark.parametrize("path", [f"/v1/office/{name}" for name in LISTS])
@pytest.mark.parametrize("token", ["x", "cash_office.x", "é"])
def test_without_a_session_nothing_is_said(client: Client, path: str, token: str) -> None:
    answer = client.get(path, headers={b"authorization": f"Bearer {token}".encode()})

    assert (answer.status_code, _sentence(answer)) == (401, "This session has ended, or never was. Sign in again.")


def test_a_session_ends_by_itself_by_signing_out_and_when_the_person_leaves(
    engine: Engine, client: Client, hours: Hours
) -> None:
    _as(client, Role.AUDITOR)
    hours.now += timedelta(minutes=59)
    assert client.get("/v1/office/held").status_code == 200
    hours.now += timedelta(minutes=1)
    assert client.get("/v1/office/held").status_code == 401

    _as(client, Role.AUDITOR)
    assert client.post("/v1/office/sign-out").status_code == client.post("/v1/office/sign-out").status_code == 204
    assert client.get("/v1/office/held").status_code == 401
    assert _acts(engine)[-1] == ("signed_out", "auditor")

    _as(client, Role.AUDITOR)
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET active = false WHERE number = 'auditor'"))
    assert client.get("/v1/office/held").status_code == 401
    assert _sign_in(client, "auditor").status_code == 429


@pytest.mark.parametrize("user", ["auditor", "nobody", "\x00", ""])
def test_each_wrong_passphrase_makes_the_next_try_wait(client: Client, hours: Hours, user: str) -> None:
    if user == "\x00":
        assert _sign_in(client, user).status_code == 400
        return
    for wait_s in (2, 4, 8):
        answer = _sign_in(client, user, "wrong")
        assert (answer.status_code, f"in {wait_s} seconds" in _sentence(answer)) == (429, True)
        assert _sign_in(client, user).status_code == 429  # The right one has to wait, too.
        hours.now += timedelta(seconds=wait_s)

    assert _sign_in(client, user).status_code == (200 if user == "auditor" else 429)


def test_of_many_tries_at_once_one_is_looked_at(engine: Engine, client: Client) -> None:
    with ThreadPoolExecutor(8) as guessers:
        answers = list(guessers.map(lambda guess: _sign_in(client, "auditor", f"wrong {guess}"), range(8)))

    assert {answer.status_code for answer in answers} == {429}
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT failures FROM office_tries WHERE staff = 'auditor'")) == 1


def test_a_failed_sign_in_is_a_line_without_what_was_typed(engine: Engine, client: Client, hours: Hours) -> None:
    _sign_in(client, "auditor", "wrong words")
    _sign_in(client, "my own passphrase", "wrong words")
    hours.now += timedelta(seconds=2)
    _sign_in(client, "auditor")

    with engine.connect() as connection:
        bodies = connection.scalars(text("SELECT body FROM lines WHERE kind LIKE 'sign%' ORDER BY sequence")).all()
    lines = [read_line(body.encode()) for body in bodies]
    assert [(line.kind, line.staff) for line in lines] == [
        ("sign_in_failed", "auditor"),
        ("sign_in_failed", "?"),
        ("signed_in", "auditor"),
    ]
    assert lines[0].facts == {"in_a_row": 1, "with": "passphrase"}
    assert "own passphrase" not in "".join(bodies)
    assert check(engine).findings == []


@pytest.mark.parametrize("role", [Role.CASHIER, Role.ADMINISTRATOR])
def test_who_has_no_business_in_the_office_does_not_get_in(client: Client, role: Role) -> None:
    answer = _sign_in(client, role)

    assert (answer.status_code, "may not work in the office" in _sentence(answer)) == (403, True)


@pytest.mark.parametrize("role", [Role.LEAD, Role.CASH_OFFICE, Role.SUPERVISOR, Role.AUDITOR])
def test_the_office_sees_every_list(client: Client, desk: PaperDesk, role: Role) -> None:
    _as(client, role)

    lists = {name.partition("?")[0]: _rows(client, name) for name in LISTS}

    assert [(row["task"], row["held_cents"]) for row in lists["held"]] == [(HELD, 700)]
    assert [(row["task"], row["cents"]) for row in lists["credits"]] == [("OAK3.2.0.1", 500)]
    assert [row["tender"] for row in lists["day-totals"]] == ["cash"]
    assert lists["alarms"] == lists["quarantine"] == lists["drawers"] == lists["holding"] == []


SEEN = {Role.LEAD: 11_200, Role.CASH_OFFICE: 11_200, Role.SUPERVISOR: 11_200, Role.AUDITOR: 11_200}


@pytest.mark.parametrize(("role", "cents"), SEEN.items())
def test_totals_with_cash_of_uncounted_drawers_are_for_who_may_see_expected_cash(
    client: Client, desk: PaperDesk, role: Role, cents: int | None
) -> None:
    _as(client, role)

    assert [row["cents"] for row in _rows(client, "day-totals?day=2026-11-21&by=tender")] == [cents]


def test_cash_of_ones_own_uncounted_drawer_is_said_in_no_list_and_in_no_file(engine: Engine, client: Client) -> None:
    """A lead opened a drawer and was made a supervisor since: the right to see cash is not one to see her own."""
    lead = Staff(user="supervisor", name="The supervisor", role=Role.LEAD)
    desk, wish = PaperDesk("OAK3"), OpenShift(shift_id=new_id(), count={"20.00": 5}, business_date=TODAY)
    desk.write(
        decide_open_shift(
            wish,
            staff=lead,
            desk="OAK3",
            center=CENTER,
            region="ncal",
            float_book=BOOK,
            open_now=None,
            now=NOW,
        )
    )
    line = PaperDesk("OAK3").pay("S-10000001", 700)
    drawer = replace(line.transfers[0], debit=Account(AccountKind.DRAWER_CASH, str(wish.shift_id), BOOK))
    desk.write(replace(line, staff="supervisor", shift_id=wish.shift_id, transfers=(drawer,)))
    send(engine, desk)

    def says_it(role: Role) -> set[bool]:
        _as(client, role)
        lists = ("drawers?", "day-totals?day=2026-11-21&", "day-totals?day=2026-11-21&by=&")
        return {
            "700" in client.get(f"/v1/office/{asked}format={way}&reason=r").text
            for asked in lists
            for way in ("json", "csv")
        }

    assert (says_it(Role.SUPERVISOR), says_it(Role.AUDITOR)) == ({False}, {True})


def test_held_money_is_taken_and_released_by_name(engine: Engine, client: Client, desk: PaperDesk) -> None:
    second = _token(client, Role.SUPERVISOR)
    _as(client, Role.CASH_OFFICE)
    wish = {
        "line_id": str(new_id()),
        "statement_number": "S-10000002",
        "reason": "old number",
        "second_token": second,
    }

    taken = client.post(f"/v1/office/tasks/{HELD}/take", json={"line_id": str(new_id())})
    owners = [row["owner"] for row in _rows(client, "held")]
    answers = [client.post(f"/v1/office/held/{HELD}/release", json=wish) for _ in range(2)]

    assert (taken.status_code, owners) == (200, ["cash_office"])
    assert {Released.model_validate_json(answer.text).applied_cents for answer in answers} == {700}
    assert balance(engine, "receivable:S-10000002") == 4_300
    assert _acts(engine)[2:] == [("task_taken", "cash_office"), ("held_released", "cash_office")]
    assert check(engine).findings == []


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR])
def test_who_may_not_release_changes_nothing(engine: Engine, client: Client, desk: PaperDesk, role: Role) -> None:
    second = _token(client, Role.SUPERVISOR)
    _as(client, role)
    wish = {
        "line_id": str(new_id()),
        "statement_number": "S-10000002",
        "reason": "old number",
        "second_token": second,
    }

    answer = client.post(f"/v1/office/held/{HELD}/release", json=wish)

    assert (answer.status_code, balance(engine, "receivable:S-10000002")) == (403, 5_000)


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({}, "line_id"),
        ({"line_id": "x", "reason": "r"}, "line_id"),
        ({"line_id": str(new_id()), "reason": "r", "cents": 0}, "cents"),
        ({"line_id": str(new_id()), "reason": "r", "cents": 1.5}, "cents"),
        ({"line_id": str(new_id()), "reason": "r", "statement_number": "\0"}, "statement_number"),
        ({"line_id": str(new_id()), "reason": "", "statement_number": "S-10000002"}, "reason"),
        ({"line_id": str(new_id()), "reason": "r"}, "one of both"),
        ({"line_id": str(new_id()), "reason": "r", "statement_number": "S-10000002", "cents": 10**30}, "Only $7.00"),
    ],
)
def test_a_wish_that_cannot_be_is_answered_with_400(
    engine: Engine, client: Client, desk: PaperDesk, wish: dict[str, object], word: str
) -> None:
    second = _token(client, Role.SUPERVISOR)
    _as(client, Role.CASH_OFFICE)

    answer = client.post(f"/v1/office/held/{HELD}/release", json={"second_token": second} | wish)

    assert (answer.status_code, word in _sentence(answer)) == (400, True)
    assert balance(engine, "held:OAK") == -700


def test_a_conflict_is_an_alarm_that_somebody_acknowledges_and_a_run_that_can_be_looked_at(
    engine: Engine, client: Client, desk: PaperDesk
) -> None:
    copied_disk = PaperDesk("OAK3")
    copied_disk.pay("S-10000001", 1)
    send(engine, copied_disk)
    _as(client, Role.SUPERVISOR)

    (alarm,) = _rows(client, "alarms")
    (run,) = _rows(client, "quarantine")
    path = f"/v1/office/quarantine/OAK3/{run['run_hash']}"
    note = {"line_id": str(new_id()), "note": "desk was restored"}
    seen = client.post(f"/v1/office/alarms/{alarm['alarm']}/acknowledge", json=note)
    raw = client.get(path, params={"reason": "what did it hold"})

    assert (alarm["what"], alarm["acknowledged_by"], seen.status_code) == ("conflict", "", 200)
    assert [row["acknowledged_by"] for row in _rows(client, "alarms")] == ["supervisor"]
    assert (run["desk"], run["bytes"]) == ("OAK3", len(raw.content))
    assert raw.content == copied_disk.run().model_dump_json().encode()
    assert client.get(path).status_code == 400
    assert _acts(engine)[1:] == [("alarm_acknowledged", "supervisor"), ("exported", "supervisor")]
    assert check(engine).findings == []

    _as(client, Role.LEAD)
    assert client.get(path, params={"reason": "r"}).status_code == 403


@pytest.mark.parametrize("alarm", ["999", "0", "-1", "x", str(2**63)])
def test_an_alarm_that_is_not_there_is_not_acknowledged(client: Client, alarm: str) -> None:
    _as(client, Role.CASH_OFFICE)

    assert client.post(f"/v1/office/alarms/{alarm}/acknowledge", json={"line_id": str(new_id())}).status_code == 400


@pytest.mark.parametrize("name", LISTS)
def test_a_list_leaves_as_csv_with_a_right_and_a_reason_alone(
    engine: Engine, client: Client, desk: PaperDesk, name: str
) -> None:
    url = f"/v1/office/{name}{'&' if '?' in name else '?'}format=csv"
    _as(client, Role.AUDITOR)

    without = client.get(url)
    given = client.get(f"{url}&reason=month%20end")

    assert (without.status_code, "reason" in _sentence(without)) == (400, True)
    assert given.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(given.text)))
    assert len(rows) == len(_rows(client, name))
    with engine.connect() as connection:
        facts = connection.scalar(text("SELECT body::jsonb -> 'facts' FROM lines WHERE kind = 'exported'"))
    assert facts == {"subject": f"export.{name.partition('?')[0]}", "reason": "month end"}
    assert count_rows(engine, "office_acts") == 1

    _as(client, Role.LEAD)
    assert client.get(f"{url}&reason=month%20end").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "held?center=%00",
        "held?format=xml",
        "day-totals",
        "day-totals?day=x",
        "day-totals?day=2026-11-21&by=hour",
        "quarantine/OAK3/x?reason=r",
        "quarantine/OAK3/" + "0" * 64 + "?reason=r",
    ],
)
def test_a_question_that_cannot_be_is_answered_with_400(client: Client, query: str) -> None:
    _as(client, Role.AUDITOR)

    answer = client.get(f"/v1/office/{query}")

    assert answer.status_code == 400
    assert _sentence(answer).endswith(".")


def test_a_desks_token_is_no_session_and_a_session_is_no_desk(client: Client) -> None:
    _as(client, Role.SUPERVISOR)

    assert client.get("/v1/desks/OAK3/standing").status_code == 401
    assert json.loads(client.get("/v1/members?text=tran").text)["sentence"]
