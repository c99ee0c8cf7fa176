"""What copies show: lines and addresses come by file and by message, and a desk reads them for one statement."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx import Client
from sqlalchemy import Engine, text

from cashier.ledger.billing import enroll_billing_system
from cashier.ledger.bulk import Loader, Rejected
from cashier.ledger.check import check
from cashier.wire import ChargeRow, StatementDetailsRow
from cashier.wire_billing import BillingAnswer
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, MEMBER, clock, new_id
from tests.ledger.serving import client_of, sentence_of

LINES = "statement_number,place,words,cents,service_date\n"
GOOD = "S-10000001,1,Emergency room,15000,2026-09-02\nS-10000001,2,Health plan payment,-5000,\n"
DETAILS, BILLING = "/v1/desks/OAK3/details", "/v1/billing/epic/details"


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """Desk OAK3 as a client; the billing system epic is enrolled, too."""
    with client_of(engine) as made, engine.begin() as connection:
        made.auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        connection.commit()
        yield made


@pytest.fixture
def named() -> list[Rejected]:
    return []


@pytest.fixture
def load(engine: Engine, tmp_path: Path, named: list[Rejected]) -> Callable[[str, str], None]:
    """Loads a file with this name and text."""

    def load(name: str, rows: str) -> None:
        (tmp_path / name).write_text(rows, "utf-8")
        Loader(
            engine=engine,
            system="epic",
            rejects_folder=tmp_path,
            tell=lambda _: None,
            name=named.append,
            clock=clock,
            new_id=new_id,
        ).load(tmp_path / name)

    return load


def _details(client: Client, number: str = "S-10000001") -> StatementDetailsRow:
    return StatementDetailsRow.model_validate_json(client.get(DETAILS, params={"statement": number}).text)


def test_a_desk_reads_the_lines_in_order_and_where_the_mail_goes(
    client: Client, load: Callable[[str, str], None], engine: Engine
) -> None:
    load("statement_lines.csv", LINES + GOOD)
    load("mail_addresses.csv", f"guarantor_number,address\n{GUARANTOR},1480 Lakeshore Avenue; Oakland CA 94606\n")

    row = _details(client)

    assert [(charge.words, charge.cents) for charge in row.charges] == [
        ("Emergency room", 15_000),
        ("Health plan payment", -5_000),
    ]
    assert row.charges[1] == ChargeRow(words="Health plan payment", cents=-5_000)
    assert row.address == ("1480 Lakeshore Avenue", "Oakland CA 94606")
    assert row.addressee
    assert check(engine).findings == []


def test_lines_again_change_nothing_and_a_first_line_begins_anew(
    client: Client, load: Callable[[str, str], None]
) -> None:
    load("statement_lines.csv", LINES + GOOD)
    load("statement_lines.csv", LINES + GOOD)
    assert len(_details(client).charges) == 2

    load("statement_lines-2.csv", LINES + "S-10000001,1,All of it,10000,2026-09-02\n")

    assert [charge.words for charge in _details(client).charges] == ["All of it"]


def test_a_statement_without_lines_has_none_and_an_unknown_one_is_said_to_be(client: Client) -> None:
    assert _details(client, "S-10000002").charges == ()

    answer = client.get(DETAILS, params={"statement": "S-9"})
    assert answer.status_code == 404
    assert "does not know this statement" in sentence_of(answer.text)


def test_a_confidential_statement_is_addressed_to_its_member_and_nowhere(
    client: Client, load: Callable[[str, str], None], engine: Engine
) -> None:
    load("mail_addresses.csv", f"guarantor_number,address\n{GUARANTOR},1480 Lakeshore Avenue\n")
    with engine.begin() as connection:
        connection.execute(text("UPDATE statements SET confidential = true WHERE number = 'S-10000001'"))
        name = connection.scalar(
            text("SELECT family_name || ', ' || given_names FROM members WHERE number = :number"), {"number": MEMBER}
        )

    row = _details(client)

    assert (row.addressee, row.address) == (name, ())
    assert _details(client, "S-10000002").address == ("1480 Lakeshore Avenue",)


def test_bad_rows_are_named_and_the_others_go_in(
    client: Client, load: Callable[[str, str], None], named: list[Rejected]
) -> None:
    load("statement_lines.csv", LINES + GOOD + "S-9,1,Visit,1,\nS-10000002,0,Visit,1,\nS-10000002,1,Visit,1.5,\n")

    assert [(one.line, one.field) for one in named] == [(4, "statement_number"), (5, "place"), (6, "cents")]
    assert len(_details(client).charges) == 2
    load("mail_addresses.csv", "guarantor_number,address\n999,Here\n")
    assert named[-1].field == "guarantor_number"


def test_a_billing_system_sends_them_too_and_nobody_else_may(client: Client, engine: Engine) -> None:
    with engine.begin() as connection:
        token = enroll_billing_system(connection, "epic", ADMIN)
    said = {
        "lines": [
            {"statement_number": "S-10000001", "place": 1, "words": "Visit", "cents": 10_000},
            {"statement_number": "S-9", "place": 1, "words": "Visit", "cents": 1},
        ],
        "addresses": [{"guarantor_number": GUARANTOR, "address": ["1480 Lakeshore Avenue"]}],
    }

    desks = client.post(BILLING, json=said)
    with client_of(engine) as system:
        answer = system.post(BILLING, json=said, headers={"authorization": f"Bearer {token}"})

    assert desks.status_code == 401
    told = BillingAnswer.model_validate_json(answer.text)
    assert (told.taken, [one.reference for one in told.not_taken]) == (2, ["S-9"])


def test_a_revoked_desk_and_another_desk_read_nothing(client: Client) -> None:
    assert client.get("/v1/desks/OAK4/details", params={"statement": "S-10000001"}).status_code in (401, 403)
    assert client.get(DETAILS, params={"statement": "x" * 41}).status_code == 400
