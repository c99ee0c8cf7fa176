"""Giving a person an authenticator: shown once, sealed for desks alone, with a shorter passphrase beside it."""

import io
import json
from base64 import b32decode, b32encode
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from cashier.domain.errors import CashierError, Refused
from cashier.domain.people import Role
from cashier.domain.second_factor import parts_of
from cashier.domain.sign_in import TryLater
from cashier.doors import ledger_people
from cashier.doors.ledger import app
from cashier.doors.ledger_people import give_authenticator
from cashier.ledger import people
from cashier.ledger.check import check
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.office import SignIn
from cashier.ledger.sessions import Sessions
from cashier.security.organization import new_organization_keys
from cashier.security.passphrases import matches
from cashier.security.second_factor import Authenticators, code_of
from tests.ledger.conftest import ADMIN, clock, new_id

LONG, SHORT = "paper cranes in a row", "kumquats"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(new_organization_keys()), "utf-8")
    return path


@pytest.fixture
def ledger(engine: Engine) -> Engine:
    """Pat reads the journal, Ada administers."""
    with engine.begin() as connection:
        for user, role in (("pat", Role.AUDITOR), ("ada", Role.ADMINISTRATOR)):
            row = people.new_staff(user=user, name=f"{user.title()} Marsh", role=role, passphrase=LONG)
            people.keep_staff(connection, [row], ADMIN)
    return engine


def _give(engine: Engine, keys: Path, user: str, passphrase: str = "") -> dict[str, str] | str:
    """The command; returns what it said, or what was refused."""
    url = engine.url.render_as_string(hide_password=False)
    asked = ["staff", "authenticator", user, "--keys", str(keys), "--by", "ada", "--database-url", url]
    done = CliRunner().invoke(app, asked, input=f"{passphrase}\n")
    if done.exception is not None:
        return str(done.exception)
    said: dict[str, str] = json.loads(done.stdout)
    return said


def _on_file(engine: Engine, user: str) -> str:
    with engine.connect() as connection:
        found = connection.scalars(text("SELECT passphrase_hash FROM staff WHERE number = :user"), {"user": user})
        return str(found.one())


def _secret_in(said: dict[str, str] | str) -> bytes:
    assert isinstance(said, dict), said
    return b32decode(parse_qs(urlsplit(said["authenticator"]).query)["secret"][0])


def test_what_is_shown_once_makes_the_codes_that_a_desk_takes(ledger: Engine, keys: Path) -> None:
    secret = _secret_in(_give(ledger, keys, "pat", SHORT))
    page = read_page(ledger, "OAK3", known_epoch="", after=Cursor(), limit=100)
    (pat,) = [person for person in page.staff if person.user == "pat"]
    kept_hash, sealed = parts_of(pat.passphrase_hash)
    at = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)
    step = int(at.timestamp()) // 30

    assert matches(kept_hash, SHORT)
    token = json.loads(keys.read_text("utf-8"))["check_token"]
    assert Authenticators(token).step_of(sealed, "pat", code_of(secret, step), at) == step
    assert len(pat.passphrase_hash) < 500, "as much as a desk takes"


