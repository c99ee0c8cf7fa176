"""Cash between two cashiers as lines say it: what is given, by whom, to whom, and what cannot be read."""

from dataclasses import replace

import pytest

from cashier.domain.accounts import Book, BookLine
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.hand_over import AcceptTransfer, GiveCash, check_acceptable, decide_give, decide_recall
from cashier.domain.handing import Share, ends, on_their_way, read_handed, transfer_of
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import Shift, ShiftState
from tests.domain.drawer_lines import HELD, a_number, shift_in
from tests.domain.drawer_lines import closed as drawer_closed
from tests.domain.handed_lines import accepted, given, handed_over, helens, recalled
from tests.fakes.builders import HELEN, NOW, ROSA, a_shift


def test_what_is_given_is_read_whole() -> None:
    handed = read_handed(handed_over())

    assert (handed.cash, handed.checks, handed.is_whole) == (Money(26000), Money(41260), True)
    assert (handed.giver_name, handed.to, handed.transfer_id) == ("Rosa Delgado", "helen", handed.line.line_id)
    assert read_handed(given()).checks == ZERO


def test_what_is_taken_at_the_same_desk_says_so() -> None:
    assert not read_handed(handed_over()).is_here
    assert read_handed(handed_over(is_here=True)).is_here
    assert not read_handed(replace(given(), facts={**given().facts, "here": False})).is_here


def test_what_was_given_is_on_its_way_until_it_is_accepted_here_or_taken_back() -> None:
    mine, drawer = given(), handed_over()
    back = recalled(mine, a_number(41))

    assert [handed.line for handed in on_their_way((mine, drawer))] == [mine, drawer]
    assert [handed.line for handed in on_their_way((mine, drawer, back))] == [drawer]
    assert not ends(drawer_closed())
    assert ends(replace(drawer_closed(), facts={**drawer_closed().facts, "handed_over": {}}))


def test_a_line_that_gives_nothing_or_cannot_be_read_is_refused() -> None:
    with pytest.raises(UnreadableBody, match="gives nothing away"):
        read_handed(accepted(read_handed(given())))
    with pytest.raises(UnreadableBody, match="A transfer cannot be read"):
        read_handed(replace(given(), facts={}))
    with pytest.raises(UnreadableBody, match="A transfer cannot be read"):
        transfer_of(replace(accepted(read_handed(given())), facts={}))


def test_each_line_names_the_transfer_that_it_is_about() -> None:
    handed = read_handed(given())

    assert transfer_of(given()) == transfer_of(accepted(handed)) == handed.transfer_id


def test_nobody_gives_out_of_another_ones_drawer_or_a_suspended_one_or_without_saying_what_for() -> None:
    wish = GiveCash(line_id=a_number(30), count={"20.00": 2}, note="small notes")

    def gives(shift: Shift | None = None, staff: Staff = ROSA, note: str = "small notes") -> object:
        to, shift = HELEN if staff is ROSA else ROSA, shift or a_shift()
        return decide_give(replace(wish, note=note), to, shift=shift, staff=staff, held=HELD, tried=False, now=NOW)

    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        gives(staff=HELEN)
    with pytest.raises(Refused, match="This drawer is suspended"):
        gives(shift=shift_in(ShiftState.SUSPENDED))
    with pytest.raises(FieldRefused, match="Say what it is for") as refused:
        gives(note=" ")
    assert refused.value.field == "what for"


def test_only_who_it_is_for_takes_it_and_only_in_its_own_center_and_region() -> None:
    handed = read_handed(given())
    wish = AcceptTransfer(line_id=a_number(33), count={"10.00": 4})
    check_acceptable(wish, handed, shift=helens(), staff=HELEN, before=0)

    rosas = replace(helens(), staff="rosa")
    with pytest.raises(Refused, match="for Helen Park, and only they"):
        check_acceptable(wish, handed, shift=rosas, staff=ROSA, before=0)
    elsewhere = replace(handed, shares=(*handed.shares, Share(book=Book("scal", BookLine.MEDICAL), cash=Money(1))))
    for shift, what in ((replace(helens(), center="SJO"), handed), (helens(), elsewhere)):
        with pytest.raises(Refused, match="This cash belongs to another center"):
            check_acceptable(wish, what, shift=shift, staff=HELEN, before=0)


def test_a_lead_takes_back_the_drawer_that_was_handed_over_here_and_nothing_else() -> None:
    drawer, cash = read_handed(handed_over()), read_handed(given())
    pending, another = shift_in(ShiftState.PENDING), replace(a_shift(), shift_id=a_number(40))

    line = decide_recall(a_number(41), drawer, shift=pending, staff=HELEN, now=NOW)
    assert (line.kind, line.staff) == (LineKind.DRAWER_RECALLED, "helen")
    for handed, shift, staff in (
        (drawer, pending, replace(HELEN, user="luis", role=Role.CASHIER)),
        (drawer, another, HELEN),
        (cash, a_shift(), HELEN),
    ):
        with pytest.raises(Refused):
            decide_recall(a_number(41), handed, shift=shift, staff=staff, now=NOW)
    assert decide_recall(a_number(41), drawer, shift=another, staff=ROSA, now=NOW).kind is LineKind.TRANSFER_RECALLED
    with pytest.raises(Refused, match="Rosa Delgado gave this, and only they"):
        decide_recall(a_number(41), cash, shift=helens(), staff=HELEN, now=NOW)
    with pytest.raises(Refused, match="This drawer is suspended"):
        decide_recall(a_number(41), cash, shift=shift_in(ShiftState.SUSPENDED), staff=ROSA, now=NOW)
    assert recalled(handed_over(), a_number(37)).kind is LineKind.DRAWER_RECALLED
