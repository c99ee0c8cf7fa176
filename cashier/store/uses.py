"""Deposits and credit that paid bills at this desk, or were asked back, by whose they are."""

from sqlalchemy import ColumnElement, Index, Text, bindparam, literal_column, select

from cashier.store.engine import Ready
from cashier.store.tables import lines

_IS_USE = lines.c.kind.in_(tuple(literal_column(f"'{kind}'") for kind in ("credit_slip", "refund_slip")))
_WHOSE: ColumnElement[str] = literal_column("json_extract(CAST(body AS TEXT), '$.facts.guarantor')", Text)
Index("ix_lines_uses", _WHOSE, lines.c.sequence, sqlite_where=_IS_USE)

USES_OF = Ready(
    select(lines.c.sequence, lines.c.chain, lines.c.body)
    .where(_IS_USE, bindparam("guarantor") == _WHOSE)
    .order_by(lines.c.sequence.desc())
    .limit(bindparam("most"))
)
