"""Lines with their transfers and items as whole rows, read on from a place: for the second copy and the proof."""

from typing import Any

from sqlalchemy import Table, bindparam, select

from cashier.store.engine import Ready
from cashier.store.tables import items, lines, transfers

LINES_PAST = Ready(
    select(lines).where(lines.c.sequence > bindparam("past")).order_by(lines.c.sequence).limit(bindparam("most"))
)
TRANSFERS_PAST = Ready(
    select(transfers)
    .where(transfers.c.sequence > bindparam("past"), transfers.c.sequence <= bindparam("through"))
    .order_by(transfers.c.sequence, transfers.c.place)
)
ITEMS_PAST = Ready(
    select(items)
    .where(items.c.sequence > bindparam("past"), items.c.sequence <= bindparam("through"))
    .order_by(items.c.sequence, items.c.item)
)


def named(table: Table, rows: list[Any]) -> list[dict[str, Any]]:
    """Whole rows of a table, by the names of its columns."""
    names = [column.name for column in table.c]
    return [dict(zip(names, row, strict=True)) for row in rows]
