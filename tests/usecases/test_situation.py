"""What a payment depends on besides its wish: its shift, its account, whose notes count, and paper of this drawer."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.correction import Why
from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.people import Right
from cashier.domain.void import Void, void_act
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.look_at_tender import like_before
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import MEMBER, ROSA, a_desk, a_member, a_statement, a_wish, cash, check, money_order, pays
from tests.fakes.terminal import approved

S = "S-48210377"


def test_a_shift_that_is_too_long_takes_no_more_but_for_a_card_that_was_charged() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(100), "T1", counter.desk, ROSA)
    counter.clock.forward(timedelta(hours=counter.desk.place.drawers.shift_most_h + 1).total_seconds())

    with pytest.raises(Refused):
        take_payment(a_wish(payment_id=UUID(int=7)), counter.desk, ROSA)
    assert settle_card(attempt.attempt_id, approved(100), counter.desk).taken is not None


def test_an_account_that_is_gone_from_the_desk_is_refused_but_where_the_money_is_taken() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(100), "T1", counter.desk, ROSA)
    counter.store.directory.members.clear()

    with pytest.raises(Refused, match="This member is not known at this desk any more"):
        take_payment(a_wish(payment_id=UUID(int=7)), counter.desk, ROSA)
    settled = settle_card(attempt.attempt_id, approved(100), counter.desk)
    assert settled.taken is not None
    assert settled.taken.lines[0].line.facts["member_name"] == "Member, 8827"


def test_an_owners_flag_counts_whoever_pays_and_an_agencys_check_is_its_own() -> None:
    kevin = replace(a_member("11048828", name="Tran, Kevin"), notes=("Returned check: no checks until March",))
    counter = a_desk(a_statement(), a_statement("S-2", 5000, member=kevin.number))
    counter.know_members(kevin)
    seen = {MEMBER: "card scanned", kevin.number: "their statement seen"}
    wish = replace(a_wish(pays("S-2", 5000), tenders=(check(5000),)), identified=seen)

    with pytest.raises(Refused, match="no checks until March"):
        take_payment(wish, counter.desk, ROSA)
    agency = replace(wish, origin=Origin(kind=OriginKind.AGENCY, batch=UUID(int=9)))
    assert take_payment(agency, counter.desk, ROSA).paid == Money(5000)


def test_paper_of_this_drawer_that_may_be_the_same_is_asked_about_once() -> None:
    counter = a_desk(a_statement(cents=100_000))
    before = a_wish(pays(S, 5000), tenders=(check(5000, "1043"),), payment_id=UUID(int=1))
    assert like_before(check(5000, "1043"), counter.desk, MEMBER, "") == ""
    receipt = take_payment(before, counter.desk, ROSA).receipt

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

    word = InPerson(counter.desk).approve(
        "helen", "helen's words", act=void_act(receipt), amount=Money(5000), right=Right.APPROVE_CORRECTIONS
    )
    void = Void(line_id=UUID(int=2), receipt=receipt, why=Why(reason="paid_twice"), receipt_back=receipt, approval=word)
    void_payment(void, counter.desk, ROSA)
    assert like_before(check(5000, "1043"), counter.desk, MEMBER, "") == "", "it went back"


def test_a_bill_that_the_card_has_paid_hinders_no_cash_for_the_others_of_its_payment() -> None:
    counter = a_desk(a_statement(cents=5000), a_statement("S-2", 2000))
    wish = a_wish(pays(S, 5000), pays("S-2", 2000))
    attempt = ask_card(wish, Money(5000), "T1", counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(5000), counter.desk)

    assert take_payment(replace(wish, tenders=(cash(2000),)), counter.desk, ROSA).paid == Money(7000)
