"""Paper of a drawer that was counted without its cashier: both names, and not what should be there."""

from cashier.domain.line import Line
from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.absent_lines import closed_absent, counted_absent
from tests.domain.drawer_lines import closed
from tests.receipts.copies import PLACE


def paper(line: Line, copy: int = 0) -> str:
    return "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42))


def test_a_count_says_both_names_and_no_expected_cash() -> None:
    said = paper(counted_absent())
    for words in ("COUNTED WITHOUT ITS CASHIER", "Rosa Delgado", "Helen Park", "Oscar Reyes", "$480.00", "Count again"):
        assert words in said
    assert "550" not in said
    assert "DUPLICATE" in paper(counted_absent(), copy=1)


def test_a_z_report_is_signed_by_the_two_who_closed() -> None:
    said = paper(closed_absent())
    assert "Counted and closed without Rosa Delgado" in said
    for name in ("Helen Park", "Oscar Reyes"):
        assert said.count(name) >= 2
    assert "closed without" not in paper(closed())
