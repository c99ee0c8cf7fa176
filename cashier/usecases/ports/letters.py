"""Letters: sheets of letter size, on the office printer or as a file."""

from typing import Protocol

from cashier.domain.line import Line
from cashier.domain.statement_copy import StatementDetails


class Letters(Protocol):
    """Makes the letter that a committed line stands for. Slow: never on the Qt thread."""

    @property
    def has_printer(self) -> bool:
        """Whether a sheet can be printed; if not, it becomes a file."""

    def hand_out(self, line: Line, details: StatementDetails, *, on_paper: bool) -> str:
        """Print the letter, or write its file; returns where it is, as a sentence. Raises DeviceTrouble."""
