"""Over and short of a center's cashiers, and of who prepared the floats, over many shifts (R3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.money import Money
from cashier.domain.over_short import trend_of
from cashier.domain.people import Right, Staff
from cashier.ledger.by_desk import ask_desks, desks_of
from cashier.ledger.names_of import Names
from cashier.wire_deeds import TrendRow, TrendTold

SHIFTS_MOST = 1_200  # Of one desk: three a day for more than a year.

# Canonical bytes: inside of any text the quotes are escaped, so these are the facts and nothing else.
_SHIFTS = f"""
    SELECT desks.desk, closed.sequence, substring(opened.body FROM '"float_cents":([0-9]+)')::bigint AS float_cents,
           substring(opened.body FROM '"assigned_cents":([0-9]+)')::bigint AS assigned_cents,
           opened.staff, closed.staff AS closed_by,
           substring(closed.body FROM '"difference_cents":(-?[0-9]+)')::bigint + CASE
               WHEN position('"surprises":' IN closed.body) = 0 THEN 0
               ELSE (SELECT COALESCE(sum((surprise ->> 1)::bigint), 0)::bigint
                     FROM jsonb_array_elements(closed.body::jsonb #> '{{facts,surprises}}') AS surprise)
           END AS difference_cents
    FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id, business_date, lines.staff, body FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT {SHIFTS_MOST}
    ) AS opened
    LEFT JOIN LATERAL (
        SELECT body, lines.staff, lines.sequence FROM lines
        WHERE lines.desk = desks.desk AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
          AND kind = 'shift_closed' AND state <> 'repeated'
        ORDER BY lines.sequence LIMIT 1
    ) AS closed ON true
    WHERE desks.desk = %(desk)s AND opened.business_date > %(since)s AND opened.business_date <= %(today)s
    ORDER BY opened.sequence
"""
_EXPLAINED = text(
    """
    SELECT desk, sequence, sum(cents)::bigint AS cents FROM explained_differences
    WHERE desk = ANY(CAST(:desks AS text[])) AND what = 'cash' GROUP BY desk, sequence
    """
)


def over_short_trend(connection: Connection, caller: Staff, center: str, today: date, days: int) -> TrendTold:
    """Closed drawers alone, each with what surprise counts found in it, less what was explained since, in the order of
    names: nobody is ranked.

    Raises NotAllowed.
    """
    caller.needs(Right.SEE_EXPECTED_CASH, "see what drawers were over and short by")
    desks, names = desks_of(connection, center), Names(connection)
    explained = {(row.desk, row.sequence): row.cents for row in connection.execute(_EXPLAINED, {"desks": desks})}
    closing: dict[tuple[str, str], list[Money]] = defaultdict(list)
    floats: dict[tuple[str, str], list[Money]] = defaultdict(list)
    before: Any = None
    for row in ask_desks(connection, _SHIFTS, desks, {"since": today - timedelta(days=days), "today": today}):
        is_left_here = before is not None and before.desk == row.desk and before.closed_by is not None
        if is_left_here and row.assigned_cents is not None:
            floats[names.of(before.closed_by), before.closed_by].append(Money(row.float_cents - row.assigned_cents))
        if row.difference_cents is not None:
            cents = row.difference_cents + explained.get((row.desk, row.sequence), 0)
            closing[names.of(row.staff), row.staff].append(Money(cents))
        before = row
    return TrendTold(closing=tuple(_rows(closing)), floats=tuple(_rows(floats)))


def _rows(known: Mapping[tuple[str, str], list[Money]]) -> Iterable[TrendRow]:
    for (name, _), differences in sorted(known.items()):
        trend = trend_of(differences)
        cents = trend.median.cents if trend.median is not None else None
        yield TrendRow(name=name, shifts=trend.shifts, cents=cents, words=trend.words)
