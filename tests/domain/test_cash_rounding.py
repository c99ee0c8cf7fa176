"""Cash is rounded and nothing else: the bill is paid to the cent, and the difference is money of our own."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cashier.domain.allocation import Applied, Brought, Wanted, fill
from cashier.domain.cash_rounding import (
    NOT_ROUNDED,
    Rounding,
    RoundingMode,
    RoundingRule,
    SettledCash,
    cash_due,
    read_rounding,
    round_cash,
    settle_cash,
)
from cashier.domain.counter_rules import CounterRules
from cashier.domain.drawer import drawer_holds, tender_totals
from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payment import Situation, decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.statements import StatementKind
from tests.fakes.builders import SHIFT_ID, TODAY, a_situation, a_statement, a_wish, cash, check, pays
from tests.fakes.safe_room import MEDICAL

OFF, SYMMETRICAL, FAVOR = RoundingMode.OFF, RoundingMode.SYMMETRICAL, RoundingMode.MEMBERS_FAVOR
CENTS = st.integers(0, 3_000).map(Money)


def rounding(mode: RoundingMode, *statements: tuple[str, int]) -> Situation:
    rules = CounterRules(rounding=(RoundingRule(since=TODAY, mode=mode),))
    known = [a_statement(number, cents) for number, cents in statements]
    return replace(a_situation(*known), rules=rules)


def proven(line: Line) -> None:
    """``applied = tenders - change + rounding given - rounding kept``, and rounding is its own transfer."""
    facts = read_payment(line)
    tendered = total([tender.amount for tender in facts.tenders])
    assert facts.paid == tendered - facts.change + facts.rounding.given_total - facts.rounding.kept
    given = total([t.amount for t in line.transfers if t.debit.code == "cash_rounding:OAK"])
    kept = total([t.amount for t in line.transfers if t.credit.code == "cash_rounding:OAK"])
    assert (given, kept) == (facts.rounding.given_total, facts.rounding.kept)
    drawer = total([t.amount for t in line.transfers if t.debit.code.startswith("drawer_cash")])
    taken = total([tender.amount for tender in facts.tenders if tender.kind == "cash"])
    assert drawer == taken - facts.change, "what should be in the drawer is what is in it"


@pytest.mark.parametrize(
    ("cents", "symmetrical", "favor"),
    [
        (1000, 1000, 1000), (1001, 1000, 1000), (1002, 1000, 1000), (1003, 1005, 1000), (1004, 1005, 1000),
        (1005, 1005, 1005), (1006, 1005, 1005), (1007, 1005, 1005), (1008, 1010, 1005), (1009, 1010, 1005),
        (1, 1, 1), (2, 2, 2), (3, 5, 3), (4, 5, 4), (0, 0, 0),
    ],
)  # fmt: skip
def test_one_and_two_go_down_three_and_four_up_and_nothing_is_let_off(cents: int, symmetrical: int, favor: int) -> None:
    assert cash_due(Money(cents), OFF) == Money(cents)
    assert cash_due(Money(cents), SYMMETRICAL) == Money(symmetrical)
    assert cash_due(Money(cents), FAVOR) == Money(favor)


@given(CENTS, CENTS, st.sampled_from(RoundingMode))
@example(Money(1003), Money(1004), SYMMETRICAL)
@example(Money(1002), Money(1001), SYMMETRICAL)
@example(Money(2), Money(5), SYMMETRICAL)
def test_whatever_is_given_for_whatever_is_left_adds_up(rest: Money, tendered: Money, mode: RoundingMode) -> None:
    settled = settle_cash(rest, tendered, mode)

    if settled.short > ZERO:
        assert settled == replace(settle_cash(rest, ZERO, OFF), short=rest - tendered)
        assert tendered < cash_due(rest, mode)
    else:
        assert rest == tendered - settled.change + settled.given - settled.kept
        assert settled.change >= ZERO
    assert max(settled.given, settled.kept).cents <= (4 if mode is FAVOR else 2 if mode is SYMMETRICAL else 0)
    assert not (mode is FAVOR and settled.kept), "never in the center's favor"
    assert settle_cash(rest, rest, mode).change == ZERO, "the exact coins are taken as they are"


@pytest.mark.parametrize(
    ("cents", "tendered", "mode", "change", "net"),
    [
        (1002, 1000, SYMMETRICAL, 0, 2),
        (1002, 2000, SYMMETRICAL, 1000, 2),
        (1003, 1005, SYMMETRICAL, 0, -2),
        (1003, 2000, SYMMETRICAL, 995, -2),
        (1003, 1003, SYMMETRICAL, 0, 0),
        (1004, 1000, FAVOR, 0, 4),
        (1004, 1000, OFF, None, 0),
        (1004, 1000, SYMMETRICAL, None, 0),
    ],
)
def test_a_cash_payment_is_credited_in_full_and_rounded_beside_it(
    cents: int, tendered: int, mode: RoundingMode, change: int | None, net: int
) -> None:
    wish, now = a_wish(pays("S-1", cents), tenders=(cash(tendered),)), rounding(mode, ("S-1", cents))
    if change is None:
        with pytest.raises(Refused, match="is still to be tendered"):
            decide_payment(wish, now)
        return
    line = decide_payment(wish, now)
    facts = read_payment(line)

    assert (facts.paid, facts.change, facts.rounding.net) == (Money(cents), Money(change), Money(net))
    assert facts.open_after == ZERO
    proven(line)


def test_only_what_other_tenders_leave_is_rounded() -> None:
    now = rounding(SYMMETRICAL, ("S-1", 5003))
    line = decide_payment(a_wish(pays("S-1", 5003), tenders=(check(4001), cash(1000))), now)

    assert read_payment(line).rounding == Rounding(given=((0, Money(2)),))
    proven(line)
    by_check = decide_payment(a_wish(pays("S-1", 5003), tenders=(check(5003),)), now)
    assert read_payment(by_check).rounding == Rounding()


def test_a_later_line_of_a_payment_rounds_what_the_card_left() -> None:
    now = rounding(SYMMETRICAL, ("S-1", 5003))
    card = read_payment(decide_payment(a_wish(pays("S-1", 4001)), now))
    rest = replace(now, earlier=(card,), statements={"S-1": a_statement("S-1", 1002)})
    line = decide_payment(a_wish(pays("S-1", 5003), tenders=(cash(1000),)), rest)

    assert read_payment(line).rounding.net == Money(2)
    proven(line)


def test_small_targets_at_the_end_may_be_paid_by_rounding_alone() -> None:
    now = rounding(SYMMETRICAL, ("S-1", 1000), ("S-2", 1), ("S-3", 1))
    line = decide_payment(a_wish(pays("S-1", 1000), pays("S-2", 1), pays("S-3", 1), tenders=(cash(1000),)), now)

    facts = read_payment(line)
    assert facts.applied == (Applied(0, 0, Money(1000)),)
    assert facts.rounding.given == ((1, Money(1)), (2, Money(1)))
    assert [t.credit.code for t in line.transfers] == ["receivable:S-1", "receivable:S-2", "receivable:S-3"]
    proven(line)


def test_cash_of_two_books_is_rounded_once() -> None:
    statements = (a_statement("S-1", 1001), a_statement("S-2", 1002, kind=StatementKind.PREMIUM))
    now = replace(a_situation(*statements), rules=CounterRules(rounding=(RoundingRule(since=TODAY, mode=SYMMETRICAL),)))
    line = decide_payment(a_wish(pays("S-1", 1001), pays("S-2", 1002), tenders=(cash(2005),)), now)

    assert read_payment(line).rounding == Rounding(kept=Money(2))
    assert line.transfers[-1].debit.code.endswith("ncal.premium")
    proven(line)


def test_rounding_swallows_nothing_that_a_check_brought_too_much() -> None:
    statements = (a_statement("S-1", 1000), a_statement("S-2", 1002, kind=StatementKind.PREMIUM))
    now = replace(a_situation(*statements), rules=CounterRules(rounding=(RoundingRule(since=TODAY, mode=SYMMETRICAL),)))

    with pytest.raises(Refused, match="Check 1043 pays either"):
        decide_payment(a_wish(pays("S-1", 1000), pays("S-2", 1002), tenders=(check(1200), cash(1000))), now)


def test_a_report_says_what_lies_in_the_drawer_and_what_was_rounded() -> None:
    paid = []
    for count, (cents, tendered) in enumerate(((1002, 1000), (1003, 1005), (1000, 1000))):
        wish = a_wish(pays("S-1", cents), tenders=(cash(tendered),), payment_id=UUID(int=count))
        paid.append(decide_payment(wish, rounding(SYMMETRICAL, ("S-1", cents))))

    totals = {each.kind: (each.count, each.amount) for each in tender_totals(paid)}
    assert totals == {"cash": (3, Money(3005)), "cash_rounding": (2, Money(0))}
    held = drawer_holds(SHIFT_ID, [transfer for line in paid for transfer in line.transfers])
    assert held.cash_total == Money(3005)


def test_a_rule_holds_from_its_day_and_the_newest_counts() -> None:
    rules = CounterRules(
        rounding=(RoundingRule(since=TODAY, mode=FAVOR), RoundingRule(since=TODAY.replace(day=1), mode=SYMMETRICAL))
    )

    assert rules.rounding_on(TODAY) is FAVOR
    assert rules.rounding_on(TODAY.replace(day=20)) is SYMMETRICAL
    assert rules.rounding_on(TODAY.replace(month=10)) is OFF


@pytest.mark.parametrize("said", [{}, {"given": [[0, 0]], "kept": 0}, {"given": [["0", 1]], "kept": 0}, {"given": 1}])
def test_what_is_no_rounding_is_unreadable(said: dict[str, object]) -> None:
    line = decide_payment(a_wish(), a_situation())

    with pytest.raises(UnreadableBody):
        read_payment(replace(line, facts={**line.facts, "rounding": said}))
    for parts in ([[7, 1]], [[-1, 1]], [[True, 1]], [[0, -1]]):
        with pytest.raises(UnreadableBody):
            read_payment(replace(line, facts={**line.facts, "rounding": {"given": parts, "kept": 0}}))
    assert read_rounding({"given": [[0, 2]], "kept": 0}) == Rounding(given=((0, Money(2)),))


def test_what_rounding_takes_off_comes_off_the_last_ones_first() -> None:
    rest = settle_cash(Money(1002), Money(1002), RoundingMode.SYMMETRICAL)
    assert rest == SettledCash(), "the exact coins are never rounded"
    assert settle_cash(Money(1003), Money(1003), RoundingMode.SYMMETRICAL) == SettledCash()
    assert settle_cash(Money(1003), Money(1004), RoundingMode.SYMMETRICAL) == SettledCash(change=Money(1))

    wanted = (Wanted(book=MEDICAL, amount=Money(1002)),)
    tenders = (cash(1000), cash(1), cash(1))
    filled = fill(wanted, tuple(Brought(each.amount, one_book=False) for each in tenders))
    assert round_cash(tenders, wanted, filled, RoundingMode.SYMMETRICAL)[1] == NOT_ROUNDED
    tenders = (cash(1000), cash(100), cash(4))
    filled = fill(wanted, tuple(Brought(each.amount, one_book=False) for each in tenders))
    after, rounded = round_cash(tenders, wanted, filled, RoundingMode.SYMMETRICAL)
    assert [part.amount.cents for part in after.applied] == [1000]
    assert (rounded.given_total, after.over[-1]) == (Money(2), Money(104))


@pytest.mark.parametrize("given", [[[True, 2]], [[-1, 2]], [["0", 2]], [[0, 0]]])
def test_what_was_given_is_an_amount_for_a_place(given: list[list[object]]) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_rounding({"given": given, "kept": 0})
