"""What the office says to its desks, a line each, and what the ledger finds out by itself: until it is read or over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, Row, text

from cashier.domain.desk_messages import DESKS, MESSAGE, MINUTES, read_message
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock, instant_text
from cashier.ledger.acts import Act, do
from cashier.wire_deeds import Deed, MessageRow, MessagesTold

ROWS_MOST = 50

_SENT = text("SELECT sent_at FROM desk_messages WHERE message = :message")
_DESKS = text("SELECT desk FROM desks WHERE center = :center AND desk = ANY(CAST(:desks AS text[]))")
_SAY = text(
    """
    INSERT INTO desk_messages (message, center, desks, words, staff, sent, sent_at, until)
    VALUES (:message, :center, :desks, :words, :staff, :sent, :sent_at, :until) ON CONFLICT DO NOTHING
    """
)
_SAID_BY_ITSELF = text(
    """
    INSERT INTO desk_messages (message, center, desks, words, staff, sent, sent_at, until)
    VALUES (:message, :center, :desks, :words, 'The ledger', 0, now(), now() + interval '24 hours')
    ON CONFLICT DO NOTHING
    """
)
_TAKE_BACK = text("UPDATE desk_messages SET until = :now WHERE message = :message AND until > :now")
_THERE = text("SELECT center FROM desk_messages WHERE message::text = :message")
_HOLDING = text(
    f"""
    SELECT message, desks, words, until, COALESCE(person.name, said.staff) AS sent_by
    FROM desk_messages AS said LEFT JOIN staff AS person ON person.number = said.staff
    WHERE said.center = :center AND until > :now AND (:desk = '' OR desks = '{{}}' OR :desk = ANY(desks))
    ORDER BY until, message LIMIT {ROWS_MOST}
    """
)


def say_to_desks(connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId) -> str:
    """Say it; returns the sentence about it. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "write to desks")
    said = read_message({MESSAGE: wish.words, MINUTES: str(wish.minutes or ""), DESKS: " ".join(wish.desks)})
    known = set(connection.scalars(_DESKS, {"center": center, "desks": list(said.desks)}))
    for desk in said.desks:
        if desk not in known:
            raise Refused(f"This center has no desk {desk}. Check its code, or leave it empty for all.")
    now = connection.scalar(_SENT, {"message": wish.line_id}) or clock()
    until = now + timedelta(minutes=said.minutes)
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.DESKS_TOLD,
        subject=f"message.{wish.line_id}",
        staff=caller.user,
        facts={"center": center, "desks": list(said.desks), "words": said.words, "until": instant_text(until)},
    )
    row: dict[str, Any] = {"message": wish.line_id, "center": center, "desks": list(said.desks), "words": said.words}
    row |= {"staff": caller.user, "sent_at": now, "until": until}
    connection.execute(_SAY, row | {"sent": do(connection, act, clock=clock, new_id=new_id)})
    where = f"desk {', '.join(said.desks)}" if said.desks else "every desk of this center"
    return f"It stands at {where} within a minute, for {said.minutes} minutes or until it is read."


def say_by_itself(connection: Connection, about: str, words: str, center: str, desks: Sequence[str]) -> None:
    """What the ledger finds out by itself, for a day at these desks; the same ``about`` is the same message.

    It stands in no line of the ledger's own journal: the desks' lines that it is about do.
    """
    message = uuid5(NAMESPACE_URL, f"{center}/{about}")
    connection.execute(_SAID_BY_ITSELF, {"message": message, "center": center, "desks": list(desks), "words": words})


def take_back(connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId) -> str:
    """Desks show it no longer; returns the sentence about it. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "write to desks")
    message = wish.about.removeprefix("message.")
    if connection.scalar(_THERE, {"message": message}) != center:
        raise Refused("This center has no such message. Look at the list again.")
    act = Act(
        line_id=wish.line_id, kind=LineKind.DESKS_TOLD, subject=wish.about, staff=caller.user, facts={"ends": True}
    )
    do(connection, act, clock=clock, new_id=new_id)
    connection.execute(_TAKE_BACK, {"message": message, "now": clock()})
    return "Desks show it no longer."


def messages_for(connection: Connection, center: str, now: datetime, *, desk: str = "") -> Sequence[Row[Any]]:
    """What holds now for a desk, or for any of the center."""
    return connection.execute(_HOLDING, {"center": center, "now": now, "desk": desk}).all()


def messages_told(connection: Connection, desk: str, center: str, now: datetime) -> MessagesTold:
    """What a desk is to show."""
    return MessagesTold(
        messages=tuple(
            MessageRow(message=row.message, words=row.words, sent_by=row.sent_by, until=row.until)
            for row in messages_for(connection, center, now, desk=desk)
        )
    )
