"""What of a center is not on its way to the bank yet: drawers that are open, bags in transit, bags in the safe."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import read_line
from cashier.domain.money import ZERO
from cashier.domain.past_payments import inner_line
from cashier.ledger.by_desk import ask_desks, desks_of, replaced_desks
from cashier.ledger.filled import FILLS, SHIFTS_LOOKED_AT, Bag, as_counted, bags_in
from cashier.ledger.own_names import own_names

# The same walk as over one bag's fillings, of all that no deposit has.
_FILLED = """
    SELECT lines.body, closed.closed, lines.received_at, lines.desk, lines.sequence FROM (
        SELECT sequence, shift_id FROM lines
        WHERE desk = %(desk)s AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT %(shifts)s
    ) AS opened
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM lines WHERE desk = %(desk)s AND lines.sequence > opened.sequence
                       AND lines.shift_id = opened.shift_id AND kind = 'shift_closed' AND state <> 'repeated') AS closed
    ) AS closed
    JOIN lines ON lines.desk = %(desk)s AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
    WHERE lines.kind IN ('cash_dropped', 'shift_closed') AND lines.state <> 'repeated' AND lines.center = %(center)s
"""
_CARRIED = text(
    """
    SELECT lines.body, true AS closed, lines.received_at, lines.desk, lines.sequence
    FROM carried JOIN lines ON lines.desk = carried.carrier AND lines.sequence = carried.sequence
    WHERE lines.center = :center
    """
)
_GONE = text("SELECT bag FROM deposited_bags WHERE center = :center")
_ACTS = text(
    """
    SELECT split_part(subject, '.', 3) AS bag, act.kind, COALESCE(staff.name, act.staff) AS name, act.at, lines.body
    FROM office_acts AS act JOIN lines ON lines.desk = 'LEDGER' AND lines.sequence = act.sequence
    LEFT JOIN staff ON number = act.staff
    WHERE starts_with(subject, 'bag.' || :center || '.') AND act.kind IN ('bag_accepted', 'bag_counted')
      AND split_part(subject, '.', 3) NOT IN (SELECT bag FROM deposited_bags WHERE center = :center)
    ORDER BY act.sequence
    """
)
_SHIFTS = """
    SELECT %(desk)s::text AS desk, business_date, EXISTS (
        SELECT FROM lines WHERE desk = %(desk)s AND lines.sequence > opened.sequence
        AND lines.shift_id = opened.shift_id AND kind = 'shift_closed' AND state <> 'repeated') AS is_closed
    FROM (
        SELECT sequence, shift_id, business_date FROM lines
        WHERE desk = %(desk)s AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT %(shifts)s
    ) AS opened
"""
_SHIFTS_A_DAY_MOST = 8  # Of one desk.


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
    replaced = replaced_desks(connection)
    for row in _fillings(connection, center):
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
                        shift_is_closed=row.closed or row.desk in replaced,
                        accepted_by=by.name if by else "",
                        accepted_at=by.at if by else None,
                    )
                )
        except UnreadableBody:
            continue  # It is found where lines are read.
    return waiting


def _fillings(connection: Connection, center: str) -> list[Any]:
    """What was filled at a center's desks, and what came of it within other journals."""
    values = {"center": center, "shifts": SHIFTS_LOOKED_AT}
    filled = ask_desks(connection, _FILLED, desks_of(connection, center), values)
    found = [*filled, *connection.execute(_CARRIED, {"center": center})]
    return sorted(found, key=lambda row: (row.received_at, row.desk, row.sequence))


def open_desks(connection: Connection, center: str, day: date) -> list[str]:
    """The desks whose drawer of that day, or of one before, is not closed."""
    desks = set(desks_of(connection, center)) - replaced_desks(connection)
    newest = ask_desks(connection, _SHIFTS, sorted(desks), {"shifts": 1})
    return [
        row.desk for row in newest if row.business_date is not None and row.business_date <= day and not row.is_closed
    ]


def closed_shifts(connection: Connection, center: str, day: date) -> int:
    """How many drawers of that day were closed."""
    shifts = ask_desks(connection, _SHIFTS, desks_of(connection, center), {"shifts": _SHIFTS_A_DAY_MOST})
    return sum(row.business_date == day and row.is_closed for row in shifts)
