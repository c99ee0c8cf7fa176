"""What a payment depends on besides its wish: its shift, its account, whose notes count, and paper of this drawer."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import CREDIT_ACT
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.times import instant_text
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.ports.directory import DirectoryPage
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import GUARANTOR, MEMBER, NOW, ROSA, a_desk, a_member, a_statement, a_wish, cash, check, pays
from tests.fakes.terminal import approved

S = "S-48210377"


def test_a_shift_that_is_too_long_takes_no_more_but_for_a_card_that_was_charged() -> None:
    counter = a_desk()
    attempt = ask_card(a_wish(), Money(100), "T1", counter.desk, ROSA)
    counter.clock.forward(timedelta(hours=counter.desk.place.drawers.shift_most_h + 1).total_seconds())

    with pytest.raises(Refused, match="and a shift lasts 18 hours at most"):
        take_payment(a_wish(payment_id=UUID(int=7)), counter.desk, ROSA)
    assert settle_card(attempt.attempt_id, approved(100), counter.desk).taken is not None


def test_an_account_that_is_gone_from_the_desk_is_refused_but_where_the_money_is_taken() -> None:
    wish = replace(a_wish(pays("S-9", 41260)), member_number="1104882799", identified={"1104882799": "card scanned"})
    counter = a_desk(a_statement("S-9", member=wish.member_number), member=a_member(wish.member_number))
    attempt = ask_card(wish, Money(100), "T1", counter.desk, ROSA)
    counter.store.directory.members.clear()

    with pytest.raises(Refused, match="This member is not known at this desk any more"):
        take_payment(replace(wish, payment_id=UUID(int=7)), counter.desk, ROSA)
    settled = settle_card(attempt.attempt_id, approved(100), counter.desk)
    assert settled.taken is not None
    assert settled.taken.lines[0].line.facts["member_name"] == "Member, 2799"


def test_an_owners_flag_counts_whoever_pays_and_an_agencys_check_is_its_own() -> None:
    kevin = replace(a_member("11048828", name="Tran, Kevin"), notes=("Returned check: no checks until March",))
    counter = a_desk(a_statement(), a_statement("S-2", 5000, member=kevin.number))
    counter.know_members(kevin)
    seen = {MEMBER: "card scanned", kevin.number: "their statement seen"}
    wish = replace(a_wish(pays("S-2", 5000), tenders=(check(5000),)), identified=seen)

    with pytest.raises(Refused, match="no checks until March"):
        take_payment(wish, counter.desk, ROSA)
    late = Origin(kind=OriginKind.LATE, book="A-7", number=31, written_at=NOW, names=("Rosa", "Helen"))
    with pytest.raises(Refused, match="no checks until March"):
        take_payment(replace(wish, origin=late), counter.desk, ROSA)
    agency = replace(wish, origin=Origin(kind=OriginKind.AGENCY, batch=UUID(int=9)))
    assert take_payment(agency, counter.desk, ROSA).paid == Money(5000)


def test_a_bill_that_the_card_has_paid_hinders_no_cash_for_the_others_of_its_payment() -> None:
    counter = a_desk(a_statement(cents=5000), a_statement("S-2", 2000))
    wish = a_wish(pays(S, 5000), pays("S-2", 2000))
    attempt = ask_card(wish, Money(5000), "T1", counter.desk, ROSA)
    settle_card(attempt.attempt_id, approved(5000), counter.desk)

    assert take_payment(replace(wish, tenders=(cash(2000),)), counter.desk, ROSA).paid == Money(7000)


def test_a_payment_says_who_it_is_for_what_stays_open_and_when_the_ledger_spoke() -> None:
    counter = a_desk(a_statement(cents=5000), a_statement("S-2", 2000))
    spoke = NOW - timedelta(minutes=7)
    counter.store.directory.apply(DirectoryPage(epoch="", mark=0, after="1", more=False), spoke)

    taken = take_payment(a_wish(pays(S, 5000)), counter.desk, ROSA)

    facts = read_payment(taken.lines[0].line)
    assert (facts.member_name, facts.balances_as_of) == ("Tran, Mai Linh", instant_text(spoke))
    assert taken.open_after == Money(2000)


def test_money_without_an_account_speaks_its_payors_language_or_english() -> None:
    counter = a_desk()
    for number, (language, spoken) in enumerate((("es", "es"), ("", "en")), start=1):
        wish = replace(
            a_wish(pays("holding", 5000), payment_id=UUID(int=number)),
            member_number="",
            identified={},
            payor=Payor(name="Cole, Ann", language=language),
        )
        facts = read_payment(take_payment(wish, counter.desk, ROSA).lines[0].line)
        assert (facts.member_name, facts.language) == ("", spoken)


def test_money_on_an_account_and_for_its_bill_asks_for_the_bill_alone() -> None:
    """A guarantor's number is no bill's, also where there is a bill by that number."""
    flagged = replace(a_member("11048828", name="Tran, Kevin"), notes=("Returned check: no checks until March",))
    counter = a_desk(a_statement(), a_statement(GUARANTOR, 100, member=flagged.number))
    counter.know_members(flagged)
    wish = a_wish(pays(S, 41260), pays(f"credit:{GUARANTOR}", 1000), tenders=(check(42260),))
    word = InPerson(counter.desk).approve("helen", "helen's words", act=CREDIT_ACT, amount=Money(1000))

    assert take_payment(replace(wish, reason="ahead", approval=word), counter.desk, ROSA).paid == Money(42260)
