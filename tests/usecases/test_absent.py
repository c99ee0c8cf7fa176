"""What a cashier is told of their drawer that others counted: until they have read it, and of each shift the last."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.absent import ABSENT_ACT
from cashier.domain.accounts import BookLine
from cashier.domain.drawer_count import Attempt, CountDrawer
from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.office import DrawerState, Office, OfficeDrawer
from cashier.domain.people import Approval
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, most_to_leave
from cashier.usecases.absent import absent_news, stand_in, take_back_for, tell_absent
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.close_shift import Counted, close_sheet, close_shift, closing, count_drawer
from cashier.usecases.shift import current_shift
from tests.fakes.builders import HELEN, NOW, ROSA, TERMINAL, Counter, a_desk, a_statement, a_wish
from tests.fakes.center_office import CenterOffice
from tests.fakes.terminal import approved
from tests.usecases.test_hand_over import Two, two, whole
from tests.usecases.test_hand_over import count as count_of

__all__ = ("two",)  # The fixture.

LUIS = replace(ROSA, user="luis", name="Luis Ortega")
FLOAT = {"20.00": 5}


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement())


def along(act: str = ABSENT_ACT) -> Approval:
    return Approval(approver=LUIS.user, approver_name=LUIS.name, act=act, amount=ZERO, given_at=NOW)


def count(counter: Counter, notes: dict[str, int]) -> None:
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=notes, witness=along()), counter.desk, HELEN)


def close(counter: Counter) -> None:
    wish = CloseShift(
        line_id=counter.desk.new_id(), present=frozenset(), reason="went home ill", approval=along(CLOSE_ACT),
        bags={BookLine.MEDICAL: "B-1"},
    )  # fmt: skip
    close_shift(wish, counter.desk, HELEN)


def test_of_a_shift_the_last_is_told_until_it_was_read(counter: Counter) -> None:
    count(counter, {"20.00": 4})
    (news,) = absent_news(counter.desk, ROSA)
    assert "It is not closed" in news.words
    assert (news.sent_by, news.until) == ("Helen Park", NOW + timedelta(days=365)), "also after a long leave"
    assert absent_news(counter.desk, LUIS) == absent_news(counter.desk, HELEN) == ()
    assert len(tell_absent(counter.desk, ROSA)) == 1
    assert absent_news(counter.desk, ROSA) == ()

    count(counter, FLOAT)
    close(counter)
    (closed,) = tell_absent(counter.desk, ROSA)
    assert "counted and closed by Helen Park with Luis Ortega" in closed
    assert tell_absent(counter.desk, ROSA) == ()


def test_the_owners_counts_are_nobody_elses(counter: Counter) -> None:
    for _ in range(2):
        count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 4}), counter.desk, ROSA)
    with pytest.raises(Refused, match="Count the drawer first"):
        close(counter)


def test_nobody_stands_in_for_themselves_or_without_a_drawer(counter: Counter) -> None:
    office = CenterOffice(trouble="The ledger cannot be reached.")
    with pytest.raises(Refused, match="may not count"):
        stand_in(counter.desk, ROSA, office)
    with pytest.raises(Refused, match="may not count"):
        stand_in(counter.desk, LUIS, office)
    assert stand_in(counter.desk, HELEN, office) == current_shift(counter.desk)
    count(counter, FLOAT)
    close(counter)
    with pytest.raises(Refused, match="Open your drawer first"):
        stand_in(counter.desk, HELEN, office)


def test_two_who_count_for_another_sign_each_count_and_hear_no_more_than_its_cashier_would(counter: Counter) -> None:
    for number, expected in ((1, None), (2, None), (3, Money(10000))):
        wish = CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 4}, witness=along())
        counted = count_drawer(wish, counter.desk, HELEN)
        assert (counted.attempt.number, counted.expected) == (number, expected)
        with counter.desk.open_reading() as work:
            assert [job.copy for job in work.jobs.of(str(wish.line_id))] == [0], "a slip to sign"


def test_what_their_cashier_left_open_is_told_and_holds_nobody_up_and_its_receipt_is_printed(counter: Counter) -> None:
    attempt = ask_card(a_wish(), Money(10000), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(10000), counter.desk)
    (blocked,) = close_sheet(counter.desk, ROSA).blocked_by
    assert close_sheet(counter.desk, ROSA).note == ""

    count(counter, FLOAT)
    sheet = close_sheet(counter.desk, HELEN)
    assert (sheet.blocked_by, sheet.note) == ((), blocked)
    assert blocked.startswith("Receipt OAK3-0000001 has card money and was not finished.")
    close(counter)
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of("OAK3-0000001")] == [0]


def test_nobody_sees_a_drawer_that_is_neither_theirs_nor_theirs_to_count(counter: Counter) -> None:
    count(counter, FLOAT)

    for look in (closing, close_sheet):
        with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
            look(counter.desk, LUIS)
    assert closing(counter.desk, HELEN).attempts[-1].matches


@pytest.mark.parametrize(
    ("number", "cents", "words"), [(1, 0, "Your count matches."), (2, 0, "Your count matches."), (1, 500, "")]
)
def test_a_count_that_matched_says_no_more_where_money_moved_since(number: int, cents: int, words: str) -> None:
    """A card's late answer may take cash out of a drawer that was counted."""
    attempt = Attempt(number=number, count={}, amount=Money(10000), matches=True, counted_at=NOW)

    assert Counted(attempt=attempt, difference=Money(cents), expected=None).words == words


