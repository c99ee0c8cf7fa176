"""Tenders keep their rules: card first and cash last, what each must say, and which routing numbers there are."""

from dataclasses import replace
from datetime import UTC
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.us import rtn

from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.scan import CARD_SENTENCE, routing_number_holds
from cashier.domain.tenders import (
    TENDER_TABLE,
    SealedAccount,
    Tender,
    TenderKind,
    check_account_number,
    check_tender,
    in_table_order,
    read_tender,
)
from tests.fakes.builders import cash, check, money_order

TEXTS = st.text(max_size=12)
TENDERS = st.builds(
    Tender,
    kind=st.sampled_from(TenderKind),
    amount=st.integers(1, 10**9).map(Money),
    number=TEXTS,
    issuer=TEXTS,
    routing=TEXTS,
    account=st.none() | st.builds(SealedAccount, last_four=TEXTS, token=TEXTS, sealed=TEXTS),
    last_four=TEXTS,
    approval_code=TEXTS,
    attempt_id=st.none() | st.uuids(),
    dated=st.none() | st.dates(),
    written=st.none() | st.integers(1, 10**9).map(Money),
    in_full=st.booleans(),
    agreed=st.none()
    | st.builds(
        Approval,
        approver=TEXTS,
        approver_name=TEXTS,
        act=TEXTS,
        amount=st.integers(1, 10**9).map(Money),
        given_at=st.datetimes(timezones=st.just(UTC)),
    ),
)