@pytest.mark.parametrize("is_right", [True, False])
def test_a_terminal_shows_it_once_and_it_holds_once_a_code_of_it_was_typed(
    ledger: Engine,
    keys: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    is_right: bool,
) -> None:
    before, secret = _on_file(ledger, "pat"), bytes(range(20))
    at = datetime(2026, 11, 21, 18, 44, tzinfo=UTC)
    right = code_of(secret, int(at.timestamp()) // 30)
    answers = iter(["", "000000", f"{right[:3]} {right[3:]}" if is_right else "000000", "000000"])
    monkeypatch.setattr(ledger_people, "new_secret", lambda: secret)
    monkeypatch.setattr(ledger_people, "now_utc", lambda: at)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    url = ledger.url.render_as_string(hide_password=False)

    if is_right:
        give_authenticator("pat", keys, database_url=url, by=["ada"])
    else:
        with pytest.raises(CashierError, match="Nothing has changed for pat"):
            give_authenticator("pat", keys, database_url=url, by=["ada"])

    said = capfd.readouterr()
    letters = b32encode(secret).decode()
    assert "█" in said.err
    assert letters in said.err.replace(" ", "")
    assert letters not in said.out, "what was shown goes into no file besides"
    assert (_on_file(ledger, "pat") != before) is is_right


def test_a_program_that_asks_is_told_it_and_no_picture_is_made(
    ledger: Engine, keys: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    give_authenticator("pat", keys, database_url=ledger.url.render_as_string(hide_password=False), by=["ada"])

    said = capfd.readouterr()
    assert _secret_in(json.loads(said.out))
    assert said.err == ""


def test_the_ledger_keeps_no_secret_and_its_line_only_a_fingerprint(ledger: Engine, keys: Path) -> None:
    secret = _secret_in(_give(ledger, keys, "pat", SHORT))

    with ledger.connect() as connection:
        bodies = " ".join(connection.scalars(text("SELECT body FROM lines")))
    for kept in (_on_file(ledger, "pat"), bodies):
        assert secret.hex() not in kept
        assert json.loads(keys.read_text("utf-8"))["check_token"] not in kept
    assert parts_of(_on_file(ledger, "pat"))[1] not in bodies
    assert check(ledger).findings == []


def test_a_passphrase_that_stands_stays_and_a_new_one_may_have_eight_characters(ledger: Engine, keys: Path) -> None:
    before = _on_file(ledger, "pat")
    assert _secret_in(_give(ledger, keys, "pat"))
    assert parts_of(_on_file(ledger, "pat"))[0] == before
    assert "at least 8 characters" in str(_give(ledger, keys, "pat", "kumquat"))
    assert "among the first" in str(_give(ledger, keys, "pat", "password"))
    with pytest.raises(people.StaffTrouble, match="at least 15 characters"):
        people.new_staff(user="pat", name="Pat", role="auditor", passphrase=SHORT)


def test_the_same_passphrase_again_keeps_it_and_another_takes_it_away(ledger: Engine, keys: Path) -> None:
    _give(ledger, keys, "pat")
    before = _on_file(ledger, "pat")
    with ledger.begin() as connection:
        row = people.new_staff(user="pat", name="Pat Marshall", role=Role.AUDITOR, passphrase=LONG)
        people.keep_staff(connection, [people.with_known_hash(connection, row, LONG)], ADMIN)

    assert _on_file(ledger, "pat") == before
    other = "paper boats in a row"
    with ledger.begin() as connection:
        row = people.new_staff(user="pat", name="Pat Marshall", role=Role.AUDITOR, passphrase=other)
        people.keep_staff(connection, [people.with_known_hash(connection, row, other)], ADMIN)
    assert parts_of(_on_file(ledger, "pat"))[1] == ""


def test_an_administrator_or_a_stranger_gets_none(ledger: Engine, keys: Path, tmp_path: Path) -> None:
    assert "signs at the ledger" in str(_give(ledger, keys, "ada"))
    assert "Nobody who may sign in" in str(_give(ledger, keys, "sam"))
    empty = tmp_path / "empty.json"
    empty.write_text("{}", "utf-8")
    assert "no check_token" in str(_give(ledger, empty, "pat"))


def test_one_factor_of_two_opens_no_session_of_the_office(ledger: Engine, keys: Path) -> None:
    secret = _secret_in(_give(ledger, keys, "pat", SHORT))
    sessions = Sessions(engine=ledger, clock=clock, new_id=new_id)

    with pytest.raises(Refused, match="signs in at a desk"):
        sessions.sign_in(SignIn(user="pat", passphrase=SHORT))
    with ledger.begin() as connection:
        connection.execute(text("DELETE FROM office_tries"))
    with pytest.raises(TryLater):
        sessions.sign_in(SignIn(user="pat", passphrase=f"{SHORT} {code_of(secret, 1)}"))
