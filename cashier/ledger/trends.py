"""Over and short of a center's cashiers, and of who prepared the floats, over many shifts (R3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.money import Money
from cashier.domain.over_short import trend_of
from cashier.domain.people import Right, Staff
from cashier.wire_deeds import TrendRow, TrendTold

SHIFTS_MOST = 1_200  # Of one desk: three a day for more than a year.

# Canonical bytes: inside of any text the quotes are escaped, so these are the facts and nothing else.
_SHIFTS = text(
    f"""
    SELECT desks.desk, substring(opened.body FROM '"float_cents":([0-9]+)')::bigint AS float_cents,
           substring(opened.body FROM '"assigned_cents":([0-9]+)')::bigint AS assigned_cents,
           opened.staff, COALESCE(person.name, opened.staff) AS name,
           closed.staff AS closed_by, COALESCE(closer.name, closed.staff) AS closer,
           substring(closed.body FROM '"difference_cents":(-?[0-9]+)')::bigint + CASE
               WHEN position('"surprises":' IN closed.body) = 0 THEN 0
               ELSE (SELECT COALESCE(sum((surprise ->> 1)::bigint), 0)::bigint
                     FROM jsonb_array_elements(closed.body::jsonb #> '{{facts,surprises}}') AS surprise)
           END + COALESCE((SELECT sum(cents)::bigint FROM explained_differences AS explained
                           WHERE explained.desk = desks.desk AND explained.sequence = closed.sequence
                             AND what = 'cash'), 0) AS difference_cents
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
    LEFT JOIN staff AS person ON person.number = opened.staff
    LEFT JOIN staff AS closer ON closer.number = closed.staff
    WHERE desks.center = :center AND opened.business_date > :since AND opened.business_date <= :today
    ORDER BY desks.desk, opened.sequence
    """
)


def over_short_trend(connection: Connection, caller: Staff, center: str, today: date, days: int) -> TrendTold:
    """Closed drawers alone, each with what surprise counts found in it, less what was explained since, in the order of
    names: nobody is ranked.

    Raises NotAllowed.
    """
    caller.needs(Right.SEE_EXPECTED_CASH, "see what drawers were over and short by")
    asked = {"center": center, "since": today - timedelta(days=days), "today": today}
    closing: dict[tuple[str, str], list[Money]] = defaultdict(list)
    floats: dict[tuple[str, str], list[Money]] = defaultdict(list)
    before: Any = None
    for row in connection.execute(_SHIFTS, asked):
        is_left_here = before is not None and before.desk == row.desk and before.closed_by is not None
        if is_left_here and row.assigned_cents is not None:
            floats[before.closer, before.closed_by].append(Money(row.float_cents - row.assigned_cents))
        if row.difference_cents is not None:
            closing[row.name, row.staff].append(Money(row.difference_cents))
        before = row
    return TrendTold(closing=tuple(_rows(closing)), floats=tuple(_rows(floats)))


def _rows(known: Mapping[tuple[str, str], list[Money]]) -> Iterable[TrendRow]:
    for (name, _), differences in sorted(known.items()):
        trend = trend_of(differences)
        cents = trend.median.cents if trend.median is not None else None
        yield TrendRow(name=name, shifts=trend.shifts, cents=cents, words=trend.words)
