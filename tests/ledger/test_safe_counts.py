"""The safe is counted by two, blind; differences are its own, and nobody finds out by trying what should be there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.people import Role
from cashier.ledger.check import check
from cashier.wire_safe import CountDone
from tests.domain.drawer_lines import closed
from tests.ledger.conftest import balance, new_id, owner_engine
from tests.ledger.paper_desk import TODAY
from tests.ledger.safe_room import BAG, CHECKS, OMAR, PRIYA, SafeRoom, count_of, room

__all__ = ["room"]
SAFE, OWN = "safe:OAK:ncal.medical", "over_short:OAK.safe"
NUMBERS = [bag["number"] for bag in closed().facts["bags"]]


def begun(room: SafeRoom) -> int:
    """The first count says what the safe began with: $500.00. All bags are in it."""
    room.accept(*NUMBERS)
    assert room.count("surprise", 50_000, *NUMBERS).matches
    return 50_000


def test_the_first_count_ever_says_what_the_safe_begins_with(engine: Engine, room: SafeRoom) -> None:
    begun(room)
    medical = BAG["cash_cents"] + BAG["checks_cents"]
    assert balance(engine, SAFE) == 50_000 + medical
    assert balance(engine, OWN) == 0
    assert check(engine).findings == []


def test_the_first_that_differs_says_so_and_no_more_and_the_second_is_booked(engine: Engine, room: SafeRoom) -> None:
    loose, before = begun(room), balance(engine, OWN)

    first = room.count("surprise", loose - 4000, *NUMBERS)
    assert (first.again, first.matches, first.difference_cents, first.missing) == (True, False, 0, ())
    assert balance(engine, OWN) == before
    second = room.count("surprise", loose - 4000, *NUMBERS)

    assert (second.again, second.difference_cents) == (False, -4000)
    assert balance(engine, OWN) == before + 4000
    assert room.count("surprise", loose - 4000, *NUMBERS).matches
    assert check(engine).findings == []


def test_trying_amounts_tells_nobody_what_should_be_there(room: SafeRoom) -> None:
    loose = begun(room)
    answers = [room.count("surprise", loose + off, *NUMBERS) for off in (100, 200)]
    assert [one.again for one in answers] == [True, False], "whoever counts next, that count is the second"


def test_a_bag_that_is_not_there_is_an_alarm_with_both_names(engine: Engine, room: SafeRoom) -> None:
    loose = begun(room)
    room.count("surprise", loose, *NUMBERS[1:])
    done = room.count("surprise", loose, *NUMBERS[1:])

    assert done.missing == (NUMBERS[0],)
    with engine.connect() as connection:
        (said,) = connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'bag_missing'"))
    assert f"Bag {NUMBERS[0]} was not in the safe of OAK when Omar Castellanos and Priya Nair counted it" in said
    with pytest.raises(Refused, match="Bag NONE-1 is none of the safe's"):
        room.count("surprise", loose, *NUMBERS, "NONE-1")


def test_nobody_counts_alone_and_only_who_may(room: SafeRoom) -> None:
    with pytest.raises(Refused, match="Two people count it"):
        room.count("surprise", 100, two=(OMAR, OMAR))
    with pytest.raises(NotAllowed):
        room.count("surprise", 100, two=(replace(OMAR, role=Role.AUDITOR), PRIYA))
    with pytest.raises(NotAllowed):
        room.count("open", 100, two=(PRIYA, OMAR))


def test_the_same_count_again_is_the_same(room: SafeRoom) -> None:
    loose = begun(room)
    first, second = new_id(), new_id()
    assert room.count("surprise", loose - 1, *NUMBERS, line_id=first).again
    said = room.count("surprise", loose - 1, *NUMBERS, line_id=second)

    assert room.count("surprise", loose - 1, *NUMBERS, line_id=second) == said
    assert room.count("surprise", loose - 1, *NUMBERS, line_id=first).again


def test_a_day_is_opened_and_closed_once_with_a_count(room: SafeRoom) -> None:
    with pytest.raises(Refused, match="No day is open"):
        room.count("close", 0)
    assert room.count("open", 50_000).matches
    with pytest.raises(Refused, match=r"is open still. Close it first"):
        room.count("open", 50_000, day=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match=r"is not in the safe yet. Take it in first"):
        room.count("close", 50_000)
    room.accept(*NUMBERS)
    assert room.count("close", 50_000, *NUMBERS).matches
    with pytest.raises(Refused, match=r"was closed. Open a later day"):
        room.count("open", 50_000, *NUMBERS)
    assert room.count("open", 50_000, *NUMBERS, day=TODAY + timedelta(days=1)).matches


def test_a_bag_that_was_counted_goes_to_the_bank_as_it_was_found(engine: Engine, room: SafeRoom) -> None:
    room.accept()
    item = next(
        key
        for key, one in zip(closed().facts["items"], closed().facts["checks"], strict=True)
        if one["book"] == BAG["book"]
    )
    cash = BAG["cash_cents"] - 2000
    first, second = room.recount(cash, item), room.recount(cash, item)
    assert (first.again, second.again, second.difference_cents) == (True, False, -2000)
    assert balance(engine, OWN) == 2000 + CHECKS[0]["cents"]

    with pytest.raises(Refused):
        room.prepare()
    counted: dict[str, Any] = {"count": count_of(cash), "checks": CHECKS[1:]}
    room.review(room.prepare(**counted), **counted)
    assert balance(engine, "deposit:OAK:ncal.medical") == cash + sum(one["cents"] for one in CHECKS[1:])
    with pytest.raises(Refused, match="is in a deposit, and nothing of it changes"):
        room.recount(cash)
    assert check(engine).findings == []


def test_a_bag_is_counted_in_the_safe_and_nowhere_else(room: SafeRoom) -> None:
    with pytest.raises(Refused, match="is not in the safe yet"):
        room.recount(BAG["cash_cents"])
    room.accept()
    with pytest.raises(Refused, match="The list of checks changed"):
        room.recount(BAG["cash_cents"], "nobody.0")


def test_change_from_the_bank_comes_in_by_count(engine: Engine, room: SafeRoom) -> None:
    bank, safe = balance(engine, "bank:ncal:ncal.medical"), balance(engine, SAFE)
    assert room.change(10_000, 10_000).matches
    assert room.change(10_000, 9_900).again
    done: CountDone = room.change(10_000, 9_900)

    assert done.difference_cents == -100
    assert balance(engine, "bank:ncal:ncal.medical") == bank - 20_000
    assert balance(engine, SAFE) == safe + 19_900
    assert balance(engine, OWN) == 100
    with pytest.raises(Refused, match="Enter what was ordered"):
        room.change(0, 0)
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ('UPDATE lines SET body = replace(body, \'"second":"priya"\', \'"second":"omar"\')', "by one person alone"),
        (
            "UPDATE lines SET body = replace(body, '\"expected_cents\":50000', '\"expected_cents\":1')",
            "other money than",
        ),
        ("UPDATE lines SET body = replace(body, 'booked', 'hooked')", "that nobody made so"),
    ],
)
def test_the_check_finds_a_count_that_was_changed(
    engine: Engine, room: SafeRoom, ledger_url: str, damage: str, finding: str
) -> None:
    loose = begun(room)
    for _ in range(2):
        room.count("surprise", loose - 4000, *NUMBERS)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage.replace(":", r"\:") + " WHERE kind = 'safe_counted'"))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
