"""What of a center is not on its way to the bank yet: drawers that are open, bags in transit, bags in the safe."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import read_line
from cashier.domain.money import ZERO
from cashier.domain.past_payments import inner_line
from cashier.ledger.filled import FILLS, SHIFTS_LOOKED_AT, Bag, as_counted, bags_in
from cashier.ledger.own_names import own_names

# The same walk as over one bag's fillings, of all that no deposit has.
_FILLED = text(
    """
    SELECT body, closed FROM (
    SELECT lines.body, closed.closed, lines.received_at, lines.desk, lines.sequence FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT :shifts
    ) AS opened
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM lines WHERE lines.desk = desks.desk AND lines.sequence > opened.sequence
                       AND lines.shift_id = opened.shift_id AND kind = 'shift_closed' AND state <> 'repeated')
               OR EXISTS (SELECT FROM desks AS newer WHERE newer.replaces = desks.desk) AS closed
    ) AS closed
    JOIN lines ON lines.desk = desks.desk AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
    WHERE desks.center = :center AND lines.kind IN ('cash_dropped', 'shift_closed') AND lines.state <> 'repeated'
      AND lines.center = :center
    UNION ALL
    SELECT lines.body, true, lines.received_at, lines.desk, lines.sequence
    FROM carried JOIN lines ON lines.desk = carried.carrier AND lines.sequence = carried.sequence
    WHERE lines.center = :center
    ) AS filling ORDER BY received_at, desk, sequence
    """
)
_GONE = text("SELECT bag FROM deposited_bags WHERE center = :center")
_ACTS = text(
    """
    SELECT split_part(subject, '.', 3) AS bag, act.kind, COALESCE(staff.name, act.staff) AS name, act.at, lines.body
    FROM office_acts AS act JOIN lines ON lines.desk = 'LEDGER' AND lines.sequence = act.sequence
    LEFT JOIN staff ON number = act.staff
    WHERE starts_with(subject, 'bag.' || :center || '.') AND act.kind IN ('bag_accepted', 'bag_counted')
      AND NOT EXISTS (SELECT FROM deposited_bags AS gone
                      WHERE gone.center = :center AND gone.bag = split_part(subject, '.', 3))
    ORDER BY act.sequence
    """
)
_OPEN = text(
    """
    SELECT desks.desk FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id, business_date FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT 1
    ) AS opened
    WHERE desks.center = :center AND opened.business_date <= :day
      AND NOT EXISTS (SELECT FROM desks AS newer WHERE newer.replaces = desks.desk) AND NOT EXISTS (
        SELECT FROM lines WHERE lines.desk = desks.desk AND lines.sequence > opened.sequence
        AND lines.shift_id = opened.shift_id AND kind = 'shift_closed' AND state <> 'repeated')
    ORDER BY desks.desk
    """
)
_SHIFTS = text(
    """
    SELECT count(*) FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id, business_date FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT 8
    ) AS opened
    WHERE desks.center = :center AND opened.business_date = :day AND EXISTS (
        SELECT FROM lines WHERE lines.desk = desks.desk AND lines.sequence > opened.sequence
        AND lines.shift_id = opened.shift_id AND kind = 'shift_closed' AND state <> 'repeated')
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A bag that no deposit has. ``accepted_by`` is empty while it is in transit; ``day`` is its shift's."""

    bag: Bag
    day: date | None
    shift_is_closed: bool
    accepted_by: str = ""
    accepted_at: datetime | None = None


def waiting_bags(connection: Connection, center: str) -> list[Waiting]:
    """All of a center's, in the order in which they were heard of; of two with one number the safe has the first."""
    names = own_names(connection, center)
    gone = set(connection.scalars(_GONE, {"center": center}))
    accepted: dict[str, Row[Any]] = {}
    counts: dict[str, list[str]] = {}
    for act in connection.execute(_ACTS, {"center": center}):
        if act.kind == "bag_accepted":
            accepted[act.bag] = act
        else:
            counts.setdefault(act.bag, []).append(act.body)
    waiting: list[Waiting] = []
    known: set[str] = set()
    for row in connection.execute(_FILLED, {"center": center, "shifts": SHIFTS_LOOKED_AT}):
        try:
            line = inner_line(read_line(row.body.encode()))
            if line.kind not in FILLS:
                continue
            for bag in bags_in(line, names):
                if bag.cash + bag.checks <= ZERO:
                    continue
                is_first = bag.number not in known
                known.add(bag.number)
                if is_first and bag.number in gone:
                    continue
                by = accepted.get(bag.number) if is_first else None
                for body in counts.get(bag.number, ()) if is_first else ():
                    bag = as_counted(bag, read_line(body.encode()))  # noqa: PLW2901
                waiting.append(
                    Waiting(
                        bag=bag,
                        day=line.business_date,
                        shift_is_closed=row.closed,
                        accepted_by=by.name if by else "",
                        accepted_at=by.at if by else None,
                    )
                )
        except UnreadableBody:
            continue  # It is found where lines are read.
    return waiting


def open_desks(connection: Connection, center: str, day: date) -> list[str]:
    """The desks whose drawer of that day, or of one before, is not closed."""
    return list(connection.scalars(_OPEN, {"center": center, "day": day}))


def closed_shifts(connection: Connection, center: str, day: date) -> int:
    """How many drawers of that day were closed."""
    return int(connection.scalar(_SHIFTS, {"center": center, "day": day}) or 0)
