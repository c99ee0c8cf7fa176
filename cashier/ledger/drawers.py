"""The open drawers of all desks: whose each is, since when, and what should be in it, for those who may know."""

from sqlalchemy import Connection, text

from cashier.domain.people import Right, Staff
from cashier.ledger.office import DrawerRow

# A desk has one drawer at a time, so only the newest can be open; one that nobody has counted is.
_NEWEST = """
    SELECT sequence, shift_id, center, staff, business_date, taken_at, body FROM lines
    WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated' ORDER BY sequence DESC LIMIT 1
"""
UNCOUNTED = f"""
    SELECT newest.shift_id::text FROM desks CROSS JOIN LATERAL ({_NEWEST}) AS newest WHERE newest.shift_id IS NOT NULL
"""
"""The shifts of all drawers that are open and not counted, as a subquery."""

_OPEN = text(
    f"""
    SELECT desks.desk, opened.center, COALESCE(centers.region, '') AS region, opened.staff AS cashier,
           COALESCE(opened.body::jsonb #>> '{{facts,staff_name}}', '') AS cashier_name,
           opened.business_date, opened.taken_at AS opened_at,
           CASE WHEN opened.staff <> :caller AND :sees_expected THEN cash.cents END AS expected_cents
    FROM desks
    CROSS JOIN LATERAL ({_NEWEST}) AS opened
    LEFT JOIN centers ON centers.center = opened.center
    CROSS JOIN LATERAL (
        SELECT COALESCE(sum(CASE WHEN starts_with(debit, drawer) THEN cents ELSE 0 END)
                        - sum(CASE WHEN starts_with(credit, drawer) THEN cents ELSE 0 END), 0)::bigint AS cents
        FROM transfers, CAST('drawer_cash:' || opened.shift_id || ':' AS text) AS drawer
        WHERE transfers.desk = desks.desk AND transfers.sequence >= opened.sequence
    ) AS cash
    WHERE (:center = '' OR opened.center = :center) AND (:region = '' OR centers.region = :region)
    ORDER BY opened.center, desks.desk
    """
)


def open_drawers(connection: Connection, caller: Staff, *, center: str = "", region: str = "") -> list[DrawerRow]:
    """Open drawers of a center or a region, or of all; expected cash in cents, by the desk's lines that came so far.

    Nobody is told the expected cash of their own drawer, and who may not see any is told none (R2).
    """
    asked = {
        "center": center,
        "region": region,
        "caller": caller.user,
        "sees_expected": caller.may(Right.SEE_EXPECTED_CASH),
    }
    return [DrawerRow(**row) for row in connection.execute(_OPEN, asked).mappings()]
