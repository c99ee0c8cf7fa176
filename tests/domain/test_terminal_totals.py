"""Card totals against the terminals': the same, another sale, nothing said; and what is to be done."""

from dataclasses import replace

import pytest

from cashier.domain.drawer import BrandTotal, CardTotal
from cashier.domain.money import ZERO, Money
from cashier.domain.terminal_totals import (
    HeldAgainst,
    TerminalTotal,
    UnlikeSale,
    held_against,
    read_held_against,
    terminal_facts,
)

OURS = CardTotal(terminal="T1", count=3, amount=Money(12000))


def said(count: int | None, cents: int = 0) -> HeldAgainst:
    (held,) = held_against([OURS], [TerminalTotal(terminal="T1", count=count, amount=Money(cents))])
    return held


def test_the_same_is_said_to_be_the_same() -> None:
    assert not said(3, 12000).differs
    assert said(3, 12000).words == "Terminal T1 says the same."


@pytest.mark.parametrize(
    ("count", "cents", "words"),
    [
        (4, 16000, "4 sales, $160.00: 1 more, $40.00 more than this desk."),
        (1, 4000, "1 sale, $40.00: 2 fewer, $80.00 less than this desk."),
        (3, 11999, "3 sales, $119.99: $0.01 less than this desk."),
        (4, 12000, "4 sales, $120.00: 1 more than this desk."),
    ],
)
def test_a_difference_is_named_with_what_to_do(count: int, cents: int, words: str) -> None:
    held = said(count, cents)

    assert held.differs
    assert words in held.words
    assert held.words.endswith("Put its report with the Z: the office looks for the sale.")


def test_a_terminal_that_said_nothing_is_no_difference_but_is_told() -> None:
    held = said(None)

    assert (held.said, held.differs) == (None, False)
    assert "did not say its total" in held.words


def test_each_terminal_of_either_side_is_held_against_the_other() -> None:
    old = CardTotal(terminal="T0", count=1, amount=Money(500))

    held = held_against([OURS, old], [TerminalTotal(terminal="T1", count=3, amount=Money(12000))])
    only_theirs = held_against([], [TerminalTotal(terminal="T1", count=1, amount=Money(4000))])

    assert [(each.terminal, each.said is None, each.differs) for each in held] == [
        ("T0", True, False),
        ("T1", False, False),
    ]
    assert [(each.count, each.amount, each.differs) for each in only_theirs] == [(0, ZERO, True)]


def test_a_body_keeps_it_and_one_of_before_has_none() -> None:
    totals = (TerminalTotal(terminal="T1", count=4, amount=Money(16000)), TerminalTotal(terminal="T2"))
    cards = [["T1", 3, 12000]]

    assert read_held_against({"cards": cards, **terminal_facts(totals)}) == held_against([OURS], totals)
    assert terminal_facts(()) == {}
    assert read_held_against({"cards": cards}) == ()


VISA, AMEX = BrandTotal("Visa", 2, Money(8000)), BrandTotal("American Express", 1, Money(4000))


def by_brand(*theirs: BrandTotal, ours: tuple[BrandTotal, ...] = (VISA, AMEX)) -> HeldAgainst:
    count, cents = sum(each.count for each in theirs), sum(each.amount.cents for each in theirs)
    said = TerminalTotal(terminal="T1", count=count, amount=Money(cents), brands=theirs)
    (held,) = held_against([CardTotal(terminal="T1", count=3, amount=Money(12000), brands=ours)], [said])
    return held


def test_each_brand_is_held_against_the_terminals() -> None:
    assert not by_brand(BrandTotal("visa", 2, Money(8000)), AMEX).differs
    other = by_brand(BrandTotal("Visa", 3, Money(12000)), AMEX)
    assert other.difference_words == "1 more, $40.00 more than this desk (Visa 1 more, $40.00 more)"


def test_brands_that_only_together_come_to_the_same_differ() -> None:
    held = by_brand(VISA, BrandTotal("Discover", 1, Money(4000)))

    assert held.differs
    assert held.difference_words == (
        "as much in all as this desk (American Express 1 fewer, $40.00 less; Discover 1 more, $40.00 more)"
    )


def test_where_nobody_said_the_brand_only_the_whole_is_compared() -> None:
    assert not by_brand(VISA, AMEX, ours=(VISA, BrandTotal("", 1, Money(4000)))).differs
    assert not by_brand(VISA, AMEX, ours=()).differs


def test_brands_stand_in_the_close_and_are_read_back() -> None:
    said = TerminalTotal(terminal="T1", count=3, amount=Money(12000), brands=(VISA, AMEX))
    facts = terminal_facts([said]) | {"cards": [["T1", 3, 12000]], "card_brands": [["T1", "Visa", 3, 12000]]}

    (held,) = read_held_against(facts)
    assert held.by_brand == ("American Express 1 more, $40.00 more", "Visa 1 fewer, $40.00 less")


SOLD = UnlikeSale("7", "OAK3-1", Money(4000), Money(0))
CHARGED = UnlikeSale("8", "", Money(0), Money(4000))


def test_sales_that_come_to_the_same_explain_nothing_nor_does_a_terminal_that_said_nothing() -> None:
    same = HeldAgainst(terminal="T1", count=3, amount=Money(12000), said=OURS, unlike=(SOLD, CHARGED))

    assert same.found_words == ()
    assert replace(same, said=None).found_words == ()
    assert len(replace(same, said=replace(OURS, count=4)).found_words) == 2


def test_a_sale_that_the_terminal_forgot_is_kept_with_nothing_there() -> None:
    total = TerminalTotal(terminal="T1", count=2, amount=Money(8000), forgotten=(SOLD,))

    assert terminal_facts([total])["forgotten_sales"] == [["T1", "7", "OAK3-1", 4000, 0]]


def test_cards_of_no_brand_are_others_and_where_no_brand_is_known_none_is_said() -> None:
    assert by_brand(VISA, BrandTotal("", 1, Money(4000))).by_brand == (
        "other cards 1 more, $40.00 more",
        "American Express 1 fewer, $40.00 less",
    )
    assert by_brand(VISA, AMEX, ours=()).by_brand == ()
