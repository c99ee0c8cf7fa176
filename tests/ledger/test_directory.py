"""Pages of the directory: nothing is missed while others write, and figures, mark and held parts agree."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import Refused
from cashier.ledger.directory import Cursor, newest_changes, read_page
from cashier.wire import Page, StatementRow
from tests.ledger.conftest import GUARANTOR, add_desk, load, send, statement
from tests.ledger.paper_desk import PaperDesk


def _read(engine: Engine, after: str = "", *, epoch: str = "", limit: int = 500, desk: str = "OAK3") -> Page:
    return read_page(engine, desk, known_epoch=epoch, after=Cursor.read(after), limit=limit)


def _rest(engine: Engine, page: Page, *, limit: int = 500) -> list[Page]:
    """All pages after one."""
    pages = []
    while page.more:
        page = _read(engine, page.after, epoch=page.epoch, limit=limit)
        pages.append(page)
    return pages


def _statements(pages: list[Page]) -> dict[str, StatementRow]:
    return {row.number: row for page in pages for row in page.statements}


def test_the_first_page_brings_everybody_and_what_is_open(engine: Engine) -> None:
    page = _read(engine)

    assert [row.number for row in page.guarantors] == [GUARANTOR]
    assert [row.name for row in page.guarantors] == ["Tran, Mai Linh"]
    assert [row.given_names for row in page.members] == ["Mai Linh"]
    assert {row.number: row.open_cents for row in page.statements} == {"S-10000001": 10_000, "S-10000002": 5_000}
    assert (page.mark, page.more) == (0, False)


def test_pages_of_one_row_bring_each_row_once(engine: Engine) -> None:
    first = _read(engine, limit=1)
    pages = [first, *_rest(engine, first, limit=1)]

    numbers = [row.number for page in pages for row in page.guarantors]
    numbers += [row.number for page in pages for row in page.members]
    numbers += [row.number for page in pages for row in page.statements]
    assert len(numbers) == len(set(numbers)) == 4
    assert pages[-1].after == _read(engine).after


def test_a_payment_changes_its_statement_alone(engine: Engine) -> None:
    before = _read(engine)
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    send(engine, desk)

    page = _read(engine, before.after, epoch=before.epoch)

    assert page.mark == 1
    assert (page.members, page.guarantors) == ((), ())
    (row,) = page.statements
    known = _statements([before])["S-10000001"]
    assert (row.number, row.open_cents, row.held_cents) == ("S-10000001", 9_600, 0)
    assert row.version > known.version


def test_another_epoch_starts_from_the_beginning(engine: Engine) -> None:
    page = _read(engine)

    assert _read(engine, page.after, epoch="another") == _read(engine)


def test_what_is_held_of_a_statement_is_said_to_the_desk_that_took_it(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    desk.pay("S-77777777", 400)
    send(engine, desk)
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        load(connection, statement("S-77777777", 900))

    assert _statements([_read(engine)])["S-77777777"].held_cents == 400
    assert _statements([_read(engine, desk="OAK4")])["S-77777777"].held_cents == 0


def test_a_row_of_a_transaction_that_ends_late_is_not_passed_by(engine: Engine) -> None:
    page = _read(engine)
    slow = engine.connect()
    load(slow, statement("S-20000001", 100))
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    send(engine, desk)

    while_running = _read(engine, page.after, epoch=page.epoch)
    slow.commit()
    slow.close()
    afterwards = _read(engine, while_running.after, epoch=page.epoch)

    assert set(_statements([while_running, afterwards])) == {"S-20000001", "S-10000001"}


def test_a_reader_misses_nothing_while_writers_run(engine: Engine) -> None:
    desks = [PaperDesk(f"OAK{number}") for number in range(3, 7)]
    with engine.begin() as connection:
        for desk in desks[1:]:
            add_desk(connection, desk.desk)
        load(connection, *(statement(f"S-3000000{number}", 100_000) for number in range(10)))
    for place, desk in enumerate(desks):
        for turn in range(60):
            desk.pay(f"S-3000000{(turn + place) % 10}", 10 + turn)
    done = threading.Event()
    seen: dict[str, StatementRow] = {}

    def read_on() -> None:
        page = _read(engine, limit=3)
        is_last_round = False
        while page.more or not is_last_round:
            is_last_round = done.is_set()
            seen.update(_statements([page]))
            page = _read(engine, page.after, epoch=page.epoch, limit=3)
        seen.update(_statements([page]))

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        with ThreadPoolExecutor(4) as writers:
            list(writers.map(lambda desk: [send(engine, desk, first, first) for first in range(1, 61)], desks))
    finally:
        done.set()
        reader.join()

    final = _read(engine)
    assert seen == _statements([final, *_rest(engine, final)])


def test_the_newest_change_is_the_last_that_a_page_may_show(engine: Engine) -> None:
    with engine.connect() as connection:
        before = newest_changes(connection)["OAK"]
    desk = PaperDesk("OAK3")
    desk.pay("S-10000001", 400)
    send(engine, desk)

    with engine.connect() as connection:
        assert newest_changes(connection)["OAK"] == Cursor.read(_read(engine).after).changed_in > before


def test_a_desk_that_is_not_there_has_no_mark(engine: Engine) -> None:
    assert _read(engine, desk="SFO1").mark == 0


@pytest.mark.parametrize("cursor", ["x", "1", "1:9z:a", "-1:2m:a", f"{10**30}:2m:a", "١:2m:a", "1:2m"])
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Refused, match="The cursor is not one of this ledger's"):
        Cursor.read(cursor)


def test_a_load_that_says_the_same_changes_nothing(engine: Engine) -> None:
    page = _read(engine)
    with engine.begin() as connection:
        lines = connection.scalar(text("SELECT count(*) FROM lines"))
        assert load(connection, statement("S-10000001", 10_000), statement("S-10000002", 5_000)) == 0

    again = _read(engine, page.after, epoch=page.epoch)
    assert (again.members, again.guarantors, again.statements) == ((), (), ())
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM lines")) == lines
