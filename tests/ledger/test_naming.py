"""Two bags with one number: two people give each a name, and the money of both goes to the bank, none of it twice."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.people import Role, Staff
from cashier.ledger.check import check
from cashier.ledger.safe_view import bag_answer, safe_answer
from cashier.wire_safe import BagAnswer, SafeBag
from tests.ledger.conftest import balance, clock, new_id, owner_engine
from tests.ledger.paper_desk import TODAY
from tests.ledger.safe_room import BAG, CHECKS, OMAR, PRIYA, SafeRoom, count_of, room

__all__ = ["room"]
NUMBER, AMOUNT = BAG["number"], BAG["cash_cents"] + BAG["checks_cents"]
COUNTED: dict[str, Any] = {"count": count_of(BAG["cash_cents"] + 20_000), "checks": CHECKS}
TRANSIT, SAFE, DEPOSIT = (f"{kind}:OAK:ncal.medical" for kind in ("transit", "safe", "deposit"))


def bags(room: SafeRoom) -> list[SafeBag]:
    with room.engine.connect() as connection:
        said = safe_answer(connection, PRIYA, "OAK", TODAY, clock()).bags
    return [bag for bag in said if bag.book == BAG["book"]]


def told(room: SafeRoom, number: str) -> BagAnswer:
    with room.engine.connect() as connection:
        return bag_answer(connection, PRIYA, "OAK", number)


def test_each_gets_a_name_and_both_reach_the_bank(engine: Engine, room: SafeRoom) -> None:
    room.fill(NUMBER)
    coming = balance(engine, TRANSIT)
    assert [(bag.bag, bag.accepted_by) for bag in bags(room)].count((NUMBER, "")) == 2, "both are on the way"
    assert told(room, NUMBER).next_step == "name"
    with pytest.raises(Refused, match=f"Two bags {NUMBER} were filled, at OAK3 and OAK4. Open both"):
        room.accept()

    names = room.name(NUMBER)
    assert names == {"OAK3": f"{NUMBER}-OAK3", "OAK4": f"{NUMBER}-OAK4"}
    with pytest.raises(Refused, match=f"knows no bag {NUMBER}"):
        room.accept()
    room.accept(*names.values())

    assert [bag.bag for bag in bags(room) if bag.accepted_by][-2:] == list(names.values())
    assert balance(engine, TRANSIT) == coming - AMOUNT - 20_000
    assert [item.bag for item in told(room, names["OAK3"]).items] == [names["OAK3"]] * len(CHECKS)
    assert [(step.what, step.who) for step in told(room, names["OAK4"]).steps] == [
        (f"Bag {NUMBER}-OAK4 filled at OAK4", "rosa"),
        (f"Named {NUMBER}-OAK4: two bags were {NUMBER}", "Priya Nair and Omar Castellanos"),
        (f"Taken into the safe: bag {NUMBER}-OAK4", "Priya Nair"),
    ]
    both = list(names.values())
    room.review(room.prepare(bags=both, **COUNTED), **COUNTED)
    room.give()
    room.arrive()
    assert balance(engine, "bank:ncal:ncal.medical") == AMOUNT + 20_000
    assert check(engine).findings == []


def test_the_one_in_the_safe_keeps_its_number_and_its_money(engine: Engine, room: SafeRoom) -> None:
    room.accept()
    room.fill(NUMBER)
    held = balance(engine, SAFE)
    assert [bag.accepted_by for bag in bags(room) if bag.bag == NUMBER] == ["Priya Nair", ""]

    assert room.name(NUMBER) == {"OAK4": f"{NUMBER}-OAK4"}
    assert balance(engine, SAFE) == held
    room.accept(f"{NUMBER}-OAK4")
    assert balance(engine, SAFE) == held + 20_000
    assert room.recount(BAG["cash_cents"]).matches
    assert check(engine).findings == []


def test_the_day_closes_and_the_final_deposit_is_made_once_both_have_names(engine: Engine, room: SafeRoom) -> None:
    room.accept()
    assert room.count("open", 50_000, NUMBER).matches
    room.fill(NUMBER)  # Its drawer's float of $200.00 comes from the safe.
    with pytest.raises(Refused, match=f"Bag {NUMBER} of OAK4 is not in the safe yet"):
        room.count("close", 30_000, NUMBER)
    with pytest.raises(Refused, match=f"Bag {NUMBER} of Nov 21, 2026 is in no deposit"):
        room.prepare(is_final=True)

    own = room.name(NUMBER)["OAK4"]
    room.accept(own)
    room.review(room.prepare(bags=[NUMBER, own], **COUNTED, is_final=True), **COUNTED)
    assert not bags(room)
    assert room.count("close", 30_000).matches
    assert check(engine).findings == []


def test_a_third_bag_of_the_number_and_a_name_that_is_in_use(room: SafeRoom) -> None:
    room.fill(f"{NUMBER}-OAK4", "OAK5")
    room.fill(NUMBER)
    assert room.name(NUMBER) == {"OAK3": f"{NUMBER}-OAK3", "OAK4": f"{NUMBER}-OAK4-2"}
    room.fill(NUMBER, "OAK6")
    room.accept(NUMBER)
    with pytest.raises(Refused, match="Only one bag"):
        room.name(NUMBER)


def test_the_same_act_again_is_the_same(engine: Engine, room: SafeRoom) -> None:
    room.fill(NUMBER)
    line_id = new_id()
    assert room.name(NUMBER, line_id=line_id) == room.name(NUMBER, line_id=line_id)
    assert check(engine).findings == []


def test_two_people_name_them_neither_of_whom_filled_one(room: SafeRoom) -> None:
    with pytest.raises(Refused, match=f"Only one bag {NUMBER} was filled"):
        room.name(NUMBER)
    room.fill(NUMBER)
    with pytest.raises(Refused, match="Two people open the bags"):
        room.name(NUMBER, (PRIYA, PRIYA))
    rosa = Staff(user="rosa", name="Rosa", role=Role.CASH_OFFICE)
    for two in ((rosa, PRIYA), (PRIYA, rosa)):
        with pytest.raises(Refused, match=f"Who filled a bag {NUMBER} does not name it"):
            room.name(NUMBER, two)
    with pytest.raises(NotAllowed):
        room.name(NUMBER, (replace(PRIYA, role=Role.LEAD), OMAR))
    assert [bag.bag for bag in bags(room)].count(NUMBER) == 2


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ('\'"second":"omar"\', \'"second":"priya"\'', "were named by one person alone"),
        ("'-OAK4', '-OAK3'", "is the name of two bags"),
    ],
)
def test_the_check_finds_a_name_that_was_changed(
    engine: Engine, room: SafeRoom, ledger_url: str, damage: str, finding: str
) -> None:
    room.fill(NUMBER)
    room.name(NUMBER)
    owner = owner_engine(ledger_url)
    changed = damage.replace(":", r"\:")
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"UPDATE lines SET body = replace(body, {changed}) WHERE kind = 'bags_named'"))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
