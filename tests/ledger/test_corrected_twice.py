"""Two corrections of one payment, whose money was in several places: each place gives what it has, once."""

import pytest
from sqlalchemy import Engine

from cashier.ledger.held import held_rows, release
from cashier.ledger.office import ReleaseHeld
from tests.ledger.conftest import GUARANTOR, balance, clock, load, new_id, send, statement
from tests.ledger.paper_desk import NOW, PaperDesk
from tests.ledger.test_corrections import ANA, OMAR, OPEN, desk, holds, move

__all__ = ["desk"]


@pytest.mark.parametrize("together", [True, False])
def test_what_a_move_took_from_the_credit_is_taken_from_there_once(
    engine: Engine, desk: PaperDesk, together: bool
) -> None:
    with engine.begin() as connection:
        load(connection, statement("S-10000002", 9000))
    paid = desk.pay("S-10000001", 13000)
    first = move(desk, paid, "receivable:S-10000002", 4000)
    if not together:
        send(engine, desk)
    move(desk, paid, "receivable:S-10000002", 2000, first)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, f"credit:{GUARANTOR}")) == (3000, 0)
    assert balance(engine, "receivable:S-10000002") == 3000
    holds(engine)


def test_what_a_person_released_to_two_leaves_from_each_once(engine: Engine, desk: PaperDesk) -> None:
    with engine.begin() as connection:
        load(connection, statement("S-10000002", 9000), statement("S-10000003", 9000))
    paid = desk.pay("S-99999999", 7000)
    send(engine, desk)
    for number, cents in (("S-10000001", 3000), ("S-10000002", 4000)):
        wish = ReleaseHeld(
            line_id=new_id(), statement_number=number, guarantor_number="", cents=cents, reason="a misread number"
        )
        with engine.begin() as connection:
            release(connection, "OAK3.1.0.0", wish, ANA, second=OMAR, clock=clock, new_id=new_id)
    first = move(desk, paid, "receivable:S-10000003", 3000)
    send(engine, desk)
    move(desk, paid, "receivable:S-10000003", 4000, first)
    send(engine, desk)

    assert (balance(engine, OPEN), balance(engine, "receivable:S-10000002")) == (10000, 9000)
    assert balance(engine, "receivable:S-10000003") == 2000
    with engine.connect() as connection:
        assert held_rows(connection, NOW) == []
    holds(engine)
