"""The books as rows: what every account comes to, and every transfer."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

BALANCE_COLUMNS = ("account", "debit_cents", "credit_cents", "balance_cents")
TRANSFER_COLUMNS = (
    "desk", "sequence", "place", "part", "line_id", "kind", "business_date", "debit", "credit", "cents", "meant", "why",
)  # fmt: skip

_BALANCES = text(
    """
    SELECT account, debit_cents, credit_cents, debit_cents - credit_cents FROM trial_balance ORDER BY account
    """
)
_TRANSFERS = text(
    """
    SELECT transfer.desk, sequence, place, part, line_id, kind, business_date, debit, credit, cents, meant, why
    FROM transfers AS transfer JOIN lines USING (desk, sequence, received_on)
    ORDER BY transfer.desk, sequence, place, part
    """
)


def balance_rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Every account that was ever moved, with the sums of both sides and debit less credit; in cents."""
    yield from (tuple(row) for row in connection.execute(_BALANCES))


def transfer_rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Every transfer in the order of its journal."""
    yield from (tuple(row) for row in connection.execution_options(yield_per=1000).execute(_TRANSFERS))
