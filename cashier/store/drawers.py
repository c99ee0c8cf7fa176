"""What the journal says of its drawers: what moved in a shift, its lines, the last Z report, the bags filled."""

from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from cashier.domain.accounts import Account
from cashier.domain.line import LineKind, Numbered, read_line
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from cashier.store.engine import Connection, Ready
from cashier.store.tables import CHANGES_SHIFT, lines, transfers

_NUMBERED = (lines.c.sequence, lines.c.chain, lines.c.body)
_OPENED = select(lines.c.sequence).where(lines.c.line_id == bindparam("shift")).scalar_subquery()
_OF_SHIFT = Ready(
    select(*_NUMBERED)
    .where(lines.c.sequence >= _OPENED, lines.c.shift_id == bindparam("shift"))
    .order_by(lines.c.sequence)
)
_MOVES = Ready(
    select(transfers.c.debit, transfers.c.credit, func.sum(transfers.c.cents))
    .where(
        transfers.c.sequence >= _OPENED,
        or_(
            func.instr(transfers.c.debit, bindparam("shift")) > 0,
            func.instr(transfers.c.credit, bindparam("shift")) > 0,
        ),
    )
    .group_by(transfers.c.debit, transfers.c.credit)
)
_LAST_CLOSE = Ready(
    select(*_NUMBERED)
    .where(CHANGES_SHIFT, lines.c.kind == LineKind.SHIFT_CLOSED.value)
    .order_by(lines.c.sequence.desc())
    .limit(1)
)
_Z = Ready(
    select(*_NUMBERED)
    .where(CHANGES_SHIFT, lines.c.kind == LineKind.SHIFT_CLOSED.value)
    .order_by(lines.c.sequence)
    .limit(1)
    .offset(bindparam("before"))
)
_BAGS = """
    SELECT json_extract(bag.value, '$.number')
    FROM lines, json_each(CAST(lines.body AS TEXT), '$.facts.bags') AS bag
    WHERE lines.kind IN ('cash_dropped', 'shift_closed')
    UNION SELECT json_extract(CAST(body AS TEXT), '$.facts.till_bag') FROM lines
    WHERE kind IN ('cash_dropped', 'shift_closed')
"""


class DeskDrawers:
    """`ports.Drawers` over one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def moved(self, shift_id: UUID) -> tuple[Transfer, ...]:
        rows = self._connection.all(_MOVES, shift=str(shift_id))
        return tuple(Transfer(Account.read(debit), Account.read(credit), Money(cents)) for debit, credit, cents in rows)

    def lines(self, shift_id: UUID) -> tuple[Numbered, ...]:
        rows = self._connection.all(_OF_SHIFT, shift=str(shift_id))
        return tuple(Numbered(sequence=row[0], chain=row[1], body=row[2], line=read_line(row[2])) for row in rows)

    def last_close(self) -> Numbered | None:
        row = self._connection.one(_LAST_CLOSE)
        return None if row is None else Numbered(sequence=row[0], chain=row[1], body=row[2], line=read_line(row[2]))

    def z(self, number: int) -> Numbered | None:
        row = self._connection.one(_Z, before=number - 1) if number > 0 else None
        return None if row is None else Numbered(sequence=row[0], chain=row[1], body=row[2], line=read_line(row[2]))

    def bags(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._connection.sql(_BAGS) if row[0])
