"""What there is to tell the desks that wait: how far each center's pages may read, and who must hear first.

Money that came another way has to be seen at the window at once, by the desks that hold its family. All other changes,
mostly payments of the desks themselves, may take a moment longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from cashier.ledger.database import OWN_DESK
from cashier.ledger.directory import newest_changes

OWN_LINES_MOST = 500  # More at once is a load of bills, for which nobody stands at a window.

_NOW = text("SELECT received_through, (SELECT epoch FROM meta) AS epoch FROM desks WHERE desk = :own")
_PAID = text(
    """
    WITH finished AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS before), paid AS (
        SELECT DISTINCT member.home_center, member.guarantor_number, balance.changed_in,
               balance.changed_in < finished.before AS readable
        FROM transfers AS transfer
        JOIN balances AS balance ON balance.account = transfer.credit
        JOIN statements AS statement ON statement.number = substr(balance.account, 12)
        JOIN members AS member ON member.number = statement.member_number
        CROSS JOIN finished
        WHERE transfer.desk = :own AND transfer.sequence > :told AND transfer.sequence <= :now
          AND transfer.credit LIKE 'receivable:%'
    ), holding AS (
        SELECT desk, unnest(ARRAY['desk:' || desk, 'home:' || center]
                            || ARRAY(SELECT 'home:' || unnest(home_centers))) AS keeper
        FROM desks LEFT JOIN centers USING (center)
    )
    SELECT paid.readable, paid.changed_in::text AS changed_in, holding.desk
    FROM paid
    CROSS JOIN LATERAL (
        SELECT 'home:' || paid.home_center AS keeper
        UNION SELECT keeper FROM kept WHERE guarantor_number = paid.guarantor_number
    ) AS told
    LEFT JOIN holding USING (keeper)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one look at the database found, in this ``epoch``.

    ``newest`` is by center the newest transaction that a page may show, ``first`` by desk the newest that brought money
    of another channel; ``own_line`` is the place in the ledger's own journal up to which that was told.
    """

    epoch: str = ""
    newest: Mapping[str, int] = field(default_factory=dict)
    own_line: int | None = None
    first: Mapping[str, int] = field(default_factory=dict)

    def newest_for(self, desk: str, center: str) -> int:
        """The newest transaction that concerns a desk of a center."""
        return max(self.newest.get(center, 0), self.first.get(desk, 0))


def news_after(connection: Connection, before: News) -> News:
    """What is new since an earlier look. What pages cannot show yet is looked for again the next time."""
    found = connection.execute(_NOW, {"own": OWN_DESK}).one()
    now = found.received_through
    told = now if before.own_line is None else before.own_line
    first = dict(before.first) if found.epoch == before.epoch else {}
    own_line = now
    if 0 < now - told <= OWN_LINES_MOST:
        for row in connection.execute(_PAID, {"own": OWN_DESK, "told": told, "now": now}):
            if not row.readable:
                own_line = told
            elif row.desk is not None:
                first[row.desk] = max(first.get(row.desk, 0), int(row.changed_in))
    # Read last, so that it covers whatever was found readable above.
    return News(epoch=found.epoch, newest=newest_changes(connection), own_line=own_line, first=first)
