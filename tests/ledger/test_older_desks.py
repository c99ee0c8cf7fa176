"""Journals as every older version of a desk left them, with lines not sent yet: each comes to today's tables, holds
its lines to the byte, and what was not sent is received and posted.

A file of ``tests/golden/journals`` is what the last desk before the next tables wrote in a day: a payment that the
ledger has, then, without it, a check with cash, a card with cash, cash alone, and what of opening the drawer, a drop, a
break and a void it knew. Dumped as SQL, without the mark of the machine it ran on.
"""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from cashier.domain.accounts import held
from cashier.ledger.check import check
from cashier.store.engine import make_file, open_database
from cashier.store.migrations import upgrade
from cashier.store.opening import Store, journal_file, open_store
from cashier.store.schema import stored_revision
from cashier.store.verify import verify_journal
from cashier.wire import Run, SentLine
from tests.ledger.conftest import add_desk, balance, load, send_run, statement
from tests.store.desk_store import KEY, MemoryKey, new_store

JOURNALS = sorted((Path(__file__).parents[1] / "golden" / "journals").glob("journal_*.sql"))
DESK, SENT = "OAK7", 4
BILLS = {"S-48213417": 1200, "S-48210377": 41260, "S-48211904": 6000, "S-48212350": 3500, "S-48213860": 1000}
every = pytest.mark.parametrize("older", JOURNALS, ids=[path.stem for path in JOURNALS])


def put_back(older: Path, folder: Path) -> None:
    """The journal in ``folder``, encrypted, with the tables and the lines it had then."""
    make_file(folder / "journal.db")
    database = open_database(journal_file(folder / "journal.db", KEY))
    with closing(database), database.engine().connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.executescript(older.read_text("utf-8"))


def opened(folder: Path, desk: str = DESK) -> Store:
    return open_store(folder, key_source=MemoryKey(KEY), desk=desk)


def lines_of(store: Store) -> list[SentLine]:
    with store.open_reading() as work:
        return [
            SentLine(sequence=line.sequence, chain=line.chain, body=line.body.decode())
            for line in work.journal.stored_after(0, 1000)
        ]


def voided(lines: list[SentLine]) -> bool:
    """Whether that desk could give a payment back already."""
    return any('"kind":"voided"' in line.body for line in lines)


def tables_of(store: Store) -> set[tuple[str, ...]]:
    """Every column, index and trigger, whatever the order in which they came."""
    with closing(store.journal.database.connect()) as connection:
        named = connection.sql("SELECT type, name, tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
        return {tuple(map(str, row)) for row in named} | {
            (table, *map(str, column[1:]))
            for kind, table, _ in named
            if kind == "table"
            for column in connection.sql(f"PRAGMA table_info({table})")
        }


@every
def test_it_comes_to_todays_tables_with_every_line_as_it_was(older: Path, tmp_path: Path) -> None:
    put_back(older, tmp_path)
    new_store(tmp_path / "new").close()

    with closing(opened(tmp_path)) as store, closing(opened(tmp_path / "new", "OAK3")) as new:
        report = verify_journal(store.journal)
        assert (report.holds, report.receipts) == (True, 4), report.problems
        assert tables_of(store) == tables_of(new)
        with store.open_reading() as work:
            assert work.journal.mark().received_through == SENT
            assert work.journal.to_send() == (5 if voided(lines_of(store)) else 4), "lines that move money"
            assert len(work.journal.receipt("OAK7-0000003")) in {1, 2}, "a card is a line of its own from some day on"
        store.activity.step()
        assert store.activity.of("OAK7-0000002") is not None


@every
def test_what_was_not_sent_is_posted(older: Path, tmp_path: Path, engine: Engine) -> None:
    put_back(older, tmp_path)
    with engine.begin() as connection:
        load(connection, *(statement(number, cents) for number, cents in BILLS.items()))
        add_desk(connection, DESK)
    with closing(opened(tmp_path)) as store:
        lines = lines_of(store)

    send_run(engine, DESK, Run(lines=tuple(lines[:SENT])))
    standing = send_run(engine, DESK, Run(lines=tuple(lines[SENT:])))

    assert (standing.received_through, standing.state) == (len(lines), "ok")
    assert {number: balance(engine, f"receivable:{number}") for number in BILLS} == {
        number: 1000 if voided(lines) and number == "S-48213860" else 0 for number in BILLS
    }
    assert balance(engine, held("OAK").code) == 0
    assert check(engine).findings == []


def test_one_that_could_not_be_brought_up_to_date_is_as_it_was_and_is_brought_there_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back(JOURNALS[0], tmp_path)

    def cut_off(connection: Connection, versions: str) -> None:
        to_head(connection, versions)
        raise InterruptedError("the power went")

    to_head = upgrade.upgrade
    monkeypatch.setattr(upgrade, "upgrade", cut_off)
    with pytest.raises(InterruptedError):
        opened(tmp_path)
    as_it_was = open_database(journal_file(tmp_path / "journal.db", KEY))
    assert stored_revision(as_it_was) == "journal_0001"
    as_it_was.close()
    monkeypatch.undo()

    with closing(opened(tmp_path)) as store:
        assert verify_journal(store.journal).holds
