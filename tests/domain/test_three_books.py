"""Three books of a shift: nothing is said where they agree, and each difference stands alone with its sentence."""

from dataclasses import replace

import pytest

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.terminal_totals import TerminalTotal, UnlikeSale
from cashier.domain.three_books import BookDifference, Books, LedgerBook, compare_books, not_closed
from tests.domain.drawer_lines import closed

POSTED = LedgerBook(cash=Money(26000), checks=Money(41260), payments=2)


def with_cards(close: Line, cents: int) -> Line:
    return replace(close, facts={**close.facts, "cards": [["T1", 1, cents]]})


def one(close: Line, posted: LedgerBook) -> BookDifference:
    (difference,) = compare_books(close, posted)
    return difference


def test_nothing_is_said_where_they_agree() -> None:
    assert compare_books(closed(), POSTED) == ()
    said = (TerminalTotal(terminal="T1", count=1, amount=Money(4000)),)
    assert compare_books(with_cards(closed(terminals=said), 4000), replace(POSTED, cards=Money(4000))) == ()


@pytest.mark.parametrize(
    ("posted", "what", "desk", "ledger"),
    [
        (replace(POSTED, cash=Money(25999)), Books.CASH, 26000, 25999),
        (replace(POSTED, checks=Money(41261)), Books.CHECKS, 41260, 41261),
        (replace(POSTED, cards=Money(1)), Books.CARDS, 0, 1),
    ],
)
def test_a_cent_between_desk_and_ledger_is_a_difference(
    posted: LedgerBook, what: Books, desk: int, ledger: int
) -> None:
    difference = one(closed(), posted)

    assert (difference.what, difference.desk, difference.ledger) == (what, Money(desk), Money(ledger))


def test_a_payment_that_one_of_them_lacks_is_a_difference() -> None:
    difference = one(closed(), replace(POSTED, payments=3))

    assert difference.what is Books.PAYMENTS
    assert difference.words.startswith("The Z report says 2 payments, the ledger has 3")


def test_what_a_close_left_in_the_drawer_is_a_difference() -> None:
    assert one(closed(), replace(POSTED, left=Money(-1))).what is Books.DRAWER


def test_a_sale_that_the_terminal_alone_has_is_a_difference_between_all_three() -> None:
    said = (TerminalTotal(terminal="T1", count=2, amount=Money(8000)),)

    difference = one(with_cards(closed(terminals=said), 4000), replace(POSTED, cards=Money(4000)))

    assert (difference.desk, difference.terminal, difference.ledger) == (Money(4000), Money(8000), Money(4000))
    assert "Terminal T1: 1 more, $40.00 more than this desk." in difference.words


@pytest.mark.parametrize("terminals", [(), (TerminalTotal(terminal="T1"),)])
def test_card_money_that_no_terminal_confirmed_is_a_difference(terminals: tuple[TerminalTotal, ...]) -> None:
    difference = one(with_cards(closed(terminals=terminals), 4000), replace(POSTED, cards=Money(4000)))

    assert (difference.what, difference.terminal) == (Books.CARDS, None)
    assert difference.words.startswith("Terminal T1 said no total.")


@pytest.mark.parametrize("terminals", [(), (TerminalTotal(terminal="T1"),)])
def test_a_terminal_that_stands_alone_says_its_total_by_its_batch(terminals: tuple[TerminalTotal, ...]) -> None:
    close, posted = with_cards(closed(terminals=terminals), 4000), replace(POSTED, cards=Money(4000))

    assert compare_books(close, replace(posted, by_hand=frozenset({"T1"}))) == ()
    assert one(close, replace(posted, by_hand=frozenset({"T9"}))).what is Books.CARDS
    assert one(close, replace(posted, cards=Money(1), by_hand=frozenset({"T1"}))).words == (
        "Desk and ledger differ: run ledger check and journal verify. Look into the terminal's report."
    )


def test_a_silent_terminal_without_card_money_is_none() -> None:
    assert compare_books(closed(terminals=(TerminalTotal(terminal="T1"),)), POSTED) == ()


def test_a_line_that_is_no_z_report_is_not_compared() -> None:
    with pytest.raises(UnreadableBody):
        compare_books(replace(closed(), facts={**closed().facts, "checks": 7}), POSTED)


def test_a_drawer_that_nobody_closed_is_named() -> None:
    assert not_closed("Rosa Delgado") == BookDifference(
        what=Books.DRAWER,
        words="The drawer of Rosa Delgado was not closed, or its lines have not come. Have it counted and closed.",
    )


def test_each_sale_that_is_the_reason_is_named() -> None:
    sale = UnlikeSale("7", "OAK3-1", Money(4000), Money(0))
    said = TerminalTotal(terminal="T1", count=0, amount=Money(0), unlike=(sale,))

    words = one(with_cards(closed(terminals=(said,)), 4000), replace(POSTED, cards=Money(4000))).words
    assert "Number 7, receipt OAK3-1: $40.00 was taken here and not charged there." in words


def test_card_money_that_one_book_alone_has_was_said_by_no_terminal() -> None:
    assert "Terminal T1 said no total." in one(with_cards(closed(), 4000), POSTED).words
    assert one(closed(), replace(POSTED, cards=Money(1))).words.startswith("Desk and ledger differ")
    assert "Terminal  said no total." in one(closed(), replace(POSTED, cards=Money(1))).words
    unnamed = replace(closed(), facts={**closed().facts, "cards": [["", 1, 4000]]})
    assert "Terminal unknown said no total." in one(unnamed, replace(POSTED, cards=Money(4000))).words


def test_the_one_of_two_terminals_that_said_nothing_is_named() -> None:
    said = (TerminalTotal(terminal="T1", count=1, amount=Money(4000)), TerminalTotal(terminal="T2"))
    close = closed(terminals=said)
    close = replace(close, facts={**close.facts, "cards": [["T1", 1, 4000], ["T2", 1, 100]]})

    assert one(close, replace(POSTED, cards=Money(4100))).words.startswith("Terminal T2 said no total.")
