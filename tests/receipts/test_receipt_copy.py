"""Another desk's receipt once more: its own paper, marked, with where and when it was printed again."""

from dataclasses import replace

import pytest

from cashier.domain.errors import UnreadableBody
from receipts.layout import lay_out
from receipts.papers import paper_document
from receipts.preview import Preview
from tests.domain.receipt_lines import receipt_copied, seen
from tests.fakes.builders import OAK3


def test_it_says_what_the_first_paper_said_and_where_this_one_is_from() -> None:
    paper = [line.text.strip() for line in lay_out(paper_document((receipt_copied(),), OAK3, 1), 42)]

    for said in ("Fresno Medical Center", "Cashier, FRE2", "DUPLICATE 1", "Served by Rosa D."):
        assert said in paper
    assert any("Printed again at OAK3, Nov 21, 2026" in line for line in paper)
    assert not any("Oakland" in line for line in paper)


def test_a_copy_is_never_without_its_mark() -> None:
    assert paper_document((receipt_copied(),), OAK3, 0).copy == 1


def test_the_screen_shows_it_as_it_was_printed() -> None:
    paper = Preview(OAK3).preview_seen(seen(), columns=42)

    assert paper.barcode == "FRE2-0000001"
    assert not any("DUPLICATE" in line.text for line in paper.lines)


@pytest.mark.parametrize("facts", [{}, {"receipt": "FRE2-0000001"}, {**seen().facts(), "bodies": 3},
                                   {**seen().facts(), "receipt": "FRE2-0000002"}])  # fmt: skip
def test_what_says_no_receipt_is_unreadable(facts: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        paper_document((replace(receipt_copied(), facts=facts),), OAK3, 1)
