"""What waits for a person of the office: somebody takes it, and somebody says in the end what it was."""

from uuid import UUID

from sqlalchemy import Connection

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.people import Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, do
from cashier.ledger.office import CloseNote, Done


def note_taken(
    connection: Connection, subject: str, line_id: UUID, caller: Staff, *, clock: Clock, new_id: NewId
) -> Done:
    """``caller`` looks after it from now on, whoever did before. Whether there is such a task was looked at."""
    act = Act(line_id=line_id, kind=LineKind.TASK_TAKEN, subject=subject, staff=caller.user, facts={})
    return Done(sequence=do(connection, act, clock=clock, new_id=new_id))


def note_closed(
    connection: Connection,
    subject: str,
    wish: CloseNote,
    caller: Staff,
    *,
    clock: Clock,
    new_id: NewId,
    what: str = "what was found",
) -> Done:
    """It is done with; ``wish`` says ``what``. Raises Refused where it does not."""
    how = safe_text(wish.note, what.capitalize(), most=500)
    if not how:
        raise Refused(f"Say {what}.")
    act = Act(line_id=wish.line_id, kind=LineKind.NOTE_CLOSED, subject=subject, staff=caller.user, facts={"note": how})
    return Done(sequence=do(connection, act, clock=clock, new_id=new_id))
