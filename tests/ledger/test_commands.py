"""The ledger's commands, as a person or a script types them."""

import csv
import getpass
import io
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from cashier.domain.errors import CashierError
from cashier.doors import ledger_serve
from cashier.doors.ledger import app
from cashier.doors.ledger_options import DATABASE_URL
from cashier.ledger.database import SCHEMA_REVISION
from tests.ledger.conftest import count_rows, owner_engine, send
from tests.ledger.paper_desk import PaperDesk

ORGANIZATION = Path(__file__).resolve().parents[2] / "cashier" / "organization.toml"
PASSPHRASE = "lake merritt at noon"


def _run(url: str, *arguments: str, said: str = "") -> str:
    """What a command prints; it has to succeed."""
    done = CliRunner().invoke(app, [*arguments, "--database-url", url], input=said, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def _refused(url: str, *arguments: str, said: str = "") -> str:
    """The sentence with which a command refuses."""
    done = CliRunner().invoke(app, [*arguments, "--database-url", url], input=said)
    assert isinstance(done.exception, CashierError)
    return done.exception.sentence


def _invite(url: str, desk: str, center: str) -> str:
    return _run(url, "desks", "invite", desk, "--center", center)


def test_init_twice_begins_one_epoch(engine: Engine, ledger_url: str) -> None:
    first = json.loads(_run(ledger_url, "init", "--organization", str(ORGANIZATION)))

    assert json.loads(_run(ledger_url, "init", "--organization", str(ORGANIZATION))) == first
    assert first["centers"] == count_rows(engine, "centers") > 2


def test_a_desk_is_invited_only_to_a_center_that_exists(engine: Engine, ledger_url: str) -> None:
    _run(ledger_url, "init", "--organization", str(ORGANIZATION))

    assert re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", json.loads(_invite(ledger_url, "OAK4", "OAK"))["code"])
    assert "no center XYZ" in _refused(ledger_url, "desks", "invite", "OAK5", "--center", "XYZ")
    assert "desk's code" in _refused(ledger_url, "desks", "invite", "oak 5", "--center", "OAK")
    assert "no desk OAK9" in _refused(ledger_url, "desks", "invite", "OAK5", "--center", "OAK", "--replaces", "OAK9")
    assert "channel's name" in _refused(ledger_url, "channels", "enroll", "On:line")


def test_people_and_desks_are_revoked_by_name_and_with_a_reason(engine: Engine, ledger_url: str) -> None:
    add = ("staff", "add", "rosa", "--name", "Rosa Delgado", "--role", "cashier", "--by", "helen")
    _run(ledger_url, *add, said=f"{PASSPHRASE}\n")
    _run(ledger_url, "staff", "revoke", "rosa", "--reason", "left", "--by", "helen")
    _run(ledger_url, "desks", "revoke", "OAK3", "--reason", "sold", "--by", "helen")

    assert json.loads(_run(ledger_url, "staff", "list"))["active"] is False
    (desk,) = [json.loads(line) for line in _run(ledger_url, "desks", "list").splitlines()]
    assert (desk["desk"], desk["has_key"], bool(desk["revoked_at"])) == ("OAK3", False, True)
    assert json.loads(_run(ledger_url, "check"))["holds"] is True
    with engine.connect() as connection:
        by = connection.scalars(text("SELECT staff FROM lines WHERE kind = 'administered' ORDER BY sequence")).all()
    assert by[-3:] == ["helen"] * 3
    assert "--by" in _refused(ledger_url, "desks", "invite", "OAK5", "--center", "OAK", "--by", " ")
    assert "Give the reason" in _refused(ledger_url, "desks", "revoke", "OAK3", "--reason", " ")


def test_who_acts_is_the_machines_user_where_nobody_is_named(engine: Engine, ledger_url: str) -> None:
    _invite(ledger_url, "OAK5", "OAK")

    with engine.connect() as connection:
        last = connection.scalar(text("SELECT staff FROM lines WHERE desk = 'LEDGER' ORDER BY sequence DESC LIMIT 1"))
    assert last == getpass.getuser()


def test_staff_are_added_without_their_passphrase_being_shown(engine: Engine, ledger_url: str) -> None:
    add = ("staff", "add", "rosa", "--name", "Rosa Delgado", "--role", "cashier")
    shown = _run(ledger_url, *add, said=f"{PASSPHRASE}\n") + _run(ledger_url, "staff", "list")

    assert json.loads(shown.splitlines()[-1])["user"] == "rosa"
    assert PASSPHRASE not in shown
    assert "argon2" not in shown
    assert "15 characters" in _refused(ledger_url, *add, said="short\n")
    assert "no role king" in _refused(ledger_url, "staff", "add", "k", "--name", "K", "--role", "king", said=PASSPHRASE)


def test_check_exits_with_1_and_the_reason(engine: Engine, ledger_url: str) -> None:
    desk = PaperDesk("OAK3")
    desk.receipts = 1
    desk.pay("S-10000001", 100)
    send(engine, desk)

    done = CliRunner().invoke(app, ["check", "--database-url", ledger_url])

    assert done.exit_code == 1
    assert json.loads(done.stdout)["holds"] is False
    assert done.stderr == "Receipt OAK3-0000001 of OAK3 is missing: 1 of 1 are.\n"


@pytest.mark.parametrize(
    "url", ["postgresql://ledger:heron%2F7@db/ledger", "postgresql://db/ledger?user=ledger&password=heron/7"]
)
def test_a_database_password_is_no_argument_and_is_repeated_nowhere(url: str) -> None:
    for command in (("check",), ("staff", "list"), ("serve", "--port", "0")):
        done = CliRunner().invoke(app, [*command, "--database-url", url])
        assert isinstance(done.exception, CashierError)
        assert "everybody's to read" in done.exception.sentence
        assert "heron" not in done.exception.sentence + done.output


def test_a_database_password_in_the_environment_is_used_and_not_said(
    engine: Engine, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password = make_url(ledger_url).set(password="heron/7").render_as_string(hide_password=False)
    monkeypatch.setenv(DATABASE_URL, with_password)
    said: list[dict[str, object]] = []
    monkeypatch.setattr(ledger_serve, "set_up_logs", lambda *_, **__: None)
    monkeypatch.setattr(ledger_serve, "_answer", lambda engine, listener, ready, **_: said.append(ready))

    assert json.loads(CliRunner().invoke(app, ["check"], catch_exceptions=False).stdout)["holds"] is True
    CliRunner().invoke(app, ["serve", "--port", "0"], catch_exceptions=False)

    assert make_url(str(said[0]["database_url"])) == make_url(ledger_url)


def test_balances_and_transfers_are_csv_in_cents(engine: Engine, ledger_url: str) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    send(engine, desk)

    balances = {row["account"]: row for row in csv.DictReader(io.StringIO(_run(ledger_url, "balances")))}
    transfers = list(csv.DictReader(io.StringIO(_run(ledger_url, "transfers"))))

    assert balances["receivable:S-10000001"]["balance_cents"] == "9900"
    assert sum(int(row["balance_cents"]) for row in balances.values()) == 0
    assert [(row["desk"], row["cents"]) for row in transfers if row["kind"] == "payment"] == [("OAK3", "100")]


def test_day_totals_are_csv_or_json_in_cents(engine: Engine, ledger_url: str) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 100)
    desk.pay("S-10000001", 250)
    send(engine, desk)
    ask = ("day-totals", "--date", "2026-11-21")

    assert _run(ledger_url, *ask).splitlines() == [
        "business_date,region,center,desk,cashier,tender,tenders,cents",
        "2026-11-21,ncal,OAK,OAK3,rosa,cash,2,350",
    ]
    assert json.loads(_run(ledger_url, *ask, "--by", "center", "--json")) == {
        "business_date": "2026-11-21",
        "center": "OAK",
        "tenders": 2,
        "cents": 350,
    }
    assert _run(ledger_url, "day-totals", "--date", "2026-11-22", "--by", "").splitlines() == [
        "business_date,tenders,cents"
    ]
    assert "Totals by hour are not kept" in _refused(ledger_url, *ask, "--by", "hour")


def test_the_sample_may_be_loaded_twice(engine: Engine, ledger_url: str) -> None:
    load = ("load-sample", "--members", "200", "--today", "2026-11-21")
    first, lines = json.loads(_run(ledger_url, *load)), count_rows(engine, "lines")

    assert first["members"] == 200
    assert json.loads(_run(ledger_url, *load))["new_statements"] == 0
    assert count_rows(engine, "lines") == lines
    assert json.loads(_run(ledger_url, "check"))["holds"] is True


@pytest.mark.parametrize("url", ["nonsense", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_opened_is_one_sentence(url: str) -> None:
    sentence = _refused(url, "check")

    assert "database" in sentence
    assert "\n" not in sentence


def test_a_database_of_a_newer_program_is_left_alone(ledger_url: str, engine: Engine) -> None:
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        assert "newer Counterfoil" in _refused(ledger_url, "check")
    finally:
        with owner.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": SCHEMA_REVISION})
        owner.dispose()


def test_a_ledger_needs_to_know_where_its_database_is() -> None:
    done = CliRunner().invoke(app, ["check"])

    assert isinstance(done.exception, CashierError)
    assert "--data" in done.exception.sentence


LOOKS = (["check"], ["balances"], ["transfers"], ["staff", "list"], ["day-totals", "--date", "2026-11-21"])


@pytest.mark.parametrize("command", LOOKS, ids=" ".join)
def test_looking_at_a_folder_without_a_ledger_begins_none(tmp_path: Path, command: list[str]) -> None:
    mistyped = tmp_path / "legder"
    done = CliRunner().invoke(app, [*command, "--data", str(mistyped)])

    assert isinstance(done.exception, CashierError)
    assert done.exception.sentence.startswith(f"There is no ledger in {mistyped}.")
    assert not mistyped.exists()
