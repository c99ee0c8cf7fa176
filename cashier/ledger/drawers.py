"""The open drawers of all desks: whose each is, since when, and what should be in it, for those who may know."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account
from cashier.domain.drawer import drawer_holds
from cashier.domain.money import Money
from cashier.domain.office import sees_expected
from cashier.domain.people import Staff
from cashier.domain.transfer import Transfer
from cashier.ledger.by_desk import ask_desks, ask_each, desks_of, replaced_desks
from cashier.ledger.office import DrawerRow

STATE_NOW = """
    SELECT CASE kind WHEN 'drawer_suspended' THEN 'suspended' WHEN 'drawer_counted' THEN 'counting'
                     WHEN 'drawer_handed_over' THEN 'pending' WHEN 'drawer_recalled' THEN 'counting'
                     WHEN 'shift_closed' THEN 'closed' ELSE 'active' END AS is_now, lines.taken_at
    FROM lines
    WHERE lines.desk = desks.desk AND lines.sequence >= opening.sequence AND lines.shift_id = opening.shift_id
      AND state <> 'repeated'
      AND kind IN ('shift_opened', 'drawer_suspended', 'drawer_resumed', 'drawer_counted', 'drawer_handed_over',
                   'drawer_recalled', 'shift_closed')
    ORDER BY lines.sequence DESC LIMIT 1
"""
"""What the last change of a row of ``opening`` left that drawer in, and when, as a subquery."""

# A desk has one drawer at a time, so only the newest can be open. OFFSET keeps the planner from asking how it stands
# anew wherever that is named.
_NEWEST = f"""
    SELECT opening.*, (SELECT is_now FROM ({STATE_NOW}) AS last) AS is_now
    FROM (
        SELECT sequence, shift_id, center, staff, business_date, taken_at FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated' ORDER BY sequence DESC LIMIT 1
    ) AS opening OFFSET 0
"""
DRAWER_OF = f"""
    SELECT desks.desk, newest.staff FROM desks CROSS JOIN LATERAL ({_NEWEST}) AS newest
    WHERE newest.shift_id IS NOT NULL AND newest.is_now <> 'closed'
"""
"""Whose drawer is open at a desk, as a subquery of which one desk is asked."""

_NOW = f"""
    SELECT desks.desk, desks.revoked_at IS NULL AS stands, newest.* FROM desks CROSS JOIN LATERAL ({_NEWEST}) AS newest
    WHERE desks.desk = %(desk)s AND newest.is_now <> 'closed'
"""
# The other side of a transfer is not looked at, so all of them are told as one.
_TOLD = """
    SELECT COALESCE(opened.body::jsonb #>> '{facts,staff_name}', '') AS cashier_name, cash.moved,
           paid.payments, counted.waits
    FROM lines AS opened
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(debit, credit, cents)) AS moved FROM (
            SELECT CASE WHEN starts_with(debit, drawer) THEN debit ELSE 'held:others' END AS debit,
                   CASE WHEN starts_with(credit, drawer) THEN credit ELSE 'held:others' END AS credit,
                   sum(cents)::bigint AS cents
            FROM transfers, CAST('drawer_cash:' || opened.shift_id || ':' AS text) AS drawer
            WHERE transfers.desk = opened.desk AND transfers.sequence >= opened.sequence
              AND (starts_with(debit, drawer) OR starts_with(credit, drawer))
            GROUP BY 1, 2
        ) AS sums
    ) AS cash
    CROSS JOIN LATERAL (
        -- Canonical bytes: inside of any text the quotes are escaped, so this is the receipt and nothing else.
        SELECT count(DISTINCT substring(body FROM '"receipt":"([^"]*)"')) AS payments FROM lines
        WHERE lines.desk = opened.desk AND lines.sequence >= opened.sequence AND kind = 'payment'
          AND lines.shift_id = opened.shift_id AND state <> 'repeated'
    ) AS paid
    LEFT JOIN LATERAL (
        SELECT body::jsonb #>> '{facts,matches}' = 'false' AND body::jsonb #>> '{facts,attempt}' <> '1' AS waits
        FROM lines
        WHERE lines.desk = opened.desk AND lines.sequence > opened.sequence
          AND kind = 'drawer_counted' AND state <> 'repeated'
        ORDER BY lines.sequence DESC LIMIT 1
    ) AS counted ON true
    WHERE opened.desk = %(desk)s AND opened.sequence = %(sequence)s
