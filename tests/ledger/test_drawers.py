"""A desk's drawer at the ledger: open with what it should hold, for who may know; closed, proven and listed no more."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.transfer import Transfer
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals
from cashier.ledger.drawers import open_drawers
from tests.domain.drawer_lines import DRAWER_LINES, a_number, closed, counted, dropped, shift_lines
from tests.fakes.builders import HELEN, ROSA, TODAY
from tests.ledger.conftest import send
from tests.ledger.paper_desk import PaperDesk

OSCAR = Staff(user="oscar", name="Oscar Reyes", role=Role.CASHIER)
AUDITOR = Staff(user="ada", name="Ada Lin", role=Role.AUDITOR)


def the_drawers(engine: Engine, caller: Staff = AUDITOR) -> list[tuple[str, str, int | None]]:
    with engine.connect() as connection:
        return [(row.desk, row.state, row.expected_cents) for row in open_drawers(connection, caller)]


@pytest.fixture
def desk() -> PaperDesk:
    desk = PaperDesk("OAK3")
    for line in shift_lines():
        desk.write(line)
    return desk


def test_an_open_drawer_says_its_cash_to_who_may_know_it(engine: Engine, desk: PaperDesk) -> None:
    send(engine, desk)

    assert the_drawers(engine) == [("OAK3", "active", 26000)]
    assert the_drawers(engine, HELEN) == [("OAK3", "active", 26000)]
    assert the_drawers(engine, OSCAR) == [("OAK3", "active", None)]
    assert the_drawers(engine, replace(AUDITOR, user=ROSA.user)) == [("OAK3", "active", None)]


@pytest.mark.parametrize(
    ("name", "state"),
    [("drawer_suspended", "suspended"), ("drawer_counted", "counting"), ("drawer_resumed", "active")],
)
def test_its_state_is_what_its_last_change_left_it_in(engine: Engine, desk: PaperDesk, name: str, state: str) -> None:
    desk.write(DRAWER_LINES[name]())
    send(engine, desk)

    assert the_drawers(engine) == [("OAK3", state, None if state == "counting" else 26000)]


def test_a_drop_is_no_longer_in_the_drawer(engine: Engine, desk: PaperDesk) -> None:
    desk.write(dropped())
    send(engine, desk)

    assert the_drawers(engine) == [("OAK3", "active", 6000)]


def test_a_closed_drawer_is_empty_and_listed_no_more(engine: Engine, desk: PaperDesk) -> None:
    desk.write(counted())
    desk.write(closed())
    send(engine, desk)

    assert the_drawers(engine) == []
    assert check(engine).findings == []


def one_cent_less(line: Line) -> Line:
    """The planted fault: the bag gets a cent less than was in the drawer."""
    *others, last = line.transfers
    return replace(line, transfers=(*others, Transfer(last.debit, last.credit, last.amount - Money(1))))


def out_of_number(line: Line) -> Line:
    return replace(line, facts={**line.facts, "z": 3})


def tied_elsewhere(line: Line) -> Line:
    return replace(line, facts={**line.facts, "previous": {"z": 0, "chain": "f" * 64}})


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (one_cent_less, "was closed, and 1 cents are in it"),
        (out_of_number, "Z report 3 is not tied to Z report 0"),
        (tied_elsewhere, "Z report 1 is not tied to Z report 0"),
    ],
)
def test_a_close_that_does_not_hold_is_found(
    engine: Engine, desk: PaperDesk, spoil: Callable[[Line], Line], finding: str
) -> None:
    desk.write(spoil(closed()))
    send(engine, desk)

    assert any(finding in said for said in check(engine).findings)


def test_the_second_z_names_the_link_of_the_first(engine: Engine, desk: PaperDesk) -> None:
    desk.write(closed())
    first = desk.chain
    again = closed()
    desk.write(
        replace(
            again,
            line_id=a_number(40),
            facts={**again.facts, "z": 2, "previous": {"z": 1, "chain": first}},
            transfers=(),
        )
    )
    send(engine, desk)

    assert check(engine).findings == []


def test_a_days_cash_is_said_to_its_cashier_once_the_drawer_was_counted(engine: Engine, desk: PaperDesk) -> None:
    """R2: before, no sum from which it follows."""

    def totals(staff: Staff = ROSA) -> dict[str, int | None]:
        with engine.connect() as connection:
            rows = day_totals(connection, TODAY, ["tender"], caller=staff.user, sees_expected=True)
        return {row.tender: row.cents for row in rows}

    send(engine, desk)
    assert totals(HELEN) == {"cash": 6000, "check": 41260}
    desk.write(counted())
    send(engine, desk)
    assert totals() == totals(HELEN) == {"cash": None, "check": 41260}, "who counts along does not know it either"

    desk.write(closed())
    send(engine, desk)
    assert totals() == {"cash": 6000, "check": 41260}
