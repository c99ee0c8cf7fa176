"""What a list of payments shows, what may be typed to find one, and which of several the ledger holds."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.desk_payment import (
    DeskPayment,
    PaidBy,
    PaymentQuery,
    called_otherwise,
    fits_figures,
    fits_shown,
    held_places,
    initials_of,
    read_payment_query,
)
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO, Money, total
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.tenders import TenderKind
from tests.domain.correcting import changed
from tests.fakes.builders import cash, check

CHECK = PaidBy(TenderKind.CHECK, Money(27260), "Check 1043", "1043")
CASH = PaidBy(TenderKind.CASH, Money(20000), "Cash", "", Money(24000), Money(4000))
PAYMENT = DeskPayment(
    place=9,
    through=9,
    receipt="OAK3-0019284",
    taken_at=datetime(2026, 11, 21, 18, 44, tzinfo=UTC),
    business_date=date(2026, 11, 21),
    member="11048827",
    initials="M. T.",
    paid_by=(CHECK, CASH),
)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Tran, Mai Linh", "M. T."),
        ("O'Brien", "O."),
        ("", ""),
        (", Ana", "A."),
        ("đỗ, minh", "M. Đ."),
        ("陈, 伟", "伟. 陈."),
    ],
)
def test_initials_say_the_given_name_first(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", PaymentQuery()),
        ("oak3-19284", PaymentQuery(receipt="OAK3-0019284")),
        ("19284", PaymentQuery(digits="19284", amount=Money(1928400))),
        ("1043", PaymentQuery(digits="1043", amount=Money(104300))),
        ("$50", PaymentQuery(amount=Money(5000))),
        ("1,250.5", PaymentQuery(amount=Money(125050))),
        ("50.", PaymentQuery(amount=Money(5000))),
        ("0", PaymentQuery(digits="0")),
        ("22-4471", PaymentQuery(receipt="22-0004471")),
        ("a1043b", PaymentQuery(digits="A1043B")),
        ("Núñez 60", PaymentQuery(words=("nunez",), digits="60", amount=Money(6000))),
    ],
)
def test_what_is_typed_is_taken_apart(text: str, query: PaymentQuery) -> None:
    assert read_payment_query(text) == query


def test_a_bank_cards_number_is_refused() -> None:
    with pytest.raises(Refused, match=CARD_SENTENCE[:20]):
        read_payment_query("4111 1111 1111 1111")


def test_two_numbers_at_once_are_refused() -> None:
    with pytest.raises(Refused, match="one number or amount at a time"):
        read_payment_query("1043 60.00")


@pytest.mark.parametrize(
    "text",
    ["", "OAK3-19284", "19284", "11048827", "8827", "472.60", "272.60", "$200", "1043", "m", "t m", "mai", "mai 8827"],
)
def test_a_payment_fits_what_the_list_shows_of_it(text: str) -> None:
    assert fits_shown(PAYMENT, read_payment_query(text))


@pytest.mark.parametrize("text", ["OAK3-19285", "9284", "1104", "0.60", "73", "x", "m m", "mai 8828"])
def test_a_payment_does_not_fit_anything_else(text: str) -> None:
    assert not fits_shown(PAYMENT, read_payment_query(text))


def test_each_tender_is_said_once() -> None:
    assert PAYMENT.how == "Check 1043 + Cash"
    assert PAYMENT.amount == Money(47260)
    assert PAYMENT.who == "M. T. · 8827"
    assert PAYMENT.has_cash


def places(*cents: int) -> dict[int, Money]:
    return {place: Money(amount) for place, amount in enumerate(cents, start=1)}


@pytest.mark.parametrize(
    ("cents", "held", "certain", "unclear"),
    [
        ((1000,), 0, set(), set()),
        ((1000,), 1000, {1}, set()),
        ((1000, 500), 500, {2}, set()),
        ((1000, 500), 1500, {1, 2}, set()),
        ((500, 500), 500, set(), {1, 2}),
        ((1000, 500, 500), 1500, {1}, {2, 3}),
        ((1000, 300), 700, set(), {1, 2}),
    ],
)
def test_what_is_held_is_said_of_a_payment_only_where_it_is_sure(
    cents: tuple[int, ...], held: int, certain: set[int], unclear: set[int]
) -> None:
    assert held_places(places(*cents), Money(held)) == (frozenset(certain), frozenset(unclear))


def test_of_very_many_parts_none_is_sure() -> None:
    assert held_places(places(*[100] * 11), Money(100)) == (frozenset(), frozenset(range(1, 12)))
    assert held_places(places(*[100] * 11), ZERO) == (frozenset(), frozenset()), "but that nothing is held is sure"


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=8), st.data())
def test_a_payment_that_is_held_is_never_said_to_be_posted(cents: list[int], data: st.DataObject) -> None:
    parts = places(*cents)
    truly = data.draw(st.sets(st.sampled_from(sorted(parts)), min_size=1))
    held = total([parts[place] for place in truly])

    certain, unclear = held_places(parts, held)
    assert certain <= truly <= certain | unclear


def test_a_tender_is_found_under_its_right_name_at_its_own_place() -> None:
    keyed = (
        PaidBy(TenderKind.CHECK, Money(20000), "Check 1043", "1043", ZERO),
        PaidBy(TenderKind.CASH, Money(21260), "Cash", "", Money(21260)),
        PaidBy(TenderKind.CHECK, Money(100), "Check 9", "9", ZERO),
    )
    line = changed(cash(20000), check(20000), cash(21260))
    now, was = called_otherwise(keyed, line)

    assert was == keyed[0]
    assert [(one.kind, one.amount.cents, one.tendered.cents) for one in now] == [
        (TenderKind.CASH, 20000, 20000),
        (TenderKind.CASH, 21260, 21260),
        (TenderKind.CHECK, 100, 0),
    ]
    assert called_otherwise(keyed[1:], line) == (keyed[1:], None)
    middle, _ = called_otherwise(keyed[::-1], line)
    assert [one.words for one in middle] == ["Check 9", "Cash", "Cash"]
    paper, _ = called_otherwise((keyed[1],), changed(check(41260)))
    assert paper == (keyed[1],)


def test_a_number_that_is_looked_for_has_to_be_there_whether_it_is_of_digits_alone_or_not() -> None:
    order = PaidBy(TenderKind.MONEY_ORDER, Money(1), "Money order 22-4471", "22-4471")
    payment = PAYMENT._replace(paid_by=(order,), member="123456789")

    assert payment.last_four == "6789"
    for digits, is_there in (("22-4471", True), ("22-4472", False), ("19284", True), ("999", False), ("6789", True)):
        assert fits_figures(payment, PaymentQuery(digits=digits)) is is_there
    assert fits_figures(payment, PaymentQuery())
