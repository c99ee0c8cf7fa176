"""Over $10,000 of one payor's cash within a day or a year is noticed, at the cent; checks and cards never count."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.large_cash import (
    Asked,
    CashElsewhere,
    CashForm,
    CashReceived,
    FormRefused,
    cash_in,
    check_form,
    large_cash_facts,
    reached,
    read_large_cash,
    received_of,
    whose_cash,
)
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import decide_payment
from cashier.domain.payor import Payor
from cashier.domain.tenders import Tender, TenderKind
from tests.domain.correcting import a_paid, changed
from tests.fakes.builders import NOW, TODAY, a_situation, a_statement, a_wish, cash, check, money_order, pays

FORM = CashForm(
    name="Kevin Tran",
    address="1 Lake St, Oakland, CA 94610",
    birth_date="1/20/1990",
    occupation="Baker",
    tin="123-45-6789",
    id_kind="California driver license",
    id_number="D1234567",
)


def _cash_in(*tenders: Tender, cents: int = 2_000_000, payor: str = "") -> tuple[str, Money]:
    wish = replace(a_wish(pays("S-48210377", cents), tenders=tenders), payor=Payor(name=payor))
    line = decide_payment(wish, a_situation(a_statement("S-48210377", cents)))
    return cash_in(line.kind, line.facts)


def _order(cents: int) -> Tender:
    return Tender(kind=TenderKind.MONEY_ORDER, amount=Money(cents), number="77", issuer="Western Union")


@pytest.mark.parametrize(
    ("tenders", "cents", "counted"),
    [
        ((cash(50_000),), 41_260, 41_260),  # The change goes back.
        ((check(30_000), cash(20_000)), 50_000, 20_000),
        ((check(1_500_000),), 1_500_000, 0),
        ((_order(900_000), cash(200_000)), 1_100_000, 1_100_000),
        ((_order(1_000_000),), 1_000_000, 1_000_000),
        ((_order(1_000_001),), 1_000_001, 0),  # Of such the bank has told already.
    ],
)
def test_what_counts_as_cash(tenders: tuple[Tender, ...], cents: int, counted: int) -> None:
    assert _cash_in(*tenders, cents=cents) == (("member:11048827", Money(counted)) if counted else ("", Money(0)))


def test_the_payor_is_the_member_or_a_person_of_their_own_however_the_name_is_written() -> None:
    paid = cash(41_260)
    assert _cash_in(paid, cents=41_260)[0] == "member:11048827"
    assert _cash_in(paid, cents=41_260, payor="mai linh TRAN")[0] == "member:11048827"
    assert _cash_in(paid, cents=41_260, payor="Tran, Kevin")[0] == "name:kevin tran"
    assert _cash_in(paid, cents=41_260, payor="Kévin  Tran")[0] == "name:kevin tran"


def _row(cents: int, hours_ago: float, *, report: bool = False) -> CashReceived:
    return CashReceived(taken_at=NOW - timedelta(hours=hours_ago), amount=Money(cents), is_report=report)


@pytest.mark.parametrize(
    ("rows", "within"),
    [
        ([_row(1_000_000, 0)], ""),
        ([_row(1_000_001, 0)], "24 hours"),
        ([_row(600_000, 23.9), _row(400_001, 0)], "24 hours"),
        ([_row(600_000, 24), _row(400_001, 0)], "12 months"),
        ([_row(600_000, 364 * 24), _row(400_001, 0)], "12 months"),
        ([_row(600_000, 365 * 24), _row(400_001, 0)], ""),
        ([_row(1_500_000, 48), _row(0, 47, report=True), _row(900_000, 0)], ""),
        ([_row(1_500_000, 48), _row(0, 47, report=True), _row(1_000_001, 0)], "24 hours"),
    ],
)
def test_a_report_is_due_at_the_cent_and_the_hour(rows: list[CashReceived], within: str) -> None:
    assert reached(rows, NOW) == within


def test_what_other_desks_took_is_counted_and_a_report_there_ends_the_counting_here() -> None:
    here = [_row(600_000, 1)]

    assert reached(here, NOW, CashElsewhere(day=Money(400_000), year=Money(400_000))) == ""
    assert reached(here, NOW, CashElsewhere(day=Money(400_001), year=Money(400_001))) == "24 hours"
    assert reached(here, NOW, CashElsewhere(day=Money(0), year=Money(400_001))) == "12 months"
    later = CashElsewhere(day=Money(0), year=Money(500_000), reported_at=NOW)
    assert reached(here, NOW, later) == ""


@given(st.lists(st.tuples(st.integers(1, 1_200_000), st.integers(0, 366 * 24)), max_size=6))
def test_no_way_to_split_it_goes_unnoticed(paid: list[tuple[int, int]]) -> None:
    rows = [_row(cents, hours) for cents, hours in paid]
    within_a_year = sum(cents for cents, hours in paid if hours < 365 * 24)

    assert bool(reached(rows, NOW)) == (within_a_year > 1_000_000)


def test_a_form_is_kept_as_the_office_needs_it() -> None:
    form = check_form(FORM, TODAY)

    assert (form.tin, form.birth_date) == ("123456789", "1990-01-20")
    assert "why_not" not in form.asked()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *((field, "") for field in FORM.asked()),
        ("tin", "98-76-543"),
        ("tin", "000-00-0000"),
        ("tin", "12345678X"),
        ("birth_date", "yesterday"),
        ("birth_date", "1/1/2999"),
        ("id_number", "4111 1111 1111 1111"),
        ("address", "x" * 121),
        ("why_not", "x" * 121),
    ],
)
def test_a_field_that_will_not_do_is_named_and_not_repeated(field: str, text: str) -> None:
    with pytest.raises(FormRefused) as refused:
        check_form(replace(FORM, **{field: text}), TODAY)

    assert refused.value.field == field
    assert text == "" or text not in refused.value.sentence
    assert isinstance(refused.value, Refused)


def test_what_is_not_given_needs_a_reason_alone() -> None:
    assert check_form(CashForm(name="Kevin Tran", why_not="gave nothing else"), TODAY).tin == ""


def test_it_is_due_in_fifteen_days() -> None:
    asked = Asked(
        asked_id=UUID(int=1),
        payment_id=UUID(int=2),
        receipt="OAK3-0000001",
        payor="member:1",
        within="24 hours",
        reached_on=date(2026, 12, 20),
    )

    assert asked.due_on == date(2027, 1, 4)
    assert replace(asked, reached_on=date.max).due_on == date.max


def test_another_line_reports_nothing() -> None:
    with pytest.raises(UnreadableBody):
        read_large_cash(decide_payment(a_wish(), a_situation()))


def test_what_was_counted_before_it_was_called_otherwise_is_not_counted_twice() -> None:
    small = changed(cash(41260), check(41260))
    again = changed(money_order(41260), cash(41260))

    assert received_of(small).amount == Money(41260)
    assert received_of(again).amount == ZERO
    assert received_of(changed(check(41260), money_order(41260))).amount == ZERO
    assert received_of(changed(check(41260, "9"), check(41260))).amount == ZERO
    with pytest.raises(UnreadableBody):
        received_of(replace(small, facts={}))


def test_the_last_report_counts_and_what_came_with_it_is_reported() -> None:
    hour = timedelta(hours=1)
    rows = [
        CashReceived(taken_at=NOW - 3 * hour, amount=ZERO, is_report=True),
        CashReceived(taken_at=NOW - 2 * hour, amount=Money(900_000), is_report=False),
        CashReceived(taken_at=NOW - hour, amount=ZERO, is_report=True),
        CashReceived(taken_at=NOW - hour, amount=Money(1_000_001), is_report=False),
        CashReceived(taken_at=NOW, amount=Money(200_000), is_report=False),
    ]

    assert reached(rows, NOW) == ""
    assert reached([*rows[:3], replace(rows[3], taken_at=NOW)], NOW) == "24 hours"


def test_another_kind_of_line_is_no_report_even_if_it_says_as_much() -> None:
    asked = Asked(
        asked_id=UUID(int=7),
        payment_id=UUID(int=8),
        receipt="OAK3-1",
        payor="member:1",
        within="24 hours",
        reached_on=TODAY,
    )
    line = replace(
        changed(cash(41260), check(41260)),
        line_id=asked.asked_id,
        kind=LineKind.LARGE_CASH,
        facts=large_cash_facts(asked, sealed="box", why_not=""),
    )

    assert read_large_cash(line).asked == asked
    with pytest.raises(UnreadableBody):
        read_large_cash(replace(line, kind=LineKind.MOVED))


def test_a_payment_without_cash_is_nobodys_cash_and_foreign_digits_are_no_number() -> None:
    by_check = a_paid(check(41260))

    assert whose_cash(by_check) == ""
    assert whose_cash(a_paid()) == "member:11048827"
    with pytest.raises(FormRefused):
        check_form(replace(FORM, tin="\u0661\u0662\u0663456789"), TODAY)
