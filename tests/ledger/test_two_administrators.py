"""A role that approves money is given by two administrators (R8); whoever tries it alone changes nothing."""

import json

import pytest
from sqlalchemy import Connection, Engine, text
from typer.testing import CliRunner

from cashier.domain.people import RIGHTS, Right, Role, is_granted_by_two
from cashier.doors.ledger import app
from cashier.ledger import people
from cashier.ledger.check import check
from cashier.ledger.people import StaffTrouble
from tests.ledger.conftest import ADMIN

ADA, BEN, PAT = "ladder against the plum", "blue kite over the pier", "paper cranes in a row"


def _keep(connection: Connection, user: str, role: Role, passphrase: str = PAT) -> None:
    row = people.new_staff(user=user, name=f"{user.title()} Marsh", role=role, passphrase=passphrase)
    people.keep_staff(connection, [row], ADMIN)


@pytest.fixture
def ledger(engine: Engine) -> Engine:
    """One whom nobody appointed, and the second: from then on it takes both."""
    with engine.begin() as connection:
        _keep(connection, "ada", Role.ADMINISTRATOR, ADA)
        _keep(connection, "ben", Role.ADMINISTRATOR, BEN)
    return engine


def _add(engine: Engine, user: str, role: str, *lines: str, by: tuple[str, ...] = ("ada", "ben")) -> str:
    """The command; returns what was refused."""
    url = engine.url.render_as_string(hide_password=False)
    options = [word for name in by for word in ("--by", name)]
    asked = ["staff", "add", user, "--name", "Pat Marsh", "--role", role, "--database-url", url, *options]
    done = CliRunner().invoke(app, asked, input="\n".join((PAT, *lines)) + "\n")
    return "" if done.exception is None else str(done.exception)


def _role(engine: Engine, user: str) -> str | None:
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT role FROM staff WHERE number = :user AND active"), {"user": user})
        return found.one_or_none()


def test_the_roles_that_take_two_are_those_that_approve_money_and_the_administrators() -> None:
    assert {role for role in Role if is_granted_by_two(role)} == set(Role) - {Role.CASHIER, Role.AUDITOR}
    assert not RIGHTS[Role.CASHIER] & {Right.APPROVE_DRAWER, Right.RELEASE_HELD, Right.KEEP_SAFE}


@pytest.mark.parametrize("role", [role for role in Role if is_granted_by_two(role)])
def test_two_administrators_give_it_and_both_stand_on_the_line(ledger: Engine, role: Role) -> None:
    assert _add(ledger, "pat", role, ADA, BEN) == ""

    assert _role(ledger, "pat") == role
    with ledger.connect() as connection:
        body = json.loads(connection.scalars(text("SELECT body FROM lines ORDER BY sequence DESC")).first() or "")
    assert (body["staff"], body["facts"]["second"]) == ("ada", "ben")
    assert check(ledger).findings == []


@pytest.mark.parametrize(
    ("by", "lines"),
    [
        ((), ()),
        (("ada",), (ADA,)),
        (("ada", "ada"), (ADA, ADA)),
        (("ada", "ADA"), (ADA, ADA)),
        (("ada", "ben"), (ADA, ADA)),
        (("ada", "ben"), (ADA,)),
        (("ben", "ada"), (ADA, BEN)),
        (("ada", "nobody"), (ADA, BEN)),
    ],
)
def test_one_alone_gives_nothing(ledger: Engine, by: tuple[str, ...], lines: tuple[str, ...]) -> None:
    assert "Name both with --by" in _add(ledger, "pat", "lead", *lines, by=by)
    assert _role(ledger, "pat") is None


@pytest.mark.parametrize("role", ["cashier", "auditor"])
def test_one_alone_gives_a_role_that_approves_nothing(ledger: Engine, role: str) -> None:
    assert _add(ledger, "pat", role, by=("ada",)) == ""
    assert _role(ledger, "pat") == role


def test_a_passphrase_of_a_lead_is_nobodys_to_exchange_alone(ledger: Engine) -> None:
    assert _add(ledger, "pat", "lead", ADA, BEN) == ""

    assert _add(ledger, "pat", "lead", by=("ada",)) == "", "the same again changes nothing"
    with ledger.begin() as connection, pytest.raises(StaffTrouble, match="Two administrators change who is lead"):
        _keep(connection, "pat", Role.LEAD, "violin case by the door")


def test_a_loaded_file_gives_no_such_role_either(ledger: Engine) -> None:
    with pytest.raises(StaffTrouble, match="Two administrators change who is supervisor"), ledger.begin() as connection:
        _keep(connection, "pat", Role.SUPERVISOR)
    assert _role(ledger, "pat") is None


def test_who_sends_the_other_one_away_gives_no_rights_about_money_and_is_told_on(ledger: Engine) -> None:
    assert "Two administrators change who is cashier." in _add(ledger, "ben", "cashier", by=("ada",))
    with ledger.begin() as connection:
        people.revoke_staff(connection, "ben", "left", ADMIN)
    assert "Two administrators change who is lead." in _add(ledger, "pat", "lead", by=("ada",))

    assert _add(ledger, "pat", "administrator", by=("ada",)) == ""
    with ledger.connect() as connection:
        (alarm,) = connection.scalars(text("SELECT sentence FROM alarms"))
    assert alarm.startswith("ada alone made pat an administrator")
