"""One cashier with open drawers at two desks: a desk alone cannot know it, and with the ledger away it may be.

A drawer that was handed over is in nobody's hands and counts as none; nor does that of a desk which was revoked or
replaced, where nobody can close one any more.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.line import Line, LineKind
from cashier.ledger.by_desk import ask_desks, desks_of, replaced_desks
from cashier.ledger.desk_messages import say_by_itself
from cashier.ledger.drawers import STATE_NOW
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received
from cashier.wire_drawers import OpenElsewhere

BEGINS = frozenset({LineKind.SHIFT_OPENED, LineKind.DRAWER_RECALLED})
"""What puts a drawer into somebody's hands."""

_ENDS = frozenset({LineKind.SHIFT_CLOSED, LineKind.DRAWER_HANDED_OVER})
# Months behind the last ones are not looked into: nobody's drawer is open for so long.
_OTHERS = f"""
    SELECT desks.desk, desks.center, opening.taken_at AS opened_at, last.is_now, last.taken_at AS changed_at
    FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, shift_id, staff, taken_at FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
          AND received_at > now() - interval '40 days'
        ORDER BY sequence DESC LIMIT 1
    ) AS opening
    CROSS JOIN LATERAL ({STATE_NOW}) AS last
    WHERE desks.desk = %(desk)s AND opening.staff = %(staff)s AND desks.revoked_at IS NULL
"""
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('drawers of ' || :staff, 0))")
_NAME = text("SELECT name FROM staff WHERE number = :staff")
_IN_NOBODYS_HANDS = frozenset({"closed", "pending"})


def open_elsewhere(connection: Connection, staff: str, desk: str) -> OpenElsewhere:
    """Where somebody has a drawer open but at ``desk``."""
    others = _others(connection, staff, desk)
    return OpenElsewhere(desks=tuple(row.desk for row in others if row.is_now not in _IN_NOBODYS_HANDS))


def _others(connection: Connection, staff: str, desk: str) -> list[Any]:
    """The last drawers of desks that stand, but this one's, as far as they are this person's."""
    others = set(desks_of(connection)) - replaced_desks(connection) - {desk}
    return list(ask_desks(connection, _OTHERS, sorted(others), {"staff": staff}))


def notice_two_drawers(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Raise an alarm for each drawer of a run whose cashier had another one open meanwhile, and tell the desks of those
    that are open still.
    """
    for line, sequence, until in sorted(_begun(lines), key=lambda begun: begun[0].staff):
        # Two desks' runs may come at once, and neither would see the other's: the second waits for the first.
        connection.execute(_ONE_AT_A_TIME, {"staff": line.staff})
        rows = _others(connection, line.staff, desk)
        others = [row for row in rows if _was_open(row, line.taken_at, until)]
        if not others:
            continue
        name = connection.scalar(_NAME, {"staff": line.staff}) or line.staff
        sentence = (
            f"{name} had several drawers at once: at {desk}, line {sequence}, and at "
            f"{', '.join(row.desk for row in others)}. Have all but one closed or handed over, and look at what was "
            "taken in each."
        )
        if by := line.facts.get("also_by_name"):
            sentence += f" {by} agreed to it, as closed at a desk that has not sent it."
        raise_alarm(connection, "two_drawers", sentence)
        if until is None:
            _tell(
                connection, line, name, {row.desk: row.center for row in others if _is_open(row)} | {desk: line.center}
            )


def _is_open(row: Any) -> bool:
    return row.is_now not in _IN_NOBODYS_HANDS


def _was_open(row: Any, opened_at: datetime, until: datetime | None) -> bool:
    """Whether this drawer was in its cashier's hands at any time between the two."""
    return (_is_open(row) or row.changed_at > opened_at) and (until is None or row.opened_at < until)


def _tell(connection: Connection, line: Line, name: str, centers: dict[str, str]) -> None:
    """Each of these desks hears of the others, where there are others."""
    desks = sorted(centers)
    if len(desks) == 1:
        return
    told = f"{name} has drawers open at {' and '.join(desks)}. Close all but one of them, or hand them over."
    for center in sorted(set(centers.values())):
        here = [desk for desk in desks if centers[desk] == center]
        say_by_itself(connection, f"drawers.{line.line_id}", told, center, here)


def _begun(lines: Sequence[Received]) -> Iterator[tuple[Line, int, datetime | None]]:
    """Each drawer that came into its cashier's hands, and when the run says that it left them again."""
    for place, received in enumerate(lines):
        line = received.line
        if line is None or received.repeated or line.kind not in BEGINS:
            continue
        later = (other.line for other in lines[place + 1 :] if other.line is not None)
        ends = (one.taken_at for one in later if one.kind in _ENDS and one.shift_id == line.shift_id)
        yield line, received.sequence, next(ends, None)
