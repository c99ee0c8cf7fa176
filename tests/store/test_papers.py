"""Paper receipts that were entered are found by their book; one that was voided and entered again, once."""

from dataclasses import replace
from pathlib import Path

from tests.domain.written import LATE
from tests.store.desk_store import a_payment, new_store


def test_the_papers_of_a_book_are_the_last_ones_that_were_entered(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    with store.open_work() as work:
        for count, number in enumerate((58, 57, 58), start=1):
            paid = a_payment(work.journal.next_receipt(), count)
            origin = replace(LATE, number=number).facts()
            work.journal.append(replace(paid, facts={**paid.facts, "origin": origin}))
        work.commit()
        assert [n.sequence for n in work.journal.papers(LATE.book)] == [2, 3]
        assert work.journal.papers("B13") == ()
    store.close()
