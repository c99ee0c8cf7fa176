"""A ledger whose database says that it lies on several machines judges each run, and books the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text

from cashier.domain.targets import Target, TargetKind
from cashier.ledger import database, routes_desks
from cashier.ledger.check import check
from cashier.ledger.reading import Received
from cashier.ledger.receive import receive_as_said
from cashier.wire import Standing
from tests.fakes.signed import enrolled
from tests.ledger.conftest import ADMIN, GUARANTOR, clock, load, own_database, statement
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.serving import client_of

_OF_DESK = ("transfers", "receipts", "day_sums", "check_items", "funds", "set_aside")
_BOOKED = {
    "lines": "SELECT desk, sequence, line_id, kind, chain, body, taken_at, business_date, state FROM lines",
    "desks": "SELECT desk, received_through, chain, newest_line, newest_earlier FROM desks",
    **{table: f"SELECT * FROM {table}" for table in _OF_DESK},
}
_BALANCES = text("SELECT account, debit_cents, credit_cents FROM balances ORDER BY account")


def _runs() -> list[str]:
    """Runs of a desk, as they are sent: bills paid, also beyond what is open, credit, money of nobody known."""
    desk, runs = PaperDesk("OAK3"), []
    for target, cents in (
        (Target(TargetKind.STATEMENT, "S-10000001"), 300),
        (Target(TargetKind.STATEMENT, "S-10000001"), 200),
        (Target(TargetKind.STATEMENT, "S-10000001"), 10_000),
        (Target(TargetKind.CREDIT, GUARANTOR), 50),
        (Target(TargetKind.HOLDING), 70),
        (Target(TargetKind.STATEMENT, "S-404"), 90),
    ):
        desk.pay_target(target, cents)
        runs.append(desk.run(len(desk.sent)).model_dump_json())
    return runs


@contextmanager
def _ledger(ledger_url: str, spread: str) -> Iterator[Engine]:
    """A ledger of its own whose database says this; a spread one has no triggers that write elsewhere."""
    with own_database(ledger_url) as url:
        database.prepare(url)
        with database.owner_connection(url) as owner:
            if spread == "on":
                for trigger in ("transfers_aside", "transfers_funds"):
                    owner.execute(text(f"DROP TRIGGER {trigger} ON transfers"))
            owner.execute(text(f"ALTER DATABASE {owner.engine.url.database} SET counterfoil.spread = '{spread}'"))
            owner.commit()
        engine = database.service_engine(url)
        with engine.begin() as connection:
            load(connection, statement("S-10000001", 10_000))
        yield engine
        engine.dispose()


def _booked(engine: Engine, runs: list[str]) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the tables after all runs were sent over HTTP."""
    with client_of(engine) as client:
        with engine.begin() as connection:
            client.auth = enrolled(connection, "OAK3", "OAK", ADMIN, clock=clock)
        for run in runs:
            assert client.post("/v1/desks/OAK3/lines", content=run).status_code == 200
    assert check(engine).findings == []
    with engine.connect() as connection:
        found = {
            table: sorted((tuple(row) for row in connection.execute(text(f"{rows} WHERE desk = 'OAK3'"))), key=repr)
            for table, rows in _BOOKED.items()
        }
        return found | {"balances": [tuple(row) for row in connection.execute(_BALANCES)]}


def test_a_spread_ledger_judges_each_run_and_books_the_same(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[Standing | None] = []

    def counted(
        reading: Engine, desk: str, lines: list[Received], key: str | None, its_turn: Callable[[], None]
    ) -> Standing | None:
        posted.append(receive_as_said(reading, desk, lines, key, its_turn))
        return posted[-1]

    monkeypatch.setattr(routes_desks, "receive_as_said", counted)
    runs = _runs()
    with _ledger(ledger_url, "off") as engine:
        at_once = _booked(engine, runs)
    assert [one is not None for one in posted] == [True, True, False, False, False, False]

    with _ledger(ledger_url, "on") as engine:
        assert _booked(engine, runs) == at_once
    assert len(posted) == len(runs)
    assert {table for table, rows in at_once.items() if not rows} == {"check_items"}
