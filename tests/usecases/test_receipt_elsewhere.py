"""A receipt of another desk is the ledger's to show, and a copy of it this desk's to mark, count and record."""

from dataclasses import replace
from uuid import uuid4

import pytest

from cashier.domain.errors import LedgerAway, LedgerRefuses, NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.people import Role, Staff
from cashier.domain.receipt_seen import ReceiptSeen, read_seen
from cashier.usecases.ports.work import JobState
from cashier.usecases.receipt_elsewhere import copy_receipt, look_at_receipt
from cashier.usecases.reprint import say_not_printed, unsure_prints
from receipts.papers import lines_of, paper_document
from tests.domain.receipt_lines import NUMBER, seen
from tests.fakes.builders import OAK3, ROSA, a_desk


class Ledger:
    """Says one receipt, or why not."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble = trouble

    def receipt(self, number: str) -> ReceiptSeen:
        if self.trouble is not None:
            raise self.trouble
        assert number == NUMBER
        return seen()


def test_the_ledger_shows_it_and_nothing_is_written() -> None:
    counter = a_desk()
    before = counter.store.tables

    assert look_at_receipt(NUMBER, Ledger(), ROSA) == seen()
    assert counter.store.tables == before


def test_without_the_ledger_one_sentence_says_where_it_is() -> None:
    with pytest.raises(Refused, match="made at desk FRE2, and the ledger that has it does not answer"):
        look_at_receipt(NUMBER, Ledger(LedgerAway("The ledger cannot be reached.")), ROSA)
    with pytest.raises(LedgerRefuses, match="has no receipt"):
        look_at_receipt(NUMBER, Ledger(LedgerRefuses("The ledger has no receipt.")), ROSA)


def test_a_receipt_of_training_is_said_to_be_none_whoever_brings_it() -> None:
    away = Ledger(LedgerAway("The ledger cannot be reached."))

    with pytest.raises(Refused, match=r"^TRAINING-0000001 was printed in training\. No money was taken for it\.$"):
        look_at_receipt("TRAINING-0000001", away, ROSA)


def test_who_may_not_reprint_neither_sees_nor_copies_it() -> None:
    nobody = Staff(user="ann", name="Ann", role=Role.ADMINISTRATOR)
    counter = a_desk()

    with pytest.raises(NotAllowed):
        look_at_receipt(NUMBER, Ledger(), nobody)
    with pytest.raises(NotAllowed):
        copy_receipt(uuid4(), seen(), counter.desk, nobody)
    assert counter.store.tables.jobs == []


def test_its_copies_are_recorded_counted_and_marked_and_move_no_money() -> None:
    counter, copy_id = a_desk(), uuid4()

    assert [copy_receipt(copy_id, seen(), counter.desk, ROSA) for _ in range(2)] == [1, 2]
    first, second = [line for line in counter.store.lines() if line.kind in (LineKind.RECEIPT_COPIED, "reprinted")]
    assert (first.line_id, read_seen(first)) == (copy_id, seen())
    assert second.facts == {"receipt": str(copy_id), "copy": 2}
    assert first.transfers == second.transfers == ()
    jobs = counter.store.tables.jobs
    with counter.desk.open_reading() as work:
        papers = [paper_document(lines_of(job, work.journal), OAK3, job.copy) for job in jobs]
    assert [(paper.copy, paper.barcode) for paper in papers] == [(1, NUMBER), (2, NUMBER)]


def test_a_copy_that_did_not_come_out_is_printed_once_more() -> None:
    counter = a_desk()
    copy_receipt(uuid4(), seen(), counter.desk, ROSA)
    with counter.store.open_work() as work:
        work.jobs.move(1, JobState.UNKNOWN)
        work.commit()
    (job,) = unsure_prints(counter.desk)

    assert say_not_printed(job, counter.desk, ROSA) == 2


def test_one_whose_money_went_back_is_seen_and_never_printed_again() -> None:
    counter = a_desk()
    with pytest.raises(Refused, match="was voided: its money went back"):
        copy_receipt(uuid4(), replace(seen(), voided=True), counter.desk, ROSA)

    assert counter.store.tables.jobs == []
