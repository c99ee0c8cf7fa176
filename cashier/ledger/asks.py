"""The queue of what desks ask a colleague's word for: asked and answered by lines of the ledger's own journal.

Nobody answers for themselves, nobody whose drawer is open at the desk that asks, and nobody too late (R5).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.asks import ASK_WAITS, ASKED_FOR, AskState
from cashier.domain.errors import CashierError, NotAllowed, Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.drawers import DRAWER_OF, drawer_holders
from cashier.wire_deeds import AskFor, AskTold, Deed

ROWS_MOST = 500
SHOWN_FOR = timedelta(hours=12)  # Of what one asked oneself.

_ASK = text(
    """
    INSERT INTO asks (ask, center, desk, staff, act, cents, needs, sentence, facts, asked, asked_at, expires_at)
    VALUES (:ask, :center, :desk, :staff, :act, :cents, :needs, :sentence, :facts, :asked, :asked_at, :expires_at)
    ON CONFLICT DO NOTHING
    """
)
_ONE = text(
    """
    SELECT asks.*, COALESCE(person.name, answered_by, '') AS answerer, asker.name AS asker
    FROM asks
    LEFT JOIN staff AS person ON person.number = answered_by
    LEFT JOIN staff AS asker ON asker.number = asks.staff
    WHERE ask = :ask
    """
)
_ANSWER = text(
    """
    UPDATE asks SET answer = :answer, answered_by = :by, answered = :answered, answered_at = :at, words = :words
    WHERE ask = :ask AND answer IS NULL
    """
)
_ROWS = text(
    f"""
    SELECT asks.*, COALESCE(person.name, answered_by, '') AS answerer, COALESCE(asker.name, asks.staff) AS asker
    FROM asks
    LEFT JOIN staff AS person ON person.number = answered_by
    LEFT JOIN staff AS asker ON asker.number = asks.staff
    WHERE asks.center = :center AND asked_at > :since
      AND (asks.staff = :user OR (answer IS NULL AND expires_at > :now))
    ORDER BY asked_at DESC LIMIT {ROWS_MOST}
    """
)
_DRAWER = text(f"SELECT staff FROM ({DRAWER_OF}) AS drawer WHERE desk = :desk")
_KEPT = text("SELECT ask::text AS ask, staff, act, cents, asked, answer, answered_by, answered FROM asks")
_SAID = text(
    """
    SELECT sequence, body FROM lines
    WHERE desk = :own AND kind IN ('approval_asked', 'approval_given', 'approval_declined') ORDER BY sequence
    """
)


def ask(
    connection: Connection, wish: AskFor, caller: Staff, desk: str, center: str, *, clock: Clock, new_id: NewId
) -> AskTold:
    """Put it into the queue, once. Raises Refused, also for a word that nobody gives from afar."""
    if wish.right not in ASKED_FOR:
        raise Refused("Nobody gives this word from afar. Have a lead sign here.")
    caller.needs(Right.HOLD_DRAWER, "ask for a lead's word")
    said = {
        "act": safe_text(wish.act, "What is asked", most=200),
        "sentence": safe_text(wish.sentence, "The reason", most=500),
        "facts": [[safe_text(label, "A label"), safe_text(words, "A fact", most=200)] for label, words in wish.facts],
    }
    now = clock()
    earlier = connection.execute(_ONE, {"ask": wish.line_id}).first()
    asked_at = earlier.asked_at if earlier is not None else now
    facts = {**said, "desk": desk, "center": center, "cents": wish.cents, "right": wish.right}
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.APPROVAL_ASKED,
        subject=f"ask.{wish.line_id}",
        staff=caller.user,
        facts=facts | {"expires_at": (asked_at + ASK_WAITS).isoformat()},
    )
    row = {
        "ask": wish.line_id,
        "center": center,
        "desk": desk,
        "staff": caller.user,
        "act": said["act"],
        "cents": wish.cents,
        "needs": wish.right,
        "sentence": said["sentence"],
        "facts": json.dumps(said["facts"]),
        "asked": do(connection, act, clock=clock, new_id=new_id),
        "asked_at": asked_at,
        "expires_at": asked_at + ASK_WAITS,
    }
    connection.execute(_ASK, row)
    return ask_told(connection, wish.line_id, desk, now)


def ask_told(connection: Connection, ask_id: UUID, desk: str, now: datetime) -> AskTold:
    """How it stands with what this desk asked. Raises Refused for another desk's."""
    row = connection.execute(_ONE, {"ask": ask_id}).first()
    if row is None or row.desk != desk:
        raise Refused("This desk has not asked for that. Ask again.")
    state = _state(row, now)
    if state in (AskState.WAITS, AskState.EXPIRED):
        return AskTold(state=state)
    return AskTold(state=state, by=row.answered_by, by_name=row.answerer, at=row.answered_at, words=row.words)


