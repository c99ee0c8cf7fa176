"""Before a check is taken: its date, its words, whether it came before; what forbids it, and what a lead decides."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cashier.domain.checks import (
    STALE_AFTER,
    Doubt,
    KnownItems,
    TakenBefore,
    agree_act,
    check_items,
    check_paper,
    doubts_about,
    read_item_date,
)
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Approval
from cashier.domain.tenders import SealedAccount, Tender
from tests.fakes.builders import HELEN, NOW, TODAY, a_situation, a_wish, cash, check, money_order

SEALED = SealedAccount(last_four="5678", token="tok", sealed="sealed")
KNOWN = replace(check(41260), account=SEALED)
BEFORE = KnownItems(
    before={"tok:1043": TakenBefore(receipt="OAK3-0000009", day=date(2026, 11, 3), amount=Money(9900))},
    returned={"bad": TODAY},
)
RETURNED = replace(KNOWN, number="7", account=replace(SEALED, token="bad"))


def agreed(tender: Tender, *doubts: Doubt) -> Tender:
    """The tender with Helen's word for these doubts."""
    word = Approval(
        approver=HELEN.user,
        approver_name=HELEN.name,
        act=agree_act(tender, doubts),
        amount=tender.amount,
        given_at=NOW,
    )
    return replace(tender, agreed=word)


@pytest.mark.parametrize("text", ["11/21/26", "11-21-2026", "11.21.26", " 2026-11-21 "])
def test_a_date_is_read_as_it_stands_on_a_check(text: str) -> None:
    assert read_item_date(text) == TODAY


