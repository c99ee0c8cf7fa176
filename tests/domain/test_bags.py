"""Bags: how a number is read, which a line fills, and what a deposit and its bags say of themselves."""

from dataclasses import replace

import pytest

from cashier.domain.accounts import BookLine
from cashier.domain.bags import bags_of, check_bag, check_new_bag, scanned_bag, typed_bags
from cashier.domain.deposit import Deposit, DepositItem
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money
from cashier.domain.safe import BagCheck, BagsNamed, SeenCheck, tick_off
from tests.domain.drawer_lines import closed, dropped
from tests.fakes.builders import TODAY
from tests.fakes.safe_room import MEDICAL


def test_a_number_is_kept_as_it_is_printed() -> None:
    assert check_bag(" oak-771 ", "the drop bag", frozenset({"OAK-772"})) == "OAK-771"
    for typed, sentence in (
        ("", r"Enter the number of the drop bag\.$"),
        ("7", "as it is printed: two or more"),
        ("A" * 31, "as it is printed: two or more"),
        ("OAK 771", "as it is printed: two or more"),
        ("OAK-772", "Bag OAK-772 was used before"),
    ):
        with pytest.raises(FieldRefused, match=sentence) as refused:
            check_bag(typed, "the drop bag", frozenset({"OAK-772"}))
        assert refused.value.field == "the drop bag"


def test_what_was_typed_at_a_close_is_named_and_what_was_not_is_left_out() -> None:
    typed = {BookLine.MEDICAL: "OAK-1", BookLine.PREMIUM: " "}

    assert typed_bags("T-1", typed) == {"the till bag": "T-1", "the medical bag": "OAK-1"}
    assert typed_bags("", {}) == {}


def test_a_bag_that_another_desk_used_is_refused_with_its_desks() -> None:
    check_new_bag("oak-1", "the drop bag", ())
    with pytest.raises(FieldRefused, match="Bag OAK-1 was used before, at OAK4 and OAK5") as refused:
        check_new_bag("oak-1", "the drop bag", ("OAK4", "OAK5"))
    assert refused.value.field == "the drop bag"


@pytest.mark.parametrize(
    ("raw", "number"),
    [("oak-771-0412", "OAK-771-0412"), ("x", ""), ("OAK_1", ""), ("T121000248T0012345678U1043", "")],
)
def test_a_scan_names_a_bag_or_none(raw: str, number: str) -> None:
    assert scanned_bag(raw) == number


def test_a_line_names_each_bag_that_it_fills_and_what_is_none_names_nothing() -> None:
    assert bags_of(closed()) == ("OAK-771-0412", "T-118")
    assert len(bags_of(dropped())) == 1
    unnamed = {"bags": [{"number": ""}], "till_bag": ""}
    for facts in ({}, {"bags": "x"}, {"bags": [7, {"number": 7}], "till_bag": 8}, unnamed):
        assert bags_of(replace(closed(), facts=facts)) == ()


def test_a_check_in_a_bag_is_called_by_its_number_where_it_has_one() -> None:
    order = BagCheck(key="p.0", bag="OAK-1", kind="money_order", number="22", amount=Money(6000))

    assert order.words == "Money order 22 of $60.00"
    assert replace(order, number="").words == "Money order of $60.00"
    with pytest.raises(Refused, match=r"Money order 22 of \$60\.00 in bag OAK-1 was not accounted for"):
        tick_off([order], [])
    with pytest.raises(Refused, match=r"Check 22 of \$60\.00 is on no list"):
        tick_off([order], [SeenCheck("22", Money(6000)), SeenCheck("22", Money(6000))])


def test_bags_of_one_number_are_told_apart_in_a_sentence() -> None:
    named = BagsNamed(number="B-1", names=(("OAK3", "B-1-OAK3"), ("OAK4", "B-1-OAK4")))

    assert named.words == ("The bag of OAK3 is B-1-OAK3, the bag of OAK4 is B-1-OAK4 from now on. Write it on each.")


def test_a_deposit_comes_to_its_cash_and_its_checks() -> None:
    items = (
        DepositItem(bag="", is_cash=True, amount=Money(6000)),
        DepositItem(bag="", is_cash=True, amount=Money(25)),
        DepositItem(bag="OAK-1", is_cash=False, amount=Money(41260)),
    )
    deposit = Deposit(
        name="d",
        center="OAK",
        book=MEDICAL,
        prepared_on=TODAY,
        prepared_by="Priya",
        reviewed_by="",
        bags=("OAK-1",),
        items=items,
    )

    assert (deposit.cash, deposit.checks) == (Money(6025), Money(41260))
