"""One cashier with drawers at two desks: the ledger says it to who asks, and raises an alarm where nobody could ask."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import Line
from cashier.domain.people import Role, Staff
from cashier.ledger import loading
from cashier.ledger.check import check
from cashier.ledger.desk_messages import messages_told
from cashier.ledger.drawers import open_drawers
from cashier.ledger.two_drawers import open_elsewhere
from cashier.wire import StaffRow
from tests.domain.drawer_lines import DRAWER_LINES, a_number, closed, counted, shift_lines
from tests.domain.handed_lines import handed_over
from tests.fakes.builders import NOW
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, add_desk, clock, new_id, send
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of

AUDITOR = Staff(user="ada", name="Ada Lin", role=Role.AUDITOR)


@pytest.fixture
def books(engine: Engine) -> Engine:
    """Desk OAK4 beside OAK3, and Rosa."""
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        rosa = StaffRow(user="rosa", name="Rosa Delgado", role=Role.CASHIER, passphrase_hash="-")
        loading.load_directory(connection, staff=[rosa], clock=clock, new_id=new_id)
    return engine


def opened(desk: str, *more: Line, at: datetime = NOW, number: int = 60) -> PaperDesk:
    """Rosa's drawer at a desk, and what was done with it."""
    paper, shift_id = PaperDesk(desk), a_number(number)
    for place, line in enumerate((shift_lines()[0], *more)):
        later = at if place == 0 else line.taken_at
        line_id = shift_id if place == 0 else a_number(number + place)
        paper.write(replace(line, desk=desk, line_id=line_id, shift_id=shift_id, taken_at=later))
    return paper


def elsewhere(engine: Engine, desk: str, staff: str = "rosa") -> tuple[str, ...]:
    with engine.connect() as connection:
        return open_elsewhere(connection, staff, desk).desks


def alarms(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'two_drawers'")))


def told(engine: Engine, desk: str) -> list[str]:
    with engine.connect() as connection:
        now = connection.scalar(text("SELECT now()"))
        return [row.words for row in messages_told(connection, desk, "OAK", now).messages]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ((), ("OAK3",)),
        ((DRAWER_LINES["drawer_suspended"],), ("OAK3",)),
        ((counted,), ("OAK3",)),
        ((counted, DRAWER_LINES["drawer_resumed"]), ("OAK3",)),
        ((counted, closed), ()),
        ((counted, handed_over), ()),
    ],
)
def test_where_somebody_has_a_drawer_is_told_until_it_left_their_hands(
    books: Engine, more: tuple[Callable[[], Line], ...], where: tuple[str, ...]
) -> None:
    send(books, opened("OAK3", *(make() for make in more)))

    assert elsewhere(books, "OAK4") == where
    assert elsewhere(books, "OAK3") == ()
    assert elsewhere(books, "OAK4", "helen") == ()


@pytest.mark.parametrize(
    "gone", ["SET revoked_at = now() WHERE desk = 'OAK3'", "SET replaces = 'OAK3' WHERE desk = 'OAK4'"]
)
def test_a_desk_where_nobody_can_close_a_drawer_holds_nobody_up(books: Engine, gone: str) -> None:
    send(books, opened("OAK3"))
    with books.begin() as connection:
        connection.execute(text(f"UPDATE desks {gone}"))

    assert elsewhere(books, "OAK4") == ()


def test_a_desk_asks_it_in_its_own_name(books: Engine) -> None:
    send(books, opened("OAK4"))
    with client_of(books) as client:
        with books.begin() as connection:
            client.auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        assert client.get("/v1/desks/OAK3/drawers", params={"staff": "rosa"}).json()["desks"] == ["OAK4"]
        assert client.get("/v1/desks/OAK4/drawers", params={"staff": "rosa"}).status_code == 401


def test_both_desks_and_the_office_hear_of_two_drawers_once(books: Engine) -> None:
    send(books, opened("OAK3"))
    assert alarms(books) == told(books, "OAK3") == []
    second = opened("OAK4", number=80)
    send(books, second)
    send(books, second)

    (sentence,) = alarms(books)
    assert sentence.startswith("Rosa Delgado had several drawers at once: at OAK4, line 1, and at OAK3.")
    said = "Rosa Delgado has drawers open at OAK3 and OAK4. Close all but one of them, or hand them over."
    assert told(books, "OAK3") == told(books, "OAK4") == [said]
    with books.connect() as connection:
        rows = {row.desk: row.also_at for row in open_drawers(connection, AUDITOR, center="OAK")}
    assert rows == {"OAK3": ("OAK4",), "OAK4": ("OAK3",)}
    assert check(books).findings == []


def test_what_was_closed_before_the_other_was_opened_is_no_alarm(books: Engine) -> None:
    """Whichever of the two is heard of first."""
    morning = opened("OAK3", counted(), closed())
    evening = opened("OAK4", at=closed().taken_at + timedelta(minutes=1), number=80)
    send(books, evening)
    send(books, morning)

    assert alarms(books) == []


def test_two_that_were_open_at_once_are_one_even_if_both_are_closed_when_they_are_heard_of(books: Engine) -> None:
    send(books, opened("OAK3", counted(), closed()))
    send(
        books,
        opened("OAK4", replace(counted(), taken_at=NOW + timedelta(hours=7)), at=NOW + timedelta(hours=1), number=80),
    )

    assert len(alarms(books)) == 1
    assert told(books, "OAK3") == [], "there is nothing left to close there"


def test_of_two_runs_at_once_the_later_one_sees_the_other(books: Engine) -> None:
    runs = [opened("OAK3"), opened("OAK4", number=80)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda desk: send(books, desk), runs))

    assert len(alarms(books)) == 1
