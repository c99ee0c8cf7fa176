"""A bag that is counted after a deposit was prepared of it takes that back: paper, books and bank say one amount."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import Refused
from cashier.ledger.check import check
from cashier.ledger.safe_view import bag_answer, safe_answer
from tests.ledger.conftest import balance, clock, owner_engine
from tests.ledger.paper_desk import TODAY
from tests.ledger.safe_room import BAG, CHECKS, OMAR, PRIYA, SEAL, SafeRoom, count_of, room

__all__ = ["room"]
CASH, PAPERS = BAG["cash_cents"], BAG["checks_cents"]
DEPOSIT, COURIER, BANK = "deposit:OAK:ncal.medical", "courier:OAK:ncal.medical", "bank:ncal:ncal.medical"
GONE = f"Bag {BAG['number']} was counted after this deposit was prepared. Prepare the deposit again."


def listed(room: SafeRoom) -> list[str]:
    with room.engine.connect() as connection:
        return [row.state for row in safe_answer(connection, PRIYA, "OAK", TODAY, clock()).deposits]


def test_a_deposit_says_to_who_prepared_it_that_it_is_theirs(room: SafeRoom) -> None:
    room.accept()
    room.prepare()
    with room.engine.connect() as connection:
        seen = [safe_answer(connection, who, "OAK", TODAY, clock()).deposits[0].is_yours for who in (PRIYA, OMAR)]

    assert seen == [True, False]


@pytest.mark.parametrize("off", [-2000, 2000, 0])
def test_a_count_of_its_bag_takes_a_prepared_deposit_back(engine: Engine, room: SafeRoom, off: int) -> None:
    room.accept()
    stale = room.prepare()
    assert listed(room) == ["prepared"]
    while room.recount(CASH + off).again:
        pass

    assert listed(room) == []
    for cash in (CASH, CASH + off):
        with pytest.raises(Refused, match=GONE):
            room.review(stale, count=count_of(cash))
    assert balance(engine, DEPOSIT) == 0

    counted: dict[str, Any] = {"count": count_of(CASH + off), "checks": CHECKS}
    sealed = room.review(room.prepare(**counted), **counted)
    assert sealed.cents == CASH + off + PAPERS
    room.give()
    assert (balance(engine, DEPOSIT), balance(engine, COURIER)) == (0, CASH + off + PAPERS)
    room.arrive()
    assert (balance(engine, COURIER), balance(engine, BANK)) == (0, CASH + off + PAPERS)
    assert check(engine).findings == []


def test_a_first_count_that_differs_takes_it_back_too_before_anything_is_booked(room: SafeRoom) -> None:
    room.accept()
    stale = room.prepare()
    assert room.recount(CASH - 2000).again
    with pytest.raises(Refused, match=GONE):
        room.review(stale)


def test_a_count_before_it_was_prepared_does_not(room: SafeRoom) -> None:
    room.accept()
    assert room.recount(CASH).matches
    assert room.review(room.prepare()).seal == SEAL


def test_a_review_comes_to_what_was_prepared_whatever_the_books_say_now(
    engine: Engine, room: SafeRoom, ledger_url: str
) -> None:
    """As if the bag had come to hold other money some other way: both are asked, and both have to agree."""
    room.accept()
    stale = room.prepare()
    changed = f"UPDATE lines SET body = replace(body, '\"cash_cents\"\\:{CASH}', '\"cash_cents\"\\:{CASH - 1}')"
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"{changed} WHERE kind = 'deposit_prepared'"))
    owner.dispose()
    with pytest.raises(Refused, match="do not hold what was prepared"):
        room.review(stale)


def test_the_check_finds_a_deposit_that_was_sealed_with_other_money(
    engine: Engine, room: SafeRoom, ledger_url: str
) -> None:
    room.deposited()
    owner = owner_engine(ledger_url)
    changed = f"replace(body, '\"cash_cents\"\\:{CASH}', '\"cash_cents\"\\:{CASH - 1}')"
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"UPDATE lines SET body = {changed} WHERE kind = 'deposit_prepared'"))
    owner.dispose()

    assert "was sealed with other money than was prepared" in " ".join(check(engine).findings)


def test_a_bags_history_is_in_the_order_in_which_it_was_done(room: SafeRoom) -> None:
    room.accept()
    room.prepare()
    room.recount(CASH)
    room.review(room.prepare())
    with room.engine.connect() as connection:
        told = [bag_answer(connection, PRIYA, "OAK", number).steps for number in (BAG["number"], SEAL)]

    assert [step.what for step in told[0]][:4] == [
        f"Bag {BAG['number']} filled at OAK3",
        f"Taken into the safe: bag {BAG['number']}",
        f"Counted in the safe: bag {BAG['number']}, matches",
        "Counted for a deposit",
    ]
    assert told[0] == told[1]
