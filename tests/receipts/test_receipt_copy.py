"""Another desk's receipt once more: its own paper, marked, with where and when it was printed again."""

from dataclasses import replace

import pytest

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import LineKind
from receipts.layout import lay_out
from receipts.papers import paper_document
from receipts.preview import Preview
from receipts.squares import qr_rows
from tests.domain.receipt_lines import became, receipt_copied, seen, seen_since
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
    paper = Preview(OAK3, squares=qr_rows).preview_seen(seen(), columns=42)

    assert paper.barcode == "FRE2-0000001"
    assert not any("DUPLICATE" in line.text for line in paper.lines)


def test_a_copy_says_what_became_of_the_payment_and_each_tender_by_its_right_name() -> None:
    since = seen_since(LineKind.MOVED, LineKind.TENDER_CHANGED, LineKind.CHECK_RETURNED)
    copied = replace(receipt_copied(), facts=since.facts())
    paper = [line.text.strip() for line in lay_out(paper_document((copied,), OAK3, 1), 42)]

    assert (paper.count("CORRECTED"), paper.count("CHECK RETURNED")) == (2, 1)
    assert any(line.startswith("$412.60 moved from S-48210377") for line in paper)
    assert any(line.startswith("Check 1043 came back unpaid, Nov 21") for line in paper)
    assert not any("S-48211904 " in line and "moved" in line for line in paper)


def test_money_that_was_on_account_is_moved_from_nobodys_number() -> None:
    line = became(LineKind.MOVED)
    moved = replace(line, facts={**line.facts, "from": "credit:200417733"})
    paper = [line.text for line in lay_out(paper_document((*seen().lines, moved), OAK3, 1), 42)]

    assert any("moved from Credit on account" in " ".join(paper[at : at + 2]) for at in range(len(paper)))
    assert not any("200417733" in line for line in paper)


@pytest.mark.parametrize("facts", [{}, {"receipt": "FRE2-0000001"}, {**seen().facts(), "bodies": 3},
                                   {**seen().facts(), "receipt": "FRE2-0000002"}])  # fmt: skip
def test_what_says_no_receipt_is_unreadable(facts: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        paper_document((replace(receipt_copied(), facts=facts),), OAK3, 1)
