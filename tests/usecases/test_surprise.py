"""A surprise count: two names, blind, kept each time, and what differs after the second is booked as what it is."""

from dataclasses import replace

import pytest

from cashier.domain.drawer import drawer_holds
from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Right
from cashier.domain.statements import StatementKind
from cashier.domain.surprise import SURPRISE_ACT, SurpriseCount, Surprised, read_surprise
from cashier.domain.z_report import z_facts
from cashier.usecases.drawer_acts import suspend_drawer
from cashier.usecases.shift import current_shift
from cashier.usecases.sign_in import InPerson
from cashier.usecases.surprise import surprise_count
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import HELEN, MEDICAL, PREMIUM, ROSA, Counter, a_desk, a_statement, a_wish, cash, pays

RIGHT = {"100.00": 1, "50.00": 1}  # $100.00 of float and $50.00 of premium money.


@pytest.fixture
def counter() -> Counter:
    premium = a_statement("P-1", 5000, kind=StatementKind.PREMIUM)
    counter = a_desk(a_statement(), premium)
    take_payment(a_wish(pays("P-1", 5000), tenders=(cash(5000),)), counter.desk, ROSA)
    return counter


def witness(counter: Counter) -> Approval:
    return InPerson(counter.desk).approve(
        "helen", "helen's words", act=SURPRISE_ACT, amount=ZERO, right=Right.SEE_OFFICE
    )


def count(counter: Counter, notes: dict[str, int]) -> Surprised:
    return read_surprise(line_of(counter, notes))


def line_of(counter: Counter, notes: dict[str, int]) -> Line:
    wish = SurpriseCount(line_id=counter.desk.new_id(), count=notes, witness=witness(counter))
    return surprise_count(wish, counter.desk, ROSA).line


def held(counter: Counter) -> dict[str, int]:
    shift = current_shift(counter.desk)
    assert shift is not None
    with counter.desk.open_reading() as work:
        holdings = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
    return {book.code: amount.cents for book, amount in holdings.cash.items()}


def test_a_count_that_matches_moves_nothing(counter: Counter) -> None:
    before = held(counter)
    found = count(counter, RIGHT)

    assert (found.matches, found.booked, found.words) == (True, True, "It matches.")
    assert held(counter) == before


def test_the_first_that_differs_says_no_amount_and_the_second_is_booked(counter: Counter) -> None:
    before = held(counter)
    first = line_of(counter, {"100.00": 1, "20.00": 2})
    assert read_surprise(first).words == "Your count doesn't match. Count again."
    assert (first.transfers, first.facts["difference_cents"], held(counter)) == ((), 0, before)

    second = line_of(counter, {"100.00": 1, "20.00": 2})
    assert read_surprise(second).words == "Counted twice. Cash is $10.00 short, and that is booked."
    assert [(t.debit.code, t.amount.cents) for t in second.transfers] == [("over_short:OAK", 1000)]
    assert held(counter) == before | {MEDICAL.code: 9000}
    assert count(counter, {"100.00": 1, "20.00": 2}).matches, "from then on the drawer holds what was counted"


def test_whatever_was_taken_between_the_next_count_is_the_second(counter: Counter) -> None:
    count(counter, {"100.00": 2})
    wish = a_wish(pays("S-48210377", 1000), tenders=(cash(1000),), payment_id=counter.desk.new_id())
    take_payment(wish, counter.desk, ROSA)

    found = count(counter, {"100.00": 2})
    assert (found.booked, found.difference) == (True, Money(4000))


def test_a_shortage_beyond_the_medical_cash_is_the_other_books(counter: Counter) -> None:
    for _ in range(2):
        count(counter, {"20.00": 1})
    assert held(counter) == {MEDICAL.code: 0, PREMIUM.code: 2000}


def test_nobody_counts_without_a_second_person_and_only_their_own_drawer(counter: Counter) -> None:
    wish = SurpriseCount(line_id=counter.desk.new_id(), count=RIGHT)
    with pytest.raises(Refused, match="A surprise count needs a witness"):
        surprise_count(wish, counter.desk, ROSA)
    signed = replace(wish, witness=witness(counter))
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        surprise_count(signed, counter.desk, HELEN)
    own = replace(wish, witness=replace(witness(counter), approver=ROSA.user))
    with pytest.raises(Refused, match="Nobody approves for themselves"):
        surprise_count(own, counter.desk, ROSA)
    with pytest.raises(NotAllowed):
        InPerson(counter.desk).approve("rosa", "rosa's words", act=SURPRISE_ACT, amount=ZERO, right=Right.SEE_OFFICE)
    assert LineKind.SURPRISE_COUNTED not in [line.kind for line in counter.store.lines()]


def test_a_drawer_that_is_suspended_is_resumed_first(counter: Counter) -> None:
    suspend_drawer(counter.desk.new_id(), counter.desk, ROSA)
    with pytest.raises(Refused, match="This drawer is suspended"):
        count(counter, RIGHT)


def test_the_same_count_again_is_the_same_and_has_one_slip(counter: Counter) -> None:
    wish = SurpriseCount(line_id=counter.desk.new_id(), count=RIGHT, witness=witness(counter))
    first, again = (surprise_count(wish, counter.desk, ROSA) for _ in range(2))

    assert first == again
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(str(wish.line_id))] == [0]


def test_the_z_report_says_who_counted_along_and_what_differed(counter: Counter) -> None:
    for _ in range(2):
        count(counter, {"100.00": 1})
    shift = current_shift(counter.desk)
    assert shift is not None
    with counter.desk.open_reading() as work:
        lines = work.journal.drawers.lines(shift.shift_id)

    assert z_facts(shift, lines, previous=None, received_through=0)["surprises"] == [["Helen Park", -5000]]


def test_without_a_drawer_there_is_nothing_to_count() -> None:
    closed = a_desk(is_open=False)
    wish = SurpriseCount(line_id=closed.desk.new_id(), count={}, witness=None)

    with pytest.raises(Refused, match="Open your drawer first"):
        surprise_count(wish, closed.desk, ROSA)
