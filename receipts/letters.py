"""All letters that a desk can make: each from one line of its journal, under a name that says no person's."""

import re
from dataclasses import dataclass

from cashier.domain.line import Line, LineKind
from cashier.domain.place import Place
from cashier.domain.statement_copy import StatementDetails
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
        self._statement = StatementLetter(Letters(), place)

    def make(self, line: Line, details: StatementDetails) -> Letter:
        """The letter of a line. Raises UnreadableBody, ValueError for a line that has none."""
        if line.kind is LineKind.STATEMENT_COPIED:
            return Letter(_name("statement", line), self._statement.make(line, details))
        raise ValueError(f"a {line.kind} line has no letter")


def _name(what: str, line: Line) -> str:
    """By the statement's number, without what no file's name may have."""
    return re.sub("[^0-9A-Za-z-]", "-", f"{what}-{line.facts['statement']}")
