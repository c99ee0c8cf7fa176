"""A closed drawer's difference that two of the office explain: what was over is what was short, and no money moves."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from httpx import Client, Response
from sqlalchemy import Engine, text

from cashier.domain.line import Line, read_line
from cashier.domain.people import Role
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.check_explained import wrong_explanations
from cashier.ledger.office_corrections import correction_rows
from cashier.ledger.trends import SHIFTS_MOST
from cashier.wire import StaffRow
from tests.domain.drawer_lines import closed, shift_lines
from tests.fakes.builders import ROSA, SHIFT_ID
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, add_desk, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import CENTER, TODAY, PaperDesk
from tests.ledger.serving import client_of, sentence_of


@pytest.fixture
def client(engine: Engine) -> Iterator[Client]:
    """OAK3-Z00001: a check of $412.60 is missing, and cash is $411.00 over. OAK3-Z00002: cash is $5.00 short."""
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash="-") for role in Role]
    staff += [StaffRow(user=ROSA.user, name=ROSA.name, role=ROSA.role, passphrase_hash="-")]
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO centers VALUES ('OAK', 'Oakland', 'ncal')"))
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    for z, difference, is_missing in ((1, 41_100, True), (2, -500, False)):
        opened, close = shift_lines()[0], closed()
        missing = close.facts["items"] if is_missing else []
        facts = {**close.facts, "z": z, "difference_cents": difference, "missing": missing}
        for line in (opened, replace(close, facts=facts, transfers=())):
            desk.write(_in_shift(line, z))
    send(engine, desk)
    with client_of(engine) as made:
        with engine.begin() as connection:
            made.auth = enrolled(connection, "OAK3", CENTER, ADMIN, clock=clock)
        yield made


def _in_shift(line: Line, number: int) -> Line:
    """The same in a shift of its own. Nothing is booked by it: what is looked at is what it says."""
    shift = str(SHIFT_ID)[:-2] + f"{number:02d}"
    read = read_line(line.body().decode().replace(str(SHIFT_ID), shift).encode())
    return replace(read, line_id=new_id(), transfers=())


def explains(client: Client, over: str = "OAK3-Z00001 cash", short: str = "OAK3-Z00001 1043", **more: Any) -> Response:
    wish: dict[str, Any] = {"line_id": str(new_id()), "staff": Role.CASH_OFFICE, "what": "explain_difference"}
    wish |= {"second": Role.SUPERVISOR, "source": over, "to": short, "words": "the envelope held notes"}
    return client.post("/v1/desks/OAK3/office/deeds", json=wish | {"day": TODAY.isoformat()} | more)


def trend(client: Client) -> str:
    asked = {"staff": Role.LEAD, "today": TODAY.isoformat(), "days": 90}
    (row,) = client.post("/v1/desks/OAK3/office/trend", json=asked).json()["closing"]
    return str(row["words"])


def transfers(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM transfers")) or 0)


def findings(engine: Engine) -> list[str]:
    """Those of this act alone: the drawers of these tests are words without money."""
    return [found for found in check(engine).findings if "expla" in found]


def test_cash_that_was_keyed_as_a_check_is_explained_by_two_and_no_money_moves(engine: Engine, client: Client) -> None:
    assert "together $406.00 over" in trend(client)
    before = transfers(engine)
    line_id = str(new_id())
    first, again = (explains(client, line_id=line_id).json()["said"] for _ in range(2))
    assert first == again, "an answer that got lost is the same answer"
    assert first.startswith("$412.60: cash of OAK3-Z00001 over is check 1043 of OAK3-Z00001 short.")

    assert transfers(engine) == before
    assert "together $6.60 short" in trend(client), "what was explained is nobody's difference any more"
    asked = {"staff": Role.CASH_OFFICE, "about": f"explained.{line_id}"}
    assert client.post("/v1/desks/OAK3/office/task", json=asked).json()["facts"] == [
        ["Over", "cash of OAK3-Z00001"],
        ["Short", "check 1043 of OAK3-Z00001"],
        ["Amount", "$412.60"],
        ["Still differs", "cash of OAK3-Z00001, $1.60 short"],
        ["What was found", "the envelope held notes"],
        ["Explained on", "Nov 21, 2026"],
    ]
    with engine.connect() as connection:
        (row,) = correction_rows(connection, center=CENTER)
    assert (row.kind, row.source, row.to, row.cents) == (
        "difference_explained",
        "OAK3-Z00001 cash",
        "OAK3-Z00001 1043",
        41_260,
    )
    assert (row.asked_by, row.approved_by, row.reason) == (Role.CASH_OFFICE, Role.SUPERVISOR, "the envelope held notes")
    assert "Nothing of it is" in sentence_of(explains(client).text)
    assert findings(engine) == []


def test_cash_in_a_colleagues_drawer_is_explained_as_far_as_both_differ(engine: Engine, client: Client) -> None:
    assert explains(client, short="OAK3-Z00002 cash", cents=200).status_code == 200
    over = explains(client, short="OAK3-Z00002 cash", cents=301)
    assert "$3.00 is the most" in sentence_of(over.text)
    assert explains(client, short="OAK3-Z00002 cash").status_code == 200

    assert "together $406.00 over" in trend(client), "what one has more the other has less"
    assert findings(engine) == []


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"second": Role.CASH_OFFICE}, 400, "Two people explain a difference"),
        ({"second": ""}, 400, "Two people explain a difference"),
        ({"second": Role.AUDITOR}, 403, "may not agree"),
        ({"staff": Role.LEAD}, 403, "may not explain"),
        ({"staff": Role.CASHIER}, 403, "may not see the office"),
        ({"words": " "}, 400, "Say what was found"),
        ({"day": "2026-12-21"}, 400, "business date is not today's"),
        ({"source": "OAK3-Z00009 cash"}, 400, "no Z report OAK3-Z00009"),
        ({"source": "OAK3-Z00001"}, 400, "Say of which Z report"),
        ({"to": "OAK3-Z00001 1044"}, 400, "It was short by check 1043 $412.60"),
        ({"to": "OAK3-Z00001 cash"}, 400, "was not short by cash"),
    ],
)
def test_who_may_not_or_what_did_not_differ_so_is_refused(
    engine: Engine, client: Client, more: dict[str, Any], status: int, sentence: str
) -> None:
    answer = explains(client, **more)

    assert (answer.status_code, sentence in sentence_of(answer.text)) == (status, True), answer.text
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM explained_differences")) == 0


def test_whose_drawer_it_was_neither_explains_it_nor_agrees_and_no_other_center_does(
    ledger_url: str, engine: Engine, client: Client
) -> None:
    with engine.begin() as connection:
        promoted = StaffRow(user=ROSA.user, name=ROSA.name, role=Role.SUPERVISOR, passphrase_hash="-")
        loading.load_directory(connection, staff=[promoted], clock=clock, new_id=new_id)

    for more in ({"second": ROSA.user}, {"staff": ROSA.user}):
        assert "can't explain it" in sentence_of(explains(client, **more).text)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("INSERT INTO centers (center, name, region) VALUES ('RCH', 'Richmond', 'ncal')"))
        add_desk(connection, "RCH1", "RCH")
        connection.execute(text("UPDATE lines SET desk = 'RCH1' WHERE desk = 'OAK3'"))
    owner.dispose()
    assert "was made at another center" in sentence_of(explains(client, over="RCH1-Z00001 cash").text)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM explained_differences",
        "UPDATE explained_differences SET cents = cents + 1",
        """UPDATE lines SET body = replace(body, '"approver":"supervisor"', '"approver":"cash_office"')""",
        """UPDATE lines SET body = replace(body, '"approver":"supervisor"', '"approver":"rosa"')""",
        """UPDATE lines SET body = replace(body, '41260', '41259')""",
        """UPDATE lines SET body = replace(body, '"what":"cash"', '"what":"found.0"')""",
    ],
)
def test_the_check_finds_one_that_is_not_as_it_was_agreed_to(
    ledger_url: str, engine: Engine, client: Client, damage: str
) -> None:
    explains(client)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"{damage} {CHANGED if 'lines' in damage else ''}"))
    owner.dispose()

    assert findings(engine)


def test_the_check_holds_when_its_shift_is_older_than_anybody_looks_for(
    ledger_url: str, engine: Engine, client: Client
) -> None:
    explains(client)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(MANY_MORE), {"most": SHIFTS_MOST})
    owner.dispose()

    assert "no Z report OAK3-Z00001" in sentence_of(explains(client).text), "for a year and more"
    with engine.connect() as connection:
        assert list(wrong_explanations(connection)) == []


CHANGED = "WHERE kind = 'difference_explained'"
MANY_MORE = """
INSERT INTO lines
SELECT (jsonb_populate_record(opened, jsonb_build_object('sequence', 100 + place, 'line_id', gen_random_uuid()))).*
FROM lines AS opened, generate_series(1, :most) AS place
WHERE opened.desk = 'OAK3' AND opened.sequence = 1
"""
