"""A sealed bag goes from the safe to the courier to the bank by its number, each step once, in turn, with a name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.people import Role
from cashier.ledger.bags_twice import filled_elsewhere
from cashier.ledger.check import check
from cashier.ledger.desk_messages import messages_told
from cashier.ledger.safe_view import bag_answer, safe_answer
from cashier.wire_safe import SafeAnswer
from tests.domain.drawer_lines import dropped, shift_lines
from tests.ledger.conftest import add_desk, balance, clock, count_rows, new_id, owner_engine, send
from tests.ledger.paper_desk import TODAY, PaperDesk
from tests.ledger.safe_room import BAG, OMAR, PRIYA, SEAL, SafeRoom, room

__all__ = ["room"]
AMOUNT = BAG["cash_cents"] + BAG["checks_cents"]
DEPOSIT, COURIER, BANK = "deposit:OAK:ncal.medical", "courier:OAK:ncal.medical", "bank:ncal:ncal.medical"


def answer(room: SafeRoom) -> SafeAnswer:
    with room.engine.connect() as connection:
        return safe_answer(connection, PRIYA, "OAK", TODAY, clock())


def test_each_hand_holds_the_money_in_its_turn(engine: Engine, room: SafeRoom) -> None:
    room.deposited()
    held = [(balance(engine, DEPOSIT), balance(engine, COURIER), balance(engine, BANK))]
    room.give()
    held.append((balance(engine, DEPOSIT), balance(engine, COURIER), balance(engine, BANK)))
    room.arrive()
    held.append((balance(engine, DEPOSIT), balance(engine, COURIER), balance(engine, BANK)))

    assert held == [(AMOUNT, 0, 0), (0, AMOUNT, 0), (0, 0, AMOUNT)]
    (row,) = answer(room).deposits
    assert (row.state, row.courier, row.seal) == ("at_bank", "Lee, Bay Couriers", SEAL)
    assert check(engine).findings == []


def test_a_step_out_of_turn_or_twice_is_refused(engine: Engine, room: SafeRoom) -> None:
    room.deposited()
    with pytest.raises(Refused, match="was not handed to the courier yet"):
        room.arrive()
    room.give()
    with pytest.raises(Refused, match="is with the courier already"):
        room.give()
    room.arrive()
    with pytest.raises(Refused, match="is at the bank already"):
        room.arrive()
    assert (balance(engine, COURIER), balance(engine, BANK)) == (0, AMOUNT)
    assert check(engine).findings == []


def test_the_same_act_again_is_the_same(engine: Engine, room: SafeRoom) -> None:
    room.deposited()
    given = new_id()
    assert room.give(line_id=given) == room.give(line_id=given)
    with pytest.raises(Refused, match="another act's"):
        room.give(line_id=given, courier="Eve")
    assert balance(engine, COURIER) == AMOUNT


def test_what_no_colleague_counted_goes_nowhere(room: SafeRoom) -> None:
    room.accept()
    done = room.prepare()
    with pytest.raises(Refused, match="No sealed bag of this center"):
        room.give()
    with pytest.raises(Refused, match="was not reviewed yet"):
        room.give(str(done.deposit))


@pytest.mark.parametrize(
    ("act", "why"), [("give", "Enter who takes the bag"), ("arrive", "Enter the number of the ban")]
)
def test_a_step_without_a_name_is_refused(room: SafeRoom, act: str, why: str) -> None:
    room.deposited()
    with pytest.raises(Refused, match=why):
        getattr(room, act)(SEAL, " ")


def test_only_who_keeps_the_safe_hands_bags_over(room: SafeRoom) -> None:
    room.deposited()
    with pytest.raises(NotAllowed):
        room.give(by=replace(PRIYA, role=Role.LEAD))


def test_a_deposit_is_known_by_its_seal_its_number_and_its_barcode(room: SafeRoom) -> None:
    done = room.deposited()
    with room.engine.connect() as connection:
        told = [
            bag_answer(connection, PRIYA, "OAK", name) for name in (SEAL.lower(), str(done.number), str(done.deposit))
        ]

    assert {(one.number, one.next_step) for one in told} == {(SEAL, "give")}


def test_the_history_of_a_bag_names_everybody(room: SafeRoom) -> None:
    room.deposited()
    room.give()
    room.arrive(by=OMAR)
    with room.engine.connect() as connection:
        told = bag_answer(connection, PRIYA, "OAK", BAG["number"])
        sealed = bag_answer(connection, PRIYA, "OAK", SEAL)

    assert [(step.what, step.who) for step in told.steps] == [
        (f"Bag {BAG['number']} filled at OAK3", "rosa"),
        (f"Taken into the safe: bag {BAG['number']}", "Priya Nair"),
        ("Counted for a deposit", "Priya Nair"),
        (f"Counted again and sealed in bag {SEAL}", "Omar Castellanos"),
        ("Handed to the courier, Lee, Bay Couriers", "Priya Nair"),
        ("At the bank, 118-2201", "Omar Castellanos"),
    ]
    assert (told.next_step, sealed.next_step) == ("", "")
    assert sealed.steps == told.steps


def test_a_bag_is_sealed_once(room: SafeRoom) -> None:
    room.fill("OAK-4-1")
    room.accept(BAG["number"], "OAK-4-1")
    room.review(room.prepare())
    counted: dict[str, Any] = {"count": {"100.00": 2}, "checks": ()}
    second = room.prepare(bags=["OAK-4-1"], **counted)
    with pytest.raises(Refused, match=f"Bag {SEAL} was used before"):
        room.review(second, **counted)
    with pytest.raises(Refused, match=f"Bag {BAG['number']} was used before"):
        room.review(second, **counted, seal=BAG["number"])
    assert room.review(second, **counted, seal="OAK-4-1").seal == "OAK-4-1", "the drawer's own bag goes on"


def test_a_drawer_that_is_open_deposits_nothing_yet(room: SafeRoom) -> None:
    room.fill("OAK-4-1", is_closed=False)
    room.accept(BAG["number"], "OAK-4-1")

    with pytest.raises(Refused, match="The drawer of OAK4 that filled bag OAK-4-1 is still open"):
        room.prepare(bags=["OAK-4-1"])
    with pytest.raises(Refused, match=r"The drawer of OAK4 is still open. Close it before the day's final"):
        room.prepare(is_final=True)
    assert answer(room).open_shifts == ("OAK4",)


def test_the_final_deposit_takes_all_of_the_day_and_nothing_comes_after_it(room: SafeRoom) -> None:
    room.fill("OAK-4-1")
    room.accept(BAG["number"], "OAK-4-1")
    with pytest.raises(Refused, match="Bag OAK-4-1 of Nov 21, 2026 is in no deposit"):
        room.prepare(is_final=True)
    counted: dict[str, Any] = {"count": {"100.00": 2}, "checks": ()}
    room.review(room.prepare(bags=["OAK-4-1"], **counted), **counted, seal="OAK-4-1")
    late = room.prepare(is_final=True)
    room.review(late)

    assert [(row.is_final, row.day) for row in answer(room).deposits] == [(True, TODAY), (False, TODAY)]
    room.fill("OAK-5-1", "OAK5")
    room.accept("OAK-5-1")
    with pytest.raises(Refused, match="The final deposit for Nov 21, 2026 was made"):
        room.prepare(bags=["OAK-5-1"], **counted)
    assert room.prepare(bags=["OAK-5-1"], **counted, day=TODAY + timedelta(days=1)).number


def test_one_number_at_two_desks_is_an_alarm_that_names_both(engine: Engine) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    for name in ("OAK3", "OAK4"):
        desk = PaperDesk(name)
        for line in (*shift_lines(), dropped()):
            desk.write(replace(line, desk=name, line_id=new_id()))
        send(engine, desk)

    number = dropped().facts["bags"][0]["number"]
    with engine.connect() as connection:
        said = list(connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'bag_twice'")))
    assert said[0] == (
        f"Bag {number} of OAK was filled 2 times, at OAK3 and at OAK4. "
        "The safe takes in neither until two people gave each a name of its own."
    )
    assert len(said) == 1


def test_both_desks_are_told_of_one_number_on_two_bags_and_no_other_desk(engine: Engine) -> None:
    with engine.begin() as connection:
        for name in ("OAK4", "OAK5"):
            add_desk(connection, name)
    for name in ("OAK3", "OAK4"):
        desk = PaperDesk(name)
        for line in (*shift_lines(), dropped()):
            desk.write(replace(line, desk=name, line_id=new_id(), staff=f"who is at {name}"))
        send(engine, desk)

    number = dropped().facts["bags"][0]["number"]
    with engine.connect() as connection:
        now = datetime.now(UTC)
        told = {name: messages_told(connection, name, "OAK", now).messages for name in ("OAK3", "OAK4", "OAK5")}
        over = messages_told(connection, "OAK3", "OAK", now + timedelta(hours=25)).messages
    (row,) = told["OAK3"]
    assert row.words.startswith(f"Bag {number} was filled at OAK3 and at OAK4: one number on two bags.")
    assert row.sent_by == "The ledger"
    assert told["OAK4"] == (row,)
    assert told["OAK5"] == over == ()
    with engine.connect() as connection:
        used = [filled_elsewhere(connection, number, "OAK", name) for name in ("OAK3", "OAK5")]
    assert used == [("OAK4",), ("OAK3", "OAK4")]


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE deposits SET given = NULL", "list of deposits is not what the lines say"),
        ("DELETE FROM lines WHERE kind = 'deposit_given'", "went to the bank out of turn"),
        (
            r"""UPDATE lines SET body = regexp_replace(body, '(courier\:OAK[^\]]*,)[0-9]+', '\11')
                WHERE kind = 'deposit_given'""",
            "moved other money than its bags held",
        ),
    ],
)
def test_the_check_finds_a_bag_that_was_lost_on_paper(
    engine: Engine, room: SafeRoom, ledger_url: str, damage: str, finding: str
) -> None:
    room.deposited()
    room.give()
    room.arrive()
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
    assert count_rows(engine, "deposits") == 1
