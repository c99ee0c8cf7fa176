"""Paper is looked at before it is taken: whether it came before, whether it went back, and whose word it needs."""

from dataclasses import replace
from datetime import date

import pytest

from cashier.domain.correction import Why
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import Money
from cashier.domain.payor import Payor
from cashier.domain.people import Right
from cashier.domain.tender_change import ChangeTender, change_act
from cashier.domain.tenders import Tender
from cashier.domain.void import Void, void_act
from cashier.usecases.change_tender import change_tender
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.look_at_tender import LeadWanted, like_before, look_at
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import (
    MEMBER,
    ROSA,
    TODAY,
    Counter,
    a_desk,
    a_member,
    a_statement,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)

S = "S-48210377"
ORDER = money_order(5000)


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement(cents=100_000))


def take(counter: Counter, *tenders: Tender, payor: str = "") -> str:
    """A payment of its own with these, and its receipt's number."""
    cents = sum(tender.amount.cents for tender in tenders)
    wish = a_wish(pays(S, cents), tenders=tenders, payment_id=counter.desk.new_id())
    return take_payment(replace(wish, payor=Payor(name=payor)), counter.desk, ROSA).receipt


def void(counter: Counter, receipt: str, amount: Money) -> None:
    word = InPerson(counter.desk).approve(
        "helen", "helen's words", act=void_act(receipt), amount=amount, right=Right.APPROVE_CORRECTIONS
    )
    wish = Void(
        line_id=counter.desk.new_id(),
        receipt=receipt,
        why=Why(reason="paid_twice"),
        receipt_back=receipt,
        approval=word,
    )
    void_payment(wish, counter.desk, ROSA)


def call(counter: Counter, receipt: str, place: int, was: Tender, to: Tender) -> None:
    """A tender that was keyed as another one is called what it is."""
    word = InPerson(counter.desk).approve(
        "helen",
        "helen's words",
        act=change_act(receipt, was, to),
        amount=to.amount,
        right=Right.APPROVE_CORRECTIONS,
    )
    wish = ChangeTender(
        line_id=counter.desk.new_id(),
        receipt=receipt,
        tender=place,
        to=to,
        why=Why(reason="keyed_wrong"),
        approval=word,
    )
    change_tender(wish, counter.desk, ROSA)


def looked(counter: Counter, tender: Tender) -> LeadWanted | None:
    return look_at(tender, (), counter.desk)


def test_what_is_looked_at_early_is_told_beside_its_field() -> None:
    counter = a_desk()
    tomorrow = replace(check(100), dated=date(2026, 11, 22))
    order = money_order(100)

    with pytest.raises(FieldRefused, match="still to come"):
        look_at(tomorrow, (), counter.desk)
    with pytest.raises(FieldRefused, match="in this payment already"):
        look_at(order, (order,), counter.desk)
    assert look_at(order, (money_order(100, "22-4472"),), counter.desk) is None, "another one of the same kind"
    assert look_at(order, (), counter.desk) is None
    assert look_at(replace(cash(100), in_full=True), (), counter.desk) is None, "only paper is looked at"


def test_what_was_taken_before_says_when_for_how_much_and_on_which_receipt(counter: Counter) -> None:
    receipt = take(counter, check(4000), ORDER)

    wanted = looked(counter, replace(ORDER, amount=Money(6000)))

    assert wanted is not None
    assert wanted.words == (
        f"Money order 22-4471 was taken before: $50.00 on Nov 21, receipt {receipt}. "
        "A lead has to agree; or give it back."
    )
    assert wanted.act == "money order 22-4471, although it was taken before"
    assert looked(counter, money_order(5000, "22-4472")) is None


def test_what_was_given_back_with_its_payment_may_come_again(counter: Counter) -> None:
    receipt = take(counter, ORDER)
    void(counter, receipt, Money(5000))

    assert looked(counter, ORDER) is None
    take(counter, ORDER)
    assert looked(counter, ORDER) is not None


def test_what_was_no_such_paper_but_keyed_as_one_may_still_come(counter: Counter) -> None:
    """The paper that a tender is called instead is known from then on, and the other one of its payment all along."""
    other = money_order(3000, "9")
    receipt = take(counter, ORDER, other)
    call(counter, receipt, 0, ORDER, money_order(5000, "22-4417"))

    assert looked(counter, ORDER) is None
    assert looked(counter, other) is not None
    assert looked(counter, money_order(5000, "22-4417")) is not None

    call(counter, receipt, 2, money_order(5000, "22-4417"), cash(5000))
    assert looked(counter, money_order(5000, "22-4417")) is None
    assert looked(counter, other) is not None


def test_an_account_with_a_check_that_came_back_needs_a_lead(counter: Counter) -> None:
    account = counter.desk.sealer.seal_account("121000248", "0012345678")
    counter.store.directory.returned[account.token] = TODAY

    wanted = looked(counter, replace(check(100), account=account))

    assert wanted is not None
    assert wanted.words.startswith("A check on this account came back unpaid.")
    assert looked(counter, check(100)) is None, "on no account that anybody read"


def test_a_flag_counts_for_a_check_alone_and_with_cash_beside_it() -> None:
    counter = a_desk(member=replace(a_member(), notes=("Returned check: no checks until March",)))

    wanted = look_at(check(41260), (), counter.desk, (MEMBER,))
    assert wanted is not None
    assert wanted.act == "check 1043, although the account says to take no checks"
    with pytest.raises(Refused, match="no checks until March"):
        take_payment(a_wish(tenders=(check(41000), cash(260))), counter.desk, ROSA)


def test_paper_of_this_drawer_that_may_be_the_same_is_asked_about_once(counter: Counter) -> None:
    assert like_before(check(5000, "1043"), counter.desk, MEMBER, "") == ""
    receipt = take(counter, check(5000, "1043"))

    asked = like_before(check(5000, "77"), counter.desk, MEMBER, "")
    assert asked == (
        f"Check 1043 for $50.00 was taken at 10:44 AM on receipt {receipt}. Press Enter again if this is another one."
    )
    assert like_before(check(5000, "1043"), counter.desk, "other", "") == asked
    for tender, member, payor in (
        (check(5000, "77"), "other", ""),
        (check(5000, "77"), MEMBER, "Bao Tran"),
        (check(5001, "1043"), MEMBER, ""),
        (money_order(5000, "1043"), MEMBER, ""),
        (cash(5000), MEMBER, ""),
        (check(5000, "77"), "", ""),
    ):
        assert like_before(tender, counter.desk, member, payor) == ""
    assert like_before(check(5000, "1043"), a_desk(is_open=False).desk, MEMBER, "") == ""

    void(counter, receipt, Money(5000))
    assert like_before(check(5000, "1043"), counter.desk, MEMBER, "") == "", "it went back"


def test_what_was_called_otherwise_since_hides_nothing_that_was_taken_before(counter: Counter) -> None:
    take(counter, check(5000))
    receipt = take(counter, cash(6000))
    call(counter, receipt, 0, cash(6000), check(6000, "77"))

    assert like_before(check(5000), counter.desk, "other", "").startswith("Check 1043 for $50.00 was taken at")


def test_another_persons_check_for_the_same_member_is_another_payors(counter: Counter) -> None:
    take(counter, check(5000), payor="Cole, Ann")

    assert like_before(check(5000, "77"), counter.desk, MEMBER, "") == ""
    assert like_before(check(5000, "77"), counter.desk, "other", "Cole, Ann") != ""
