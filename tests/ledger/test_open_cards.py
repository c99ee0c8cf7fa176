"""Each card of which nobody knows is the office's task, with an owner and an alarm, until its desk settles it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Client
from sqlalchemy import Engine, text

from cashier.domain.card import AttemptState, CardOutcome, asked_line, closed_line, reversal_line
from cashier.domain.card_differs import Differs, differs_line
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role
from cashier.ledger import loading
from cashier.ledger.card_tasks import card_rows
from cashier.ledger.check import check
from cashier.ledger.enrollment import revoke_desk
from cashier.ledger.migrations.versions.v0032_open_cards import FIND
from cashier.ledger.nights import Nights
from cashier.ledger.open_cards import raise_card_alarms
from cashier.wire import StaffRow
from cashier.wire_office import OfficeWaitingRow
from tests.domain.card_lines import a_reversal, a_sale, card_paid, card_voided, on_hold
from tests.fakes.builders import NOW, ROSA, a_shift, a_situation
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, add_desk, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import CENTER, PaperDesk
from tests.ledger.serving import client_of
from tests.ledger.test_center_deeds import do, office, said

TASK = f"card.OAK3.{a_sale().attempt_id}"
SILENCE = CardOutcome(state=AttemptState.UNKNOWN, words="no answer")


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    staff.append(StaffRow(user=ROSA.user, name=ROSA.name, role=Role.CASHIER, passphrase_hash="-"))
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def asked() -> Line:
    return asked_line(a_sale(), a_situation())


def closed(outcome: CardOutcome) -> Line:
    return closed_line(a_sale(), outcome, line_id=new_id(), asked=asked(), now=NOW)


def tell(engine: Engine, desk: PaperDesk, *lines: Line) -> None:
    first = len(desk.sent) + 1
    for line in lines:
        desk.write(line)
    send(engine, desk, first)


def cards(client: Client) -> list[OfficeWaitingRow]:
    return [row for row in office(client).tasks.rows if row.kind == "card"]


def alarms(engine: Engine, **later: float) -> list[str]:
    with engine.begin() as connection:
        raise_card_alarms(connection, NOW + timedelta(**later))
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'card_unknown'")))


def test_it_is_the_offices_until_it_is_booked_and_who_asked_owns_it(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    tell(engine, desk, asked(), closed(SILENCE))

    (row,) = cards(client)
    assert (row.task, row.what, row.cents) == (TASK, "Card 0000000001 of T1, OAK3", 41260)
    assert row.owner == "Rosa Delgado"
    assert row.why == "Whether it was charged is not known. Two settle it on the Desk page of OAK3."
    assert said(do(client, "take", about=TASK)) == "The cash_office looks after it from now on."
    assert cards(client)[0].owner == "The cash_office"
    assert do(client, "close_note", about=TASK, words="x").status_code == 400, "its desk settles it"

    tell(engine, desk, card_paid())
    assert cards(client) == []
    assert check(engine).holds


def test_while_the_member_stands_at_the_terminal_it_is_nobodys_task(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked())
    assert cards(client) == []

    with engine.connect() as connection:
        assert card_rows(connection, NOW + timedelta(minutes=1.9), CENTER) == []
        assert [row.task for row in card_rows(connection, NOW + timedelta(minutes=2), CENTER)] == [TASK]


def test_of_a_desk_that_is_gone_the_office_says_what_became_of_it(engine: Engine, client: Client) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK9")
    tell(engine, PaperDesk("OAK9"), replace(asked(), desk="OAK9"), replace(closed(SILENCE), desk="OAK9"))
    task = TASK.replace("OAK3", "OAK9")
    assert do(client, "close_note", about=task, words="x").status_code == 400
    with engine.begin() as connection:
        revoke_desk(connection, "OAK9", "lost", ADMIN)

    assert cards(client)[0].why == (
        "Whether it was charged is not known. "
        "Desk OAK9 is gone: one takes this, asks its bank and has what was charged given back."
    )
    assert do(client, "close_note", about=task, words="no such charge").status_code == 400, "nobody took it"
    assert do(client, "take", about=task).status_code == 200
    assert do(client, "close_note", about=task, words="no such charge").status_code == 400, "one alone"
    assert len(cards(client)) == 1
    assert said(do(client, "close_note", Role.SUPERVISOR, about=task, words="no such charge")) == "It is done with."
    assert cards(client) == []


def test_at_ten_minutes_an_alarm_says_where_it_is_and_whose_once(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked())

    assert alarms(engine, minutes=9.9) == []
    told = (
        "Nobody has known for ten minutes whether a card was charged $412.60: OAK3, terminal T1, number 0000000001. "
        "It is Rosa Delgado's, who settles it with a lead on the Desk page of OAK3."
    )
    assert alarms(engine, minutes=10) == [told]
    assert alarms(engine, minutes=30) == [told]


def test_the_service_raises_it_by_itself(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked())

    Nights(engine, lambda: NOW + timedelta(minutes=11), new_id).look()
    assert len(alarms(engine)) == 1


@pytest.mark.parametrize("end", [card_paid, lambda: closed(CardOutcome(state=AttemptState.DECLINED))])
def test_what_was_settled_in_time_raises_none(engine: Engine, client: Client, end: Any) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), closed(SILENCE), end())

    assert cards(client) == []
    assert alarms(engine, minutes=30) == []


def test_on_hold_it_says_by_whom_and_raises_no_alarm(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), closed(SILENCE), on_hold(a_sale()))

    (row,) = cards(client)
    assert "is not known, on hold by Rosa Delgado and Helen Park." in row.why
    assert alarms(engine, minutes=30) == []


def test_a_reversal_waits_until_its_void(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    tell(engine, desk, card_paid(), reversal_line(a_reversal(), a_shift()))
    with engine.connect() as connection:
        (row,) = card_rows(connection, NOW + timedelta(minutes=3), CENTER)
    assert row.why.startswith("Whether it got its money back is not known.")
    assert alarms(engine, minutes=11)[0].startswith("Nobody has known for ten minutes whether a card got $412.60 back:")

    tell(engine, desk, card_voided())
    assert cards(client) == []
    assert check(engine).holds


def test_what_did_not_fit_waits_until_somebody_says_what_it_was(engine: Engine, client: Client) -> None:
    sale = replace(a_sale(), state=AttemptState.APPROVED)
    more = CardOutcome(state=AttemptState.APPROVED, authorized=Money(42000))
    line = differs_line(sale, more, Differs.AMOUNT, Money(0), line_id=new_id(), asked=asked(), now=NOW)
    tell(engine, PaperDesk("OAK3"), asked(), card_paid(cents=42000), line)

    (row,) = cards(client)
    assert row.why.startswith("$412.60 was asked for and $420.00 approved. It is booked as approved")
    told = client.post("/v1/desks/OAK3/office/task", json={"staff": Role.CASH_OFFICE, "about": TASK}).json()["facts"]
    assert ["Amount", "412.60"] in told
    assert do(client, "close_note", about=TASK, words=" ").status_code == 400
    assert said(do(client, "close_note", about=TASK, words="the tip was given back")) == "It is done with."
    assert cards(client) == []
    assert do(client, "take", about=TASK).status_code == 400


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"attempt": 7},
        {"attempt": "x", "state": "unknown"},
        {"attempt": str(UUID(int=1)), "differs": {"asked": "x"}},
    ],
)
def test_a_line_that_says_it_otherwise_is_kept_and_stops_nothing(
    engine: Engine, client: Client, facts: dict[str, object]
) -> None:
    desk = PaperDesk("OAK3")
    tell(engine, desk, desk.line(LineKind.CARD_CLOSED, facts=facts, transfers=(), line_id=new_id()))

    assert len(cards(client)) == ("differs" in facts)


def test_what_was_open_before_there_was_a_list_is_found(engine: Engine, client: Client, ledger_url: str) -> None:
    other = replace(a_sale(), attempt_id=new_id(), service_id="0000000002")
    paid = replace(card_paid(sale=other), line_id=new_id())
    tell(engine, PaperDesk("OAK3"), asked(), closed(SILENCE), asked_line(other, a_situation()), paid)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM open_cards"))
        connection.execute(text(FIND))
    owner.dispose()

    with engine.connect() as connection:
        later = datetime.now(UTC) + timedelta(minutes=3)
        assert [row.task for row in card_rows(connection, later, CENTER)] == [TASK]
