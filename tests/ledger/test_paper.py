"""Paper receipts of a center's desks: one number is one receipt, and what is missing stands on the office's list."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from cashier.domain.line import Line
from cashier.domain.targets import Target, TargetKind
from cashier.ledger.check import check
from cashier.ledger.paper import paper_book_rows
from tests.ledger.conftest import add_desk, balance, send
from tests.ledger.paper_desk import PaperDesk


@pytest.fixture
def two(engine: Engine) -> tuple[PaperDesk, PaperDesk]:
    with engine.begin() as connection:
        add_desk(connection, "OAK5")
    return PaperDesk("OAK3"), PaperDesk("OAK5")


def _enter(desk: PaperDesk, number: int, *, book: object = "B12") -> Line:
    line = desk.pay_target(Target(TargetKind.STATEMENT, "S-10000001"), 100)
    desk.sent.pop()
    origin = {"kind": "late", "book": book, "number": number, "written_at": "2026-11-21T17:00:00.000000Z",
              "names": ["Rosa Delgado", "Helen Park"]}  # fmt: skip
    return desk.write(replace(line, facts={**line.facts, "origin": origin}))


def test_missing_numbers_are_those_that_no_desk_entered(engine: Engine, two: tuple[PaperDesk, PaperDesk]) -> None:
    oak3, oak5 = two
    for desk, number in ((oak3, 55), (oak5, 56), (oak3, 59)):
        _enter(desk, number)
    send(engine, oak3)
    send(engine, oak5)

    with engine.connect() as connection:
        (row,) = paper_book_rows(connection)
    assert (row.book, row.first, row.last, row.entered, row.missing) == ("B12", 55, 59, 3, "57 58")
    assert balance(engine, "receivable:S-10000001") == 10_000 - 300
    assert check(engine).findings == []


def test_a_number_that_two_desks_entered_is_posted_twice_and_looked_into(
    engine: Engine, two: tuple[PaperDesk, PaperDesk]
) -> None:
    for desk in two:
        _enter(desk, 55)
        send(engine, desk)

    with engine.connect() as connection:
        (sentence,) = connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'paper_twice'"))
    assert "B12-55 was entered twice: line 1 of OAK3 and line 1 of OAK5" in sentence
    assert balance(engine, "receivable:S-10000001") == 10_000 - 200


def test_an_origin_that_nobody_can_read_is_posted_all_the_same(
    engine: Engine, two: tuple[PaperDesk, PaperDesk]
) -> None:
    _enter(two[0], 55, book=7)
    _enter(two[0], 2**40)

    assert send(engine, two[0]).received_through == 2
    assert balance(engine, "receivable:S-10000001") == 10_000 - 200
