"""What desks agree to changes the statement for every desk, once; referrals wait, with an age and an owner."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Client
from sqlalchemy import Engine, text

from cashier.domain.arrangement import ASSISTANCE_NOTE, Arrangement, Plan
from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.ledger.billing import enroll_billing_system
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.loading import load_directory
from cashier.ledger.notes import close_note, note_rows, take_note
from cashier.ledger.office import CloseNote
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow, StatementRow
from cashier.wire_billing import Told
from tests.ledger.conftest import ADMIN, GUARANTOR, MEMBER, clock, count_rows, new_id, owner_engine, send
from tests.ledger.paper_desk import NOW, PaperDesk
from tests.ledger.serving import client_of
from tests.ledger.test_carried import carry, replace_desk

OFFICE = Staff(user="priya", name="Priya Raman", role=Role.CASH_OFFICE)
KNOWN, UNKNOWN = "S-10000001", "S-99999999"


def _line(kind: LineKind, *, statement: str = KNOWN, **more: Any) -> Line:
    said = Arrangement(
        kind=kind,
        member_number=MEMBER,
        member_name="Tran, Mai Linh",
        guarantor_number=GUARANTOR,
        language="vi",
        served_by="Rosa Delgado",
        identified="photo ID",
        statement=statement,
        **more,
    )
    return Line(line_id=new_id(), kind=kind, desk="OAK3", center="OAK", staff="rosa", taken_at=NOW, facts=said.facts())


def _extended(statement: str = KNOWN) -> Line:
    return _line(
        LineKind.DUE_DATE_EXTENDED, statement=statement, due_date=date(2026, 12, 30), was_due=date(2026, 12, 1)
    )


PLAN = Plan(count=4, amount=Money(2_500), last=Money(2_500), first=date(2026, 12, 15))


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk("OAK3")


def _statement(engine: Engine, number: str = KNOWN) -> StatementRow:
    page = read_page(engine, "OAK3", known_epoch="", after=Cursor.read(""), limit=500)
    (row,) = [row for row in page.statements if row.number == number]
    return row


def test_an_extension_and_a_plan_are_told_to_every_desk(engine: Engine, desk: PaperDesk) -> None:
    desk.write(_extended())
    desk.write(_line(LineKind.PLAN_AGREED, statement="S-10000002", plan=PLAN))
    send(engine, desk)

    extended, planned = _statement(engine), _statement(engine, "S-10000002")
    assert (extended.due_date, extended.statuses) == (date(2026, 12, 30), ("extension",))
    assert (planned.plan_words, planned.statuses) == ("plan: 4 x $25.00 a month from Dec 15", ("payment_plan",))
    with engine.connect() as connection:
        assert note_rows(connection, NOW) == []
    assert check(engine).findings == []


def test_a_desk_that_waits_hears_of_it_as_a_change(engine: Engine, desk: PaperDesk) -> None:
    first = read_page(engine, "OAK3", known_epoch="", after=Cursor.read(""), limit=500)
    desk.write(_extended())
    send(engine, desk)

    news = read_page(engine, "OAK3", known_epoch=first.epoch, after=Cursor.read(first.after), limit=500)

    assert [row.number for row in news.statements] == [KNOWN]


def test_a_line_counts_once_however_often_it_is_sent(engine: Engine, desk: PaperDesk) -> None:
    desk.write(_extended())
    send(engine, desk)
    send(engine, desk)

    assert count_rows(engine, "arrangements") == 1
    assert _statement(engine).statuses == ("extension",)


def test_what_was_agreed_on_an_unknown_statement_waits_for_somebody(engine: Engine, desk: PaperDesk) -> None:
    desk.write(_extended(UNKNOWN))
    send(engine, desk)

    with engine.connect() as connection:
        (row,) = note_rows(connection, NOW)
    assert (row.kind, row.statement_number, row.is_known) == ("due_date_extended", UNKNOWN, False)
    assert check(engine).findings == []


def test_an_application_given_is_noted_on_the_account_and_waits(engine: Engine, desk: PaperDesk) -> None:
    for _ in range(2):
        desk.write(_line(LineKind.ASSISTANCE_ASKED, statement=""))
    send(engine, desk)

    page = read_page(engine, "OAK3", known_epoch="", after=Cursor.read(""), limit=500)
    (member,) = [row for row in page.members if row.number == MEMBER]
    assert member.notes.count(ASSISTANCE_NOTE) == 1
    with engine.connect() as connection:
        assert [row.kind for row in note_rows(connection, NOW)] == ["assistance_asked"] * 2


def test_a_referral_has_an_age_and_an_owner_until_it_is_closed(engine: Engine, desk: PaperDesk) -> None:
    desk.write(_line(LineKind.REFERRED, reason="Balance disputed", text="Says the visit was cancelled."))
    send(engine, desk)
    with engine.begin() as connection:
        (row,) = note_rows(connection, NOW + timedelta(days=4000))
        assert (row.owner, row.reason, row.words) == ("", "Balance disputed", "Says the visit was cancelled.")
        assert row.age_days > 3
        take_note(connection, row.note, new_id(), OFFICE, clock=clock, new_id=new_id)
    with engine.begin() as connection:
        (taken,) = note_rows(connection, NOW)
        assert taken.owner == "priya"
        with pytest.raises(Refused, match="Say what was done"):
            close_note(connection, row.note, CloseNote(line_id=new_id(), note=" "), OFFICE, clock=clock, new_id=new_id)
        wish = CloseNote(line_id=new_id(), note="billing took it off")
        done = close_note(connection, row.note, wish, OFFICE, clock=clock, new_id=new_id)
        assert close_note(connection, row.note, wish, OFFICE, clock=clock, new_id=new_id) == done
    with engine.connect() as connection:
        assert note_rows(connection, NOW) == []
    assert check(engine).findings == []


def test_only_who_takes_tasks_takes_and_closes_and_only_what_is_there(engine: Engine) -> None:
    rosa = Staff(user="rosa", name="Rosa Delgado", role=Role.CASHIER)
    wish = CloseNote(line_id=new_id(), note="done")
    with engine.begin() as connection:
        with pytest.raises(NotAllowed):
            take_note(connection, 1, new_id(), rosa, clock=clock, new_id=new_id)
        with pytest.raises(NotAllowed):
            close_note(connection, 1, wish, rosa, clock=clock, new_id=new_id)
        with pytest.raises(Refused, match="There is no note 1"):
            take_note(connection, 1, new_id(), OFFICE, clock=clock, new_id=new_id)


def test_what_cannot_be_read_is_kept_with_an_alarm_and_stands_on_the_list(engine: Engine, desk: PaperDesk) -> None:
    broken = replace(_extended(), facts={"about": KNOWN})
    desk.write(broken)
    send(engine, desk)

    assert count_rows(engine, "alarms WHERE what = 'arrangement_unread'") == 1
    with engine.connect() as connection:
        assert [row.words for row in note_rows(connection, NOW)] == ["It cannot be read. Ask the desk."]
    assert check(engine).findings == []


def test_check_finds_a_row_that_no_line_says_and_a_line_that_has_none(
    engine: Engine, desk: PaperDesk, ledger_url: str
) -> None:
    desk.write(_extended())
    send(engine, desk)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE arrangements SET line_id = :other"), {"other": UUID(int=1)})
    owner.dispose()

    assert len([found for found in check(engine).findings if "agreed to in line" in found]) == 2


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    with client_of(engine) as made:
        yield made


def test_a_billing_system_is_told_once_in_order(engine: Engine, desk: PaperDesk, client: Client) -> None:
    with engine.begin() as connection:
        token = enroll_billing_system(connection, "epic", ADMIN)
    desk.write(_extended())
    desk.write(_line(LineKind.REFERRED, reason="Other", text="Call back."))
    send(engine, desk)
    headers = {"authorization": f"Bearer {token}"}

    told = Told.model_validate_json(client.get("/v1/billing/epic/told", headers=headers).text)
    rest = Told.model_validate_json(
        client.get("/v1/billing/epic/told", params={"after": told.rows[0].number}, headers=headers).text
    )

    assert [row.kind for row in told.rows] == ["due_date_extended", "referred"]
    assert told.rows[0].due_date == date(2026, 12, 30)
    assert rest.rows == told.rows[1:]
    assert client.get("/v1/billing/epic/told").status_code == 401


def test_what_a_replaced_desk_agreed_to_counts_once_on_whichever_way_it_comes(engine: Engine, desk: PaperDesk) -> None:
    desk.write(_extended())
    desk.write(_line(LineKind.PLAN_AGREED, statement="S-10000002", plan=PLAN))
    replace_desk(engine, "OAK7", "OAK3")
    new = PaperDesk("OAK7")
    carry(new, desk, 1)
    send(engine, new)
    send(engine, desk)

    assert count_rows(engine, "arrangements") == 2
    assert _statement(engine).due_date == date(2026, 12, 30)
    assert _statement(engine, "S-10000002").plan_words == PLAN.words
    assert check(engine).findings == []


def test_the_office_takes_and_closes_a_referral_over_http(engine: Engine, desk: PaperDesk, client: Client) -> None:
    passphrase = "paper cranes in a row"
    staff = StaffRow(
        user="priya", name="Priya Raman", role=Role.CASH_OFFICE, passphrase_hash=hash_passphrase(passphrase)
    )
    with engine.begin() as connection:
        load_directory(connection, staff=[staff], clock=clock, new_id=new_id)
    desk.write(_line(LineKind.REFERRED, reason="Hardship", text="Lost her job."))
    send(engine, desk)
    signed_in = client.post("/v1/office/sign-in", json={"user": "priya", "passphrase": passphrase})
    headers = {"authorization": f"Bearer {signed_in.json()['token']}"}
    (row,) = client.get("/v1/office/notes", headers=headers).json()["rows"]
    note = f"/v1/office/notes/{row['note']}"

    taken = client.post(f"{note}/take", json={"line_id": str(new_id())}, headers=headers)
    (mine,) = client.get("/v1/office/notes", params={"center": "OAK"}, headers=headers).json()["rows"]
    closed = client.post(f"{note}/close", json={"line_id": str(new_id()), "note": "called her"}, headers=headers)

    assert (taken.status_code, mine["owner"], closed.status_code) == (200, "priya", 200)
    assert client.get("/v1/office/notes", headers=headers).json()["rows"] == []
    assert client.get("/v1/office/notes").status_code == 401
    assert check(engine).findings == []
