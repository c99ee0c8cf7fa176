"""Whose money a drawer's difference is, when a second person signs for it, and which bags its money goes into."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cashier.domain.accounts import Book, BookLine
from cashier.domain.drawer import DrawerItem, Holdings
from cashier.domain.drawer_count import COUNT_AGAIN, Attempt
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.shift import ShiftState
from cashier.domain.shift_close import (
    CLOSE_ACT,
    Accounted,
    CloseShift,
    Closing,
    FoundItem,
    bag_totals,
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
CHECK = DrawerItem(
    key="7.0", kind=TenderKind.CHECK, number="1043", receipt="OAK3-0000001", book=PREMIUM, amount=Money(700)
)
FOUND = FoundItem(kind=TenderKind.CHECK, number="1044", amount=Money(300))


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
    settled = settle(Accounted(present=frozenset(), reason="went home ill", approval=along(CLOSE_ACT)), two)
    absent = settled_facts(settled, two, along(CLOSE_ACT))["absent"]
    assert isinstance(absent, dict)
    assert (absent["cashier"], absent["by"], absent["witness"]) == ("rosa", "helen", "oscar")


def with_check() -> Closing:
    """Medical cash of $500.00, and a premium check of $7.00."""
    at = closing(50_000, Holdings(cash={MEDICAL: Money(50_000)}, checks={PREMIUM: Money(700)}))
    return replace(at, items=(CHECK,), attempts=[replace(at.attempts[0], count={"100.00": 5})])


def wish(**said: object) -> CloseShift:
    bags = {BookLine.MEDICAL: "OAK-1", BookLine.PREMIUM: "OAK-2"}
    whole = CloseShift(line_id=a_number(1), present=frozenset({CHECK.key}), bags=bags)
    return replace(whole, **said)  # type: ignore[arg-type]


def test_all_that_is_in_a_drawer_leaves_it_and_paper_that_is_missing_or_was_found_is_booked() -> None:
    def moved(wished: CloseShift) -> list[tuple[str, str, int]]:
        line = decide_close(wished, with_check(), {})
        return [(t.debit.kind.value, t.credit.kind.value, t.amount.cents) for t in line.transfers]

    leaves = [("transit", "drawer_cash", 50_000), ("transit", "drawer_checks", 700)]
    assert moved(wish()) == leaves
    gone = wish(present=frozenset(), missing=frozenset({CHECK.key}), reason="?", approval=signed(700))
    assert moved(gone) == [("over_short", "drawer_checks", 700), leaves[0]]
    more = wish(found=(FOUND,), reason="?", approval=signed(300))
    assert sorted(moved(more)) == sorted(
        [("drawer_checks", "over_short", 300), ("transit", "drawer_checks", 300), *leaves]
    )


def signed(cents: int) -> Approval:
    return an_approval(CLOSE_ACT, Money(cents))


def test_paper_that_is_not_as_listed_is_signed_for_though_the_cash_is_right() -> None:
    assert not needs_approval(with_check(), ())
    assert needs_approval(with_check(), (CHECK,))
    assert needs_approval(replace(with_check(), by_hand=1), ())
    with pytest.raises(Refused, match="A drawer with cards typed by hand needs"):
        decide_close(wish(), replace(with_check(), by_hand=1), {})
    with pytest.raises(Refused, match="This difference needs"):
        decide_close(wish(found=(FOUND,), reason="?"), with_check(), {})


def test_paper_that_is_not_on_the_list_can_be_neither_there_nor_missing() -> None:
    for said in ({"present": frozenset({CHECK.key, "8.0"})}, {"missing": frozenset({"8.0"})}):
        with pytest.raises(Refused, match="The list of checks changed"):
            decide_close(wish(**said), with_check(), {})


def test_each_book_that_has_cash_or_paper_has_a_bag_of_its_own() -> None:
    assert bag_totals(with_check()) == {MEDICAL: Money(50_000), PREMIUM: Money(700)}
    assert [bag["number"] for bag in decide_close(wish(), with_check(), {}).facts["bags"]] == ["OAK-2", "OAK-1"]
    with pytest.raises(Refused, match="premium"):
        decide_close(wish(bags={BookLine.MEDICAL: "OAK-1"}), with_check(), {})


def test_a_bag_is_no_other_one_that_is_known_or_holds_the_float() -> None:
    at = with_check()
    leaving = wish(left={"100.00": 1}, till_bag="T-1", received_by="Helen Park")

    assert decide_close(leaving, at, {}).facts["till_bag"] == "T-1"
    with pytest.raises(Refused, match="T-1"):
        decide_close(replace(leaving, bags={BookLine.MEDICAL: "T-1", BookLine.PREMIUM: "OAK-2"}), at, {})
    with pytest.raises(FieldRefused, match="Say who takes the float"):
        decide_close(replace(leaving, received_by=""), at, {})
    by_approver = replace(leaving, received_by="", approval=signed(0))
    assert decide_close(by_approver, at, {}).facts["received_by"] == HELEN.name
    for known in ("OAK-1", "OAK-2", "T-1"):
        with pytest.raises(Refused, match=known):
            decide_close(leaving, replace(at, known_bags=frozenset({known})), {})
    with pytest.raises(Refused, match="There are 0 of"):
        decide_close(replace(leaving, left={"20.00": 1}, bags={}), at, {})


def test_a_drawer_is_closed_on_a_count_that_is_enough_by_who_may_count_it() -> None:
    at = with_check()
    with pytest.raises(Refused, match="Count the drawer first"):
        decide_close(wish(), replace(at, attempts=[]), {})
    first = replace(at.attempts[0], number=1)
    with pytest.raises(Refused, match=COUNT_AGAIN):
        decide_close(wish(), replace(at, attempts=[first]), {})
    with pytest.raises(Refused, match="only they count it"):
        decide_close(wish(), replace(at, staff=OSCAR), {})


def test_a_count_is_told_with_who_counted_along_and_nobody_is_absent_from_their_own_drawer() -> None:
    at, told = with_check(), {"number": 2, "cents": 50_000, "matches": False}
    line = decide_close(wish(approval=signed(0)), at, {})
    assert line.facts["attempts"] == [told]
    assert "absent" not in line.facts
    (paper,) = line.facts["checks"]
    assert (paper["number"], paper["receipt"], paper["cents"]) == ("1043", "OAK3-0000001", 700)
    along_too = replace(at, attempts=[replace(at.attempts[0], witness="oscar", witness_name="Oscar Reyes")])
    assert decide_close(wish(), along_too, {}).facts["attempts"] == [told | {"witness": "Oscar Reyes"}]
