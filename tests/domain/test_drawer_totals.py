"""What a shift took by card and by kind of tender is what stands of it, by the terminal's own brands."""

from dataclasses import replace

from cashier.domain.card import asked_line
from cashier.domain.drawer import BrandTotal, CardTotal, cards_of, items_in, receipts_in, tender_totals
from cashier.domain.handing import read_handed
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from tests.domain.card_lines import a_sale, card_paid, card_voided
from tests.domain.correcting import a_paid, changed, voided
from tests.domain.handed_lines import accepted, handed_over, helens
from tests.fakes.builders import SHIFT_ID, TERMINAL, a_situation, a_wish, check, money_order, pays

ASKED = asked_line(a_sale(), a_situation())


def _of_brand(line: Line, brand: str, attempt: str) -> Line:
    (tender,) = line.facts["tenders"]
    return replace(line, facts={**line.facts, "tenders": [{**tender, "issuer": brand, "attempt": attempt}]})


def _terminal(count: int, cents: int, *brands: BrandTotal) -> tuple[CardTotal, ...]:
    return (CardTotal(terminal=TERMINAL, count=count, amount=Money(cents), brands=brands),)


def test_a_card_counts_to_its_terminal_and_brand_until_it_is_given_back() -> None:
    assert cards_of((ASKED, card_paid())) == _terminal(1, 41260, BrandTotal("Visa", 1, Money(41260)))
    assert cards_of((ASKED, card_paid(), card_voided())) == _terminal(0, 0)


def test_of_a_card_that_was_given_back_in_part_the_rest_is_still_of_its_brand() -> None:
    back = card_voided()
    (moved,) = back.transfers
    part = replace(back, transfers=(replace(moved, amount=Money(1260)),))

    assert cards_of((ASKED, card_paid(), part)) == _terminal(1, 40000, BrandTotal("Visa", 1, Money(40000)))


def test_each_brand_has_its_own_sum_in_the_order_of_their_names() -> None:
    others = [replace(ASKED, line_id=helens().shift_id), replace(ASKED, line_id=SHIFT_ID)]
    sales = [
        card_paid(),
        _of_brand(card_paid(cents=500), "Amex", str(others[0].line_id)),
        _of_brand(card_paid(cents=700), "Visa", str(others[1].line_id)),
    ]

    (total,) = cards_of((ASKED, *others, *sales))
    amounts = [moved.amount.cents for sale in sales for moved in sale.transfers]
    assert total.brands == (
        BrandTotal("Amex", 1, Money(amounts[1])),
        BrandTotal("Visa", 2, Money(amounts[0] + amounts[2])),
    )


def test_paper_that_another_drawer_brings_lies_in_this_one() -> None:
    handed = read_handed(handed_over())

    (brought,) = items_in(helens().shift_id, (accepted(handed),))
    assert brought == handed.papers[0]
    assert items_in(SHIFT_ID, (accepted(handed),)) == (), "it lies in the receiver's drawer alone"


def _totals(*lines: Line) -> list[tuple[str, int, int]]:
    return [(each.kind, each.count, each.amount.cents) for each in tender_totals(lines)]


def test_a_tender_that_was_called_otherwise_counts_as_what_it_is_and_not_once_it_went_back() -> None:
    paid, change = a_paid(check(41260)), changed(money_order(41260), check(41260))

    assert _totals(paid, change) == [("money_order", 1, 41260)]
    assert _totals(paid, change, voided(check(41260))) == []


def test_a_payment_that_went_back_takes_no_other_along() -> None:
    paid, other = a_paid(check(41260)), a_paid(check(41260))
    other = replace(other, facts={**other.facts, "payment": "another", "receipt": "OAK3-0000002"})
    lines = paid, other, voided(check(41260))

    assert _totals(*lines) == [("check", 1, 41260)]
    assert receipts_in(lines) == ("OAK3-0000002",)


def test_what_one_kind_comes_to_is_said_also_where_it_counts_none() -> None:
    """A change of an earlier shift's check beside a check of this one: none more, and less money."""
    small = decide_payment(a_wish(pays("S-48210377", 500), tenders=(check(500),)), a_situation())
    change = changed(money_order(41260), check(41260))

    assert _totals(replace(small, facts={**small.facts, "payment": "another"}), change) == [
        ("check", 0, 500 - 41260),
        ("money_order", 1, 41260),
    ]
