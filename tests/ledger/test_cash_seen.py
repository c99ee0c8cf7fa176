"""What was seen of cash while it was posted is counted as if it had been read, and whatever was not seen is read."""

from itertools import product

import pytest
from sqlalchemy import Engine, text

from cashier.domain.targets import Target, TargetKind
from cashier.ledger import large_cash
from cashier.ledger.cash_seen import KEPT_MOST, CashSeen
from cashier.ledger.guarantors import Gatherer
from cashier.ledger.reading import Received
from cashier.ledger.receive import read_run
from tests.ledger.conftest import send
from tests.ledger.paper_desk import PaperDesk


def _posted(engine: Engine, desk: PaperDesk, cents: int) -> list[Received]:
    """Two more payments of a desk, posted as one run."""
    first = len(desk.sent) + 1
    for _ in range(2):
        desk.pay_target(Target(TargetKind.CREDIT, "200417733"), cents)
    send(engine, desk, first)
    return read_run(desk.desk, desk.run(first))


def _counted(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        asked = (
            "SELECT payor, taken_at, desk, sequence, cents, is_report, through FROM cash_received JOIN cash_gathered"
        )
        return [tuple(row) for row in connection.execute(text(f"{asked} USING (desk) ORDER BY sequence"))]


@pytest.mark.parametrize("noted", list(product([True, False], repeat=3)))
@pytest.mark.parametrize("gathered", list(product([True, False], repeat=2)))
def test_whatever_was_noted_the_same_is_counted(
    engine: Engine, noted: tuple[bool, ...], gathered: tuple[bool, ...]
) -> None:
    """``noted``: which runs were; ``gathered``: after which of the first two was looked."""
    desk, seen = PaperDesk("OAK3"), CashSeen()
    for place, is_noted in enumerate(noted):
        run = _posted(engine, desk, 100 * (place + 1))
        if is_noted:
            seen.note("OAK3", run)
        if place == 2 or gathered[place]:
            assert Gatherer(engine, seen).step() is False
    found = _counted(engine)

    assert [row[3:5] for row in found] == [(1, 100), (2, 100), (3, 200), (4, 200), (5, 300), (6, 300)]
    assert {row[-1] for row in found} == {6}


def test_what_was_seen_is_not_read_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, seen = PaperDesk("OAK3"), CashSeen()
    Gatherer(engine, seen).step()  # The ledger has a journal of its own.
    seen.note("OAK3", _posted(engine, desk, 600_000))
    monkeypatch.setattr(large_cash, "_LINES", "SELECT * FROM nothing_is_read")
    Gatherer(engine, seen).step()

    with engine.connect() as connection:
        (report,) = large_cash.cash_report_rows(connection)
    assert (report.desk, report.within) == ("OAK3", "24 hours")


def test_a_note_that_came_too_late_counts_nothing_twice(engine: Engine) -> None:
    """The gatherer may look between a run's commit and its note."""
    desk, seen = PaperDesk("OAK3"), CashSeen()
    first = _posted(engine, desk, 100)
    Gatherer(engine, seen).step()
    seen.note("OAK3", first)
    seen.note("OAK3", _posted(engine, desk, 200))
    Gatherer(engine, seen).step()

    assert [row[3:5] for row in _counted(engine)] == [(1, 100), (2, 100), (3, 200), (4, 200)]


def test_what_the_ledger_has_lost_since_is_not_counted(engine: Engine) -> None:
    """Its database may be put back while the service waits for it."""
    desk, seen = PaperDesk("OAK3"), CashSeen()
    seen.note("OAK3", _posted(engine, desk, 100))
    desk.pay_target(Target(TargetKind.CREDIT, "200417733"), 300)
    seen.note("OAK3", read_run("OAK3", desk.run(3)))  # Of this one nothing is there any more.
    Gatherer(engine, seen).step()

    assert [row[3:] for row in _counted(engine)] == [(1, 100, False, 2), (2, 100, False, 2)]


def test_what_nobody_takes_is_let_go(engine: Engine) -> None:
    """A process whose neighbor gathers keeps no more than so much."""
    desk, seen = PaperDesk("OAK3"), CashSeen()
    run = _posted(engine, desk, 100)
    for _ in range(KEPT_MOST):
        seen.note("OAK3", run)  # No stretch follows on itself: each takes the place of the one before.
    for number in range(KEPT_MOST // 2 - 1):
        seen.note(f"OAK{number}", run)
    assert len(seen.take_all()) == KEPT_MOST // 2 - 1

    for number in range(KEPT_MOST // 2 + 1):
        seen.note(f"OAK{number}", run)
    assert list(seen.take_all()) == [f"OAK{KEPT_MOST // 2}"]
