"""What the page that closes a drawer says, from what the desk knows and what was ticked."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.accounts import BookLine
from cashier.domain.drawer import DrawerItem
from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.tenders import TenderKind
from cashier.usecases.close_shift import CloseSheet
from tests.fakes.builders import MEDICAL, a_shift
from ui.drawer.close_state import CloseState, Step, item_words, left_words


def item(number: str, key: str = "", kind: TenderKind = TenderKind.CHECK) -> DrawerItem:
    return DrawerItem(
        key=key or f"{UUID(int=1)}.{number}",
        kind=kind,
        number=number,
        receipt="OAK3-0000001",
        book=MEDICAL,
        amount=Money(2500),
    )


CHECK, TWIN, ORDER = item("1043"), item("1043", "twin.0"), item("55174", kind=TenderKind.MONEY_ORDER)


@pytest.fixture
def state() -> CloseState:
    sheet = CloseSheet(shift=a_shift(), items=(CHECK, TWIN, ORDER), cards=(), blocked_by=(), counted=None)
    return CloseState(sheet=sheet)


def test_it_begins_with_the_count(state: CloseState) -> None:
    assert state.step is Step.COUNT
    assert state.hint == "First count. Enter goes on, and in the last field keeps it."
    assert state.checks_hint == "Scan or type each. 2 checks and 1 money order were taken."
    assert (state.left, state.bags(Money(0)), state.needs_lead) == ({}, {}, False)


def test_one_number_on_two_checks_is_ticked_twice(state: CloseState) -> None:
    once = state.on_number("1043")
    twice = once.on_number("1043")

    assert (once.ticked, twice.ticked) == ((1, Money(2500)), (2, Money(5000)))
    assert twice.on_number("1043").said == "Check 1043 is ticked already."


def test_a_checks_whole_line_is_ticked_by_its_number(state: CloseState) -> None:
    assert state.on_scan("T121000248T0012345678O1043").present == {CHECK.key}
    assert state.on_scan("55174").present == {ORDER.key}


@pytest.mark.parametrize(("text", "said"), [("", "Scan or type the number"), ("77", "not on the list")])
def test_a_number_that_is_none_is_told(state: CloseState, text: str, said: str) -> None:
    assert said in state.on_number(text).said


def test_missing_and_there_exclude_each_other(state: CloseState) -> None:
    missing = state.tick(CHECK.key, True).miss(CHECK.key)

    assert missing.present == frozenset()
    assert missing.missing == {CHECK.key}
    assert missing.tick(CHECK.key, True).missing == frozenset()
    assert missing.miss(CHECK.key).missing == frozenset()


def test_what_is_on_no_list_needs_a_number_and_an_amount(state: CloseState) -> None:
    found = state.find_more("77", "12.50", TenderKind.MONEY_ORDER, BookLine.PREMIUM).found
    assert [item_words(each) for each in found] == ["MO 77"]
    for number, amount in (("", "1"), ("77", "x"), ("77", "0")):
        with pytest.raises(Refused):
            state.find_more(number, amount, TenderKind.CHECK, BookLine.MEDICAL)


def test_an_empty_list_says_so(state: CloseState) -> None:
    none = replace(state, sheet=replace(state.sheet, items=()))

    assert none.checks_hint == "No check and no money order was taken."


def test_each_kind_of_paper_is_counted_by_its_own_words(state: CloseState) -> None:
    bank = item("773", kind=TenderKind.CASHIERS_CHECK)
    more = replace(state, sheet=replace(state.sheet, items=(CHECK, bank, bank, ORDER)))

    assert more.checks_hint == "Scan or type each. 1 check, 2 cashier's checks and 1 money order were taken."


def test_over_what_the_desk_knows_now_the_ticks_stay_but_for_a_check_that_left(state: CloseState) -> None:
    ticked = state.tick(CHECK.key, True).tick(ORDER.key, True).miss(TWIN.key)
    now = ticked.over(replace(state.sheet, items=(CHECK,)), None)

    assert now.present == {CHECK.key}
    assert not now.missing


def test_what_stays_is_said_and_that_large_notes_give_no_change() -> None:
    assert left_words({"0.25": 4, "5.00": 2, "20.00": 1}) == "Leave 1 × $20, 2 × $5, 4 × 25¢."
    assert left_words({"100.00": 2}).startswith("Leave 2 × $100. Nobody gets change from these: exchange them")
    assert left_words({}) == ""
