"""Proves that a line which came on two ways, by its own desk and within a successor's journal, is posted once."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.carried import read_carried
from cashier.domain.line import Line, LineKind, read_line
from cashier.ledger.reading import with_carried

Key = tuple[str, UUID]  # The desk that wrote a line, and the line's id.

_CARRIED = text("SELECT desk, line_id, carrier, sequence FROM carried")
_DIRECT = text(
    """
    SELECT desk, line_id FROM lines
    JOIN unnest(CAST(:desks AS text[]), CAST(:ids AS uuid[])) AS came (desk, line_id) USING (desk, line_id)
    """
)


@dataclass(slots=True)
class Carriage:
    """Where each carried line is posted, and what was met of that; receipt numbers by the desk that drew them."""

    posted_at: dict[Key, tuple[str, int]]
    met: set[Key] = field(default_factory=set)
    moved_nothing: dict[Key, str] = field(default_factory=dict)
    numbers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def read(cls, connection: Connection) -> "Carriage":
        return cls({(row.desk, row.line_id): (row.carrier, row.sequence) for row in connection.execute(_CARRIED)})

    def posted(self, line: Line, sequence: int) -> tuple[Line, Line | None]:
        """A line as it has to be booked at its place, and whose money that is; None where it moves nothing.

        Raises UnreadableBody.
        """
        if line.kind is not LineKind.CARRIED:
            is_elsewhere = (line.desk, line.line_id) in self.posted_at
            return (replace(line, transfers=()), None) if is_elsewhere else (line, line)
        inner = read_line(read_carried(line).body.encode())
        key = inner.desk, inner.line_id
        posted = with_carried(line, inner)
        if self.posted_at.get(key) == (line.desk, sequence):
            self.met.add(key)
            return posted, inner
        self.moved_nothing[key] = f"Line {sequence} of {line.desk}"
        return replace(posted, transfers=()), None

    def check(self, connection: Connection, found: Callable[[str], None]) -> None:
        """Say which carried lines are posted nowhere, and which receipt numbers nobody has."""
        for desk, line_id in sorted(self.posted_at.keys() - self.met):
            carrier, sequence = self.posted_at[desk, line_id]
            found(f"Line {sequence} of {carrier} should carry {line_id} of {desk}, and does not.")
        asked = [key for key in self.moved_nothing if key not in self.met]
        ids = {"desks": [desk for desk, _ in asked], "ids": [str(line_id) for _, line_id in asked]}
        direct: set[Key] = {(row.desk, row.line_id) for row in connection.execute(_DIRECT, ids)}
        for key in sorted(set(asked) - direct):
            found(f"{self.moved_nothing[key]} carries {key[1]} of {key[0]}, which is posted nowhere.")
        for desk, receipts in sorted(self.numbers.items()):
            expected = {f"{desk}-{number:07d}" for number in range(1, len(receipts) + 1)}
            if missing := sorted(expected - receipts):
                found(f"Receipt {missing[0]} of {desk} is missing: {len(missing)} of {len(receipts)} are.")
