"""What a deposit or credit may pay: its own book's and guarantor's bill, never more than is there or open."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.funds import (
    AMOUNT,
    FUND,
    Fund,
    check_use,
    chosen_fund,
    fitting,
    fund_kind,
    is_fund,
    read_fund,
    read_use,
    read_use_record,
    used_words,
)
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import StatementKind
from cashier.domain.targets import Target, TargetKind
from tests.domain.written import WRITTEN, a_record
from tests.fakes.builders import MEDICAL, PREMIUM, a_statement

BILL = a_statement("S-1", 6000)
DEPOSIT = Fund(target=Target(TargetKind.PREPAY, "E-20441"), book=MEDICAL, amount=Money(15000))
CREDIT = Fund(target=Target(TargetKind.CREDIT, BILL.guarantor_number), book=MEDICAL, amount=Money(2000))
OF_PREMIUM = replace(CREDIT, book=PREMIUM)


def test_as_much_as_fits_is_used_unless_an_amount_is_typed() -> None:
    assert read_use([DEPOSIT], BILL, "", "") == (DEPOSIT, Money(6000))
    assert read_use([DEPOSIT, CREDIT], BILL, "2", "") == (CREDIT, Money(2000))
    assert read_use([DEPOSIT, CREDIT], BILL, " 1 ", "12.50") == (DEPOSIT, Money(1250))


def test_only_what_is_of_the_bills_book_is_offered() -> None:
    assert fitting([OF_PREMIUM, DEPOSIT], BILL) == (DEPOSIT,)
    premium = a_statement("S-2", 6000, kind=StatementKind.PREMIUM)
    assert fitting([OF_PREMIUM, DEPOSIT], premium) == (OF_PREMIUM,)


@pytest.mark.parametrize(
    ("which", "typed", "field", "said"),
    [
        ("", "", FUND, "Enter which one is used, by its number: 1 to 2."),
        ("3", "", FUND, "1 to 2"),
        ("x", "", FUND, "1 to 2"),
        ("1", "0", AMOUNT, "above zero"),
        ("1", "60.01", AMOUNT, "Only $60.00 is open on S-1"),
        ("2", "20.01", AMOUNT, "Only $20.00 of it is there"),
        ("1", "sixty", AMOUNT, "what is used"),
    ],
)
def test_a_refusal_names_its_field(which: str, typed: str, field: str, said: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_use([DEPOSIT, CREDIT], BILL, which, typed)

    assert refused.value.field == field
    assert said in refused.value.sentence


def test_of_one_alone_nothing_needs_to_be_said() -> None:
    with pytest.raises(FieldRefused, match="by its number: 1, or nothing"):
        read_use([DEPOSIT], BILL, "2", "")


def test_nothing_that_fits_and_nothing_open_are_said() -> None:
    with pytest.raises(Refused, match="No deposit or credit of this guarantor can pay S-1"):
        read_use([OF_PREMIUM], BILL, "", "")
    with pytest.raises(Refused, match="Nothing is open on S-1"):
        read_use([DEPOSIT], a_statement("S-1", 0), "", "")


def test_another_guarantors_bill_and_another_books_are_refused() -> None:
    with pytest.raises(Refused, match="another guarantor's"):
        check_use(CREDIT, replace(BILL, guarantor_number="1"), Money(1))
    with pytest.raises(FieldRefused, match="premium money and pays no other bill"):
        check_use(OF_PREMIUM, BILL, Money(1))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-5, 10**6))
def test_never_more_than_is_there_and_never_more_than_is_open(there: int, is_open: int, wanted: int) -> None:
    fund, bill = replace(DEPOSIT, amount=Money(there)), a_statement("S-1", is_open)
    try:
        check_use(fund, bill, Money(wanted))
    except Refused:
        assert wanted <= 0 or wanted > min(there, is_open)
    else:
        assert 0 < wanted <= min(there, is_open)


def test_the_record_reads_back_and_says_what_it_did() -> None:
    said = read_use_record(WRITTEN["credit_slip"]())

    assert said.facts() == WRITTEN["credit_slip"]().facts
    assert used_words(said).startswith("$60.00 of deposit E-20441 paid S-48210377.")


def test_what_says_no_use_is_unreadable() -> None:
    line = WRITTEN["credit_slip"]()
    for facts in ({**line.facts, "fund": "holding"}, {**line.facts, "cents": "1"}, {}):
        with pytest.raises(UnreadableBody):
            read_use_record(replace(line, facts=facts))
    with pytest.raises(UnreadableBody):
        read_use_record(a_record(line.kind.SIGNED_IN))


def test_which_code_is_a_fund() -> None:
    assert read_fund("credit:200417733") == Target(TargetKind.CREDIT, "200417733")
    assert [is_fund(code) for code in ("prepay:E-1", "holding", "misc:COPIES", "S-1", "credit:")] == [
        True,
        False,
        False,
        False,
        False,
    ]


TWO = tuple(Fund(target=Target(TargetKind.PREPAY, f"E-{n}"), book=MEDICAL, amount=Money(100 * n)) for n in (1, 2))


def test_one_of_a_list_is_named_by_its_place_and_one_alone_need_not_be() -> None:
    assert [chosen_fund(TWO, which, words="used").amount.cents for which in ("1", "2")] == [100, 200]
    assert chosen_fund(TWO[:1], "", words="used") == chosen_fund(TWO[:1], "1", words="used") == TWO[0]


@pytest.mark.parametrize("which", ["", "0", "3", "-1", "x", "\u0661", "\u00b2", "1" * 5_000])
def test_what_names_none_of_them_is_refused_however_long_it_is(which: str) -> None:
    with pytest.raises(FieldRefused, match="Enter which one is refunded, by its number: 1 to 2") as refused:
        chosen_fund(TWO, which, words="refunded")
    assert refused.value.field == FUND
    if which:
        with pytest.raises(FieldRefused, match="by its number: 1, or nothing"):
            chosen_fund(TWO[:1], "2", words="refunded")


def test_what_holds_it_is_called_by_its_kind() -> None:
    assert fund_kind(TWO[0].target) == "deposit"
    assert fund_kind(Target(TargetKind.CREDIT, "200417733")) == "credit"


def test_a_slip_of_another_kind_or_without_its_words_is_not_read() -> None:
    line = WRITTEN["credit_slip"]()
    assert read_use_record(line).wish.amount > ZERO
    for other in (
        replace(line, kind=LineKind.REFUND_SLIP),
        replace(line, facts={}),
        replace(line, facts={**line.facts, "member": 7}),
    ):
        with pytest.raises(UnreadableBody):
            read_use_record(other)
