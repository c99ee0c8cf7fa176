"""Fills a ledger's tables with lines of other desks, for benches that ask how years of them slow it down."""

from typing import Any

import psycopg

_DESKS = 3_000
_BODY = 950  # Letters of a payment's body, about.
# In the partition of this month, ids in the order of time, desks in turn: as a busy plan's lines come in.
_LINES = f"""
    INSERT INTO lines (desk, sequence, line_id, kind, chain, body, taken_at, business_date, staff, center, state)
    SELECT 'F' || mod(n, {_DESKS}), n / {_DESKS} + 1, ('0100' || lpad(to_hex(n), 28, '0'))::uuid, 'payment',
           md5(n::text) || md5((-n)::text), repeat(md5(n::text), {_BODY} / 32),
           timestamptz '2026-01-01' + n * interval '1 second', date '2026-01-01', 'rosa', 'OAK', 'posted'
    FROM generate_series(%s::bigint, %s::bigint) AS n
"""
_TRANSFERS = f"""
    INSERT INTO transfers (desk, sequence, place, part, debit, credit, cents)
    SELECT 'F' || mod(n, {_DESKS}), n / {_DESKS} + 1, place, 0, 'drawer_cash:' || md5(mod(n, {_DESKS})::text)
           || ':ncal.medical', 'receivable:F-' || n, 100 + mod(n, 90000)
    FROM generate_series(%s::bigint, %s::bigint) AS n, generate_series(0, 1) AS place
"""
_RECEIPTS = f"""
    INSERT INTO receipts (receipt, payment_id, sequence, desk)
    SELECT 'F' || mod(n, {_DESKS}) || '-' || lpad((n / {_DESKS} + 1)::text, 7, '0'),
           ('0100' || lpad(to_hex(n), 28, '0'))::uuid, n / {_DESKS} + 1, 'F' || mod(n, {_DESKS})
    FROM generate_series(%s::bigint, %s::bigint) AS n
"""
_AT_ONCE = 500_000


def fill(connection: "psycopg.Connection[Any]", rows: int) -> None:
    """So many lines with two transfers and a receipt each, of desks that no bench uses; their chains prove nothing."""
    for first in range(0, rows, _AT_ONCE):
        last = min(first + _AT_ONCE, rows) - 1
        for statement in (_LINES, _TRANSFERS, _RECEIPTS):
            connection.execute(statement, (first, last))
    connection.execute("VACUUM ANALYZE lines, transfers, receipts")
    connection.execute("CHECKPOINT")