@pytest.mark.parametrize("text", ["", "11/21", "13/01/26", "2/30/26", "today", "١١/٢١/٢٦", "0/0/0000"])
def test_what_is_no_date_is_refused_beside_the_date(text: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_item_date(text)

    assert refused.value.field == "dated"


@given(st.dates())
@example(TODAY - STALE_AFTER)
@example(TODAY - STALE_AFTER - timedelta(days=1))
@example(TODAY)
@example(TODAY + timedelta(days=1))
def test_whatever_day_it_says_only_the_last_180_are_taken(day: date) -> None:
    refuses = nullcontext() if TODAY - STALE_AFTER <= day <= TODAY else pytest.raises(FieldRefused)

    with refuses:
        check_paper(replace(check(100), dated=day), TODAY)


@pytest.mark.parametrize(
    ("tender", "field", "sentence"),
    [
        (
            replace(check(100), dated=TODAY + timedelta(days=1)),
            "dated",
            "Nov 22, 2026 is still to come. Give the check back, or ask for one of today.",
        ),
        (
            replace(check(100), dated=TODAY - timedelta(days=181)),
            "dated",
            "May 24, 2026 is more than 180 days ago, and banks need not pay it. Ask for a new check.",
        ),
        (
            replace(money_order(100), written=Money(1000)),
            "written",
            "Its words say $10.00, and words beat figures. Take it for that, or give it back.",
        ),
    ],
)
def test_date_and_words_forbid_whatever_a_lead_says(tender: Tender, field: str, sentence: str) -> None:
    wish = a_wish(tenders=(agreed(tender, *Doubt), cash(41160)))

    with pytest.raises(FieldRefused) as refused:
        decide_payment(wish, a_situation())

    assert (refused.value.field, refused.value.sentence) == (field, sentence)


def test_words_that_say_the_same_and_a_date_are_kept_in_the_line() -> None:
    tender = replace(check(41260), written=Money(41260), dated=TODAY)

    assert read_payment(decide_payment(a_wish(tenders=(tender,)), a_situation())).tenders == (tender,)


@pytest.mark.parametrize(
    ("tender", "doubts", "sentence"),
    [
        (
            replace(KNOWN, amount=Money(41260)),
            (Doubt.SAME_ITEM,),
            "Check 1043 was taken before: $99.00 on Nov 03, receipt OAK3-0000009.",
        ),
        (
            RETURNED,
            (Doubt.RETURNED,),
            "A check on this account came back unpaid.",
        ),
        (
            replace(check(41260), in_full=True),
            (Doubt.IN_FULL,),
            "It says that it pays in full, which may settle more than this payment.",
        ),
    ],
)
def test_a_doubt_is_refused_until_a_lead_agrees_and_the_line_says_who(
    tender: Tender, doubts: tuple[Doubt, ...], sentence: str
) -> None:
    now = replace(a_situation(), items=BEFORE)
    assert doubts_about(tender, BEFORE, TODAY) == doubts

    with pytest.raises(Refused) as refused:
        decide_payment(a_wish(tenders=(tender,)), now)
    assert refused.value.sentence == f"{sentence} A lead has to agree; or give it back."

    line = decide_payment(a_wish(tenders=(agreed(tender, *doubts),)), now)
    (taken,) = read_payment(line).tenders
    assert taken.agreed is not None
    assert (taken.agreed.approver, taken.agreed.approver_name) == ("helen", "Helen Park")
    assert taken.agreed.act == agree_act(tender, doubts)
    assert ", although " in taken.agreed.act
    assert "_" not in taken.agreed.act, "a lead reads words"


@pytest.mark.parametrize(
    "word",
    [
        {"approver": "rosa"},
        {"amount": Money(1)},
        {"act": agree_act(KNOWN, (Doubt.IN_FULL,))},
        {"act": agree_act(replace(KNOWN, number="1044"), (Doubt.SAME_ITEM,))},
    ],
)
def test_a_leads_word_counts_for_that_check_amount_and_doubt_alone(word: dict[str, object]) -> None:
    tender = agreed(KNOWN, Doubt.SAME_ITEM)
    assert tender.agreed is not None
    other = replace(tender, agreed=replace(tender.agreed, **word))  # type: ignore[arg-type]

    with pytest.raises(Refused):
        decide_payment(a_wish(tenders=(other,)), replace(a_situation(), items=BEFORE))


def test_a_returned_check_is_forgotten_after_its_day() -> None:
    assert doubts_about(RETURNED, BEFORE, TODAY + timedelta(days=1)) == ()


def test_one_piece_of_paper_pays_once_in_a_payment_and_no_lead_changes_that() -> None:
    twice = (agreed(replace(KNOWN, amount=Money(20000)), *Doubt), replace(KNOWN, amount=Money(21260)))

    with pytest.raises(Refused, match="Check 1043 is in this payment twice"):
        check_items(twice, KnownItems(), today=TODAY, requester="rosa")


def test_an_item_is_known_by_what_stands_on_it_and_not_by_its_amount() -> None:
    same = replace(KNOWN, number="0001043", amount=Money(1))

    assert same.items == KNOWN.items == ("tok:1043",)
    assert check(1).items == (), "without its account a check's number says nothing"
    assert money_order(1, "22-4471").items == ("money_order:usps:224471",)
    assert replace(money_order(9), number="0224471", issuer="usps ").items == ("money_order:usps:224471",)


@pytest.mark.parametrize("doubt", Doubt)
def test_a_lead_reads_each_doubt_in_words(doubt: Doubt) -> None:
    assert agree_act(check(41260), (doubt,)).startswith("check 1043, although ")
    assert doubt not in agree_act(check(41260), (doubt,))


def test_a_year_of_two_digits_is_of_this_century() -> None:
    assert read_item_date("11/21/99").year == 2099
    assert read_item_date("11/21/0100").year == 100


def test_a_flag_against_checks_is_about_checks_alone() -> None:
    known = KnownItems(notes=("Returned check: no checks until March",))

    assert doubts_about(check(100), known, TODAY) == (Doubt.FLAGGED,)
    assert doubts_about(money_order(100), known, TODAY) == ()
    assert doubts_about(check(100), KnownItems(), TODAY) == ()