def answer_ask(connection: Connection, wish: Deed, caller: Staff, center: str, *, clock: Clock, new_id: NewId) -> str:
    """Give the word or decline it; returns the sentence about it. Raises Refused, and nothing is answered."""
    ask_id, gives = ask_id_of(wish.about), wish.what == "approve"
    row = connection.execute(_ONE, {"ask": ask_id}).first()
    if row is None or row.center != center:
        raise Refused("This center has no such question. Look at the list again.")
    said = safe_text(wish.words, "What you wrote", most=500)
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.APPROVAL_GIVEN if gives else LineKind.APPROVAL_DECLINED,
        subject=f"ask.{ask_id}",
        staff=caller.user,
        facts={"words": said, "act": row.act, "cents": row.cents},
    )

    def decide() -> tuple[()]:
        _may_answer(connection, connection.execute(_ONE, {"ask": ask_id}).one(), caller, clock())
        return ()

    answered = do(connection, act, decide=decide, clock=clock, new_id=new_id)
    kept = {"ask": ask_id, "answer": "given" if gives else "declined", "by": caller.user, "answered": answered}
    connection.execute(_ANSWER, kept | {"at": clock(), "words": said})
    asker = row.asker or row.staff
    return f"{asker} may go on: {row.act}, {Money(row.cents)}." if gives else f"{asker} is told that you declined."


def _may_answer(connection: Connection, row: Row[Any], caller: Staff, now: datetime) -> None:
    """Raises Refused."""
    if row.answer is not None:
        raise Refused(f"{row.answerer} has answered that. Look at the list again.")
    if row.expires_at <= now:
        raise Refused("The time for that is over. Look at the list again.")
    if row.staff == caller.user:
        raise Refused("Nobody approves for themselves. Ask a lead.")
    caller.needs(Right(row.needs), f"approve {row.act}")
    if connection.scalar(_DRAWER, {"desk": row.desk}) == caller.user:
        raise NotAllowed(f"{caller.name} has that desk's open drawer and can't approve for it. Ask another lead.")


def asks_of(connection: Connection, caller: Staff, center: str, now: datetime) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """What waits for this person, oldest first, and what they asked themselves, newest first."""
    asked = {"user": caller.user, "center": center, "since": now - SHOWN_FOR, "now": now}
    rows = connection.execute(_ROWS, asked).all()
    own = [row for row in rows if row.staff == caller.user]
    others = [row for row in rows if row.staff != caller.user and caller.may(Right(row.needs))]
    holders = drawer_holders(connection, {row.desk for row in others})
    return [row for row in others[::-1] if holders.get(row.desk) != caller.user], own


def ask_facts(connection: Connection, ask_id: UUID, center: str) -> Sequence[tuple[str, str]]:
    """What whoever answers should know, label by label. Raises Refused."""
    row = connection.execute(_ONE, {"ask": ask_id}).first()
    if row is None or row.center != center:
        raise Refused("This center has no such question. Look at the list again.")
    return [
        ("Asked by", row.asker or row.staff),
        ("At", row.desk),
        *((label, said) for label, said in json.loads(row.facts)),
    ]


def ask_id_of(about: str) -> UUID:
    """The id of ``ask.…``. Raises Refused."""
    try:
        return UUID(about.removeprefix("ask."))
    except ValueError as trouble:
        raise Refused("There is no such question. Look at the list again.") from trouble


def state_words(row: Row[Any], now: datetime) -> str:
    """How it stands, for who asked."""
    match _state(row, now):
        case AskState.WAITS:
            return "Waits for a lead."
        case AskState.EXPIRED:
            return "Nobody answered in time."
        case AskState.DECLINED:
            return f"{row.answerer} declined. {row.words}".strip()
        case _:
            return f"{row.answerer} agreed."


def _state(row: Row[Any], now: datetime) -> AskState:
    if row.answer is not None:
        return AskState(row.answer)
    return AskState.EXPIRED if row.expires_at <= now else AskState.WAITS


def wrong_asks(connection: Connection) -> Iterator[str]:
    """Questions and answers that stand otherwise than their lines say, a sentence each."""
    said: dict[str, list[Any]] = {}
    for sequence, body in connection.execute(_SAID, {"own": OWN_DESK}):
        try:
            line = read_line(body.encode())
            ask_id = str(line.facts["subject"]).removeprefix("ask.")
            if line.kind is LineKind.APPROVAL_ASKED:
                said[ask_id] = [line.staff, line.facts["act"], line.facts["cents"], sequence, None, None, None]
            else:
                answer = "given" if line.kind is LineKind.APPROVAL_GIVEN else "declined"
                said[ask_id][4:] = [answer, line.staff, sequence]
        except (CashierError, KeyError):
            continue  # Found where lines are read.
    kept = {row.ask: list(row[1:]) for row in connection.execute(_KEPT)}
    for ask_id in sorted(said.keys() | kept.keys()):
        if said.get(ask_id) != kept.get(ask_id):
            yield f"The question {ask_id} stands otherwise than its lines say."
