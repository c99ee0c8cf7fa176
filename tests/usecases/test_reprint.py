"""Paper again is numbered, recorded and marked; a receipt that may have printed is the cashier's to say."""

from dataclasses import replace
from uuid import UUID

import pytest

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Role
from cashier.domain.scan import CARD_SENTENCE
from cashier.usecases.ports.work import JobState, PrintJob
from cashier.usecases.reprint import reprint, say_not_printed, say_printed, unsure_prints
from cashier.usecases.take_payment import take_payment
from tests.fakes.builders import ROSA, Counter, a_desk, a_wish
from tests.usecases.test_activity import carry

RECEIPT = "OAK3-0000001"


def _paid() -> Counter:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)
    return counter


def _unsure() -> tuple[Counter, PrintJob]:
    counter = _paid()
    with counter.store.open_work() as work:
        work.jobs.move(1, JobState.UNKNOWN)
        work.commit()
    (job,) = unsure_prints(counter.desk)
    return counter, job


def _jobs(counter: Counter) -> list[tuple[int, JobState]]:
    return [(job.copy, job.state) for job in counter.store.tables.jobs]


def test_copies_are_numbered_from_one_and_each_is_recorded() -> None:
    counter = _paid()

    assert [reprint(RECEIPT, counter.desk, ROSA) for _ in range(3)] == [1, 2, 3]
    records = [line for line in counter.store.lines() if line.kind is LineKind.REPRINTED]
    assert [dict(line.facts) for line in records] == [{"receipt": RECEIPT, "copy": copy} for copy in (1, 2, 3)]
    assert all(line.transfers == () for line in records)


@pytest.mark.parametrize("number", ["OAK3-0000002", "", "SFO1-0000001", "oak3-0000001"])
def test_a_receipt_that_is_not_this_desks_is_refused(number: str) -> None:
    counter = _paid()
    before = counter.store.tables

    with pytest.raises(Refused, match=r"was made at this desk\. Check the number"):
        reprint(number, counter.desk, ROSA)

    assert counter.store.tables == before


def test_a_card_number_as_a_receipt_number_is_not_repeated() -> None:
    with pytest.raises(Refused) as refused:
        reprint("4111111111111111", _paid().desk, ROSA)

    assert refused.value.sentence == CARD_SENTENCE


def test_who_may_not_print_again_does_not() -> None:
    with pytest.raises(Refused, match="may not print receipts again"):
        reprint(RECEIPT, _paid().desk, replace(ROSA, role=Role.AUDITOR))


def test_the_cashier_who_holds_the_paper_ends_the_question() -> None:
    counter, job = _unsure()
    say_printed(job, counter.desk)

    assert unsure_prints(counter.desk) == ()
    assert _jobs(counter) == [(0, JobState.CONFIRMED)]


def test_nothing_came_out_makes_one_marked_copy_however_often_it_is_said() -> None:
    counter, job = _unsure()

    assert [say_not_printed(job, counter.desk, ROSA) for _ in range(2)] == [1, 1]
    assert _jobs(counter) == [(0, JobState.GIVEN_UP), (1, JobState.QUEUED)]


def test_nothing_came_out_said_by_who_may_not_print_again_leaves_the_question_open() -> None:
    counter, job = _unsure()

    with pytest.raises(Refused, match="may not print receipts again"):
        say_not_printed(job, counter.desk, replace(ROSA, role=Role.AUDITOR))

    assert unsure_prints(counter.desk) == (job,)


def test_each_copy_is_the_next_one_however_many_there_are() -> None:
    counter = a_desk()
    receipt = take_payment(a_wish(), counter.desk, ROSA).receipt

    assert [reprint(receipt, counter.desk, ROSA) for _ in range(3)] == [1, 2, 3]
    with counter.desk.open_reading() as work:
        assert [job.copy for job in work.jobs.of(receipt)] == [0, 1, 2, 3]


def test_a_receipt_of_the_desk_whose_place_this_one_took_is_printed_as_another_desks() -> None:
    counter = _paid()
    (payment,) = [line for line in counter.store.lines() if line.kind is LineKind.PAYMENT]
    theirs = replace(payment, line_id=UUID(int=4 << 76), facts={**payment.facts, "receipt": "OAK2-0000008"})
    carry(counter, theirs)
    before = len(counter.store.lines())

    with pytest.raises(Refused, match="The desk before this one took OAK2-0000008"):
        reprint("OAK2-0000008", counter.desk, ROSA)

    assert len(counter.store.lines()) == before
    assert _jobs(counter) == [(0, JobState.QUEUED)]
