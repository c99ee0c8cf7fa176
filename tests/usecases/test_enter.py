"""What no member brings is entered once: a paper number is used up, a batch's items count, a closed one takes none."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cashier.domain.batch import Batch, Entered
from cashier.domain.correction import Why
from cashier.domain.errors import FieldRefused, LedgerAway, LedgerRefuses, Refused
from cashier.domain.money import Money
from cashier.domain.origin import Origin, OriginKind
from cashier.domain.payment import TakePayment
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Approval, Right
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.domain.sign_in import TryLater
from cashier.domain.statements import Member
from cashier.domain.void import Void, void_act
from cashier.usecases.close_shift import close_sheet
from cashier.usecases.correct_payment import void_payment
from cashier.usecases.enter import (
    close_batch,
    current_batch,
    enter,
    entered_numbers,
    missing_of,
    must_be_unknown,
    open_batch,
    open_statements,
    owners_of,
)
from cashier.usecases.look_at_tender import look_at
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.sign_in import InPerson, countersign
from cashier.usecases.take_payment import take_payment
from tests.domain.test_origin import BATCH
from tests.domain.written import LATE
from tests.fakes.builders import (
    HELEN,
    MEMBER,
    NOW,
    ROSA,
    Counter,
    a_desk,
    a_member,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)

BILL = "S-48210377"


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement(BILL, 90_000))


def _wish(count: int, origin: Origin | None, cents: int = 4500, code: str = BILL, note: str = "") -> TakePayment:
    wish = a_wish(pays(code, cents, note), tenders=(cash(cents),), payment_id=UUID(int=count << 80 | 7 << 76 | 2 << 62))
    return replace(wish, member_number="", identified={}, origin=origin)


def _batch(counter: Counter) -> Batch:
    return open_batch(BATCH, HELEN, counter.desk, ROSA)


def _void(counter: Counter, receipt: str) -> Void:
    word = InPerson(counter.desk).approve(
        "helen", "helen's words", act=void_act(receipt), amount=Money(4500), right=Right.APPROVE_CORRECTIONS
    )
    return Void(
        line_id=UUID(int=78),
        receipt=receipt,
        why=Why(reason="paid_twice"),
        without_receipt="came by mail",
        approval=word,
    )


def test_a_paper_receipt_is_a_payment_like_any_other_known_by_its_statement(counter: Counter) -> None:
    taken = enter(_wish(1, LATE), counter.desk, ROSA)

    facts = read_payment(taken.lines[0].line)
    assert (facts.member_number, facts.identified) == (MEMBER, {MEMBER: "paper receipt B12-57"})
    assert facts.paid == Money(4500)
    assert [job.receipt for job in counter.store.tables.jobs] == [taken.receipt]


def test_its_number_is_entered_once_and_again_is_the_same(counter: Counter) -> None:
    first = enter(_wish(1, LATE), counter.desk, ROSA)

    assert enter(_wish(1, LATE), counter.desk, ROSA).receipt == first.receipt
    with pytest.raises(FieldRefused, match="Receipt 57 of book B12 was entered before") as refused:
        enter(_wish(2, replace(LATE, book="b12")), counter.desk, ROSA)
    assert refused.value.field == "paper"
    enter(_wish(3, replace(LATE, book="B13")), counter.desk, ROSA)


RECEIPT = replace(LATE, book="OAK4-0000012", number=0)


@pytest.mark.parametrize("origin", [LATE, RECEIPT])
def test_two_windows_of_a_desk_enter_one_paper_once(counter: Counter, origin: Origin) -> None:
    desk, opens = counter.desk, [lambda: enter(_wish(2, origin), counter.desk, ROSA)]

    def other_first() -> AbstractContextManager[UnitOfWork]:
        if opens:
            opens.pop()()  # Between this window's look at its form and its commit.
        return desk.open_work()

    with pytest.raises(FieldRefused, match="was entered before"):
        enter(_wish(1, origin), replace(desk, open_work=other_first), ROSA)
    assert len(counter.store.lines()) == 2  # The drawer's opening is one.


class _Ledger:
    """Answers about one receipt, or raises."""

    def __init__(self, answer: ReceiptSeen | Exception) -> None:
        self.answer = answer

    def receipt(self, number: str) -> ReceiptSeen:
        assert number == "OAK4-0000012"
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_a_dead_desks_receipt_is_entered_once(counter: Counter) -> None:
    taken = enter(_wish(1, RECEIPT), counter.desk, ROSA)

    facts = read_payment(taken.lines[0].line)
    assert facts.identified == {MEMBER: "paper receipt OAK4-0000012"}
    with pytest.raises(FieldRefused, match="Receipt OAK4-0000012 was entered before") as refused:
        enter(_wish(2, replace(RECEIPT, book=" oak4-0000012")), counter.desk, ROSA)
    assert refused.value.field == "book"


def test_a_dead_desks_receipt_that_was_entered_wrong_and_voided_is_entered_again(counter: Counter) -> None:
    wrong = enter(_wish(1, RECEIPT), counter.desk, ROSA)
    void_payment(_void(counter, wrong.receipt), counter.desk, ROSA)

    again = enter(_wish(2, RECEIPT, cents=5400), counter.desk, ROSA)

    assert again.receipt != wrong.receipt
    with pytest.raises(FieldRefused, match="entered before"):
        enter(_wish(3, RECEIPT), counter.desk, ROSA)
    assert entered_numbers(RECEIPT.book, counter.desk) == (0,)


def test_a_desk_enters_no_receipt_of_its_own(counter: Counter) -> None:
    own = replace(RECEIPT, book=f"{counter.desk.place.desk}-0000001")
    with pytest.raises(FieldRefused, match="a receipt of this desk") as refused:
        enter(_wish(1, own), counter.desk, ROSA)
    assert refused.value.field == "book"


def test_what_the_ledger_has_is_not_entered(counter: Counter) -> None:
    paid = take_payment(a_wish(pays(BILL, 6000), tenders=(cash(6000),)), counter.desk, ROSA)
    taken = replace(paid.lines[0].line, business_date=date(2026, 11, 20))  # Of a shift of the evening before.
    seen = ReceiptSeen(number="OAK4-0000012", region="ncal", center_name="Oakland", lines=(taken,))

    with pytest.raises(FieldRefused, match=r"has OAK4-0000012 already: \$60.00, taken on Nov 20, 2026\.") as refused:
        must_be_unknown(RECEIPT, _Ledger(seen))
    assert refused.value.field == "book"
    stands = LedgerRefuses("Receipt OAK4-0000012 was entered from its paper at OAK5.", "receipt")
    with pytest.raises(FieldRefused, match="entered from its paper at OAK5"):
        must_be_unknown(RECEIPT, _Ledger(stands))


@pytest.mark.parametrize("answer", [LedgerRefuses("The ledger has no receipt."), LedgerAway("It does not answer.")])
def test_what_the_ledger_does_not_know_is_entered(answer: Exception) -> None:
    must_be_unknown(RECEIPT, _Ledger(answer))
    must_be_unknown(LATE, _Ledger(AssertionError("a book's number is nobody's receipt")))


def test_what_is_missing_of_a_book_is_listed(counter: Counter) -> None:
    for count, number in enumerate((57, 60, 58), start=1):
        enter(_wish(count, replace(LATE, number=number)), counter.desk, ROSA)

    assert missing_of("b12", counter.desk) == (59,)
    assert missing_of("B99", counter.desk) == ()


def test_a_statement_that_nobody_knows_is_held_with_its_clues(counter: Counter) -> None:
    with pytest.raises(Refused, match="Hold the money"):
        enter(_wish(1, LATE, code="S-1"), counter.desk, ROSA)
    taken = enter(_wish(1, LATE, code="holding", note="a Mr. Tran, for an X-ray"), counter.desk, ROSA)

    assert read_payment(taken.lines[0].line).member_number == ""


def test_from_the_window_nothing_is_entered_here(counter: Counter) -> None:
    with pytest.raises(Refused, match="where the money comes from"):
        enter(_wish(1, None), counter.desk, ROSA)


def test_a_batch_counts_its_items_and_closes_on_its_total(counter: Counter) -> None:
    batch = _batch(counter)
    assert _batch(counter) == batch, "the same opening twice is one"
    enter(_wish(1, batch.origin), counter.desk, ROSA)
    enter(_wish(9, LATE), counter.desk, ROSA)
    assert current_batch(counter.desk) == (batch, Entered(1, Money(4500)))
    with pytest.raises(Refused, match="1 of 2 items"):
        close_batch(batch, counter.desk, ROSA)
    enter(_wish(2, batch.origin), counter.desk, ROSA)

    assert close_batch(batch, counter.desk, ROSA) == Entered(2, Money(9000))
    assert current_batch(counter.desk) is None
    with pytest.raises(Refused, match="is closed"):
        close_batch(batch, counter.desk, ROSA)
    with pytest.raises(Refused, match="Open the batch first"):
        enter(_wish(3, batch.origin), counter.desk, ROSA)


def test_a_drawer_does_not_close_on_an_open_batch(counter: Counter) -> None:
    batch = _batch(counter)
    assert "batch of mail is open" in close_sheet(counter.desk, ROSA).blocked_by[0]
    close_batch(batch, counter.desk, ROSA, second=HELEN, reason="nothing in it was money")
    assert close_sheet(counter.desk, ROSA).blocked_by == ()


@pytest.mark.parametrize("member", [a_member(), replace(a_member(), notes=("Returned check: no checks until March",))])
def test_a_mailed_check_that_something_stands_against_waits_for_another_person(member: Member) -> None:
    """The approver is not the requester, and says so to this check, this amount and all that stands against it (R5)."""
    counter = a_desk(a_statement(BILL, 90_000), member=member)
    mail = _batch(counter).origin
    paper = replace(check(4500), in_full=True, account=counter.desk.sealer.seal_account("121000248", "0012345678"))
    wanted = look_at(paper, (), counter.desk, owners_of((pays(BILL, 4500),), counter.desk))
    assert wanted is not None
    rosas, helens = (
        Approval(approver=each.user, approver_name=each.name, act=wanted.act, amount=Money(4500), given_at=NOW)
        for each in (ROSA, HELEN)
    )
    for agreed, sentence in (
        (None, "A lead has to agree"),
        (rosas, "Nobody approves for themselves"),
        (replace(helens, amount=Money(4501)), "given for something else"),
        (replace(helens, act="check 1043, although it was taken before"), "given for something else"),
    ):
        tenders = (replace(paper, agreed=agreed),)
        with pytest.raises(Refused, match=sentence):
            enter(replace(_wish(1, mail), tenders=tenders), counter.desk, ROSA)
    taken = enter(replace(_wish(1, mail), tenders=(replace(paper, agreed=helens),)), counter.desk, ROSA)
    assert taken.paid == Money(4500)

    with pytest.raises(Refused, match=r"was taken before: \$45\.00 on Nov 21"):
        enter(replace(_wish(2, mail, 4600), tenders=(replace(paper, amount=Money(4600)),)), counter.desk, ROSA)


def test_a_batch_that_was_never_opened_takes_nothing(counter: Counter) -> None:
    with pytest.raises(Refused, match="Open the batch first"):
        enter(_wish(1, Origin(kind=OriginKind.MAIL, batch=UUID(int=9))), counter.desk, ROSA)


def test_the_second_person_signs_with_a_passphrase_of_their_own(counter: Counter) -> None:
    assert countersign("helen", "helen's words", counter.desk) == HELEN
    with pytest.raises(TryLater):
        countersign("helen", "wrong", counter.desk)


def test_what_is_open_on_other_statements_is_shown_and_nothing_that_is_confidential(counter: Counter) -> None:
    counter.know(a_statement("S-2", 700), replace(a_statement("S-3", 900), confidential=True), a_statement("S-4", 5))

    shown = open_statements((BILL, "S-2", "S-3", "S-9"), counter.desk, ROSA)
    assert {(statement.number, statement.open.cents) for statement in shown} == {(BILL, 90_000), ("S-2", 700)}
    assert open_statements((), counter.desk, ROSA) == ()


def test_another_batch_than_the_open_one_takes_nothing_and_is_not_closed(counter: Counter) -> None:
    batch = _batch(counter)
    other = replace(batch, batch_id=UUID(int=99))

    with pytest.raises(Refused, match="Open the batch first"):
        enter(_wish(1, other.origin), counter.desk, ROSA)
    with pytest.raises(Refused, match="This batch is closed"):
        close_batch(other, counter.desk, ROSA)
    with pytest.raises(Refused, match="Open your drawer first"):
        close_batch(batch, a_desk(is_open=False).desk, ROSA)


def test_what_came_over_the_counter_is_no_item_and_what_was_voided_is_none_any_more(counter: Counter) -> None:
    batch = _batch(counter)
    take_payment(a_wish(pays(BILL, 100), payment_id=UUID(int=77)), counter.desk, ROSA)
    taken = enter(_wish(1, batch.origin), counter.desk, ROSA)
    assert current_batch(counter.desk) == (batch, Entered(1, Money(4500)))
    void_payment(_void(counter, taken.receipt), counter.desk, ROSA)

    assert current_batch(counter.desk) == (batch, Entered(0, Money(0)))


def test_a_member_who_is_known_is_told_with_the_origin_also_where_another_owns_the_bill(counter: Counter) -> None:
    counter.know_members(a_member("11048828", name="Tran, Kevin"))
    taken = enter(replace(_wish(1, LATE), member_number="11048828"), counter.desk, ROSA)

    facts = read_payment(taken.lines[0].line)
    assert facts.member_number == "11048828"
    assert set(facts.identified) == {MEMBER, "11048828"}
