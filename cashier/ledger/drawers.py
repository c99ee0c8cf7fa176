"""The open drawers of all desks: whose each is, since when, and what should be in it, for those who may know."""

from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account
from cashier.domain.drawer import drawer_holds
from cashier.domain.money import Money
from cashier.domain.office import sees_expected
from cashier.domain.people import Staff
from cashier.domain.transfer import Transfer
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
        SELECT sequence, shift_id, center, staff, business_date, taken_at, body FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated' ORDER BY sequence DESC LIMIT 1
    ) AS opening OFFSET 0
"""
UNCOUNTED = f"""
    SELECT newest.shift_id::text FROM desks CROSS JOIN LATERAL ({_NEWEST}) AS newest
    WHERE newest.shift_id IS NOT NULL AND newest.is_now <> 'closed'
"""
"""The shifts of all drawers that are open and not counted, as a subquery."""

CORRECTED_THERE = f"{UNCOUNTED} AND NOT EXISTS (SELECT FROM desks AS newer WHERE newer.replaces = desks.desk)"
"""Those whose own desk corrects what lies in them: that of a desk which was replaced was counted by a lead (R14)."""

COUNTED_NOW = f"{UNCOUNTED} AND newest.is_now IN ('counting', 'pending')"
"""Those of them that are being counted, by their cashiers or by who takes them over."""

DRAWER_OF = f"""
    SELECT desks.desk, newest.staff FROM desks CROSS JOIN LATERAL ({_NEWEST}) AS newest
    WHERE newest.shift_id IS NOT NULL AND newest.is_now <> 'closed'
"""
"""Whose drawer is open at each desk, as a subquery."""

# The other side of a transfer is not looked at, so all of them are told as one.
_OPEN = text(
    f"""
    WITH opened AS MATERIALIZED (
        SELECT desks.desk, newest.*,
               revoked_at IS NULL AND NOT EXISTS (SELECT FROM desks AS newer WHERE newer.replaces = desks.desk)
                   AND newest.is_now <> 'pending' AS is_held
        FROM desks CROSS JOIN LATERAL ({_NEWEST}) AS newest WHERE newest.is_now <> 'closed'
    ), several AS (
        SELECT staff, array_agg(desk ORDER BY desk) AS desks FROM opened WHERE is_held
        GROUP BY staff HAVING count(*) > 1
    )
    SELECT opened.desk, opened.center, COALESCE(centers.region, '') AS region, opened.staff AS cashier,
           COALESCE(opened.body::jsonb #>> '{{facts,staff_name}}', '') AS cashier_name,
           opened.business_date, opened.taken_at AS opened_at, opened.shift_id, opened.is_now AS state, cash.moved,
           opened.is_now = 'counting' AND counted.waits AS waits, paid.payments,
           array_remove(several.desks, opened.desk) AS also_at
    FROM opened
    LEFT JOIN centers ON centers.center = opened.center
    LEFT JOIN several ON opened.is_held AND several.staff = opened.staff
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
        SELECT body::jsonb #>> '{{facts,matches}}' = 'false' AND body::jsonb #>> '{{facts,attempt}}' <> '1' AS waits
        FROM lines
        WHERE opened.is_now = 'counting' AND lines.desk = opened.desk AND lines.sequence > opened.sequence
          AND kind = 'drawer_counted' AND state <> 'repeated'
        ORDER BY lines.sequence DESC LIMIT 1
    ) AS counted ON true
    WHERE (:center = '' OR opened.center = :center) AND (:region = '' OR centers.region = :region)
    ORDER BY opened.center, opened.desk
    """
)


def open_drawers(
    connection: Connection, caller: Staff, *, center: str = "", region: str = "", cash_most: Money | None = None
) -> list[DrawerRow]:
    """Open drawers of a center or a region, or of all; expected cash in cents, by the desk's lines that came so far.

    Nobody is told the expected cash of their own drawer or of one that is being counted, and who may not see any is
    told none (R1, R2). That there is
    more than ``cash_most`` is told to all: its cashier is, too.
    """
    asked = {"center": center, "region": region}
    return [_row(dict(row), caller, cash_most) for row in connection.execute(_OPEN, asked).mappings()]


def _row(said: dict[str, Any], caller: Staff, cash_most: Money | None) -> DrawerRow:
    shift_id, moved = said.pop("shift_id"), said.pop("moved") or ()
    transfers = (Transfer(Account.read(debit), Account.read(credit), Money(cents)) for debit, credit, cents in moved)
    cash = drawer_holds(shift_id, transfers).cash_total if shift_id else None
    said["waits"], said["also_at"] = bool(said["waits"]), tuple(said["also_at"] or ())
    return DrawerRow(
        **said,
        expected_cents=cash.cents
        if cash is not None and sees_expected(caller, said["cashier"], said["state"])
        else None,
        is_over_limit=cash is not None and cash_most is not None and cash > cash_most,
    )
