"""A site says on which terms it takes a tender; without a word everything is as usual."""

from dataclasses import replace

import pytest

from cashier.domain.allocation import Brought, Wanted, fill
from cashier.domain.counter_rules import CounterRules
from cashier.domain.endorsement import Payee, endorsements
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import USUAL_TABLE, TenderTable, TenderTerms, usual_terms
from cashier.domain.tenders import Tender, TenderKind
from tests.fakes.builders import MEDICAL, a_situation, a_statement, a_wish, cash, check, money_order, pays

CHECK, CASH, ORDER = (usual_terms(kind) for kind in (TenderKind.CHECK, TenderKind.CASH, TenderKind.MONEY_ORDER))
MEDICAL_ONLY = frozenset({StatementKind.HOSPITAL, StatementKind.PROFESSIONAL, StatementKind.PHARMACY})


def pay(terms: TenderTerms, *tenders: Tender) -> Line:
    """Pay a hospital bill of $30.00 and a premium of $40.00 where this holds."""
    known = (a_statement("S-1", 3000), a_statement("P-2", 4000, kind=StatementKind.PREMIUM))
    now = replace(a_situation(*known), rules=CounterRules(tenders=TenderTable({terms.kind: terms})))
    return decide_payment(a_wish(pays("S-1", 3000), pays("P-2", 4000), tenders=tenders), now)


def test_the_usual_terms_are_those_of_a_counter_that_says_nothing() -> None:
    assert [kind for kind in TenderKind if USUAL_TABLE.of(kind).gives_change] == [TenderKind.CASH]
    assert [kind for kind in TenderKind if not USUAL_TABLE.of(kind).opens_drawer] == [TenderKind.CARD]
    paper = [TenderKind.CHECK, TenderKind.CASHIERS_CHECK, TenderKind.MONEY_ORDER]
    assert [kind for kind in TenderKind if USUAL_TABLE.of(kind).needs_number] == paper
    assert [kind for kind in TenderKind if USUAL_TABLE.of(kind).depositable] == paper
    assert all(USUAL_TABLE.of(kind).active and not USUAL_TABLE.of(kind).most for kind in TenderKind)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (replace(CHECK, active=False), "Check is not taken here. Choose another way to pay."),
        (replace(CHECK, most=Money(2999)), "Check is taken up to $29.99. Take the rest another way."),
        (
            replace(CHECK, bills=frozenset({StatementKind.PREMIUM})),
            "Check is not taken for a hospital bill. Choose another way to pay it.",
        ),
        (
            replace(CASH, bills=MEDICAL_ONLY),
            "Cash is not taken for a premium bill. Choose another way to pay it.",
        ),
    ],
)
def test_what_the_terms_forbid_is_refused_in_one_sentence_and_nothing_is_written(
    terms: TenderTerms, sentence: str
) -> None:
    with pytest.raises(FieldRefused) as refused:
        pay(terms, check(3000), cash(4000))

    assert (refused.value.sentence, refused.value.field) == (sentence, "amount")


@pytest.mark.parametrize(
    "terms",
    [replace(CHECK, most=Money(3000)), replace(CHECK, bills=MEDICAL_ONLY), replace(ORDER, active=False)],
)
def test_what_they_allow_is_taken(terms: TenderTerms) -> None:
    assert read_payment(pay(terms, check(3000), cash(4000))).paid == Money(7000)


def test_where_no_change_is_given_only_the_exact_cash_is_taken() -> None:
    terms = replace(CASH, gives_change=False)

    with pytest.raises(Refused) as refused:
        pay(terms, check(3000), cash(5000))
    assert refused.value.sentence == "Cash is $10.00 more than is to pay. No change is given here."
    assert pay(terms, check(3000), cash(4000)).transfers


def test_a_number_is_needed_where_the_terms_say_so() -> None:
    with pytest.raises(Refused, match="Enter the check number"):
        pay(CHECK, check(3000, ""), cash(4000))

    assert pay(replace(CHECK, needs_number=False), check(3000, ""), cash(4000)).transfers


def test_much_is_asked_about_and_no_more() -> None:
    terms = replace(CHECK, warn_above=Money(100_00))

    assert (terms.asks_about(Money(100_00)), terms.asks_about(Money(100_01))) == (False, True)
    assert not CHECK.asks_about(Money(10**9))


def test_only_what_goes_to_the_bank_as_paper_is_endorsed() -> None:
    payee = Payee(book=MEDICAL, name="Coast", account_last_four="1")
    line = pay(ORDER, money_order(3000), cash(4000))
    kept = TenderTable({TenderKind.MONEY_ORDER: replace(ORDER, depositable=False)})

    assert len(endorsements((line,), (payee,), mailed=False)) == 1
    assert endorsements((line,), (payee,), mailed=False, table=kept) == ()


def test_so_much_too_much_is_told_as_change_where_change_is_given_alone() -> None:
    """A check that is far more than is to pay gives no change, however much that would be."""
    tender = check(20_000_000)
    filled = fill((Wanted(book=MEDICAL, amount=Money(100)),), (Brought(tender.amount, one_book=True),))

    with pytest.raises(Refused, match="Change is given from cash only"):
        TenderTable().check_filled((tender,), filled)
