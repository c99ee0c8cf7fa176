"""The slip of a refund that was asked for: it says that it is no money, and by which way and when it comes."""

from dataclasses import replace

from receipts.layout import lay_out
from receipts.papers import paper_document
from tests.domain.written import WRITTEN
from tests.receipts.copies import PLACE


def said(language: str, copy: int = 0) -> str:
    line = WRITTEN["refund_slip"]()
    line = replace(line, facts={**line.facts, "language": language})
    return "\n".join(text.text for text in lay_out(paper_document((line,), PLACE, copy), 42))


def test_it_says_how_much_by_which_way_and_when() -> None:
    told = said("en")

    for words in ("REFUND REQUEST", "No money was given back here.", "From: Deposit, estimate E-20441"):
        assert words in told
    assert "Refund                              $60.00" in told
    assert "To the same card                     20.00" in told
    assert "By check                             40.00" in told
    assert "Paid out from                 Dec 07, 2026" in told
    assert "****8827" in told
    assert "11048827" not in told, "paper gets left on counters"


def test_a_copy_says_so_and_spanish_is_said_in_spanish() -> None:
    told = said("es", copy=1)

    assert "DUPLICADO 1" in told
    assert "SOLICITUD DE REEMBOLSO" in told
