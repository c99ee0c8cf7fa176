"""The office's look at its center: the ledger's word, this desk's own drawer, and nothing of what R2 hides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cashier.domain.accounts import BookLine
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import NotAllowed
from cashier.domain.money import Money
from cashier.domain.office import DrawerState, Office, OfficeDrawer, WaitingItem, WaitingList, closed_row, with_own
from cashier.domain.people import RIGHTS, Right, Role, Staff
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.drawer_acts import read_x, suspend_drawer
from cashier.usecases.office import accept_bag, see_office, see_trend
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, NOW, ROSA, Counter, a_desk, a_statement, a_wish, cash, pays
from tests.fakes.center_office import CenterOffice

SUE = Staff(user="sue", name="Sue Lin", role=Role.SUPERVISOR)
WINDOW_2 = OfficeDrawer(
    desk="OAK2",
    cashier="grace",
    cashier_name="Grace Kim",
    opened_at=NOW - timedelta(hours=3),
    state=DrawerState.ACTIVE,
    payments=44,
    expected=Money(248_000),
)


@pytest.fixture
def counter() -> Counter:
    """Rosa's desk, $100.00 float and a payment of $50.00."""
    counter = a_desk(a_statement("S-1", 5000))
    take_payment(a_wish(pays("S-1", 5000), tenders=(cash(5000),)), counter.desk, ROSA)
    return counter


@pytest.fixture
def ledger() -> CenterOffice:
    return CenterOffice(Office(as_of=NOW, drawers=(WINDOW_2, replace(WINDOW_2, desk="OAK3", payments=7))))


def seen(counter: Counter, staff: Staff = SUE, ledger: CenterOffice | None = None) -> OfficeDrawer:
    """This desk's own drawer, as somebody sees it."""
    office = see_office(counter.desk, staff, ledger or CenterOffice())
    (own,) = [row for row in office.drawers if row.desk == "OAK3"]
    return own


@pytest.mark.parametrize("role", [role for role in Role if Right.SEE_OFFICE not in RIGHTS[role]])
def test_who_may_not_see_the_office_is_refused_before_anybody_is_asked(
    counter: Counter, ledger: CenterOffice, role: Role
) -> None:
    with pytest.raises(NotAllowed, match="may not see the office"):
        see_office(counter.desk, Staff(user="x", name="X", role=role), ledger)
    assert ledger.asked == []


def test_the_own_drawer_is_as_it_stands_here_and_the_others_as_the_ledger_says(
    counter: Counter, ledger: CenterOffice
) -> None:
    office = see_office(counter.desk, SUE, ledger)

    assert [(row.desk, row.payments, row.expected) for row in office.drawers] == [
        ("OAK2", 44, Money(248_000)),
        ("OAK3", 1, Money(15_000)),
    ]
    assert office.away == ""


@pytest.mark.parametrize("staff", [replace(SUE, user=ROSA.user), replace(HELEN, user=ROSA.user)])
def test_expected_cash_is_not_told_of_ones_own_drawer(counter: Counter, staff: Staff) -> None:
    assert seen(counter, staff).expected is None


def test_a_lead_sees_what_others_drawers_should_hold_but_while_one_is_counted(counter: Counter) -> None:
    """Who counts along, or takes the drawer over, has not heard the answer (R1)."""
    assert seen(counter, HELEN).expected == Money(15_000)
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"100.00": 1}), counter.desk, ROSA)

    for staff in (HELEN, SUE):
        assert seen(counter, staff).expected is None
        assert read_x(counter.desk.new_id(), counter.desk, staff).cash is None


def test_with_the_ledger_away_what_it_said_last_stands_with_its_age(counter: Counter, ledger: CenterOffice) -> None:
    see_office(counter.desk, SUE, ledger)
    ledger.trouble = "The ledger cannot be reached."

    office = see_office(counter.desk, SUE, ledger)
    alone = see_office(counter.desk, replace(SUE, user="omar"), ledger)

    assert (office.as_of, office.away) == (NOW, "The ledger cannot be reached.")
    assert [row.desk for row in office.drawers] == ["OAK2", "OAK3"]
    assert (alone.as_of, [row.desk for row in alone.drawers]) == (None, ["OAK3"])


