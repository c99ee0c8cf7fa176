"""Months as partitions: those that come are made ahead, so that years of lines stay as fast as the first one.

The service makes them when it starts, and `ledger maintain` whenever it is asked to. Where nobody did, lines go to the
default partition; that month stays there, and later ones have their own again.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from cashier.ledger.database import give_way, lock_schema, owner_connection

MONTHS_AHEAD = 6  # As long may pass without a new start of the service and without `maintain`.
COLUMNS = ("table", "partition", "rows", "bytes")
_MISSING = text(
    """
    SELECT whole, first::date
    FROM unnest(ARRAY['lines', 'transfers'],
                ARRAY[(SELECT max(received_on) FROM lines_default), (SELECT max(received_on) FROM transfers_default)])
             AS tables (whole, unplanned),
         generate_series(1, :ahead) AS later,
         LATERAL (SELECT date_trunc('month', CURRENT_DATE) + later * interval '1 month' AS first) AS month
    WHERE to_regclass(whole || to_char(first, '_YYYY_MM')) IS NULL AND first > COALESCE(unplanned, '-infinity')
    ORDER BY first, whole
    """
)
_ADD = text("SELECT add_month(:whole, :first)")
# PostgreSQL's two estimates; rows are only ever added.
_PARTITIONS = text(
    """
    SELECT whole, replace(substr(part.relname, length(whole) + 2), '_', '-'),
           greatest(counted.n_live_tup, part.reltuples::bigint, 0) AS rows, pg_total_relation_size(part.oid) AS bytes
    FROM unnest(ARRAY['lines', 'transfers']) AS whole
    CROSS JOIN LATERAL pg_partition_tree(whole::regclass) AS tree
    JOIN pg_class AS part ON part.oid = tree.relid
    JOIN pg_stat_user_tables AS counted ON counted.relid = part.oid
    WHERE tree.isleaf
    ORDER BY whole, part.relname <> whole || '_before', part.relname
    """
)


def make_ahead(url: str, *, tries: int | None = None) -> None:
    """Make the partitions that the next months need, while desks go on. Raises DatabaseTrouble."""
    with owner_connection(url) as connection:
        give_way(connection, partial(lock_schema, connection), tries=tries)
        for whole, first in connection.execute(_MISSING, {"ahead": MONTHS_AHEAD}).all():
            give_way(connection, partial(_add, connection, whole, first), tries=tries)


def partition_rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Every partition, oldest first, with its rows, as far as PostgreSQL knows their number, and its size."""
    yield from (tuple(row) for row in connection.execute(_PARTITIONS))


def _add(connection: Connection, whole: str, first: date) -> None:
    connection.execute(_ADD, {"whole": whole, "first": first})
    connection.commit()
