"""What desks noted for somebody of the office: it has an age, an owner once somebody takes it, and an end."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock
from cashier.ledger.office import CloseNote, Done, NoteRow
from cashier.ledger.tasks import note_closed, note_taken

ROWS_MOST = 1_000

_SUBJECT = "'note.' || note.arrangement"
_LIST = text(
    f"""
    SELECT note.arrangement AS note, kind, center, desk, staff AS cashier, at, received_at, member_number,
           guarantor_number, statement_number, reason, words, is_known,
           greatest(floor(extract(epoch FROM CAST(:now AS timestamptz) - received_at) / 86400), 0)::int AS age_days,
           COALESCE((SELECT acts.staff FROM office_acts AS acts WHERE subject = {_SUBJECT} AND acts.kind = 'task_taken'
                     ORDER BY sequence DESC LIMIT 1), '') AS owner
    FROM arrangements AS note
    WHERE NOT closed AND (:center = '' OR center = :center)
      AND (:region = '' OR (SELECT region FROM centers WHERE centers.center = note.center) = :region)
    ORDER BY received_at, note.arrangement LIMIT {ROWS_MOST}
    """
)
_NOTE = text(
    """
    SELECT member_number, statement_number, reason, words, staff FROM arrangements WHERE arrangement = :note
    """
)
_IS_OPEN = text("SELECT NOT closed FROM arrangements WHERE arrangement = :note")
_CLOSE = text("UPDATE arrangements SET closed = true WHERE arrangement = :note")


def note_rows(connection: Connection, now: datetime, *, center: str = "", region: str = "") -> list[NoteRow]:
    """What waits for somebody of the office, oldest first."""
    asked = {"now": now, "center": center, "region": region}
    return [NoteRow(**row) for row in connection.execute(_LIST, asked).mappings()]


def note_of(connection: Connection, note: int) -> tuple[tuple[str, str], ...]:
    """What a desk noted, label by label."""
    row = connection.execute(_NOTE, {"note": note}).one()
    said = (
        ("Member", row.member_number),
        ("Statement", row.statement_number),
        ("Reason", row.reason),
        ("Words", row.words),
        ("Noted by", row.staff),
    )
    return tuple((label, text) for label, text in said if text)


def take_note(connection: Connection, note: int, line_id: UUID, caller: Staff, *, clock: Clock, new_id: NewId) -> Done:
    """Note that ``caller`` looks after it from now on, whoever did before. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "take tasks")
    _must_be_there(connection, note)
    return note_taken(connection, f"note.{note}", line_id, caller, clock=clock, new_id=new_id)


def close_note(
    connection: Connection, note: int, wish: CloseNote, caller: Staff, *, clock: Clock, new_id: NewId
) -> Done:
    """It is done with; ``wish`` says how. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "close tasks")
    _must_be_there(connection, note)
    done = note_closed(
        connection, f"note.{note}", wish, caller, clock=clock, new_id=new_id, what="what was done about it"
    )
    connection.execute(_CLOSE, {"note": note})
    return done


def _must_be_there(connection: Connection, note: int) -> None:
    if connection.scalar(_IS_OPEN, {"note": note}) is None:
        raise Refused(f"There is no note {note}. Look at the list again.")
