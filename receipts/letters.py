"""All letters that a desk can make: each from one line of its journal, under a name that says no person's."""

import re
from dataclasses import dataclass

from cashier.domain.arrangement import ARRANGES
from cashier.domain.line import Line, LineKind
from cashier.domain.place import Place
from cashier.domain.statement_copy import StatementDetails
from receipts.agreement import agreement_document
from receipts.document_letter import DocumentLetter
from receipts.letter_page import Letters
from receipts.statement_letter import StatementLetter


@dataclass(frozen=True, slots=True)
class Letter:
    """A PDF and what it is called: as a file, and in a printer's queue."""

    name: str
    pdf: bytes


class LetterMaker:
    """Loads the fonts once. Not for two threads at a time."""

    def __init__(self, place: Place) -> None:
        letters = Letters()
        self._place = place
        self._statement = StatementLetter(letters, place)
        self._documents = DocumentLetter(letters, is_training=place.is_training)

    def make(self, line: Line, details: StatementDetails) -> Letter:
        """The letter of a line. Raises UnreadableBody, ValueError for a line that has none."""
        if line.kind is LineKind.STATEMENT_COPIED:
            return Letter(_safe(f"statement-{line.facts['statement']}"), self._statement.make(line, details))
        if line.kind in ARRANGES:
            document = agreement_document(line, self._place, 0)
            return Letter(_safe(f"{line.kind}-{document.barcode}"), self._documents.make(document))
        raise ValueError(f"a {line.kind} line has no letter")


def _safe(name: str) -> str:
    """Without what no file's name may have."""
    return re.sub("[^0-9A-Za-z-]", "-", name)