def a_drawer(desk: str = "OAK5", cashier: str = "helen", state: DrawerState = DrawerState.ACTIVE) -> OfficeDrawer:
    return OfficeDrawer(
        desk=desk,
        cashier=cashier,
        cashier_name="Helen Park",
        opened_at=NOW,
        state=state,
        payments=1,
    )


def test_who_has_a_drawer_of_their_own_elsewhere_counts_nobody_elses(counter: Counter) -> None:
    others = (a_drawer(cashier="grace"), a_drawer(state=DrawerState.CLOSED))
    office = CenterOffice(Office(as_of=NOW, drawers=others))
    assert stand_in(counter.desk, HELEN, office) == current_shift(counter.desk)

    office = CenterOffice(Office(as_of=NOW, drawers=(*others, a_drawer(), a_drawer(desk="OAK6"))))
    with pytest.raises(Refused, match="Your own drawer is open at OAK5"):
        stand_in(counter.desk, HELEN, office)
    lead = replace(HELEN, user="rosa")
    with pytest.raises(Refused, match="This is your own drawer"):
        stand_in(counter.desk, lead, office)


def test_what_an_absent_cashier_handed_over_is_taken_back_for_them(two: Two) -> None:
    with pytest.raises(Refused, match="is not handed over any more"):
        take_back_for(UUID(int=7), two.rosa.desk, two.ledger.at("OAK3"), HELEN)
    count_of(two)
    handed = whole(two)

    line = take_back_for(UUID(int=7), two.rosa.desk, two.ledger.at("OAK3"), HELEN).line
    assert (line.kind, line.staff, line.facts["transfer"]) == (
        LineKind.DRAWER_RECALLED,
        "helen",
        str(handed.transfer_id),
    )
    assert two.cash() == (10000, 10000, 0)


def test_a_closing_page_says_at_which_terminal_its_cards_were(counter: Counter) -> None:
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(41260), counter.desk)

    assert [(card.terminal, card.count) for card in close_sheet(counter.desk, ROSA).cards] == [(TERMINAL, 1)]


def test_a_drawer_with_a_card_that_was_typed_by_hand_closes_with_a_lead_though_nothing_differs(
    counter: Counter,
) -> None:
    """R9: until the terminal's batch lists it."""
    attempt = ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    settle_card(attempt.attempt_id, replace(approved(41260), by_hand=TERMINAL), counter.desk)
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=FLOAT), counter.desk, ROSA)
    at = closing(counter.desk, ROSA)
    assert most_to_leave(at) == Money(10000)
    wish = CloseShift(line_id=counter.desk.new_id(), present=frozenset(), bags={BookLine.MEDICAL: "B-1"})

    with pytest.raises(Refused, match="A drawer with cards typed by hand needs a lead's approval"):
        close_shift(wish, counter.desk, ROSA)
    word = Approval(approver=HELEN.user, approver_name=HELEN.name, act=CLOSE_ACT, amount=ZERO, given_at=NOW)
    assert close_shift(replace(wish, approval=word), counter.desk, ROSA).line.kind is LineKind.SHIFT_CLOSED
