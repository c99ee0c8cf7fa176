"""What there is to tell the desks that wait: how far pages may read by now, and which desks must hear of it first.

Money that came another way has to be seen at the window at once, by the desks of its family's centers. All other
changes, mostly payments of the desks themselves, may take a moment longer.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from cashier.ledger.database import OWN_DESK
from cashier.ledger.directory import newest_change

OWN_LINES_MOST = 500  # More at once is a load of bills, for which nobody stands at a window.

_NOW = text("SELECT received_through, (SELECT epoch FROM meta) AS epoch FROM desks WHERE desk = :own")
_PAID = text(
    """
    WITH finished AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS before), paid AS (
        SELECT DISTINCT statement.guarantor_number, balance.changed_in < finished.before AS readable
        FROM transfers AS transfer
        JOIN balances AS balance ON balance.account = transfer.credit
        JOIN statements AS statement ON statement.number = substr(balance.account, 12)
        CROSS JOIN finished
        WHERE transfer.desk = :own AND transfer.sequence > :told AND transfer.sequence <= :now
          AND transfer.credit LIKE 'receivable:%'
    )
    SELECT paid.readable, array_agg(DISTINCT desk.desk) FILTER (WHERE desk.desk IS NOT NULL) AS desks
    FROM paid
    LEFT JOIN members AS member ON member.guarantor_number = paid.guarantor_number
    LEFT JOIN desks AS desk ON desk.center = member.home_center
    GROUP BY paid.readable
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one look at the database found.

    ``newest`` is the newest transaction that a page may show, in this ``epoch``; ``own_line`` the place in the ledger's
    own journal up to which it was told, ``first`` the desks that money of another channel concerns.
    """

    epoch: str = ""
    newest: int = 0
    own_line: int | None = None
    first: frozenset[str] = frozenset()


def news_after(connection: Connection, before: News) -> News:
    """What is new since an earlier look. What pages cannot show yet is looked for again the next time."""
    found = connection.execute(_NOW, {"own": OWN_DESK}).one()
    now = found.received_through
    told = now if before.own_line is None else before.own_line
    first: set[str] = set()
    own_line = now
    if 0 < now - told <= OWN_LINES_MOST:
        for row in connection.execute(_PAID, {"own": OWN_DESK, "told": told, "now": now}):
            if row.readable:
                first.update(row.desks or ())
            else:
                own_line = told
    # Read last, so that it covers whatever was found readable above.
    return News(epoch=found.epoch, newest=newest_change(connection), own_line=own_line, first=frozenset(first))
