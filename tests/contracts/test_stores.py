"""What the use cases are promised of a desk's store: the same for the one in memory and the one on the disk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cashier.domain.card import Attempt, AttemptState
from cashier.domain.chain import chained, first_link
from cashier.domain.errors import StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.usecases.ports.work import Failures, Head, JobState, Mark, OpenWork
from tests.fakes.builders import MEMBER, NOW, OAK3, SHIFT_ID, TERMINAL, a_wish
from tests.fakes.memory_store import MemoryDesk
from tests.store.desk_store import a_check, a_payment, a_record, an_id, an_opening, new_store, paid_on


@pytest.fixture(params=["memory", "disk"])
def open_work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenWork]:
    if request.param == "memory":
        yield MemoryDesk(OAK3.desk).open_work
        return
    store = new_store(tmp_path / "desk")
    yield store.open_work
    store.close()


def take(open_work: OpenWork, count: int) -> str:
    """Commit one payment with its print job; returns its receipt number."""
    with open_work() as work:
        receipt = work.journal.next_receipt()
        work.journal.append(a_payment(receipt, count))
        work.jobs.add(receipt, 0)
        work.commit()
    return receipt


def an_attempt(service_id: str, count: int = 900) -> Attempt:
    return Attempt(
        attempt_id=an_id(count),
        service_id=service_id,
        terminal=TERMINAL,
        amount=Money(41260),
        wish=replace(a_wish(), tenders=()),
        asked_at=NOW,
        state=AttemptState.ASKED,
        asked_by="rosa",
        shift_id=SHIFT_ID,
    )


def test_an_empty_journal_begins_at_the_desks_first_link(open_work: OpenWork) -> None:
    with open_work() as work:
        assert work.journal.head() == Head(0, first_link(OAK3.desk))
        assert work.journal.mark() == Mark(received_through=0, epoch="", heard_at=None)
        assert work.journal.to_send() == 0
        assert work.journal.open_shift() is None


def test_a_line_gets_the_next_place_and_a_link_to_all_before(open_work: OpenWork) -> None:
    with open_work() as work:
        first, second = work.journal.append(a_record(1)), work.journal.append(a_record(2))
        work.commit()

    assert (first.sequence, second.sequence) == (1, 2)
    assert second.chain == chained(first.chain, 2, second.body)
    with open_work() as work:
        assert work.journal.head() == Head(2, second.chain)
        assert work.journal.after(0, 10) == (first, second)
        assert work.journal.after(1, 10) == (second,)
        assert work.journal.after(0, 1) == (first,)
        assert work.journal.line(an_id(2)) == second
        assert work.journal.line(an_id(3)) is None


def test_without_commit_nothing_was_written(open_work: OpenWork) -> None:
    with open_work() as work:
        work.journal.append(a_record(1))
        work.tries.add("rosa", NOW)

    with open_work() as work:
        assert work.journal.head().sequence == 0
        assert work.tries.failures("rosa") == Failures(0, None)


def test_a_fault_within_the_work_writes_nothing(open_work: OpenWork) -> None:
    def fail() -> None:
        with open_work() as work:
            work.journal.append(a_record(1))
            raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        fail()

    with open_work() as work:
        assert work.journal.head().sequence == 0


def test_one_line_id_stands_once(open_work: OpenWork) -> None:
    with open_work() as work:
        work.journal.append(a_record(1))
        work.commit()

    with pytest.raises(StoreTrouble), open_work() as work:
        work.journal.append(a_record(1))


def test_a_receipt_number_that_was_not_committed_is_drawn_again(open_work: OpenWork) -> None:
    with open_work() as work:
        lost = work.journal.next_receipt()
        work.journal.append(a_payment(lost, 1))

    assert [take(open_work, count) for count in (2, 3)] == [lost, "OAK3-0000002"]
    assert lost == "OAK3-0000001"


def test_later_parts_of_a_payment_stand_under_its_receipt(open_work: OpenWork) -> None:
    take(open_work, 1)
    with open_work() as work:
        receipt = work.journal.next_receipt()
        first = work.journal.append(a_payment(receipt, 2))
        work.commit()
    take_between = take(open_work, 3)
    with open_work() as work:
        later = work.journal.append(a_payment(receipt, 4, payment_id=an_id(2)))
        work.commit()

    with open_work() as work:
        assert work.journal.payment(an_id(2)) == (first, later)
        assert work.journal.receipt(receipt) == (first, later)
        assert work.journal.payment(an_id(4)) == ()
        assert take_between == "OAK3-0000003"
        assert work.journal.next_receipt() == "OAK3-0000004"


def test_a_payment_whose_first_line_has_another_id_is_found_by_its_own(open_work: OpenWork) -> None:
    with open_work() as work:
        line = work.journal.append(a_payment(work.journal.next_receipt(), 7, payment_id=an_id(70)))
        work.commit()

    with open_work() as work:
        assert work.journal.payment(an_id(70)) == (line,)


def test_the_open_shift_is_known(open_work: OpenWork) -> None:
    with open_work() as work:
        work.journal.append(an_opening())
        work.commit()
    take(open_work, 1)

    with open_work() as work:
        shift = work.journal.open_shift()
        assert shift is not None
        assert (shift.shift_id, shift.float_amount) == (SHIFT_ID, Money(20000))


def test_the_lines_that_paid_an_account_are_found_newest_first(open_work: OpenWork) -> None:
    with open_work() as work:
        journal = work.journal
        first = journal.append(a_payment(journal.next_receipt(), 1))
        other = journal.append(a_payment(journal.next_receipt(), 2))
        second = journal.append(replace(a_payment(journal.next_receipt(), 1), line_id=an_id(3)))
        codes = (paid_on(1), "receivable:S-none")
        assert journal.crediting(codes, 10) == (second, first)
        assert journal.crediting(codes, 1) == (second,)
        assert journal.crediting((paid_on(1), paid_on(2)), 2) == (second, other)
        assert journal.crediting((), 10) == ()


def test_what_was_applied_past_each_accounts_own_mark_adds_up(open_work: OpenWork) -> None:
    with open_work() as work:
        for count in (1, 2):
            work.journal.append(a_payment(work.journal.next_receipt(), count))
        again = replace(a_payment(work.journal.next_receipt(), 1, cents=250), line_id=an_id(3))
        work.journal.append(again)
        work.commit()

    with open_work() as work:
        journal = work.journal
        assert journal.applied_past({paid_on(1): 0, paid_on(2): 0}) == {
            paid_on(1): Money(5250),
            paid_on(2): Money(5000),
        }
        assert journal.applied_past({paid_on(1): 1, paid_on(2): 2}) == {paid_on(1): Money(250)}
        assert journal.applied_past({"receivable:S-none": 0}) == {}
        assert journal.applied_past({}) == {}


def test_only_payments_are_to_send(open_work: OpenWork) -> None:
    with open_work() as work:
        work.journal.append(an_opening())
        work.journal.append(a_record(2))
        work.commit()
    take(open_work, 3)
    take(open_work, 4)
    with open_work() as work:
        work.journal.append(a_record(5))
        work.commit()

    counts = []
    for through in range(6):
        with open_work() as work:
            work.journal.move_mark(Mark(received_through=through, epoch="e1", heard_at=NOW))
            work.commit()
        with open_work() as work:
            counts.append(work.journal.to_send())
    assert counts == [2, 2, 2, 1, 0, 0]


def test_that_the_ledger_holds_another_history_is_kept_until_it_does_not(open_work: OpenWork) -> None:
    said = []
    for sentence in ("The ledger has more lines.", ""):
        with open_work() as work:
            work.journal.set_differs(sentence)
            work.commit()
        with open_work() as work:
            work.journal.move_mark(Mark(received_through=0, epoch="e1", heard_at=NOW))
            said.append(work.journal.differs())

    assert said == ["The ledger has more lines.", ""]


def test_the_mark_is_kept_and_moves_back_in_a_new_epoch(open_work: OpenWork) -> None:
    later = Mark(received_through=2, epoch="e1", heard_at=NOW)
    restored = Mark(received_through=1, epoch="e2", heard_at=NOW + timedelta(seconds=5))
    for mark in (later, restored):
        with open_work() as work:
            work.journal.move_mark(mark)
            work.commit()
        with open_work() as work:
            assert work.journal.mark() == mark


def test_an_answer_that_comes_late_does_not_move_the_mark_back(open_work: OpenWork) -> None:
    heard_last = NOW + timedelta(seconds=5)
    for through, heard_at in ((2, NOW), (1, heard_last)):
        with open_work() as work:
            work.journal.move_mark(Mark(received_through=through, epoch="e1", heard_at=heard_at))
            work.commit()

    with open_work() as work:
        assert work.journal.mark() == Mark(received_through=2, epoch="e1", heard_at=heard_last)


def test_print_jobs_are_done_in_order_and_count_their_tries(open_work: OpenWork) -> None:
    receipts = [take(open_work, count) for count in (1, 2)]
    with open_work() as work:
        job = work.jobs.next()
        assert job is not None
        assert (job.receipt, job.copy, job.state, job.tries) == (receipts[0], 0, JobState.QUEUED, 0)
        work.jobs.move(job.job_id, JobState.SENDING)
        work.commit()

    with open_work() as work:
        following = work.jobs.next()
        assert following is not None
        assert (following.receipt, following.state, following.tries) == (receipts[0], JobState.SENDING, 1)
        work.jobs.move(job.job_id, JobState.UNKNOWN, "The printer fell silent.")
        work.commit()

    with open_work() as work:
        following = work.jobs.next()
        assert following is not None
        assert following.receipt == receipts[1]
        unknown = work.jobs.of(receipts[0])[0]
        assert (unknown.state, unknown.tries, unknown.words) == (JobState.UNKNOWN, 1, "The printer fell silent.")
        assert work.jobs.in_state(JobState.UNKNOWN) == (unknown,)
        work.jobs.move(job.job_id, JobState.CONFIRMED)
        work.commit()

    with open_work() as work:
        assert [done.receipt for done in work.jobs.in_state(JobState.CONFIRMED)] == [receipts[0]]
        assert work.jobs.in_state(JobState.UNKNOWN) == ()


def test_a_print_job_can_be_on_its_way_with_the_commit_that_adds_it(open_work: OpenWork) -> None:
    receipt = take(open_work, 1)
    with open_work() as work:
        work.jobs.move(1, JobState.CONFIRMED)
        work.jobs.add(receipt, copy=1, state=JobState.SENDING)
        work.commit()

    with open_work() as work:
        job = work.jobs.next()
        assert job is not None
        assert (job.copy, job.state, job.tries) == (1, JobState.SENDING, 1)


def test_a_receipt_without_a_job_is_unprinted_until_one_is_added(open_work: OpenWork) -> None:
    take(open_work, 1)
    with open_work() as work:
        receipt = work.journal.next_receipt()
        work.journal.append(a_payment(receipt, 2))
        work.commit()
    with open_work() as work:
        assert work.jobs.unprinted_payments() == (receipt,)
        work.jobs.add(receipt, 0)
        assert work.jobs.unprinted_payments() == ()
        work.commit()

    with open_work() as work:
        assert work.jobs.unprinted_payments() == ()


def test_an_attempt_comes_back_as_it_was_asked(open_work: OpenWork) -> None:
    with open_work() as work:
        attempt = an_attempt(work.attempts.next_service_id())
        work.attempts.add(attempt)
        work.commit()

    with open_work() as work:
        assert work.attempts.get(attempt.attempt_id) == attempt
        assert work.attempts.unsettled() == (attempt,)
        assert attempt.wish.identified == {MEMBER: "card scanned, name heard"}
        work.attempts.move(attempt.attempt_id, AttemptState.UNKNOWN, "The terminal fell silent.")
        work.commit()
    with open_work() as work:
        unknown = replace(attempt, state=AttemptState.UNKNOWN, words="The terminal fell silent.")
        assert work.attempts.unsettled() == (unknown,)
        work.attempts.move(attempt.attempt_id, AttemptState.DECLINED)
        work.commit()
    with open_work() as work:
        assert work.attempts.unsettled() == ()
        assert work.attempts.get(an_id(901)) is None


def test_a_service_id_is_short_and_never_given_twice(open_work: OpenWork) -> None:
    given = []
    for _ in range(3):
        with open_work() as work:
            given += [work.attempts.next_service_id(), work.attempts.next_service_id()]
            work.commit()

    assert len(set(given)) == 6
    assert all(len(service_id) <= 10 for service_id in given)


def test_failed_sign_ins_are_counted_until_a_good_one(open_work: OpenWork) -> None:
    for seconds in (0, 3):
        with open_work() as work:
            work.tries.add("rosa", NOW + timedelta(seconds=seconds))
            work.commit()

    with open_work() as work:
        assert work.tries.failures("rosa") == Failures(2, NOW + timedelta(seconds=3))
        assert work.tries.failures("helen") == Failures(0, None)
        work.tries.clear("rosa")
        work.commit()
    with open_work() as work:
        assert work.tries.failures("rosa") == Failures(0, None)


def test_what_suspends_and_resumes_is_found_among_all_lines(open_work: OpenWork) -> None:
    kinds = (LineKind.SIGNED_IN, LineKind.SUSPENDED, LineKind.SIGNED_IN, LineKind.RESUMED, LineKind.SUSPENDED)
    with open_work() as work:
        for count, kind in enumerate(kinds, start=1):
            work.journal.append(replace(a_record(count), kind=kind))
        work.commit()
        assert [n.sequence for n in work.journal.suspensions(9)] == [2, 4, 5]
        assert [n.sequence for n in work.journal.suspensions(2)] == [4, 5]


def test_a_check_is_found_again_by_what_is_known_of_it_the_last_payment_first(open_work: OpenWork) -> None:
    for count, number in ((1, "1043"), (2, "0001043"), (3, "7")):
        with open_work() as work:
            paid = a_payment(work.journal.next_receipt(), count, tender=a_check(number))
            work.journal.append(paid)
            work.commit()

    with open_work() as work:
        found = work.journal.taken_for(("tok:1043", "tok:8"))
        assert {item: numbered.line.line_id for item, numbered in found.items()} == {"tok:1043": an_id(2)}


def test_a_payors_cash_is_found_among_all_lines(open_work: OpenWork) -> None:
    take(open_work, 1)
    take(open_work, 2)
    with open_work() as work:
        work.journal.append(a_record(3))
        assert [n.sequence for n in work.journal.cash_of(f"member:{MEMBER}", 9)] == [1, 2]
        assert [n.sequence for n in work.journal.cash_of(f"member:{MEMBER}", 1)] == [2]
        assert work.journal.cash_of("name:kevin tran", 9) == ()


def test_what_was_agreed_is_found_by_what_it_is_about_past_its_mark(open_work: OpenWork) -> None:
    with open_work() as work:
        for count, thing in enumerate(("S-1", "S-2", "S-1")):
            work.journal.append(replace(a_record(count), kind=LineKind.DUE_DATE_EXTENDED, facts={"about": thing}))
        work.journal.append(replace(a_record(9), facts={"about": "S-1"}))  # A sign-in agrees to nothing.
        found = work.journal.arranged_past({"S-1": 0, "S-2": 2, "S-9": 0})
        assert {thing: [line.line_id for line in lines] for thing, lines in found.items()} == {
            "S-1": [an_id(0), an_id(2)]
        }
        assert work.journal.arranged_past({"S-1": 3}) == {}