"""
_REGIONS = text("SELECT center, region FROM centers")
_IN_NOBODYS_HANDS = "pending"
_COUNTED_NOW = frozenset({"counting", _IN_NOBODYS_HANDS})


def drawers_now(connection: Connection, desks: Iterable[str] | None = None) -> list[Any]:
    """The newest drawer of each of these desks, or of all, where it is not closed; among others with its ``desk``, its
    ``shift_id``, whose it is and what it ``is_now``.
    """
    return list(ask_desks(connection, _NOW, desks_of(connection) if desks is None else desks))


def drawer_holders(connection: Connection, desks: Iterable[str]) -> dict[str, str]:
    """Who has a drawer open, by desk."""
    return {row.desk: row.staff for row in drawers_now(connection, desks) if row.shift_id is not None}


def uncounted_shifts(connection: Connection) -> tuple[list[str], list[str]]:
    """The shifts of all drawers that are open and not counted, and those of them that are being counted, by their
    cashiers or by who takes them over.
    """
    open_now = [row for row in drawers_now(connection) if row.shift_id is not None]
    return (
        [str(row.shift_id) for row in open_now],
        [str(row.shift_id) for row in open_now if row.is_now in _COUNTED_NOW],
    )


def open_drawers(
    connection: Connection, caller: Staff, *, center: str = "", region: str = "", cash_most: Money | None = None
) -> list[DrawerRow]:
    """Open drawers of a center or a region, or of all; expected cash in cents, by the desk's lines that came so far.

    Nobody is told the expected cash of their own drawer or of one that is being counted, and who may not see any is
    told none (R1, R2). That there is
    more than ``cash_most`` is told to all: its cashier is, too.
    """
    gone, at_desks = replaced_desks(connection), defaultdict[str, list[str]](list)
    open_now = drawers_now(connection)
    for row in open_now:
        if row.stands and row.desk not in gone and row.is_now != _IN_NOBODYS_HANDS:
            at_desks[row.staff].append(row.desk)
    regions = {row.center: row.region for row in connection.execute(_REGIONS)}
    shown = [
        row
        for row in sorted(open_now, key=lambda row: (row.center, row.desk))
        if center in ("", row.center) and region in ("", regions.get(row.center))
    ]
    told = ask_each(connection, _TOLD, [{"desk": row.desk, "sequence": row.sequence} for row in shown])
    return [
        _row(row, said, regions.get(row.center, ""), at_desks.get(row.staff, ()), caller, cash_most)
        for row, said in zip(shown, told, strict=True)
    ]


def _row(
    row: Any, told: Any, region: str, at_desks: Sequence[str], caller: Staff, cash_most: Money | None
) -> DrawerRow:
    transfers = (
        Transfer(Account.read(debit), Account.read(credit), Money(cents)) for debit, credit, cents in told.moved or ()
    )
    cash = drawer_holds(row.shift_id, transfers).cash_total if row.shift_id else None
    return DrawerRow(
        center=row.center,
        region=region,
        desk=row.desk,
        cashier=row.staff,
        cashier_name=told.cashier_name,
        business_date=row.business_date,
        opened_at=row.taken_at,
        state=row.is_now,
        payments=told.payments,
        expected_cents=cash.cents if cash is not None and sees_expected(caller, row.staff, row.is_now) else None,
        is_over_limit=cash is not None and cash_most is not None and cash > cash_most,
        waits=row.is_now == "counting" and bool(told.waits),
        also_at=tuple(desk for desk in at_desks if desk != row.desk) if row.desk in at_desks else (),
    )
