"""The queue of what desks ask a colleague's word for: two people, in time, once, and proven (R5)."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.people import Role
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.wire import StaffRow
from cashier.wire_office import OfficeAnswer
from tests.domain.drawer_lines import shift_lines
from tests.fakes.builders import ROSA
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, add_desk, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import CENTER, TODAY, PaperDesk
from tests.ledger.serving import client_of, sentence_of

OFFICE = "/v1/desks/OAK3/office"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK3, whose drawer is Rosa's; she is a lead here."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    staff.append(StaffRow(user=ROSA.user, name=ROSA.name, role=Role.LEAD, passphrase_hash="-"))
    with engine.begin() as connection:
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    for line in shift_lines():
        desk.write(line)
    send(engine, desk)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def ask(client: Client, **more: Any) -> Response:
    wish = {
        "line_id": str(new_id()),
        "staff": Role.CASHIER,
        "act": "cash out",
        "cents": 2000,
        "right": "approve_drawer",
        "sentence": "$20.00 out of the drawer: stamps.",
        "facts": [["Receipt", "OAK3-0000001"]],
    }
    return client.post(f"{OFFICE}/asks", json=wish | more)


def asked(client: Client, **more: Any) -> str:
    line_id = str(new_id())
    answer = ask(client, **{"line_id": line_id} | more)
    assert (answer.status_code, answer.json().get("state")) == (200, "waits"), answer.text
    return line_id


def answer(client: Client, ask_id: str, staff: str = Role.LEAD, what: str = "approve", **more: Any) -> Response:
    wish = {"line_id": str(new_id()), "staff": staff, "what": what, "about": f"ask.{ask_id}"} | more
    return client.post(f"{OFFICE}/deeds", json=wish)


def look(client: Client, ask_id: str) -> dict[str, Any]:
    told: dict[str, Any] = client.post(f"{OFFICE}/asks/look", json={"ask": ask_id}).json()
    return told


def office(client: Client, staff: str) -> OfficeAnswer:
    wish = {"staff": staff, "business_date": TODAY.isoformat(), "cash_most_cents": 200_000}
    return OfficeAnswer.model_validate_json(client.post(OFFICE, json=wish).text)


def test_a_lead_gives_the_word_and_both_lines_are_proven(engine: Engine, client: Client) -> None:
    ask_id = asked(client)
    (row,) = office(client, Role.LEAD).for_you.rows
    assert (row.kind, row.what, row.cents) == ("ask", "OAK3: cash out", 2000)
    assert row.why == "The cashier: $20.00 out of the drawer: stamps. 30 minutes left."

    given = answer(client, ask_id, words="this once")

    assert given.json()["said"] == "The cashier may go on: cash out, $20.00."
    told = look(client, ask_id)
    assert (told["state"], told["by"], told["by_name"], told["words"]) == ("given", "lead", "The lead", "this once")
    assert office(client, Role.LEAD).for_you.rows == ()
    assert check(engine).findings == []


def test_the_same_question_and_the_same_answer_twice_are_one(engine: Engine, client: Client) -> None:
    ask_id = asked(client)
    assert ask(client, line_id=ask_id).json()["state"] == "waits"
    line_id = str(new_id())
    assert [answer(client, ask_id, line_id=line_id).status_code for _ in range(2)] == [200, 200]

    with engine.connect() as connection:
        kinds = connection.scalars(text("SELECT kind FROM lines WHERE kind LIKE 'approval%' ORDER BY sequence"))
        assert list(kinds) == ["approval_asked", "approval_given"]


@pytest.mark.parametrize(
    ("asker", "answerer", "status", "sentence"),
    [
        (Role.LEAD, Role.LEAD, 400, "Nobody approves for themselves"),
        (Role.CASHIER, Role.CASHIER, 403, "may not see the office"),
        (Role.CASHIER, Role.CASH_OFFICE, 403, "may not approve cash out"),
        (Role.CASHIER, ROSA.user, 403, "has that desk's open drawer"),
        (Role.CASHIER, "nobody", 403, "knows nobody"),
    ],
)
def test_who_may_not_answer_answers_nothing(
    client: Client, asker: str, answerer: str, status: int, sentence: str
) -> None:
    ask_id = asked(client, staff=asker)

    refused = answer(client, ask_id, answerer)

    assert (refused.status_code, look(client, ask_id)["state"]) == (status, "waits")
    assert sentence in sentence_of(refused.text)


def test_ones_own_stand_under_you_asked_and_never_under_waits_for_you(client: Client) -> None:
    asked(client, staff=Role.LEAD)

    lead, other = office(client, Role.LEAD), office(client, Role.SUPERVISOR)

    assert ([row.kind for row in lead.you_asked.rows], lead.for_you.rows) == (["asked"], ())
    assert ([row.kind for row in other.for_you.rows], other.you_asked.rows) == (["ask"], ())
    assert office(client, ROSA.user).for_you.rows == (), "her own desk's is not hers to answer"
    assert office(client, Role.CASH_OFFICE).for_you.rows == (), "who has not the right is not asked"


def test_a_word_comes_once_and_not_too_late(client: Client, ledger_url: str) -> None:
    ask_id, late = asked(client), asked(client)
    assert answer(client, ask_id, what="decline", words="Bring it to me.").status_code == 200
    assert (look(client, ask_id)["state"], look(client, ask_id)["words"]) == ("declined", "Bring it to me.")
    assert "has answered that" in sentence_of(answer(client, ask_id, Role.SUPERVISOR).text)

    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(
            text("UPDATE asks SET expires_at = now() - interval '30 days' WHERE ask = :ask"), {"ask": late}
        )
    owner.dispose()
    assert look(client, late)["state"] == "expired"
    assert "time for that is over" in sentence_of(answer(client, late).text)


@pytest.mark.parametrize(
    "more",
    [
        {"right": "release_held"},
        {"right": "administer"},
        {"cents": -1},
        {"act": ""},
        {"sentence": "4111 1111 1111 1111"},
    ],
)
def test_what_is_not_asked_from_afar_is_refused(engine: Engine, client: Client, more: dict[str, Any]) -> None:
    assert ask(client, **more).status_code == 400
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM asks")) == 0


def test_another_desks_question_is_not_told(engine: Engine, client: Client) -> None:
    ask_id = asked(client)
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        client.auth = enrolled(connection, "OAK4", CENTER, ADMIN, clock=clock)

    assert client.post("/v1/desks/OAK4/office/asks/look", json={"ask": ask_id}).status_code == 400


def test_the_database_keeps_ones_own_word_out_and_check_sees_what_was_changed(
    engine: Engine, client: Client, ledger_url: str
) -> None:
    ask_id = asked(client)
    owner = owner_engine(ledger_url)
    change = "UPDATE asks SET answer = 'given', answered_by = :by, answered = 1, answered_at = now() WHERE ask = :ask"
    with pytest.raises(Exception, match="check"), owner.begin() as connection:
        connection.execute(text(change), {"by": Role.CASHIER, "ask": ask_id})
    with owner.begin() as connection:
        connection.execute(text(change), {"by": Role.LEAD, "ask": ask_id})
    owner.dispose()

    assert [finding for finding in check(engine).findings if "otherwise than its lines say" in finding]
