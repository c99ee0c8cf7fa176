"""Suspended transactions of a center: whoever asks first has one, and nobody else from then on.

What desks write down follows after: a desk that took one up while the ledger was away is heard too, with an alarm where
another one has it. Those of a desk that was replaced are not carried on: their member chooses anew.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.suspended import read_suspended, resumed_id
from cashier.ledger.reading import Received
from cashier.wire import SuspendedList, TakenUp

ROWS_MOST = 200
KINDS = frozenset({LineKind.SUSPENDED, LineKind.RESUMED})

_KEEP = text(
    """
    INSERT INTO suspended (suspended_id, desk, center, body, expires_at) VALUES (:id, :desk, :center, :body, :expires)
    ON CONFLICT (suspended_id) DO UPDATE SET
        desk = excluded.desk, center = excluded.center, body = excluded.body, expires_at = excluded.expires_at
    """
)
_RESUME = text(
    """
    INSERT INTO suspended AS known (suspended_id, taken_by, taken_staff, taken_at, resumed)
    VALUES (:id, :desk, :staff, :at, true)
    ON CONFLICT (suspended_id) DO UPDATE SET
        resumed = true, taken_by = COALESCE(known.taken_by, excluded.taken_by),
        taken_staff = COALESCE(known.taken_staff, excluded.taken_staff),
        taken_at = COALESCE(known.taken_at, excluded.taken_at)
    RETURNING taken_by
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('suspended_twice', :sentence)")
_LIST = text(
    f"""
    SELECT (SELECT received_through FROM desks WHERE desk = :desk) AS mark,
           COALESCE(array_agg(body ORDER BY expires_at), '{{}}') AS bodies
    FROM (SELECT body, expires_at FROM suspended
          WHERE center = :center AND body IS NOT NULL AND NOT resumed AND expires_at > :now
            AND (taken_by IS NULL OR taken_by = :desk)
          ORDER BY expires_at LIMIT {ROWS_MOST}) AS waiting
    """
)
_TAKE = text(
    """
    UPDATE suspended SET taken_by = :desk, taken_staff = :staff, taken_at = COALESCE(taken_at, :now)
    WHERE suspended_id = :id AND center = :center AND NOT resumed AND expires_at > :now
      AND (taken_by IS NULL OR taken_by = :desk)
    RETURNING suspended_id
    """
)
_WHOSE = text("SELECT taken_by, expires_at <= :now AS is_over FROM suspended WHERE suspended_id = :id")
_WRONG = text(
    """
    WITH said AS (
        SELECT desk, line_id, body FROM lines WHERE (desk, line_id) IN (SELECT desk, suspended_id FROM suspended)
    ), given AS (
        SELECT line_id, body FROM lines WHERE kind = 'suspended' AND state = 'posted'
    )
    SELECT suspended_id FROM suspended LEFT JOIN said ON said.desk = suspended.desk AND line_id = suspended_id
    WHERE suspended.body IS NOT NULL AND said.body IS DISTINCT FROM suspended.body
    UNION ALL
    SELECT line_id FROM given
    WHERE NOT EXISTS (SELECT FROM suspended WHERE suspended_id = line_id AND suspended.body = given.body)
    """
)


def note_suspensions(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Take in what a run says about suspended transactions, in the transaction that keeps its lines."""
    for received in lines:
        line = received.line
        if line is None or received.repeated or line.kind not in KINDS:
            continue
        try:
            if line.kind is LineKind.SUSPENDED:
                expires = read_suspended(line).expires_at
                kept = {"id": line.line_id, "desk": desk, "center": line.center}
                connection.execute(_KEEP, {**kept, "body": received.body, "expires": expires})
                continue
            taken = {"id": resumed_id(line), "desk": desk, "staff": line.staff, "at": line.taken_at}
        except UnreadableBody:
            continue  # It moves no money, and is kept as it came.
        holder = connection.execute(_RESUME, taken).scalar_one()
        if holder != desk:
            connection.execute(
                _ALARM,
                {
                    "sentence": f"A transaction that was suspended was taken up at {holder}, and at {desk} without the "
                    f"ledger's word. Look at what both took: {taken['id']}."
                },
            )


def waiting_in(connection: Connection, desk: str, center: str, now: datetime) -> SuspendedList:
    """What a desk may take up, of its whole center."""
    row = connection.execute(_LIST, {"desk": desk, "center": center, "now": now}).one()
    return SuspendedList(mark=row.mark or 0, bodies=tuple(row.bodies))


def take_up(
    connection: Connection, suspended_id: UUID, *, desk: str, center: str, staff: str, now: datetime
) -> TakenUp:
    """Give it to the desk that asks, if nobody has it; the same desk asks as often as it likes."""
    asked = {"id": suspended_id, "desk": desk, "center": center, "staff": staff, "now": now}
    if connection.scalar(_TAKE, asked) is not None:
        return TakenUp(why_not="")
    row = connection.execute(_WHOSE, {"id": suspended_id, "now": now}).one_or_none()
    if row is None:
        why = "The ledger does not have this suspended transaction. It can be taken up at its own desk."
    elif row.taken_by is not None:
        why = f"This was taken up at {row.taken_by}. Find the member instead."
    elif row.is_over:
        why = "The time to take this up again is over. Find the member and choose anew."
    else:
        why = "This was suspended at another center. Find the member instead."
    return TakenUp(why_not=why)


def wrong_suspensions(connection: Connection) -> list[str]:
    """What the list says otherwise than the lines, as sentences."""
    return [
        f"The list of suspended transactions is not what the lines say about {suspended_id}."
        for suspended_id in connection.scalars(_WRONG)
    ]
