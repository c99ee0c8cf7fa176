"""Paper receipts that were entered are found by their book; one that was voided and entered again, once."""

from dataclasses import replace
from pathlib import Path

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.domain.line import Line, LineKind
from cashier.domain.origin import Origin
from cashier.usecases.ports.work import UnitOfWork
from tests.domain.written import LATE
from tests.store.desk_store import a_payment, a_record, new_store

PRINTED = replace(LATE, book="OAK4-0000012", number=0)


def _entered(work: UnitOfWork, count: int, origin: Origin) -> Line:
    paid = a_payment(work.journal.next_receipt(), count)
    line = replace(paid, facts={**paid.facts, "origin": origin.facts()})
    work.journal.append(line)
    return line


def test_the_papers_of_a_book_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        for count, number in enumerate((58, 57), start=1):
            _entered(work, count, replace(LATE, number=number))
        work.commit()
        assert [n.sequence for n in work.journal.papers(LATE.book)] == [2, 1]
        assert work.journal.papers("B13") == ()
    store.close()


@pytest.mark.parametrize("origin", [LATE, PRINTED])
def test_the_journal_itself_takes_a_paper_once(tmp_path: Path, origin: Origin) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        _entered(work, 1, origin)
        with pytest.raises(StoreTrouble):
            _entered(work, 2, origin)
    store.close()


def test_a_printed_receipt_whose_entry_was_voided_is_found_where_it_was_entered_again(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        first = _entered(work, 1, PRINTED)
        facts = {"payment": first.facts["payment"], "corrects": str(first.line_id), "approver": "helen"}
        work.journal.append(replace(a_record(2), kind=LineKind.VOIDED, facts=facts))
        _entered(work, 3, PRINTED)
        work.commit()
        assert [n.sequence for n in work.journal.papers(PRINTED.book)] == [3]
    store.close()
