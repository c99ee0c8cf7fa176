"""One suspended transaction goes to one desk of its center, whoever asks first, however often."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import Line, LineKind
from cashier.ledger.check import check
from cashier.ledger.suspended import take_up, waiting_in
from tests.ledger.conftest import add_desk, owner_engine, send
from tests.ledger.paper_desk import NOW, PaperDesk


@pytest.fixture
def desks(engine: Engine) -> tuple[PaperDesk, PaperDesk]:
    """OAK3 with one suspended transaction, which the ledger has, and OAK5."""
    with engine.begin() as connection:
        add_desk(connection, "OAK5")
        add_desk(connection, "FRE1", "FRE")
    oak3 = PaperDesk("OAK3")
    _suspend(oak3)
    send(engine, oak3)
    return oak3, PaperDesk("OAK5")


def _suspend(desk: PaperDesk) -> Line:
    facts: dict[str, object] = {
        "member": "11048827",
        "initials": "MT",
        "by": "Rosa D.",
        "expires_at": "2026-11-22T18:44:00.000000Z",
        "parts": [{"target": "S-10000001", "cents": 100, "open": 10000}],
    }
    return desk.write(desk.line(LineKind.SUSPENDED, facts=facts, transfers=(), line_id=uuid4()))


def _resume(desk: PaperDesk, suspended: UUID) -> None:
    facts: dict[str, object] = {"suspended": str(suspended), "member": "11048827", "identified": "photo ID seen"}
    desk.write(desk.line(LineKind.RESUMED, facts=facts, transfers=(), line_id=uuid4()))


def _ask(engine: Engine, suspended: UUID, desk: str, *, center: str = "OAK", hours: int = 0) -> str:
    with engine.begin() as connection:
        now = NOW + timedelta(hours=hours)
        return take_up(connection, suspended, desk=desk, center=center, staff="rosa", now=now).why_not


def _listed(engine: Engine, desk: str, center: str = "OAK", hours: int = 0) -> int:
    with engine.connect() as connection:
        return len(waiting_in(connection, desk, center, NOW + timedelta(hours=hours)).bodies)


def _id(desk: PaperDesk) -> UUID:
    return UUID(desk.sent[0].body.split('"id":"')[1][:36])


def test_the_first_who_asks_has_it_and_goes_on_having_it(engine: Engine, desks: tuple[PaperDesk, PaperDesk]) -> None:
    suspended = _id(desks[0])
    assert (_listed(engine, "OAK3"), _listed(engine, "OAK5"), _listed(engine, "FRE1", "FRE")) == (1, 1, 0)

    assert _ask(engine, suspended, "OAK5") == ""
    assert _ask(engine, suspended, "OAK5") == "", "an answer that got lost is asked for again"
    assert "taken up at OAK5" in _ask(engine, suspended, "OAK3")
    assert (_listed(engine, "OAK3"), _listed(engine, "OAK5")) == (0, 1)


def test_taken_up_and_written_down_it_is_nobodys_to_take(engine: Engine, desks: tuple[PaperDesk, PaperDesk]) -> None:
    oak3, oak5 = desks
    suspended = _id(oak3)
    assert _ask(engine, suspended, "OAK5") == ""
    _resume(oak5, suspended)
    send(engine, oak5)

    assert "taken up at OAK5" in _ask(engine, suspended, "OAK5")
    assert _listed(engine, "OAK5") == 0
    assert check(engine).findings == []


def test_the_others_are_told_why_not(engine: Engine, desks: tuple[PaperDesk, PaperDesk]) -> None:
    suspended = _id(desks[0])

    assert "another center" in _ask(engine, suspended, "FRE1", center="FRE")
    assert "is over" in _ask(engine, suspended, "OAK5", hours=24)
    assert "does not have" in _ask(engine, uuid4(), "OAK5")
    assert _listed(engine, "OAK5", hours=24) == 0
    assert _listed(engine, "OAK5") == 1, "nothing of it was given away"


def test_two_desks_that_had_it_is_an_alarm(engine: Engine, desks: tuple[PaperDesk, PaperDesk]) -> None:
    """The desk where it was suspended may take it up offline, when the ledger has given it away."""
    oak3 = desks[0]
    suspended = _id(oak3)
    assert _ask(engine, suspended, "OAK5") == ""
    _resume(oak3, suspended)
    send(engine, oak3, first=2)

    with engine.connect() as connection:
        (sentence,) = connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'suspended_twice'"))
    assert "taken up at OAK5, and at OAK3" in sentence


def test_a_line_that_says_nothing_readable_is_kept_and_changes_nothing(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    for kind in (LineKind.SUSPENDED, LineKind.RESUMED):
        desk.write(desk.line(kind, facts={"suspended": 7}, transfers=(), line_id=uuid4()))

    assert send(engine, desk).received_through == 2
    assert _listed(engine, "OAK3") == 0


def test_a_list_that_was_tampered_with_is_found(
    ledger_url: str, engine: Engine, desks: tuple[PaperDesk, PaperDesk]
) -> None:
    assert check(engine).findings == []
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE suspended SET body = replace(body, '11048827', '11048828')"))
    owner.dispose()

    assert "suspended transactions" in check(engine).findings[0]


def test_what_came_first_may_be_the_taking_up(engine: Engine) -> None:
    """A restored ledger hears its desks again in any order."""
    oak3, oak5 = PaperDesk("OAK3"), PaperDesk("OAK5")
    with engine.begin() as connection:
        add_desk(connection, "OAK5")
    line = _suspend(oak3)
    _resume(oak5, line.line_id)
    send(engine, oak5)
    send(engine, oak3)

    assert _listed(engine, "OAK3") == 0
    assert check(engine).findings == []
