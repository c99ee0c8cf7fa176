"""Proves that a line which came on two ways is posted once: by its own desk and within a successor's journal, or by one
of them and entered again from its paper.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.carried import read_carried
from cashier.domain.line import Line, LineKind, read_line
from cashier.ledger.reading import with_carried
from cashier.ledger.reentered import agree, is_of_drawer, reentered_receipt

Key = tuple[str, UUID]  # The desk that wrote a line, and the line's id.

_CARRIED = text("SELECT desk, line_id, carrier, sequence FROM carried")
_ENTERED = text(
    """
    WITH own AS (
        SELECT desk, sequence, kind, body FROM lines
        WHERE (desk, sequence) IN (SELECT own_desk, own_sequence FROM reentered)
    )
    SELECT receipt, CASE kind WHEN 'carried' THEN read_body(read_body(body) -> 'facts' ->> 'body')
                    ELSE read_body(body) END -> 'facts' ->> 'payment' AS payment
    FROM reentered LEFT JOIN own ON own.desk = own_desk AND own.sequence = own_sequence
    """
)
_VOIDED = text("SELECT desk, sequence FROM reentered JOIN voided_lines USING (desk, sequence)")
_DIRECT = text(
    """
    SELECT desk, line_id FROM lines
    JOIN unnest(CAST(:desks AS text[]), CAST(:ids AS uuid[])) AS came (desk, line_id) USING (desk, line_id)
    """
)


@dataclass(slots=True)
class Carriage:
    """Where each carried line is posted, and what was met of that; receipt numbers by the desk that drew them.

    ``entries`` enter a receipt again, by place; ``own`` are lines that may stand in such. ``as_said``: the names of the
    lines that paid one of the ``entered`` receipts as they said, without the entries that were ``voided``, by payment;
    that of an entry is "". ``entered``: the payments of the own lines that were found, by receipt.
    """

    posted_at: dict[Key, tuple[str, int]]
    met: set[Key] = field(default_factory=set)
    moved_nothing: dict[Key, str] = field(default_factory=dict)
    numbers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    entries: dict[tuple[str, int], Line] = field(default_factory=dict)
    own: dict[Key, Line] = field(default_factory=dict)
    entered: dict[str, set[str]] = field(default_factory=dict)
    voided: frozenset[tuple[str, int]] = frozenset()
    as_said: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, connection: Connection) -> "Carriage":
        entered: dict[str, set[str]] = {}
        for row in connection.execute(_ENTERED):
            entered.setdefault(row.receipt, set()).update({row.payment} - {None})
        return cls(
            {(row.desk, row.line_id): (row.carrier, row.sequence) for row in connection.execute(_CARRIED)},
            entered=entered,
            voided=frozenset((row.desk, row.sequence) for row in connection.execute(_VOIDED)),
        )

    def posted(self, line: Line, sequence: int) -> tuple[Line, Line | None]:
        """A line as it has to be booked at its place, and whose money that is; None where it moves nothing.

        Raises UnreadableBody.
        """
        if line.kind is not LineKind.CARRIED:
            if reentered_receipt(line):
                self.entries[line.desk, sequence] = line
            if (line.desk, line.line_id) not in self.posted_at:
                return line, line
            self.own[line.desk, line.line_id] = line
            return replace(line, transfers=()), None
        inner = read_line(read_carried(line).body.encode())
        key = inner.desk, inner.line_id
        posted = with_carried(line, inner)
        if self.posted_at.get(key) == (line.desk, sequence):
            self.met.add(key)
            if reentered_receipt(inner):
                self.entries[line.desk, sequence] = inner
            return posted, inner
        self.own[key] = inner
        self.moved_nothing[key] = f"Line {sequence} of {line.desk}"
        return replace(posted, transfers=()), None

    def learn(self, paid: Line, desk: str, sequence: int) -> None:
        """A line that stands at this place and whose money went where it says, or to whom it belongs."""
        again = reentered_receipt(paid)
        receipt = again or str(paid.facts.get("receipt", ""))
        is_paid = paid.kind is LineKind.PAYMENT and is_of_drawer(paid) and (desk, sequence) not in self.voided
        if is_paid and receipt in self.entered:
            payment = "" if again else str(paid.facts.get("payment"))
            self.as_said[receipt].append((payment, f"line {sequence} of {desk}"))

    def check(self, connection: Connection, found: Callable[[str], None]) -> None:
        """Say which carried lines are posted nowhere, what was entered again and counts twice, and which receipt
        numbers nobody has.
        """
        for key, line in self.own.items():
            entry = self.entries.get(self.posted_at.get(key, ("", 0)))
            if entry is not None and reentered_receipt(entry) == line.facts.get("receipt") and agree(entry, line):
                self.met.add(key)
                self.numbers[line.desk].add(str(line.facts["receipt"]))
                self.entered[str(line.facts["receipt"])].add(str(line.facts["payment"]))
        for receipt, paid in sorted(self.as_said.items()):
            own = self.entered[receipt]  # Where that is known, another payment under its number is another paper.
            names = [name for payment, name in paid if not (payment and own) or payment in own]
            if len(names) > 1:
                found(f"Receipt {receipt} is paid by {' and '.join(names[:4])}.")
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
