"""What a desk asks about people over HTTP: a family of another center, and what a member paid before."""

from collections.abc import Iterator

import pytest
from httpx import Client
from sqlalchemy import Engine

from cashier.ledger import loading
from cashier.ledger.enrollment import revoke_desk
from cashier.wire import Page, PastAnswer
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, MEMBER, clock, count_rows, gather_all, member, new_id, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of, sentence_of

PEOPLE = "/v1/desks/OAK3/people"


@pytest.fixture
def desk_client(engine: Engine) -> Iterator[Client]:
    """A client that is desk OAK3."""
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        yield made


def test_a_family_of_another_center_is_given_to_a_desk_and_told_from_then_on(
    engine: Engine, desk_client: Client
) -> None:
    with engine.begin() as connection:
        moved = member().model_copy(update={"home_center": "Fresno"})
        loading.load_directory(connection, members=[moved], clock=clock, new_id=new_id)
    before = Page.model_validate_json(desk_client.get("/v1/desks/OAK3/directory").text)

    answer = desk_client.put(f"{PEOPLE}/{MEMBER}")
    after = Page.model_validate_json(
        desk_client.get("/v1/desks/OAK3/directory", params={"epoch": before.epoch, "after": before.after}).text
    )

    given = Page.model_validate_json(answer.text)
    assert (before.members, before.gone) == ((), (MEMBER,))
    assert [row.number for row in given.members] == [row.number for row in after.members] == [MEMBER]
    assert set(given.statements) == set(after.statements)
    assert len(given.statements) == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"{PEOPLE}/nobody", 404), (f"{PEOPLE}/a%20b", 400), (f"{PEOPLE}/{'x' * 41}", 400), (PEOPLE + "/", 400),
     (f"/v1/desks/OAK4/people/{MEMBER}", 401)],
)  # fmt: skip
def test_a_family_that_cannot_be_given_is_answered_in_one_sentence(
    engine: Engine, desk_client: Client, path: str, status: int
) -> None:
    answer = desk_client.put(path)

    assert answer.status_code == status
    assert sentence_of(answer.text)
    assert count_rows(engine, "kept") == 0


def test_what_a_member_paid_is_told_to_a_desk(engine: Engine, desk_client: Client) -> None:
    desk = PaperDesk("OAK3")
    paid = desk.pay("S-10000001", 400)
    send(engine, desk)
    gather_all(engine)

    (row,) = PastAnswer.model_validate_json(desk_client.get(f"{PEOPLE}/{MEMBER}/payments").text).payments

    assert (row.line_id, row.cents, row.tenders) == (paid.line_id, 400, ("cash",))


@pytest.mark.parametrize(
    ("path", "status"),
    [("OAK3/people/nobody/payments", 404), ("OAK3/people/a%20b/payments", 400),
     (f"OAK4/people/{MEMBER}/payments", 401)],
)  # fmt: skip
def test_payments_that_cannot_be_told_are_answered_in_one_sentence(desk_client: Client, path: str, status: int) -> None:
    answer = desk_client.get(f"/v1/desks/{path}")

    assert answer.status_code == status
    assert sentence_of(answer.text)


def test_a_revoked_desk_is_given_nobody(engine: Engine, desk_client: Client) -> None:
    with engine.begin() as connection:
        revoke_desk(connection, "OAK3", "sold", ADMIN)

    assert desk_client.put(f"{PEOPLE}/{MEMBER}").status_code == 403
    assert desk_client.get(f"{PEOPLE}/{MEMBER}/payments").status_code == 403
