"""The slip of an explained difference says what explains what, and has room for two signatures."""

from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE


def test_it_says_what_explains_what_and_who_says_so() -> None:
    line = WRITTEN["explain_slip"]()
    first, again = (
        "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42)) for copy in (0, 1)
    )

    for words in ("DIFFERENCE EXPLAINED", "check 1043 of OAK3-Z00012", "$60.00", "Priya Nair", "Omar Castellanos"):
        assert words in first
    assert ("DUPLICATE" in first, "DUPLICATE 1" in again) == (False, True)
