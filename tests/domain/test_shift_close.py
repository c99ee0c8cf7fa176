"""Whose money a drawer's difference is, when a second person signs for it, and which bags its money goes into."""

from collections.abc import Mapping

import pytest

from cashier.domain.accounts import Book, BookLine
from cashier.domain.drawer import Holdings
from cashier.domain.drawer_count import Attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.shift import ShiftState
from cashier.domain.shift_close import (
    Accounted,
    CloseShift,
    Closing,
    FoundItem,
    decide_close,
    needs_approval,
    settle,
    shares,
)
from cashier.domain.tenders import TenderKind
from tests.domain.drawer_lines import EVENING, HELD, a_number, an_approval, shift_in
from tests.fakes.builders import MEDICAL, PREMIUM, ROSA

LIMIT = DrawerRules(approve_above=Money(500))


def closing(counted_cents: int, held: Holdings = HELD) -> Closing:
    """Rosa's drawer, which should hold $550.00, counted twice."""
    attempt = Attempt(
        number=2, count={"0.01": counted_cents}, amount=Money(counted_cents), matches=False, counted_at=EVENING
    )
    return Closing(
        shift=shift_in(ShiftState.COUNTING),
        staff=ROSA,
        held=held,
        items=(),
        attempts=[attempt],
        rules=LIMIT,
        now=EVENING,
    )


@pytest.mark.parametrize(
    ("differs", "whose"),
    [
        (300, {MEDICAL: 300}),
        (0, {MEDICAL: 0}),
        (-300, {MEDICAL: -300, PREMIUM: 0}),
        (-50_000, {MEDICAL: -50_000, PREMIUM: 0}),
        (-50_700, {MEDICAL: -50_000, PREMIUM: -700}),
        (-55_900, {MEDICAL: -50_900, PREMIUM: -5_000}),
    ],
)
def test_a_shortage_is_medical_money_until_there_is_none_and_no_cent_of_it_is_nobodys(
    differs: int, whose: Mapping[Book, int]
) -> None:
    assert shares(HELD, Money(differs), MEDICAL) == {book: Money(cents) for book, cents in whose.items()}


@pytest.mark.parametrize(("cents", "asks"), [(55_500, False), (55_501, True), (54_500, False), (54_499, True)])
def test_a_difference_above_the_limit_is_signed_for_and_one_that_reaches_it_is_not(cents: int, asks: bool) -> None:
    assert needs_approval(closing(cents), ()) is asks


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (FoundItem(kind=TenderKind.CHECK, number="7", amount=Money(0)), "Enter an amount above zero"),
        (FoundItem(kind=TenderKind.CASH, number="", amount=Money(5)), "Only checks and money orders"),
    ],
)
def test_what_is_found_is_paper_of_some_amount(found: FoundItem, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        settle(Accounted(present=frozenset(), found=(found,)), closing(55_000))


def test_two_books_never_go_into_one_bag() -> None:
    wish = CloseShift(
        line_id=a_number(1),
        present=frozenset(),
        bags={BookLine.MEDICAL: "OAK-1", BookLine.PREMIUM: "OAK-1"},
        approval=an_approval("none"),
    )

    with pytest.raises(Refused, match="OAK-1"):
        decide_close(wish, closing(55_000), {})
