"""Bodies of every version that a desk ever wrote are posted today: the golden ones, as they were sent."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import LineKind, read_line
from cashier.ledger.check import check
from cashier.ledger.judging import State
from cashier.ledger.reading import NEVER_A_DESKS
from tests.ledger.conftest import add_desk, send
from tests.ledger.paper_desk import PaperDesk

BODIES = sorted((Path(__file__).parents[1] / "golden" / "bodies").glob("v*.json"))


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_a_body_of_any_version_is_posted_as_it_says(engine: Engine, path: Path) -> None:
    body = path.read_text("utf-8")
    line = read_line(body.encode())
    desk = PaperDesk(line.desk)
    desk.write_body(body)
    with engine.begin() as connection:
        if line.desk != "OAK3":
            add_desk(connection, line.desk)
            connection.execute(text("UPDATE desks SET replaces = 'OAK3' WHERE desk = :desk"), {"desk": line.desk})

    assert send(engine, desk).received_through == 1

    with engine.connect() as connection:
        kept = connection.execute(text("SELECT body, state FROM lines WHERE desk = :desk"), {"desk": line.desk}).one()
        moved = connection.scalar(text("SELECT sum(cents) FROM transfers WHERE desk = :desk"), {"desk": line.desk})
    assert kept.body == body
    if line.kind in NEVER_A_DESKS:
        assert (kept.state, moved) == (State.UNREADABLE, None), "no desk may write what the ledger alone writes"
    else:
        assert kept.state in (State.POSTED, State.HELD)
        assert (moved or 0) == _moves(body)
    # Alone as it is here, it takes the place of a desk that nobody revoked, or brings cash that nobody gave away.
    found = [finding for finding in check(engine).findings if "replaces" not in finding]
    assert [finding for finding in found if "brings cash that no desk gave away" not in finding] == []


def _moves(body: str) -> int:
    """What a body, or the one that it carries, moves in cents."""
    line = read_line(body.encode())
    if line.kind is LineKind.CARRIED:
        return _moves(line.facts["body"])
    return sum(transfer.amount.cents for transfer in line.transfers)
