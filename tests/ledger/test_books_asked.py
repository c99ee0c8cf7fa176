"""The three books as the office asks for them: over HTTP, at the command line as table and page, at a desk."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from httpx import Client
from sqlalchemy import Engine
from typer.testing import CliRunner

from cashier.domain.errors import Refused
from cashier.domain.people import Role
from cashier.doors.ledger import app
from cashier.ledger import loading
from cashier.ledger.center_deeds import do_deed, tell_task
from cashier.ledger.center_office import center_office
from cashier.ledger.comparing import compare_at_night
from cashier.ledger.office import Session
from cashier.wire import StaffRow
from cashier.wire_deeds import Deed
from cashier.wire_office import OfficeAsked
from tests.domain.drawer_lines import closed, shift_lines
from tests.ledger.conftest import clock, load, new_id, send, statement
from tests.ledger.paper_desk import TODAY, PaperDesk
from tests.ledger.serving import client_of, sentence_of
from tests.ledger.test_comparing import a_sale_more, left_a_cent
from tests.ledger.test_deposits import HASH, PASSPHRASE

BOOKS = "/v1/office/books"
MORNING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
As = Callable[[str], Client]


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    """Closed with a sale that its terminal alone knows, and a cent left in its accounts."""
    desk = PaperDesk("OAK3")
    staff = [StaffRow(user=role, name=f"The {role}", role=role, passphrase_hash=HASH) for role in Role]
    with engine.begin() as connection:
        load(connection, statement("S-48210377", 41260), statement("S-48211904", 6000))
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    for line in (*shift_lines(), a_sale_more(left_a_cent(closed()))):
        desk.write(line)
    send(engine, desk)
    return desk


@pytest.fixture
def office(engine: Engine, desk: PaperDesk) -> Iterator[As]:
    with client_of(engine, now=lambda: MORNING) as client:

        def signed_in(user: str) -> Client:
            said = client.post("/v1/office/sign-in", json={"user": user, "passphrase": PASSPHRASE})
            client.headers["authorization"] = f"Bearer {Session.model_validate_json(said.text).token}"
            return client

        yield signed_in


def test_the_office_is_told_what_differs_takes_it_and_closes_it(office: As) -> None:
    client = office(Role.SUPERVISOR)
    rows = client.get(BOOKS, params={"center": "OAK"}).json()["rows"]
    assert [(row["what"], row["terminal_cents"], row["ledger_cents"]) for row in rows] == [
        ("cards", 4000, 0),
        ("drawer", None, 1),
    ]
    task = rows[0]["task"]

    assert client.post(f"{BOOKS}/{task}/take", json={"line_id": str(new_id())}).status_code == 200
    assert client.get(BOOKS).json()["rows"][0]["owner"] == Role.SUPERVISOR
    closing = {"line_id": str(new_id()), "note": "keyed by hand, given back"}
    assert client.post(f"{BOOKS}/{task}/close", json=closing).status_code == 200
    assert [row["what"] for row in client.get(BOOKS).json()["rows"]] == ["drawer"]


def test_days_and_centers_without_a_shift_have_no_difference(office: As) -> None:
    client = office(Role.SUPERVISOR)

    assert client.get(BOOKS, params={"center": "FRE"}).json()["rows"] == []
    assert client.get(BOOKS, params={"first": "2026-11-01", "last": "2026-11-20"}).json()["rows"] == []


def test_who_takes_what_is_none_is_refused(office: As) -> None:
    answer = office(Role.SUPERVISOR).post(f"{BOOKS}/books.OAK3.1.cash/take", json={"line_id": str(new_id())})
    assert answer.status_code == 400
    assert "There is no difference" in sentence_of(answer.text)


def test_the_command_prints_them_writes_the_page_and_says_so_by_its_code(
    desk: PaperDesk, ledger_url: str, tmp_path: Path
) -> None:
    page = tmp_path / "books.pdf"

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["compare", *arguments, "--database-url", ledger_url])
        return done.exit_code, done.stdout

    code, said = run("--date", TODAY.isoformat(), "--pdf", str(page))
    assert (code, [row["what"] for row in csv.DictReader(io.StringIO(said))]) == (1, ["cards", "drawer"])
    assert page.read_bytes().startswith(b"%PDF")
    assert run("--date", TODAY.isoformat(), "--json")[1].count('"task"') == 2
    assert run("--date", "2026-11-01")[0] == 0


def test_a_desk_shows_its_office_what_the_last_night_found(engine: Engine, desk: PaperDesk) -> None:
    asked = OfficeAsked(staff=Role.SUPERVISOR, business_date=TODAY, cash_most_cents=200_000)
    with engine.begin() as connection:
        assert center_office(connection, asked, "OAK", MORNING).books.rows == ()
        compare_at_night(connection, MORNING, clock=clock, new_id=new_id)
        answer = center_office(connection, asked, "OAK", MORNING)

    shown = [(row.what, row.cents) for row in answer.books.rows]
    assert shown == [("Cards, OAK3, Z 1", 4000), ("Drawer, OAK3, Z 1", None)]
    assert answer.tasks.rows[0].why.startswith("The books up to 2026-11-21 differ in 2 places")


def test_the_office_works_on_a_difference_at_a_desk(engine: Engine, desk: PaperDesk) -> None:
    def do(what: Literal["take", "close_note"], about: str, words: str = "") -> str:
        wish = Deed(line_id=new_id(), staff=Role.SUPERVISOR, what=what, about=about, words=words)
        with engine.begin() as connection:
            return do_deed(connection, wish, "OAK", clock=lambda: MORNING, new_id=new_id).said

    with engine.begin() as connection:
        compare_at_night(connection, MORNING, clock=clock, new_id=new_id)
        asked = OfficeAsked(staff=Role.SUPERVISOR, business_date=TODAY, cash_most_cents=200_000)
        cards, drawer = center_office(connection, asked, "OAK", MORNING).books.rows
        told = tell_task(connection, Role.SUPERVISOR, cards.task, "OAK", MORNING).facts
        cash = tell_task(connection, Role.SUPERVISOR, drawer.task, "OAK", MORNING).facts

    assert ("Terminals", "40.00") in told
    assert [label for label, _ in cash] == ["Cashier", "Business date"]
    assert do("take", cards.task) == "The supervisor looks after it from now on."
    assert do("close_note", cards.task, "keyed by hand") == "It is done with."
    with engine.connect() as connection:
        assert [row.task for row in center_office(connection, asked, "OAK", MORNING).books.rows] == [drawer.task]
    with pytest.raises(Refused), engine.begin() as connection:
        tell_task(connection, Role.SUPERVISOR, cards.task, "FRE", MORNING)
