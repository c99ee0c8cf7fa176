"""Bags of a desk whose place another one took: the ledger knows them, the safe takes them, and they go to the bank."""

import pytest
from sqlalchemy import Engine

from cashier.ledger.check import check
from cashier.ledger.undeposited import open_desks, waiting_bags
from tests.ledger.conftest import send
from tests.ledger.paper_desk import TODAY, PaperDesk
from tests.ledger.safe_room import BAG, BAGS, SafeRoom
from tests.ledger.test_carried import carry, replace_desk


def waiting(engine: Engine) -> dict[str, tuple[bool, str]]:
    with engine.connect() as connection:
        return {one.bag.number: (one.shift_is_closed, one.accepted_by) for one in waiting_bags(connection, "OAK")}


@pytest.mark.parametrize("sent", [0, 3, 5], ids=["nothing", "some", "all but the close"])
def test_a_bag_that_came_within_another_desks_journal_goes_to_the_bank(engine: Engine, sent: int) -> None:
    room = SafeRoom(engine, sent=sent)
    replace_desk(engine, "OAK7", "OAK3")
    newer = PaperDesk("OAK7")
    carry(newer, room.desk, sent + 1)
    send(engine, newer)

    assert waiting(engine)[BAG["number"]] == (True, "")
    assert {bag["number"] for bag in BAGS} <= waiting(engine).keys()
    room.deposited()
    assert BAG["number"] not in waiting(engine)
    assert check(engine).findings == []


def test_the_drop_of_a_drawer_that_nobody_can_close_any_more_is_deposited_and_no_day_waits_for_it(
    engine: Engine,
) -> None:
    room = SafeRoom(engine)
    room.fill("B-1", "OAK4", is_closed=False)
    assert waiting(engine)["B-1"] == (False, "")
    with engine.connect() as connection:
        assert open_desks(connection, "OAK", TODAY) == ["OAK4"]

    replace_desk(engine, "OAK7", "OAK4")

    assert waiting(engine)["B-1"] == (True, "")
    with engine.connect() as connection:
        assert open_desks(connection, "OAK", TODAY) == []
    room.accept("B-1")
    room.prepare(bags=["B-1"], count={"20.00": 10}, checks=[])
