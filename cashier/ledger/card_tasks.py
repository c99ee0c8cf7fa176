"""What the office does about cards: those that nobody knows of, and those whose answer did not fit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.card_report import SETTLED_FROM
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock
from cashier.ledger.office import CloseNote, Done
from cashier.ledger.open_cards import GO
from cashier.ledger.provisional import EXTRA, MISSING, PROVISIONAL, why_waits
from cashier.ledger.tasks import note_closed, note_taken
from cashier.wire_office import OfficeWaitingRow

PREFIX = "card."
ROWS_MOST = 1_000

_TASK = f"'{PREFIX}' || card.desk || '.' || card.attempt"
_CARDS = f"""
    SELECT {_TASK} AS task, card.*, COALESCE(asker.name, card.staff) AS asker, taken.staff AS taker,
           greatest(floor(extract(epoch FROM CAST(:now AS timestamptz) - asked_at) / 86400), 0)::int AS age_days,
           greatest(floor(extract(epoch FROM CAST(:now AS timestamptz) - asked_at) / 60), 0)::int AS age_minutes,
           COALESCE(taken.name, taken.staff, asker.name, card.staff) AS owner,
           card.desk IN (SELECT desk FROM desks WHERE revoked_at IS NOT NULL) AS is_gone
    FROM open_cards AS card LEFT JOIN staff AS asker ON asker.number = card.staff
    LEFT JOIN LATERAL (
        SELECT acts.staff, person.name FROM office_acts AS acts LEFT JOIN staff AS person ON person.number = acts.staff
        WHERE acts.subject = {_TASK} AND acts.kind = 'task_taken' ORDER BY acts.sequence DESC LIMIT 1
    ) AS taken ON true
"""
# While the member stands at the terminal, and it may still say it, nobody looks after a card.
_LIST = text(
    f"""
    {_CARDS} WHERE card.center = :center AND (card.state <> 'asked' OR asked_at <= :before)
    ORDER BY asked_at, attempt LIMIT {ROWS_MOST}
    """
)
_ONE = text(f"{_CARDS} WHERE {_TASK} = :task")


def card_rows(connection: Connection, now: datetime, center: str) -> list[OfficeWaitingRow]:
    """What the office of a center has of cards, oldest first."""
    return [
        OfficeWaitingRow(
            task=row.task,
            kind="card",
            what=f"Card {row.service} of {row.terminal}, {row.desk}",
            why=_why(row),
            cents=row.cents,
            age_days=row.age_days,
            age_minutes=row.age_minutes,
            owner=row.owner,
        )
        for row in connection.execute(_LIST, {"now": now, "center": center, "before": now - SETTLED_FROM})
    ]


def is_card(task: str) -> bool:
    """Whether a task's name is a card's."""
    return task.startswith(PREFIX)


def center_of_card(connection: Connection, task: str, now: datetime) -> str | None:
    """Where it waits; None for what does not."""
    row = connection.execute(_ONE, {"now": now, "task": task}).one_or_none()
    return None if row is None else row.center


def card_facts(connection: Connection, task: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """What is known of one, label by label. Raises Refused where there is none."""
    row = _must_wait(connection, task, now)
    return (
        ("Asked for by", row.asker),
        ("Desk and terminal", f"{row.desk}, {row.terminal}"),
        ("Number at the terminal", row.service),
        ("Amount", Money(row.cents).plain()),
        ("How it stands", _why(row)),
    )


def take_card(connection: Connection, task: str, line_id: UUID, caller: Staff, *, clock: Clock, new_id: NewId) -> Done:
    """Note that ``caller`` looks after it from now on, whoever did before. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "take tasks")
    _must_wait(connection, task, clock())
    return note_taken(connection, task, line_id, caller, clock=clock, new_id=new_id)


def close_card(
    connection: Connection, task: str, wish: CloseNote, caller: Staff, *, clock: Clock, new_id: NewId
) -> Done:
    """What did not fit is explained; ``wish`` says how. What is not known is settled at its desk, and where that is
    gone by two of the office: who took it, and ``caller``. Raises Refused.
    """
    caller.needs(Right.TAKE_TASKS, "close tasks")
    row = _must_wait(connection, task, clock())
    if row.state == PROVISIONAL:
        raise Refused(f"{why_waits(row.terminal, row.words)} Take in its batch first.")
    if row.state not in ("differs", MISSING, EXTRA):
        if not row.is_gone:
            raise Refused(f"Nobody knows yet what became of it. Two people settle it on the Desk page of {row.desk}.")
        if row.taker in (None, caller.user):
            raise Refused("Two people end it: one takes it and asks the card's bank, another says here what was found.")
    done = note_closed(connection, task, wish, caller, clock=clock, new_id=new_id)
    connection.execute(GO, {"desk": row.desk, "attempt": row.attempt})
    return done


def _must_wait(connection: Connection, task: str, now: datetime) -> Row[Any]:
    row = connection.execute(_ONE, {"now": now, "task": task}).one_or_none()
    if row is None:
        raise Refused("There is no such card. Look at the list again.")
    return row


def _why(row: Row[Any]) -> str:
    if row.state in (PROVISIONAL, MISSING, EXTRA):
        return why_waits(row.terminal, row.words)
    if row.state == "differs":
        return str(row.words)
    what = "Whether it got its money back" if row.is_back else "Whether it was charged"
    how = f"Two settle it on the Desk page of {row.desk}."
    if row.is_gone:
        how = f"Desk {row.desk} is gone: one takes this, asks its bank and has what was charged given back."
    return f"{what} is not known{', ' + row.words if row.words else ''}. {how}"
