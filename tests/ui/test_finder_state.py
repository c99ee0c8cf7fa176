"""The finder: nobody opens on one identifier, nobody is preselected among several, no card number is kept."""

from dataclasses import replace
from datetime import date

import pytest

from cashier.domain.errors import Refused
from cashier.domain.scan import read_query
from cashier.usecases.find_member import Finding, find
from tests.ui.sample_desk import MEMBERS, SampleDesk
from ui.counter.finder_state import FinderState, Opening, Span, matched

TODAY = date(2026, 11, 21)
MAI = MEMBERS[0]


def looked_for(text: str, *, is_scan: bool = False) -> FinderState:
    """The state after ``text`` was searched in the sample directory."""
    return FinderState().found_for(text, find(text, SampleDesk().desk), is_scan=is_scan)


def test_of_several_hits_none_is_chosen_and_the_cashier_is_told_what_to_ask() -> None:
    state = looked_for("tran mai")

    assert [row.name for row in state.rows] == ["Tran, Mai Anh", "Tran, Mai Linh", "Tran, Maily", "Trang, Mai"]
    assert state.chosen is None
    assert state.aside == "4 found · ask for the date of birth and type it"
    assert state.narrow_example == "tran mai 3/14/61"


def test_enter_among_several_hits_opens_nobody() -> None:
    state = looked_for("tran mai").on_enter()

    assert isinstance(state, FinderState)
    assert state.below == "Type the date of birth too, like 3/14/61, or choose the member with the arrow keys."


@pytest.mark.parametrize("text", ["tran mai 3/14/61", "3/14/1961 mai tran", "TRÁN 1961-03-14"])
def test_name_and_date_of_birth_open_in_any_order(text: str) -> None:
    assert looked_for(text).on_enter() == Opening(member_number="11048827", identified="name and date of birth")


def test_a_name_alone_or_a_year_is_one_identifier() -> None:
    for text in ("tran mai linh", "tran mai 1961", "11048827"):
        state = looked_for(text).on_enter()

        assert isinstance(state, FinderState), text
        assert state.asks_birth_date


def test_the_date_of_birth_is_asked_for_the_chosen_row_and_compared() -> None:
    asking = looked_for("tran mai").moved(1).moved(1).on_enter()
    assert isinstance(asking, FinderState)

    wrong = asking.on_birth_date("7/2/1990", MAI, TODAY)
    unreadable = asking.on_birth_date("March", MAI, TODAY)

    assert isinstance(wrong, FinderState)
    assert isinstance(unreadable, FinderState)
    assert wrong.birth_date_message == "That isn't this member's date of birth. Ask again, or look at photo ID."
    assert unreadable.birth_date_message == "Enter the date of birth like 3/14/1961."
    assert asking.on_birth_date("3/14/61", MAI, TODAY) == Opening(
        member_number="11048827", identified="name and date of birth"
    )


def test_photo_id_is_the_other_second_identifier_and_is_recorded() -> None:
    assert isinstance(looked_for("tran mai").on_photo_id(), FinderState)
    assert looked_for("tran mai").moved(2).on_photo_id() == Opening(
        member_number="11048827", identified="photo ID seen"
    )


def test_a_scanned_card_opens_once_the_name_is_heard() -> None:
    state = looked_for("11048827", is_scan=True)

    assert state.aside == "ask for the name, then Enter"
    assert state.on_enter() == Opening(member_number="11048827", identified="card scanned and name")


def test_a_scanned_statement_says_what_they_came_to_pay() -> None:
    assert looked_for("S-48211904", is_scan=True).on_enter() == Opening(
        member_number="11048827", identified="statement scanned and name", scanned_statement="S-48211904"
    )


def test_a_scanned_guarantor_with_several_members_is_no_second_identifier() -> None:
    state = looked_for("200417733", is_scan=True).moved(1).on_enter()

    assert isinstance(state, FinderState)
    assert state.asks_birth_date


def test_an_unknown_scan_says_what_to_do() -> None:
    state = looked_for("999999999999", is_scan=True)

    assert state.aside == "Nobody found"
    assert state.below == "Nobody has that number. Ask for the name and the date of birth, and type them."
    assert state.on_enter() == state


def test_a_bank_card_number_is_refused_and_nothing_of_it_is_kept() -> None:
    with pytest.raises(Refused) as refused:
        find("4111 1111 1111 1111", SampleDesk().desk)
    state = looked_for("tran").refused(refused.value.sentence)

    assert state.text == ""
    assert "4111" not in state.below
    assert state.below.startswith("That looks like a bank card number.")


def test_the_choice_stops_at_both_ends_and_typing_forgets_it() -> None:
    state = looked_for("tran mai")

    assert [state.moved(by).chosen for by in (1, -1, 9)] == [0, 3, 3]
    assert state.moved(1).moved(-1).chosen == 0
    assert state.moved(1).found_for("tran", find("tran", SampleDesk().desk)).chosen is None


def test_what_was_typed_is_marked_in_the_names() -> None:
    assert matched("Tran, Mai Linh", ("tran", "mai")) == (Span(0, 5), Span(6, 3))
    assert matched("Trang, Mai", ("tran", "mai")) == (Span(0, 4), Span(7, 3))
    assert matched("Núñez-Đỗ, Ana", ("nun", "do")) == (Span(0, 3), Span(6, 3))
    assert matched("O'Brien, Mc<b>Donald", ("obr",)) == (Span(0, 4),)


def test_more_than_the_list_holds_is_said() -> None:
    finding = Finding(query=read_query("tran", TODAY), found=(), more=False)
    full = find("tran", SampleDesk().desk)

    assert FinderState().found_for("tran", finding).aside == "Nobody found"
    assert FinderState().found_for("tran", replace(full, more=True)).aside.startswith("more than 20 found")
