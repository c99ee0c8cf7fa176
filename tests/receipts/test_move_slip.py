"""The slip of an office's move says what was moved from where to where, and has room for two signatures."""

from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE


def test_it_says_what_was_moved_and_who_says_so() -> None:
    line = WRITTEN["move_slip"]()
    first, again = (
        "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42)) for copy in (0, 1)
    )

    for words in ("MOVED BY THE OFFICE", "S-48210377", "S-48211904", "Priya Nair", "Omar Castellanos"):
        assert words in first
    assert "DUPLICATE" not in first
    assert "DUPLICATE 1" in again
