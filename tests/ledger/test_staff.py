"""Which desk hears of whom: those of its center, those of all centers, and those who left it."""

import json

import pytest
from sqlalchemy import Connection, Engine, text

from cashier.domain.people import Role
from cashier.ledger import people
from cashier.ledger.administration import Act, write_down
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.wire import StaffRow
from tests.ledger.conftest import ADMIN, add_desk

HASH = "$argon2id$of-a-passphrase"


@pytest.fixture
def office(engine: Engine) -> Engine:
    """Desk OAK3 in Oakland and SFO1 in San Francisco; rosa works in Oakland, mai in both, helen everywhere."""
    with engine.begin() as connection:
        add_desk(connection, "SFO1")
        connection.execute(text("UPDATE desks SET center = 'SFO' WHERE desk = 'SFO1'"))
        facts = {"desk": "SFO1", "center": "SFO", "key": None, "replaces": None}
        write_down(connection, Act.DESK_ENROLLED, facts, ADMIN)
        _keep(connection, "rosa", "OAK")
        _keep(connection, "mai", "OAK", "SFO")
        _keep(connection, "helen")
    return engine


def _keep(connection: Connection, user: str, *centers: str, active: bool = True) -> None:
    row = StaffRow(
        user=user, name=user.title(), role=Role.CASHIER, passphrase_hash=HASH, badge="b", active=active, centers=centers
    )
    people.keep_staff(connection, [row], ADMIN)


def _heard(engine: Engine, desk: str) -> dict[str, bool]:
    """Who a new desk hears of, and whether they may sign in."""
    page = read_page(engine, desk, known_epoch="", after=Cursor(), limit=500)
    return {row.user: row.active for row in page.staff}


def test_a_desk_hears_of_its_own_people_and_of_those_of_all_centers(office: Engine) -> None:
    assert _heard(office, "OAK3") == {"helen": True, "mai": True, "rosa": True}
    assert _heard(office, "SFO1") == {"helen": True, "mai": True}
    assert check(office).findings == []


def test_who_leaves_a_center_may_not_sign_in_there_and_takes_the_hash_along(office: Engine) -> None:
    before = read_page(office, "SFO1", known_epoch="", after=Cursor(), limit=500)
    with office.begin() as connection:
        _keep(connection, "mai", "OAK")

    page = read_page(office, "SFO1", known_epoch=before.epoch, after=Cursor.read(before.after), limit=500)

    (mai,) = page.staff
    assert (mai.user, mai.active, mai.passphrase_hash, mai.badge) == ("mai", False, "", "")
    assert _heard(office, "OAK3")["mai"]


def test_who_worked_everywhere_leaves_all_other_centers(office: Engine) -> None:
    with office.begin() as connection:
        _keep(connection, "helen", "SFO")

    assert not _heard(office, "OAK3")["helen"]
    assert _heard(office, "SFO1")["helen"]


def test_a_change_that_is_none_of_its_business_moves_a_desk_on(office: Engine) -> None:
    before = read_page(office, "SFO1", known_epoch="", after=Cursor(), limit=500)
    with office.begin() as connection:
        _keep(connection, "rosa", "OAK", active=False)

    page = read_page(office, "SFO1", known_epoch=before.epoch, after=Cursor.read(before.after), limit=500)

    assert page.staff == ()
    assert page.after != before.after, "it would ask for the same change without end"


def test_a_row_says_all_that_a_desk_of_before_centers_reads(office: Engine) -> None:
    page = read_page(office, "OAK3", known_epoch="", after=Cursor(), limit=500)
    (helen,) = (row for row in json.loads(page.model_dump_json())["staff"] if row["user"] == "helen")

    assert helen == {
        "user": "helen",
        "name": "Helen",
        "role": "cashier",
        "passphrase_hash": HASH,
        "badge": "b",
        "active": True,
        "centers": [],
    }
