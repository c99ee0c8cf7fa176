"""The back of a check says for deposit only, whose it is and where it came in, and mostly nothing of the member."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cashier.domain.accounts import Book, BookLine
from cashier.domain.endorsement import Endorsement, Payee, endorsements, read_endorsements
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.payment import decide_payment
from cashier.domain.statements import StatementKind
from tests.fakes.builders import (
    MEDICAL,
    PREMIUM,
    TODAY,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)

MEDICAL_PAYEE = Payee(book=MEDICAL, name="Coast Hospitals", account_last_four="4471", numbers_when_mailed=True)
PREMIUM_PAYEE = Payee(book=PREMIUM, name="Coast Plan", account_last_four="8210")
ELSEWHERE = Payee(book=Book("scal", BookLine.MEDICAL), name="Coast South", account_last_four="1")


def of_two_books() -> Line:
    """A check for a bill, a money order for the premium, and cash for the rest of both."""
    tenders = (check(3000), money_order(4000), cash(1500))
    statements = (a_statement("S-1", 3500), a_statement("S-2", 5000, kind=StatementKind.PREMIUM))
    return decide_payment(a_wish(pays("S-1", 3500), pays("S-2", 5000), tenders=tenders), a_situation(*statements))


def test_each_check_is_endorsed_to_the_payee_of_the_book_that_it_pays() -> None:
    backs = endorsements((of_two_books(),), (PREMIUM_PAYEE, MEDICAL_PAYEE), mailed=False)

    assert backs == (
        Endorsement(
            words="Check 1043 · $30.00",
            lines=("FOR DEPOSIT ONLY", "Coast Hospitals", "Account ••4471", "OAK3-0000001", "Nov 21, 2026  OAK3"),
        ),
        Endorsement(
            words="Money order 22-4471 · $40.00",
            lines=("FOR DEPOSIT ONLY", "Coast Plan", "Account ••8210", "OAK3-0000001", "Nov 21, 2026  OAK3"),
        ),
    )


def test_mailed_checks_carry_the_numbers_where_their_payee_asks_for_them() -> None:
    medical, premium = endorsements((of_two_books(),), (PREMIUM_PAYEE, MEDICAL_PAYEE), mailed=True)

    assert medical.lines[5:] == ("Member 11048827", "Guarantor 200417733")
    assert premium.lines[5:] == ()


def test_no_payee_no_endorsement_and_cash_has_no_back() -> None:
    assert endorsements((of_two_books(),), (ELSEWHERE,), mailed=True) == ()
    assert endorsements((decide_payment(a_wish(), a_situation()),), (MEDICAL_PAYEE,), mailed=False) == ()


@pytest.mark.parametrize("facts", [{}, {"backs": [1]}, {"backs": [{"words": "x"}]}])
def test_what_is_no_endorsement_is_unreadable(facts: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        read_endorsements(replace(of_two_books(), kind=LineKind.ENDORSED, facts=facts))


def test_a_check_without_a_payee_takes_no_other_along() -> None:
    (premium,) = endorsements((of_two_books(),), (PREMIUM_PAYEE,), mailed=False)

    assert premium.words == "Money order 22-4471 · $40.00"


def test_the_day_on_the_back_is_the_business_date_or_else_the_day_it_was_taken() -> None:
    line = of_two_books()
    for said, day in ((TODAY - timedelta(days=1), "Nov 20, 2026"), (None, "Nov 21, 2026")):
        (back, _) = endorsements((replace(line, business_date=said),), (PREMIUM_PAYEE, MEDICAL_PAYEE), mailed=False)
        assert back.lines[-1] == f"{day}  OAK3"
