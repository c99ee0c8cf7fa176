"""Whatever an administrator does is a line with a name on it, and `check` finds what was done without one."""

import json
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from cashier.domain.chain import first_link
from cashier.ledger import database, people
from cashier.ledger.administration import Act, keep_center
from cashier.ledger.check import check
from cashier.ledger.enrollment import invite, revoke_desk
from cashier.ledger.people import StaffTrouble
from cashier.ledger.tokens import enroll_channel
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, owner_engine

PASSPHRASE = "lake merritt at noon"


@pytest.fixture
def busy_office(engine: Engine) -> Engine:
    """A ledger for which somebody has done everything that can be done, once."""
    with engine.begin() as connection:
        keep_center(connection, "OAK", "Oakland", "ncal", ADMIN, home_centers=("Oakland",))
        keep_center(connection, "SFO", "San Francisco", "ncal", ADMIN)
        enroll_channel(connection, "online", ADMIN)
        enrolled(connection, "OAK4", "OAK", ADMIN)
        invite(connection, "OAK7", "OAK", ADMIN, replaces="OAK4")
        revoke_desk(connection, "OAK4", "sold", ADMIN)
        for user in ("rosa", "luis"):
            people.keep_staff(connection, [_person(user, ("OAK",))], ADMIN)
        people.revoke_staff(connection, "luis", "left", ADMIN)
    return engine


def _person(user: str, centers: tuple[str, ...] = ()) -> Any:
    return people.new_staff(user=user, name="A Person", role="cashier", passphrase=PASSPHRASE, centers=centers)


def _acts(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        bodies = connection.scalars(text("SELECT body FROM lines WHERE kind = 'administered' ORDER BY sequence"))
        return [json.loads(body) for body in bodies]


def test_every_act_is_a_line_that_says_who_did_what(busy_office: Engine) -> None:
    acts = _acts(busy_office)

    assert {act["staff"] for act in acts} == {"helen"}
    assert [act["facts"]["act"] for act in acts[1:]] == [
        Act.CENTER_KEPT,
        Act.CENTER_KEPT,
        Act.CHANNEL_ENROLLED,
        Act.DESK_INVITED,
        Act.DESK_ENROLLED,
        Act.DESK_INVITED,
        Act.DESK_REVOKED,
        Act.STAFF_KEPT,
        Act.STAFF_KEPT,
        Act.STAFF_REVOKED,
    ]
    assert check(busy_office).findings == []


def test_what_changes_nothing_is_no_act(busy_office: Engine) -> None:
    before = _acts(busy_office)
    with busy_office.begin() as connection:
        keep_center(connection, "OAK", "Oakland", "ncal", ADMIN, home_centers=("Oakland",))
        (rosa,) = (person for person in people.all_staff(connection) if person.user == "rosa")
        people.keep_staff(connection, [rosa], ADMIN)

    assert _acts(busy_office) == before


def test_no_line_holds_a_secret(busy_office: Engine) -> None:
    said = json.dumps(_acts(busy_office))

    assert "argon2" not in said
    assert PASSPHRASE not in said


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE staff SET role = 'supervisor' WHERE number = 'rosa'", "Staff member rosa is not what"),
        ("UPDATE staff SET active = true, revoked_at = NULL WHERE number = 'luis'", "Staff member luis is not what"),
        ("UPDATE staff SET centers = '{}' WHERE number = 'rosa'", "centers"),
        ("UPDATE staff SET passphrase_hash = 'x' WHERE number = 'rosa'", "passphrase"),
        ("DELETE FROM staff WHERE number = 'rosa'", "Staff member rosa is gone"),
        (
            "INSERT INTO staff SELECT 'mallory', name, role, passphrase_hash, badge, true FROM staff LIMIT 1",
            "Staff member mallory is there, and no line says",
        ),
        ("UPDATE desks SET revoked_at = NULL WHERE desk = 'OAK4'", "Desk OAK4 is not what"),
        ("UPDATE desks SET public_key = 'x' WHERE desk = 'OAK4'", "key"),
        ("INSERT INTO desks (desk, center, chain) VALUES ('OAK9', 'OAK', 'x')", "Desk OAK9 is there, and no line says"),
        ("UPDATE tokens SET token_hash = 'x'", "The token of online is not what"),
        ("INSERT INTO tokens VALUES ('OAK4', 'x')", "The token of OAK4 is there"),
        ("UPDATE centers SET region = 'scal' WHERE center = 'OAK'", "Center OAK is not what"),
        ("DELETE FROM centers WHERE center = 'SFO'", "Center SFO is gone"),
    ],
)
def test_the_check_finds_what_nobody_signed_for(
    busy_office: Engine, ledger_url: str, damage: str, finding: str
) -> None:
    assert check(busy_office).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text(damage))
    owner.dispose()

    assert finding in " ".join(check(busy_office).findings)


def test_nobody_works_at_a_center_that_is_not_there(busy_office: Engine) -> None:
    with busy_office.begin() as connection, pytest.raises(StaffTrouble, match="no center XYZ"):
        people.keep_staff(connection, [_person("mai", ("OAK", "XYZ"))], ADMIN)


@pytest.mark.parametrize("user", ["nobody", "luis"])
def test_only_who_may_sign_in_can_be_revoked(busy_office: Engine, user: str) -> None:
    with busy_office.begin() as connection, pytest.raises(StaffTrouble, match=f"is called {user}"):
        people.revoke_staff(connection, user, "why not", ADMIN)


def test_a_ledger_of_before_acts_were_lines_adopts_what_it_knows(ledger_url: str) -> None:
    """From the first schema to today's, with a desk, a channel, a person and a center that no line names."""
    owner = create_engine(make_url(ledger_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS elder"))
        connection.execute(text("CREATE DATABASE elder"))
    elder = make_url(ledger_url).set(database="elder").render_as_string(hide_password=False)
    _first_schema(elder)
    database.prepare(elder)
    engine = database.service_engine(elder)
    try:
        report = check(engine)
        (adopted,) = _acts(engine)
    finally:
        engine.dispose()
        with owner.connect() as connection:
            connection.execute(text("DROP DATABASE elder"))
        owner.dispose()

    assert report.findings == []
    assert (adopted["facts"]["act"], report.desks) == ("adopted", 2)
    assert "argon2" not in json.dumps(adopted)


def _first_schema(url: str) -> None:
    engine = owner_engine(url)
    with engine.begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", "cashier:ledger/migrations")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        database.begin(connection)
        for statement in (
            "INSERT INTO centers VALUES ('OAK', 'Oakland', 'ncal')",
            f"INSERT INTO desks (desk, center, chain) VALUES ('OAK3', 'OAK', '{first_link('OAK3')}')",
            "INSERT INTO tokens VALUES ('OAK3', '$argon2id$x'), ('online', '$argon2id$y')",
            "INSERT INTO staff VALUES ('rosa', 'Rosa Delgado', 'cashier', '$argon2id$z', '', true)",
        ):
            connection.execute(text(statement))
    engine.dispose()
