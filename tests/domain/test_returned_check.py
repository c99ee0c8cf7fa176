"""A returned check's fee is never more than the law's, and its reason and fee are read as a person writes them."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from cashier.domain.correction import PaymentNow
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.region_rules import FeeRule
from cashier.domain.returned_check import (
    ReturnReason,
    ReturnRecord,
    fee_most,
    listed_until,
    read_fee,
    read_reason,
    read_return_record,
    reason_words,
    reopened,
    return_act,
    return_subject,
    returned_tender,
)
from cashier.domain.tender_change import decide_change
from tests.domain.correcting import a_change, a_paid, change_at, changed
from tests.fakes.builders import cash, check

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("earlier", "reason", "cents"),
    [
        (0, ReturnReason.UNPAID, 2500),
        (1, ReturnReason.UNPAID, 3500),
        (7, ReturnReason.CLOSED, 3500),
        (0, ReturnReason.STOPPED, 0),
        (3, ReturnReason.OTHER, 0),
    ],
)
def test_the_first_costs_25_and_each_later_one_35(earlier: int, reason: ReturnReason, cents: int) -> None:
    assert fee_most(DAY, earlier=earlier, reason=reason) == Money(cents)


def test_the_rule_of_the_day_counts() -> None:
    rules = (
        FeeRule(since=date(2020, 1, 1), first=Money(2500), later=Money(3500)),
        FeeRule(since=date(2027, 1, 1), first=Money(1000), later=Money(1500)),
    )
    days = (date(2019, 12, 31), date(2026, 12, 31), date(2027, 1, 1))
    fees = [fee_most(day, earlier=0, reason=ReturnReason.UNPAID, rules=rules).cents for day in days]
    assert fees == [0, 2500, 1000]


@pytest.mark.parametrize(
    ("typed", "reason", "words", "shown"),
    [
        ("insufficient funds", ReturnReason.UNPAID, "", "Insufficient funds"),
        (" NSF ", ReturnReason.UNPAID, "", "Insufficient funds"),
        ("Account closed", ReturnReason.CLOSED, "", "Account closed"),
        ("payment stopped", ReturnReason.STOPPED, "", "Payment stopped"),
        ("refer to maker", ReturnReason.OTHER, "refer to maker", "refer to maker"),
    ],
)
def test_the_banks_reason_is_known_by_its_words(typed: str, reason: ReturnReason, words: str, shown: str) -> None:
    assert read_reason(typed) == (reason, words)
    assert reason_words(reason.value, words) == shown


def test_a_fee_is_the_usual_one_none_or_what_is_typed() -> None:
    assert [read_fee(typed) for typed in ("", "0", "0.00", "12.50")] == [None, ZERO, ZERO, Money(1250)]
    for typed in ("-5", "ten", "1.234"):
        with pytest.raises(FieldRefused) as refused:
            read_fee(typed)
        assert refused.value.field == "fee"


@pytest.mark.parametrize("typed", ["", "  ", "4111 1111 1111 1111"])
def test_a_return_without_a_reason_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_reason(typed)
    assert refused.value.field == "words"


def test_a_reason_that_is_a_card_number_is_refused_beside_it() -> None:
    with pytest.raises(FieldRefused, match="bank card") as refused:
        read_reason("4111 1111 1111 1111")
    assert refused.value.field == "words"


def test_the_returned_check_is_known_by_its_number_and_never_cash_or_a_card() -> None:
    payment = PaymentNow(lines=(a_paid(check(20000), check(11260, "77"), cash(10000)),))

    assert returned_tender(payment, "77")[0] == 1
    with pytest.raises(Refused, match="has no check 99 here"):
        returned_tender(payment, "99")
    with pytest.raises(Refused, match="has no check"):
        returned_tender(payment, "")
    assert [(place, part.amount.cents) for place, part in reopened(payment, 1)] == [(1, 11260)]
    with pytest.raises(Refused, match="is paid by that check any more"):
        reopened(payment, 2)


def test_of_two_of_one_number_it_is_the_one_that_stands() -> None:
    paid = a_paid(check(41260))
    first = changed(cash(41260), check(41260))
    at = change_at(paid, corrections=(first,))
    back = decide_change(a_change(at, check(41260), 1, line_id=UUID(int=11)), at)
    payment = PaymentNow(lines=(paid,), corrections=(first, back))

    assert returned_tender(payment, "1043")[0] == 2
    gone = PaymentNow(lines=(paid,), corrections=(first,))
    assert returned_tender(gone, "1043")[0] == 0, "it is told what it was"
    with pytest.raises(Refused, match="is paid by that check any more"):
        reopened(gone, 0)


def test_what_it_is_called_and_for_how_long_its_account_is_listed() -> None:
    assert return_subject("OAK3-1", "1043") == "check.OAK3-1.1043"
    assert return_act("OAK3-1", "1043") == "the return of check 1043, receipt OAK3-1"
    assert listed_until(DAY) == DAY + timedelta(days=180)


def test_a_slip_is_read_back_and_no_other_line_is_one() -> None:
    said = ReturnRecord(
        act_id=UUID(int=7), told=(("Fee", "none"),), staff_name="Priya", second_name="Omar", receipt="R", number="1043"
    )
    line = replace(a_paid(), kind=LineKind.RETURN_SLIP, facts=said.facts())

    assert read_return_record(line) == said
    for other in (replace(line, kind=LineKind.MOVE_SLIP), replace(line, facts={})):
        with pytest.raises(UnreadableBody):
            read_return_record(other)