def test_what_the_office_said_ends_by_the_centers_clock(counter: Counter) -> None:
    ends = NOW + timedelta(hours=5, minutes=16)  # Midnight in UTC.
    told = WaitingItem(what="Take no checks.", why="To all desks.", kind="message", until=ends)
    ledger = CenterOffice(Office(as_of=NOW, drawers=(), messages=WaitingList(items=(told,), count=1)))

    (said,) = see_office(counter.desk, SUE, ledger).messages.items
    assert said.why == "To all desks. Until 4:00 PM."


def test_a_drawer_over_its_limit_says_so_also_to_who_may_not_know_by_how_much(counter: Counter) -> None:
    desk = replace(counter.desk, place=replace(counter.desk.place, drawers=DrawerRules(cash_most=Money(14_999))))

    own = seen(replace(counter, desk=desk), HELEN)

    assert own.is_over_limit
    assert seen(replace(counter, desk=desk), replace(HELEN, user=ROSA.user)).expected is None
    assert not seen(counter, HELEN).is_over_limit


def test_two_counts_that_differ_wait_for_a_second_person(counter: Counter) -> None:
    states = []
    for _ in range(2):
        count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"100.00": 1}), counter.desk, ROSA)
        own = seen(counter, HELEN)
        states.append((own.state, own.waits))

    assert states == [(DrawerState.COUNTING, False), (DrawerState.COUNTING, True)]


def test_a_break_is_seen(counter: Counter) -> None:
    suspend_drawer(counter.desk.new_id(), counter.desk, ROSA)

    assert seen(counter).state is DrawerState.SUSPENDED


def test_a_drawer_that_was_closed_today_stays_in_sight_with_what_its_beholder_may_know(
    counter: Counter,
) -> None:
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 7, "10.00": 1}), counter.desk, ROSA)
    wish = CloseShift(line_id=counter.desk.new_id(), present=frozenset(), left={}, bags={BookLine.MEDICAL: "OAK-1"})
    close_shift(wish, counter.desk, ROSA)

    row = seen(counter)
    assert (row.state, row.z, row.bags, row.payments, row.difference, row.expected) == (
        DrawerState.CLOSED, 1, ("OAK-1",), 1, Money(0), Money(0),
    )  # fmt: skip
    with counter.desk.open_reading() as work:
        close = work.journal.drawers.last_close()
    assert close is not None
    blind = closed_row(close.line, ROSA)
    assert (blind.difference, blind.expected, blind.cashier) == (None, None, "rosa")
    counter.clock.forward(24 * 3600)
    assert [r for r in see_office(counter.desk, SUE, CenterOffice()).drawers if r.desk == "OAK3"] == []


def test_of_a_desk_what_it_knows_itself_is_newer_and_what_it_cannot_know_stays() -> None:
    own = replace(WINDOW_2, desk="OAK3", payments=9)
    told = replace(own, payments=7, also_at=("OAK5",))
    before = replace(told, state=DrawerState.CLOSED, z=3, opened_at=NOW - timedelta(hours=9), also_at=())
    closed_here = replace(before, payments=5)

    assert with_own((told, WINDOW_2), (own,), "OAK3") == (WINDOW_2, replace(own, also_at=("OAK5",)))
    assert with_own((before, told), (own,), "OAK3") == (before, replace(own, also_at=("OAK5",)))
    assert with_own((before,), (closed_here, own), "OAK3") == (closed_here, own)


def test_a_bag_is_taken_in_by_its_number_and_the_trend_is_of_who_may_know_it(counter: Counter) -> None:
    ledger = CenterOffice()
    keeper = replace(SUE, role=Role.CASH_OFFICE)

    assert accept_bag(counter.desk.new_id(), " oak-1 ", keeper, ledger).number == "OAK-1"
    assert see_trend(counter.desk, keeper, ledger) == ledger.over_short


def test_only_a_drawer_that_was_counted_enough_and_differs_waits(counter: Counter) -> None:
    assert not seen(counter).waits
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 1}), counter.desk, ROSA)
    assert not seen(counter).waits, "it is counted again"
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 7, "10.00": 1}), counter.desk, ROSA)
    assert not seen(counter).waits, "it matches now"
