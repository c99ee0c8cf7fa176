"""Taking money is one commit: the line, its transfers and its paper together, once, or nothing at all."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from cashier.domain.errors import Refused, StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment import CREDIT_ACT
from cashier.domain.payor import Payor
from cashier.domain.people import Approval, Right
from cashier.domain.tender_terms import TenderTable, usual_terms
from cashier.domain.tenders import TenderKind
from cashier.security.box import make_box_key
from cashier.security.sealing import OfficeSealer
from cashier.usecases.card_payment import ask_card
from cashier.usecases.look_at_tender import look_at
from cashier.usecases.ports.work import JobState
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import add_receipt, begin_payment, finish_payment, take_payment
from tests.fakes.builders import (
    GUARANTOR,
    HELEN,
    MEMBER,
    NOW,
    OAK3,
    ROSA,
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
SEALER = OfficeSealer(office_public=make_box_key().public, token_key=b"organization")


def _payments(counter: Counter) -> int:
    return sum(line.kind is LineKind.PAYMENT for line in counter.store.lines())


def test_a_payment_is_a_line_its_transfers_and_a_print_job_in_one_commit() -> None:
    counter = a_desk()
    before = counter.store.commits
    taken = take_payment(a_wish(tenders=(cash(45000),)), counter.desk, ROSA)

    assert (taken.receipt, taken.change, taken.paid, taken.open_after) == (
        "OAK3-0000001",
        Money(3740),
        Money(41260),
        Money(0),
    )
    assert (taken.opens_drawer, taken.again) == (True, False)
    assert counter.store.commits == before + 1
    assert [(job.receipt, job.copy) for job in counter.store.tables.jobs] == [("OAK3-0000001", 0)]
    assert taken.sequence == len(counter.store.lines())


def test_a_desk_whose_ledger_holds_another_history_takes_no_more_and_answers_for_what_it_took() -> None:
    counter = a_desk()
    wish = a_wish(tenders=(cash(45000),))
    before = take_payment(wish, counter.desk, ROSA)
    with counter.desk.open_work() as work:
        work.journal.set_differs("The ledger has more lines of this desk than its journal.")
        work.commit()

    assert take_payment(wish, counter.desk, ROSA).receipt == before.receipt
    other = replace(wish, payment_id=UUID(int=77))
    with pytest.raises(Refused, match=r"more lines .+ Take no more payments here"):
        take_payment(other, counter.desk, ROSA)
    with pytest.raises(Refused, match="Take no more payments here"):
        ask_card(other, Money(100), "T1", counter.desk, ROSA)
    assert _payments(counter) == 1


def test_enter_twice_is_one_payment_with_one_answer_and_one_drawer_pulse() -> None:
    counter = a_desk()
    first = take_payment(a_wish(tenders=(check(41260),)), counter.desk, ROSA)
    again = take_payment(a_wish(tenders=(check(41260),)), counter.desk, ROSA)

    assert again == replace(first, again=True, opens_drawer=False)
    assert _payments(counter) == 1
    assert len(counter.store.tables.jobs) == 1


@pytest.mark.parametrize(
    "other",
    [
        a_wish(tenders=(cash(50000),)),
        a_wish(tenders=(check(41260),)),
        a_wish(pays(S, 100)),
        a_wish(pays(S, 41260), pays("holding", 100)),
        a_wish(pays("holding", 41260)),
    ],
)
def test_another_wish_under_an_id_that_is_used_up_is_refused(other: object) -> None:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)

    with pytest.raises(Refused) as refused:
        take_payment(other, counter.desk, ROSA)  # type: ignore[arg-type]

    assert refused.value.sentence.startswith("Receipt OAK3-0000001 was taken for this already.")
    assert _payments(counter) == 1


@pytest.mark.parametrize(
    "wish",
    [
        a_wish(pays(S, 0)),
        a_wish(pays(S, 41261)),
        a_wish(pays("S-7", 100)),
        a_wish(tenders=(cash(1),)),
        replace(a_wish(), identified={}),
        replace(a_wish(), payor=Payor(name="4111111111111111")),
        replace(a_wish(), member_number="99999999"),
    ],
)
def test_what_is_refused_writes_nothing_and_uses_up_no_receipt_number(wish: object) -> None:
    counter = a_desk()
    before = counter.store.tables

    with pytest.raises(Refused):
        take_payment(wish, counter.desk, ROSA)  # type: ignore[arg-type]

    assert counter.store.tables == before
    assert take_payment(a_wish(), counter.desk, ROSA).receipt == "OAK3-0000001"


def test_receipt_numbers_are_gapless_after_refusals_and_a_store_that_failed() -> None:
    counter = a_desk(a_statement(cents=100_000))
    receipts = []
    for number in range(1, 6):
        wish = a_wish(pays(S, 100 * number), payment_id=UUID(int=number))
        with pytest.raises(Refused):
            take_payment(replace(wish, tenders=(cash(1),)), counter.desk, ROSA)
        counter.store.fails_with = "The disk is full."
        with pytest.raises(StoreTrouble):
            take_payment(wish, counter.desk, ROSA)
        counter.store.fails_with = ""
        receipts.append(take_payment(wish, counter.desk, ROSA).receipt)

    assert receipts == [f"OAK3-{number:07d}" for number in range(1, 6)]


def test_without_a_drawer_no_money_is_taken() -> None:
    counter = a_desk(is_open=False)

    with pytest.raises(Refused) as refused:
        take_payment(a_wish(), counter.desk, ROSA)

    assert refused.value.sentence == "Open your drawer first: count its float."


def test_into_a_colleagues_drawer_no_money_is_taken() -> None:
    with pytest.raises(Refused, match="This drawer is Rosa Delgado's"):
        take_payment(a_wish(), a_desk().desk, HELEN)


def test_a_balance_that_another_channel_changed_is_said_before_the_money_is_taken() -> None:
    counter = a_desk()
    wish = replace(a_wish(pays(S, 30000)), seen={S: "e1.1.0.0"})
    counter.know(replace(a_statement(cents=31260), version="e1.2"))

    with pytest.raises(Refused, match=r"changed: \$312\.60 is open now"):
        take_payment(wish, counter.desk, ROSA)

    assert take_payment(replace(wish, seen={S: "e1.2.0.0"}), counter.desk, ROSA).open_after == Money(1260)


def test_the_business_date_is_the_shifts_whatever_the_clock_says() -> None:
    counter = a_desk()
    counter.clock.forward(17 * 3600)
    take_payment(a_wish(), counter.desk, ROSA)

    line = counter.store.lines()[-1]
    assert line.business_date is not None
    assert (line.business_date.isoformat(), line.taken_at) == ("2026-11-21", counter.clock.now)


def test_credit_is_taken_on_the_word_of_a_second_person() -> None:
    counter = a_desk()
    approval = InPerson(counter.desk).approve("helen", "helen's words", act=CREDIT_ACT, amount=Money(5000))
    wish = replace(a_wish(pays(f"credit:{GUARANTOR}", 5000)), reason="pays ahead", approval=approval)

    own = Approval(approver="rosa", approver_name="", act=CREDIT_ACT, amount=Money(5000), given_at=NOW)

    with pytest.raises(Refused, match="needs a lead's approval"):
        take_payment(replace(wish, approval=None), counter.desk, ROSA)
    with pytest.raises(Refused, match="Nobody approves for themselves"):
        take_payment(replace(wish, approval=own), counter.desk, ROSA)

    assert take_payment(wish, counter.desk, ROSA).paid == Money(5000)


def test_finishing_what_was_never_begun_prints_nothing() -> None:
    counter = a_desk()

    assert finish_payment(UUID(int=1), counter.desk) is None
    assert counter.store.tables.jobs == []


def test_finishing_a_payment_that_has_its_paper_prints_nothing_more() -> None:
    counter = a_desk()
    taken = take_payment(a_wish(), counter.desk, ROSA)

    assert finish_payment(a_wish().payment_id, counter.desk) == replace(taken, again=True, opens_drawer=False)
    assert len(counter.store.tables.jobs) == 1


def test_a_payment_that_was_begun_is_committed_once_and_nobody_elses_work_with_it() -> None:
    counter = a_desk()
    begun = begin_payment(a_wish(tenders=(cash(41260),)), counter.desk, ROSA)
    assert begun.commit() == begun.taken
    before = counter.store.commits

    with counter.desk.open_work() as other:
        other.jobs.add("OAK3-0000009", 0)
        with pytest.raises(RuntimeError, match="committed once"):
            begun.commit()
    assert counter.store.commits == before
    assert _payments(counter) == 1


def test_a_payment_that_is_begun_and_not_committed_is_not_there() -> None:
    counter = a_desk()
    counter.store.fails_with = "The disk is full."
    with pytest.raises(StoreTrouble):
        begin_payment(a_wish(tenders=(cash(41260),)), counter.desk, ROSA).commit()
    assert _payments(counter) == 0

    counter.store.fails_with = ""
    assert take_payment(a_wish(tenders=(cash(41260),)), counter.desk, ROSA).paid == Money(41260)
    assert _payments(counter) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_a_receipt_is_on_its_way_with_its_payment_where_the_printer_waits_for_it(waits: bool) -> None:
    counter = a_desk()

    begin_payment(a_wish(tenders=(cash(41260),)), counter.desk, ROSA, printer_waits=waits).commit()

    (job,) = counter.store.tables.jobs
    assert (job.copy, job.state) == (0, JobState.SENDING if waits else JobState.QUEUED)


def test_a_check_that_was_taken_before_is_taken_again_on_a_leads_word_alone() -> None:
    counter = a_desk(a_statement(cents=100_000))
    sealed = replace(check(5000), account=counter.desk.sealer.seal_account("121000248", "0012345678"))
    first = a_wish(pays(S, 5000), tenders=(sealed,), payment_id=UUID(int=1))
    again = a_wish(pays(S, 6000), tenders=(replace(sealed, amount=Money(6000)),), payment_id=UUID(int=2))
    taken = take_payment(first, counter.desk, ROSA)

    with pytest.raises(Refused, match=f"was taken before: .50.00 on Nov 21, receipt {taken.receipt}"):
        take_payment(again, counter.desk, ROSA)
    assert take_payment(first, counter.desk, ROSA).again, "Enter twice is still one payment"

    wanted = look_at(again.tenders[0], (), counter.desk)
    assert wanted is not None
    asked = {"act": wanted.act, "amount": Money(6000), "right": Right.AGREE_TO_CHECKS}
    word = InPerson(counter.desk).approve("helen", "helen's words", **asked)  # type: ignore[arg-type]
    agreed = replace(again, tenders=(replace(again.tenders[0], agreed=word),))
    assert take_payment(agreed, counter.desk, ROSA).paid == Money(6000)
    assert counter.store.lines()[-1].facts["tenders"][0]["agreed"]["name"] == "Helen Park"


def test_a_check_on_an_account_with_a_returned_one_needs_a_lead() -> None:
    counter = a_desk()
    account = counter.desk.sealer.seal_account("121000248", "0012345678")
    wish = a_wish(tenders=(replace(check(41260), account=account),))
    counter.store.directory.returned[account.token] = wish_day = date(2026, 11, 21)

    with pytest.raises(Refused, match="came back unpaid"):
        take_payment(wish, counter.desk, ROSA)

    counter.store.directory.returned[account.token] = wish_day - timedelta(days=1)
    assert take_payment(wish, counter.desk, ROSA).paid == Money(41260)


@pytest.mark.parametrize(("before", "now"), [("998877665", "0998877665"), ("0998877665", "998877665")])
@pytest.mark.parametrize("as_once", [False, True])
def test_an_account_is_the_same_with_leading_zeros_and_without(before: str, now: str, as_once: bool) -> None:
    """``as_once``: the first line is from before leading zeros were left out of the token."""
    counter = a_desk(a_statement(cents=100_000))
    first, again = (
        replace(check(5000), account=SEALER.seal_account("121000248", account)) for account in (before, now)
    )
    assert first.account is not None
    if as_once:
        once = replace(first.account, token=first.account.typed or first.account.token, typed="", padded=())
        first = replace(first, account=once)
    assert first.account is not None
    take_payment(a_wish(pays(S, 5000), tenders=(first,), payment_id=UUID(int=1)), counter.desk, ROSA)

    with pytest.raises(Refused, match="was taken before"):
        take_payment(a_wish(pays(S, 6000), tenders=(again,), payment_id=UUID(int=2)), counter.desk, ROSA)

    counter.store.directory.returned[first.account.token] = date(2026, 11, 21)
    other = replace(again, number="77")
    with pytest.raises(Refused, match="came back unpaid"):
        take_payment(a_wish(pays(S, 6000), tenders=(other,), payment_id=UUID(int=3)), counter.desk, ROSA)


def test_a_member_who_is_flagged_pays_by_check_on_a_leads_word_alone() -> None:
    counter = a_desk(member=replace(a_member(), notes=("Returned check: no checks until March",)))
    wish = a_wish(tenders=(check(41260),))

    with pytest.raises(Refused, match=r"The account says: Returned check: no checks until March\. A lead has to agree"):
        take_payment(wish, counter.desk, ROSA)
    wanted = look_at(check(41260), (), counter.desk, (MEMBER,))
    assert wanted is not None

    asked = {"act": wanted.act, "amount": Money(41260), "right": Right.AGREE_TO_CHECKS}
    word = InPerson(counter.desk).approve("helen", "helen's words", **asked)  # type: ignore[arg-type]
    assert take_payment(a_wish(tenders=(replace(check(41260), agreed=word),)), counter.desk, ROSA).paid == Money(41260)


def test_a_flagged_member_pays_with_a_money_order_as_anybody_does() -> None:
    counter = a_desk(member=replace(a_member(), notes=("Returned check: no checks until March",)))

    assert take_payment(a_wish(tenders=(money_order(41260),)), counter.desk, ROSA).paid == Money(41260)


def test_the_drawer_opens_for_what_the_terms_say() -> None:
    counter = a_desk()
    closed = TenderTable({TenderKind.CHECK: replace(usual_terms(TenderKind.CHECK), opens_drawer=False)})
    desk = replace(counter.desk, place=replace(OAK3, rules=replace(OAK3.rules, tenders=closed)))

    assert not take_payment(a_wish(pays(S, 100), tenders=(check(100),)), desk, ROSA).opens_drawer
    both = a_wish(pays(S, 300), tenders=(check(100, "2"), cash(200)), payment_id=UUID(int=9))
    assert take_payment(both, desk, ROSA).opens_drawer


def test_each_paper_of_a_receipt_is_the_next_copy() -> None:
    counter = a_desk()
    receipt = take_payment(a_wish(tenders=(cash(41260),)), counter.desk, ROSA).receipt

    with counter.desk.open_work() as work:
        assert [add_receipt(receipt, work) for _ in range(3)] == [1, 2, 3]
