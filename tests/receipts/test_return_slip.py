"""The slip of a returned check says what is open again and has room for two signatures."""

from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE


def test_it_says_what_is_open_again_and_who_says_so() -> None:
    line = WRITTEN["return_slip"]()
    first, again = (
        "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42)) for copy in (0, 1)
    )

    for words in ("CHECK RETURNED", "1043, receipt OAK3-0019284", "Priya Nair", "Omar Castellanos"):
        assert words in first
    assert "Open again, S-48210377               60.00" in first
    assert "DUPLICATE" not in first
    assert "DUPLICATE 1" in again
