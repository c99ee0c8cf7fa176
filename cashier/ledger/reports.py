"""The books as rows: what every account comes to, every transfer, and the money that has no name yet."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from cashier.ledger.office import HoldingRow

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
_HOLDING = text(
    """
    SELECT held.center, COALESCE(centers.region, '') AS region, held.cents
    FROM (SELECT split_part(account, ':', 2) AS center, credit_cents - debit_cents AS cents
          FROM balances WHERE account LIKE 'holding:%') AS held
    LEFT JOIN centers USING (center)
    WHERE held.cents <> 0 AND (:center = '' OR held.center = :center) AND (:region = '' OR centers.region = :region)
    ORDER BY held.center
    """
)


def balance_rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Every account that was ever moved, with the sums of both sides and debit less credit; in cents."""
    yield from (tuple(row) for row in connection.execute(_BALANCES))


def transfer_rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Every transfer in the order of its journal."""
    yield from (tuple(row) for row in connection.execution_options(yield_per=1000).execute(_TRANSFERS))


def holding_rows(connection: Connection, *, center: str = "", region: str = "") -> list[HoldingRow]:
    """What each center holds for people who are not identified yet, in cents."""
    asked = {"center": center, "region": region}
    return [HoldingRow(**row) for row in connection.execute(_HOLDING, asked).mappings()]
