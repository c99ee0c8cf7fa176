"""Proves what closed drawers say: a desk's Z reports are numbered without a gap, tied together, and leave nothing."""

from collections.abc import Callable

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.z_report import read_z

# A drawer that was opened before the ledger's first line of its desk is not known whole.
_NOT_EMPTY = text(
    """
    SELECT account, debit_cents - credit_cents AS cents FROM trial_balance
    WHERE account LIKE 'drawer\\_%' AND debit_cents <> credit_cents AND split_part(account, ':', 2) IN (
        SELECT closed.shift_id::text FROM lines AS closed
        WHERE closed.kind = 'shift_closed' AND closed.state <> 'repeated' AND EXISTS (
            SELECT FROM lines AS opened
            WHERE opened.desk = closed.desk AND opened.kind = 'shift_opened' AND opened.shift_id = closed.shift_id
        )
    )
    ORDER BY account LIMIT 50
    """
)


class ZChain:
    """The Z reports of one desk, told in the order of its journal; ``found`` hears what does not hold."""

    def __init__(self, found: Callable[[str], None]) -> None:
        self._found = found
        self._last: tuple[int, str] | None = None

    def learn(self, line: Line, name: str, link: str) -> None:
        """A line with its link; any but a Z report is passed over."""
        if line.kind is not LineKind.SHIFT_CLOSED:
            return
        try:
            z = read_z(line)
        except UnreadableBody as trouble:
            self._found(f"{name}: {trouble.sentence}")
            return
        before = self._last or (0, "")
        if (z.number, z.previous, z.previous_chain) != (before[0] + 1, *before):
            self._found(f"{name}: Z report {z.number} is not tied to Z report {before[0]} before it.")
        self._last = (z.number, link)


def full_drawers(connection: Connection) -> list[str]:
    """A sentence for each closed drawer in which something is left."""
    rows = connection.execute(_NOT_EMPTY)
    return [f"{row.account} was closed, and {row.cents} cents are in it." for row in rows]
