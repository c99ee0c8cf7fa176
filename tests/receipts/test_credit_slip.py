"""The slip of a deposit that paid a bill: how much, from where, and what is left of both, in the member's language."""

from dataclasses import replace

from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE


def said(language: str, copy: int = 0) -> str:
    line = WRITTEN["credit_slip"]()
    line = replace(line, facts={**line.facts, "language": language})
    return "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42))


def test_it_says_what_paid_what_and_what_is_left() -> None:
    text = said("en")

    for words in ("CREDIT USED FOR A BILL", "From: Deposit, estimate E-20441", "Statement S-48210377"):
        assert words in text
    assert "Used                                $60.00" in text
    assert "Left there                           90.00" in text
    assert "Open on the statement               352.60" in text
    assert "****8827" in text
    assert "11048827" not in text, "paper gets left on counters"


def test_a_copy_says_so_and_spanish_is_said_in_spanish() -> None:
    text = said("es", copy=1)

    assert "DUPLICADO 1" in text
    assert "CRÉDITO APLICADO A UNA CUENTA" in text
