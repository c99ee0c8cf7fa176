"""Whose money a drawer's difference is, when a second person signs for it, and which bags its money goes into."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cashier.domain.accounts import Book, BookLine
from cashier.domain.drawer import Holdings
from cashier.domain.drawer_count import Attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.shift import ShiftState
from cashier.domain.shift_close import (
    CLOSE_ACT,
    Accounted,
    CloseShift,
    Closing,
    FoundItem,
    decide_close,
    needs_approval,
    settle,
    settled_facts,
    shares,
)
from cashier.domain.tenders import TenderKind
from tests.domain.absent_lines import OSCAR, along
from tests.domain.drawer_lines import EVENING, HELD, a_number, an_approval, shift_in
from tests.fakes.builders import HELEN, MEDICAL, PREMIUM, ROSA

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


def test_a_check_that_stood_on_no_list_is_kept_with_all_that_is_known_of_it() -> None:
    at, approval = closing(55_000), an_approval(CLOSE_ACT, Money(700))
    item = FoundItem(kind=TenderKind.CHECK, number="1044", amount=Money(700), line=BookLine.PREMIUM)

    settled = settle(Accounted(present=frozenset(), found=(item,), reason="lay below", approval=approval), at)

    assert settled.after.checks == {PREMIUM: Money(700)}
    assert settled_facts(settled, at, approval)["found"] == [
        {"kind": "check", "number": "1044", "line": "premium", "cents": 700}
    ]


def test_two_books_never_go_into_one_bag() -> None:
    wish = CloseShift(
        line_id=a_number(1),
        present=frozenset(),
        bags={BookLine.MEDICAL: "OAK-1", BookLine.PREMIUM: "OAK-1"},
        approval=an_approval("none"),
    )

    with pytest.raises(Refused, match="OAK-1"):
        decide_close(wish, closing(55_000), {})


def test_no_more_is_left_as_float_than_there_is_medical_money() -> None:
    notes = {"100.00": 5, "50.00": 1}
    at = closing(55_000)
    at = replace(at, attempts=[replace(at.attempts[0], count=notes)])
    wish = CloseShift(
        line_id=a_number(1),
        present=frozenset(),
        left=notes,
        till_bag="T-1",
        received_by="Helen Park",
        bags={BookLine.MEDICAL: "OAK-1", BookLine.PREMIUM: "OAK-2"},
    )

    with pytest.raises(Refused, match=r"The float can be \$500.00 at most: the rest is premium money."):
        decide_close(wish, at, {})
    assert decide_close(replace(wish, left={"100.00": 5}), at, {}).facts["left_cents"] == 50_000
    bags = decide_close(replace(wish, left={"100.00": 1}), at, {}).facts["bags"]
    assert {bag["number"]: (bag["cash_cents"], bag["count"]) for bag in bags} == {
        "OAK-1": (40_000, {"100.00": 4}),
        "OAK-2": (5_000, {"50.00": 1}),
    }


@pytest.mark.parametrize(
    ("reason", "approval", "sentence"),
    [
        ("", along(CLOSE_ACT), "why"),
        ("went home ill", None, "counted by two"),
        ("went home ill", along("another act"), "for something else"),
        ("went home ill", replace(along(CLOSE_ACT), approver="luis"), "Oscar Reyes counted along"),
    ],
)
def test_a_drawer_whose_cashier_is_away_is_closed_by_the_two_who_counted_it(
    reason: str, approval: Approval | None, sentence: str
) -> None:
    at = closing(55_000)
    counted = replace(at.attempts[0], matches=True, witness=OSCAR.user, witness_name=OSCAR.name)
    two = replace(at, staff=HELEN, attempts=[counted])

    with pytest.raises(Refused, match=sentence):
        settle(Accounted(present=frozenset(), reason=reason, approval=approval), two)
    settle(Accounted(present=frozenset(), reason="went home ill", approval=along(CLOSE_ACT)), two)