@given(TENDERS)
def test_a_tender_reads_back_from_its_facts(tender: Tender) -> None:
    assert read_tender(tender.facts()) == tender


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "gold", "cents": 1},
        {"kind": "cash", "cents": 1.5},
        {"kind": "check", "cents": 1, "account": "12345678"},
        {"kind": "check", "cents": 1, "account": {"number": "12345678"}},
        {"kind": "card", "cents": 1, "attempt": 7},
        {"kind": "check", "cents": 1, "dated": "11/21/26"},
        {"kind": "check", "cents": 1, "written_cents": "1"},
        {"kind": "check", "cents": 1, "agreed": {"approver": "helen"}},
    ],
)
def test_what_is_no_tender_is_unreadable(said: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        read_tender(said)


def test_card_pays_first_and_cash_last_and_others_keep_their_order() -> None:
    card = Tender(kind=TenderKind.CARD, amount=Money(1))
    bank = Tender(kind=TenderKind.CASHIERS_CHECK, amount=Money(1))
    given_order = (cash(1), check(1, "2"), money_order(1), bank, check(1, "1"), card)

    assert in_table_order(given_order) == (card, check(1, "2"), check(1, "1"), bank, money_order(1), cash(1))


def test_cash_alone_may_pay_several_books() -> None:
    assert [rule.kind for rule in TENDER_TABLE if not rule.one_book] == [TenderKind.CASH]
    assert {rule.kind for rule in TENDER_TABLE} == set(TenderKind)


@pytest.mark.parametrize(
    ("tender", "sentence"),
    [
        (cash(0), "Enter an amount above zero for cash."),
        (cash(-5), "Enter an amount above zero for cash."),
        (check(1, ""), "Enter the check number: up to 20 digits and letters, as printed on it."),
        (check(1, "10<43"), "Enter the check number: up to 20 digits and letters, as printed on it."),
        (check(1, "1" * 21), "Enter the check number: up to 20 digits and letters, as printed on it."),
        (money_order(1, " "), "Enter the money order number: up to 20 digits and letters, as printed on it."),
        (
            Tender(kind=TenderKind.CASHIERS_CHECK, amount=Money(1), number="7"),
            "Enter the bank that issued the cashier's check, as printed on it.",
        ),
        (
            Tender(kind=TenderKind.MONEY_ORDER, amount=Money(1), number="7", issuer=" "),
            "Enter who issued the money order, as printed on it.",
        ),
        (check(1, "4111 1111 1111 1111"), CARD_SENTENCE),
        (Tender(kind=TenderKind.MONEY_ORDER, amount=Money(1), number="1", issuer="4111111111111111"), CARD_SENTENCE),
        (
            Tender(kind=TenderKind.CHECK, amount=Money(1), number="1", routing="121000247"),
            "The routing number does not check. Read its nine digits from the check again.",
        ),
        (
            Tender(
                kind=TenderKind.CHECK,
                amount=Money(1),
                number="1",
                account=SealedAccount(last_four="5678", token="t", sealed="s"),
            ),
            "Enter the routing number too, or leave the account empty.",
        ),
        (
            Tender(kind=TenderKind.CHECK, amount=Money(1), number="1", issuer="x" * 121),
            "The bank or issuer has more than 120 characters. Shorten it.",
        ),
    ],
)
def test_a_tender_that_lacks_something_is_refused_by_its_fields_name(tender: Tender, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_tender(tender)

    assert refused.value.sentence == sentence


def test_where_no_number_is_needed_an_empty_one_is_taken_and_a_wrong_one_is_not() -> None:
    assert check_tender(check(1, ""), needs_number=False).number == ""
    with pytest.raises(Refused, match="Enter the check number"):
        check_tender(check(1, "10<43"), needs_number=False)


def test_of_an_account_the_last_four_digits_are_told() -> None:
    account = SealedAccount(last_four="5678", token="t", sealed="s")
    taken = replace(check(1, "1043"), issuer="Wells Fargo", account=account)

    assert taken.told == "Check 1043 · Wells Fargo ••5678"
    assert replace(taken, issuer="").told == "Check 1043 · ••5678"
    assert check(1, "1043").told == "Check 1043 · Wells Fargo"
    assert cash(1).told == "Cash"


def test_a_tenders_texts_are_kept_without_control_characters() -> None:
    kept = check_tender(Tender(kind=TenderKind.MONEY_ORDER, amount=Money(1), number=" 7 ", issuer="US\x1b@PS\u202e\n1"))

    assert (kept.number, kept.issuer) == ("7", "US @PS 1")


@given(st.from_regex("[0-9]{9}", fullmatch=True))
@example("000000000")
@example("121000248")
@example("130000000")
def test_routing_numbers_hold_by_the_public_checksum_in_assigned_ranges(digits: str) -> None:
    pair = int(digits[:2])
    is_assigned = pair <= 12 or 21 <= pair <= 32 or 61 <= pair <= 72 or pair == 80

    assert routing_number_holds(digits) == (rtn.is_valid(digits) and is_assigned and digits != "0" * 9)


@given(st.from_regex("0[1-9][0-9]{6}", fullmatch=True))
def test_every_routing_number_with_its_right_last_digit_holds(digits: str) -> None:
    assert routing_number_holds(digits + rtn.calc_check_digit(digits))


@pytest.mark.parametrize("digits", ["", "12100024", "1210002480", "12100024x", "１２１０００２４８", " 121000248"])
def test_nothing_but_nine_digits_is_a_routing_number(digits: str) -> None:
    assert not routing_number_holds(digits)


@pytest.mark.parametrize("account", ["", "123", "1" * 18, "12 34", "12a4", "１２３４"])
def test_an_account_number_is_4_to_17_digits(account: str) -> None:
    with pytest.raises(Refused, match="4 to 17 digits"):
        check_account_number(account)


def test_a_bank_cards_number_is_no_account_number() -> None:
    check_account_number("0012345678")

    with pytest.raises(Refused) as refused:
        check_account_number("4111111111111111")

    assert refused.value.sentence == CARD_SENTENCE


def test_tenders_say_themselves_in_words() -> None:
    card = Tender(
        kind=TenderKind.CARD, amount=Money(1), issuer="Visa", last_four="4421", attempt_id=UUID(int=1), number="ignored"
    )
    nameless = Tender(kind=TenderKind.CARD, amount=Money(1))

    assert [t.words for t in (card, nameless, check(1), cash(1))] == ["Visa ••4421", "Card", "Check 1043", "Cash"]


def test_a_card_is_called_by_its_brand_where_that_is_known() -> None:
    card = Tender(kind=TenderKind.CARD, amount=Money(1))

    assert (card.words, replace(card, issuer="Visa").words) == ("Card", "Visa")
    assert replace(card, last_four="4421").words == "Card ••4421"
    assert replace(card, issuer="Visa", last_four="4421").words == "Visa ••4421"


def test_a_number_is_asked_of_paper_alone() -> None:
    assert check_tender(replace(cash(100), number="till 7 / blue")).number == "till 7 / blue"
    unnumbered = replace(money_order(100), number="")
    assert check_tender(unnumbered, needs_number=False).number == ""
    with pytest.raises(FieldRefused):
        check_tender(unnumbered)
    with pytest.raises(FieldRefused):
        check_tender(replace(unnumbered, number="7 / blue"), needs_number=False)
