"""Each act of the safe reaches the ledger once as it was meant, and what two do is signed by two (R29)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from cashier.domain.accounts import Book, BookLine
from cashier.domain.errors import FieldRefused, NotAllowed, Refused
from cashier.domain.money import Money
from cashier.domain.people import SIGNER, Role, Staff
from cashier.domain.safe import (
    BagCount,
    Change,
    CountPurpose,
    DepositCorrection,
    HandOver,
    Prepare,
    Review,
    Safe,
    SafeCount,
    SeenCheck,
    TwoBags,
)
from cashier.domain.sign_in import TryLater
from cashier.usecases.ports.directory import StaffRecord
from cashier.usecases.safe import (
    arrived_at_bank,
    correct_deposit,
    count_bag,
    count_safe,
    give_to_courier,
    hand_out_deposit,
    look_at_bag,
    look_at_safe,
    name_bags,
    prepare_deposit,
    review_deposit,
    take_change,
)
from tests.fakes.builders import TODAY, Counter, a_desk
from tests.fakes.safe_room import SafeRoom

ANA = Staff(user="ana", name="Ana Ruiz", role=Role.SUPERVISOR)
PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
MEDICAL = Book("ncal", BookLine.MEDICAL)
CHECK = SeenCheck("1043", Money(41_260))
ID = UUID(int=7)
NO_COUNT = {"7.00": 1}
PREPARED = Prepare(line_id=ID, book=MEDICAL, bags=("OAK-1",), count={"20.00": 3}, checks=(CHECK,))
REVIEWED = Review(line_id=ID, deposit=ID, count={"20.00": 3}, checks=(CHECK,), seal=" dep-77 ")
HANDED = HandOver(line_id=ID, number="DEP-77", word=" Brink's, Joe ")
CORRECTED = DepositCorrection(line_id=ID, number="DEP-77", credited=Money(45_000), reason=" two fives short ")
COUNTED = SafeCount(line_id=ID, purpose=CountPurpose.SURPRISE, day=TODAY, count={"100.00": 3})
BAG_COUNTED = BagCount(line_id=ID, number="OAK-1", count={"20.00": 3})
CHANGE = Change(line_id=ID, ordered=Money(50_000), count={"1.00": 500})


def an_office(**said: object) -> tuple[Counter, SafeRoom]:
    counter = a_desk(is_open=False)
    counter.store.directory.people |= {
        staff.user: StaffRecord(staff=staff, passphrase_hash=f"hash of {staff.user}'s words", badge="", active=True)
        for staff in (ANA, PRIYA)
    }
    return counter, SafeRoom(**said)  # type: ignore[arg-type]


class OneDay(SafeRoom):
    """Knows of no other day."""

    def look(self, staff: Staff, day: date) -> Safe:
        assert day == TODAY
        return super().look(staff, day)


def test_who_keeps_the_safe_sees_it_for_the_business_date_and_looks_into_bags() -> None:
    counter, _ = an_office()
    room = OneDay()

    assert look_at_safe(counter.desk, PRIYA, room) == room.known
    assert look_at_bag(" OAK-1 ", PRIYA, room).number == "OAK-1"
    with pytest.raises(FieldRefused, match="number of the bag") as refused:
        look_at_bag("  ", PRIYA, room)
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("act", "wish", "told"),
    [
        (prepare_deposit, PREPARED, PREPARED),
        (review_deposit, REVIEWED, replace(REVIEWED, seal="DEP-77")),
        (give_to_courier, HANDED, replace(HANDED, word="Brink's, Joe")),
        (arrived_at_bank, HANDED, replace(HANDED, word="Brink's, Joe")),
    ],
)
def test_what_one_person_does_reaches_the_ledger_as_it_is_kept(act: Callable[..., Any], wish: Any, told: Any) -> None:
    _, room = an_office()

    assert act(wish, PRIYA, room).number == 4711
    assert (room.told, room.signed) == ([told], ["priya"])


@pytest.mark.parametrize(
    ("act", "wish", "sentence"),
    [
        (prepare_deposit, replace(PREPARED, bags=()), "There is no bag for this deposit"),
        (prepare_deposit, replace(PREPARED, count=NO_COUNT), "7.00"),
        (review_deposit, replace(REVIEWED, count=NO_COUNT), "7.00"),
        (review_deposit, replace(REVIEWED, seal=" "), "Enter the number of the sealed bag."),
        (give_to_courier, replace(HANDED, word=" "), "Enter who takes the bag"),
        (arrived_at_bank, replace(HANDED, word=" "), "Enter the number of the bank's receipt"),
    ],
)
def test_what_is_not_whole_does_not_reach_the_ledger(act: Callable[..., Any], wish: Any, sentence: str) -> None:
    _, room = an_office()

    with pytest.raises(Refused, match=sentence):
        act(wish, PRIYA, room)
    assert room.told == []


BY_TWO = [
    (correct_deposit, CORRECTED, replace(CORRECTED, reason="two fives short"), ["ana", "priya"]),
    (count_safe, COUNTED, COUNTED, ["priya ana"]),
    (count_bag, BAG_COUNTED, BAG_COUNTED, ["priya ana"]),
    (name_bags, TwoBags(line_id=ID, number="B-1"), TwoBags(line_id=ID, number="B-1"), ["priya ana"]),
    (take_change, CHANGE, CHANGE, ["priya ana"]),
]


@pytest.mark.parametrize(("act", "wish", "told", "signed"), BY_TWO)
def test_what_two_people_do_is_signed_by_both(act: Callable[..., Any], wish: Any, told: Any, signed: list[str]) -> None:
    counter, room = an_office()

    assert act(wish, ("ana", "ana's words"), counter.desk, PRIYA, room) is not None
    assert (room.told, room.signed) == ([told], signed)


@pytest.mark.parametrize(("act", "wish"), [row[:2] for row in BY_TWO])
def test_nobody_does_it_alone(act: Callable[..., Any], wish: Any) -> None:
    counter, room = an_office()

    with pytest.raises(Refused, match="Two people count it") as refused:
        act(wish, ("priya", "priya's words"), counter.desk, PRIYA, room)
    assert refused.value.field == SIGNER
    with pytest.raises(TryLater):
        act(wish, ("ana", "priya's words"), counter.desk, PRIYA, room)
    assert room.told == []


@pytest.mark.parametrize(
    ("act", "wish", "sentence"),
    [
        (correct_deposit, replace(CORRECTED, reason=" "), "Enter why the bank's figure differs"),
        (count_safe, replace(COUNTED, count=NO_COUNT), "7.00"),
        (count_bag, replace(BAG_COUNTED, count=NO_COUNT), "7.00"),
        (take_change, replace(CHANGE, count=NO_COUNT), "7.00"),
    ],
)
def test_two_people_do_nothing_by_halves(act: Callable[..., Any], wish: Any, sentence: str) -> None:
    counter, room = an_office()

    with pytest.raises(Refused, match=sentence):
        act(wish, ("ana", "ana's words"), counter.desk, PRIYA, room)
    assert room.told == []


def test_the_day_is_opened_by_who_may_and_a_surprise_count_needs_no_more_than_the_safe() -> None:
    counter, room = an_office()

    for purpose in (CountPurpose.OPEN, CountPurpose.CLOSE):
        with pytest.raises(NotAllowed, match=f"count the safe to {purpose} the day"):
            count_safe(replace(COUNTED, purpose=purpose), ("ana", "ana's words"), counter.desk, PRIYA, room)
        count_safe(replace(COUNTED, purpose=purpose), ("priya", "priya's words"), counter.desk, ANA, room)
    assert [wish.purpose for wish in room.told] == [CountPurpose.OPEN, CountPurpose.CLOSE]


def test_a_deposits_slip_is_handed_out_as_it_is_wanted() -> None:
    _, room = an_office()

    assert hand_out_deposit(ID, PRIYA, room, room, as_table=False) == "Saved as deposit-4711.pdf."
    assert hand_out_deposit(ID, PRIYA, room, room, as_table=True) == "Saved as deposit-4711.csv."
    assert room.handed == [(str(ID), False), (str(ID), True)]
