"""Filling gives no target more than it wants, takes from no tender more than it brings, and loses no cent."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import Book
from cashier.domain.allocation import Applied, Brought, Wanted, all_due, due_notes, fill, oldest_first
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, total
from cashier.domain.statements import Statement, StatementKind
from tests.fakes.builders import MEDICAL, PREMIUM, TODAY, a_statement

CENTS = st.integers(1, 5000).map(Money)
WANTED = st.lists(st.builds(Wanted, st.sampled_from([MEDICAL, PREMIUM]), CENTS), max_size=5).map(tuple)
BROUGHT = st.lists(st.builds(Brought, CENTS, st.booleans()), max_size=5).map(tuple)


@given(WANTED, BROUGHT)
def test_sums_conserve_and_nobody_gets_or_gives_too_much(
    wanted: tuple[Wanted, ...], brought: tuple[Brought, ...]
) -> None:
    filled = fill(wanted, brought)

    for place, target in enumerate(wanted):
        got = total([a.amount for a in filled.applied if a.target == place])
        assert got + filled.short[place] == target.amount
        assert filled.short[place] >= ZERO
    for index, tender in enumerate(brought):
        gave = total([a.amount for a in filled.applied if a.tender == index])
        assert gave + filled.over[index] == tender.amount
        assert filled.over[index] >= ZERO
    assert all(part.amount > ZERO for part in filled.applied)


@given(WANTED, BROUGHT)
def test_a_one_book_tender_stays_in_one_book(wanted: tuple[Wanted, ...], brought: tuple[Brought, ...]) -> None:
    books: dict[int, set[Book]] = defaultdict(set)
    for part in fill(wanted, brought).applied:
        books[part.tender].add(wanted[part.target].book)

    assert all(len(books[index]) <= 1 for index, tender in enumerate(brought) if tender.one_book)


@given(WANTED, BROUGHT)
def test_filling_is_greedy_each_part_pays_all_it_can(wanted: tuple[Wanted, ...], brought: tuple[Brought, ...]) -> None:
    filled = fill(wanted, brought)
    short = [target.amount for target in wanted]
    left = [tender.amount for tender in brought]

    assert list(filled.applied) == sorted(filled.applied, key=lambda a: (a.tender, a.target))
    for part in filled.applied:
        assert part.amount == min(short[part.target], left[part.tender])
        short[part.target] -= part.amount
        left[part.tender] -= part.amount
    for index, tender in enumerate(brought):
        assert tender.one_book or filled.over[index] == ZERO or all(rest == ZERO for rest in filled.short)


@given(WANTED, BROUGHT)
def test_filling_twice_fills_the_same(wanted: tuple[Wanted, ...], brought: tuple[Brought, ...]) -> None:
    assert fill(wanted, brought) == fill(wanted, brought)


def test_a_check_takes_the_first_book_with_room_for_all_of_it() -> None:
    wanted = (Wanted(MEDICAL, Money(3000)), Wanted(PREMIUM, Money(4000)), Wanted(MEDICAL, Money(500)))

    assert fill(wanted, (Brought(Money(4000), True),)).applied == (Applied(0, 1, Money(4000)),)
    assert fill(wanted, (Brought(Money(3500), True),)).applied == (
        Applied(0, 0, Money(3000)),
        Applied(0, 2, Money(500)),
    )


def test_a_book_that_lacks_one_cent_of_a_check_does_not_take_it() -> None:
    wanted = (Wanted(MEDICAL, Money(300)), Wanted(PREMIUM, Money(301)))

    assert fill(wanted, (Brought(Money(301), True),)).applied == (Applied(0, 1, Money(301)),)


def test_a_check_too_large_for_any_book_fills_the_first_and_says_what_is_over() -> None:
    filled = fill((Wanted(PREMIUM, Money(100)), Wanted(MEDICAL, Money(200))), (Brought(Money(250), True),))

    assert (filled.applied, filled.over) == ((Applied(0, 0, Money(100)),), (Money(150),))


def test_a_check_that_fits_nowhere_pays_where_there_is_room_and_not_where_all_is_paid() -> None:
    wanted = (Wanted(MEDICAL, Money(300)), Wanted(PREMIUM, Money(500)))

    filled = fill(wanted, (Brought(Money(300), True), Brought(Money(900), True)))

    assert filled.applied == (Applied(0, 0, Money(300)), Applied(1, 1, Money(500)))
    assert filled.over == (ZERO, Money(400))


def test_oldest_due_is_paid_first_and_in_the_book_of_the_oldest() -> None:
    statements = _statements()

    assert oldest_first(statements, Money(1200), TODAY) == {"S-1": Money(1000), "S-3": Money(200)}
    assert oldest_first(statements, Money(999_999), TODAY) == {"S-1": Money(1000), "S-3": Money(3000)}
    assert oldest_first(statements, ZERO, TODAY) == {}


def test_all_that_is_due_stays_in_one_book_and_skips_review_and_autopay() -> None:
    assert all_due(_statements(), TODAY) == {"S-1": Money(1000), "S-3": Money(3000)}
    assert all_due((), TODAY) == {}


def test_the_same_due_date_is_paid_in_order_of_number() -> None:
    pair = (a_statement("S-9", 100), a_statement("S-2", 100))

    assert list(oldest_first(pair, Money(150), TODAY).items()) == [("S-2", Money(100)), ("S-9", Money(50))]


def _premium(number: str, title: str, member: str = "1") -> Statement:
    return replace(a_statement(number, 1_000, kind=StatementKind.PREMIUM), title=title, member_number=member)


@pytest.mark.parametrize(
    ("premiums", "whose"),
    [
        ((_premium("P-1", "Gold HMO, May"), _premium("P-2", "Dental, May")), "Gold HMO and Dental"),
        ((_premium("P-1", "Gold HMO, May"), _premium("P-2", "Gold HMO, May", "2")), "Gold HMO of 2 members"),
    ],
)
def test_which_of_two_plans_a_premium_goes_to_is_asked(premiums: tuple[Statement, ...], whose: str) -> None:
    with pytest.raises(Refused, match=f"Premium is due for {whose}. Ask which one is paid, and tick its statement."):
        oldest_first(premiums, Money(1_999), TODAY)

    assert oldest_first(premiums, Money(2_000), TODAY) == {"P-1": Money(1_000), "P-2": Money(1_000)}


def test_months_of_one_plan_are_paid_oldest_first() -> None:
    months = (_premium("P-1", "Gold HMO, May"), _premium("P-2", "Gold HMO, June"))

    assert oldest_first(months, Money(1_500), TODAY) == {"P-1": Money(1_000), "P-2": Money(500)}


def _statements() -> tuple[Statement, ...]:
    older = TODAY - timedelta(days=40)
    oldest = TODAY - timedelta(days=50)
    return (
        a_statement("S-3", 3000),
        a_statement("S-2", 2000, kind=StatementKind.PREMIUM),
        a_statement("S-1", 1000, due=older),
        replace(a_statement("S-4", 4000, due=oldest), under_review=True),
        replace(a_statement("S-5", 5000, due=oldest), autopay_on=TODAY + timedelta(days=3)),
        replace(a_statement("S-6", 6000, due=oldest), open=Money(0)),
    )


def test_what_is_paid_is_passed_over_in_what_is_told_of_the_rest() -> None:
    paid = replace(a_statement("S-0", 0), under_review=True)
    reviewed = replace(a_statement("S-1", 500), under_review=True)

    assert "S-1 is left out: under review" in due_notes((paid, reviewed), TODAY)
    assert "S-0" not in due_notes((paid, reviewed), TODAY)
