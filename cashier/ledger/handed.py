"""Cash between two cashiers: exactly one of accepted, rejected and taken back, whoever asks first.

What desks write down follows after. Accepted at one desk and taken back at another can only be where a desk did not
wait for the ledger's word: all of it is posted, and an alarm says so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.accounts import AccountKind
from cashier.domain.errors import UnreadableBody
from cashier.domain.handing import GIVES, RECALLS, read_handed, transfer_of
from cashier.domain.line import Line, LineKind, read_line
from cashier.ledger.reading import Received
from cashier.ledger.replaced import desks_before
from cashier.wire_handed import HANDED_MOST, DecideHanded, HandedDecided, HandedList

KINDS = GIVES | RECALLS | {LineKind.TRANSFER_ACCEPTED}
"""What a run says about cash between cashiers; all else of it is a record."""

OF_THE_GIVER = frozenset({"open", "recalled"})
"""What a desk asks about what it gave itself. One that was revoked may, too: its drawer does not close before."""

_GIVE = text(
    """
    INSERT INTO handed (transfer_id, desk, center, giver, receiver, is_here, body, given_at)
    VALUES (:id, :desk, :center, :giver, :receiver, :here, :body, :at)
    ON CONFLICT (transfer_id) DO UPDATE SET
        desk = excluded.desk, center = excluded.center, giver = excluded.giver, receiver = excluded.receiver,
        is_here = excluded.is_here, body = excluded.body, given_at = excluded.given_at
    """
)
_END = text(
    """
    INSERT INTO handed AS known (transfer_id, desk, decision, by_desk, by_staff, decided_at, arrived)
    VALUES (:id, :desk, :decision, :desk, :staff, :at, true)
    ON CONFLICT (transfer_id) DO UPDATE SET
        arrived = true,
        decision = CASE WHEN known.decision IN ('open', 'rejected') THEN excluded.decision ELSE known.decision END,
        by_desk = CASE WHEN known.decision IN ('open', 'rejected') THEN excluded.by_desk ELSE known.by_desk END,
        by_staff = CASE WHEN known.decision IN ('open', 'rejected') THEN excluded.by_staff ELSE known.by_staff END,
        decided_at = CASE WHEN known.decision IN ('open', 'rejected') THEN excluded.decided_at ELSE known.decided_at END
    RETURNING decision, by_desk
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('handed_twice', :sentence)")
_ARRIVING = text(
    f"""
    SELECT body FROM handed
    WHERE NOT arrived AND center = :center AND receiver = :staff AND body IS NOT NULL AND desk <> :desk AND NOT is_here
      AND (decision = 'open' OR (decision = 'accepted' AND by_desk = :desk))
    ORDER BY given_at LIMIT {HANDED_MOST}
    """
)
_LEFT_BEHIND = text(
    f"""
    SELECT body FROM handed
    WHERE NOT arrived AND center = :center AND giver = :staff AND body IS NOT NULL
      AND desk = ANY(CAST(:before AS text[]))
      AND (decision IN ('open', 'rejected') OR (decision = 'recalled' AND by_desk = :desk))
    ORDER BY given_at LIMIT {HANDED_MOST}
    """
)
# A desk may take back what the ledger has not heard of yet: when its line comes, it is decided.
_UNHEARD = text("INSERT INTO handed (transfer_id, desk) VALUES (:id, :desk) ON CONFLICT DO NOTHING")
_ROW = text("SELECT * FROM handed WHERE transfer_id = :id FOR UPDATE")
_DECIDE = text(
    """
    UPDATE handed SET decision = :decision, by_desk = :desk, by_staff = :staff, decided_at = :now, reason = :reason
    WHERE transfer_id = :id RETURNING *
    """
)
_NAME = text("SELECT name FROM staff WHERE number = :user")
_ON_THEIR_WAY = text(
    """
    SELECT handed.*, giving.name AS giver_name, receiving.name AS receiver_name FROM handed
    LEFT JOIN staff AS giving ON giving.number = giver
    LEFT JOIN staff AS receiving ON receiving.number = receiver
    WHERE NOT arrived AND center = :center AND body IS NOT NULL
    ORDER BY given_at
    """
)
_NOT_AS_GIVEN = text(
    """
    WITH said AS (
        SELECT desk, line_id, body FROM lines WHERE (desk, line_id) IN (SELECT desk, transfer_id FROM handed)
    ), carrier AS (
        SELECT body FROM lines WHERE kind = 'carried'
    ), given AS (
        SELECT line_id, body FROM lines WHERE kind IN ('transfer_given', 'drawer_handed_over') AND state = 'posted'
    )
    SELECT transfer_id FROM handed LEFT JOIN said ON said.desk = handed.desk AND line_id = transfer_id
    WHERE handed.body IS NOT NULL AND said.body IS DISTINCT FROM handed.body
      AND NOT EXISTS (SELECT FROM carrier WHERE strpos(carrier.body, transfer_id::text) > 0)
    UNION ALL
    SELECT line_id FROM given
    WHERE NOT EXISTS (SELECT FROM handed WHERE transfer_id = line_id AND handed.body = given.body)
    """
)
_ENDS = text(
    """
    SELECT desk, sequence, body FROM lines
    WHERE kind IN ('transfer_accepted', 'transfer_recalled', 'drawer_recalled') AND state <> 'repeated'
    ORDER BY desk, sequence
    """
)
_GIVEN = text("SELECT body FROM handed WHERE transfer_id = :id AND body IS NOT NULL")


def note_handed(connection: Connection, lines: Sequence[Received]) -> None:
    """Take in what a run says about cash between cashiers, in the transaction that keeps its lines."""
    for received in lines:
        line = received.carried or received.line
        if line is None or received.repeated or line.kind not in KINDS:
            continue
        try:
            if line.kind in GIVES:
                body = received.body if received.carried is None else line.body().decode()
                _note_given(connection, line, body)
            else:
                _note_end(connection, line, transfer_of(line))
        except UnreadableBody:
            continue  # Its money is posted as it says, and the check says that it belongs to nothing.


def _note_given(connection: Connection, line: Line, body: str) -> None:
    handed = read_handed(line)
    said = {
        "id": line.line_id,
        "desk": line.desk,
        "center": line.center,
        "giver": line.staff,
        "receiver": handed.to,
        "here": handed.is_here,
        "body": body,
        "at": line.taken_at,
    }
    connection.execute(_GIVE, said)


def _note_end(connection: Connection, line: Line, transfer_id: UUID) -> None:
    decision = "accepted" if line.kind is LineKind.TRANSFER_ACCEPTED else "recalled"
    ended = {"id": transfer_id, "desk": line.desk, "staff": line.staff, "at": line.taken_at, "decision": decision}
    row = connection.execute(_END, ended).one()
    if (row.decision, row.by_desk) != (decision, line.desk):
        sentence = (
            f"Cash on its way was {row.decision} at {row.by_desk}, and {decision} at {line.desk} without the ledger's "
            f"word. Count both drawers: {transfer_id}."
        )
        connection.execute(_ALARM, {"sentence": sentence})


def arriving(connection: Connection, desk: str, center: str, staff: str) -> HandedList:
    """What was given to somebody who is signed in at ``desk``, at other desks of the center."""
    asked = {"desk": desk, "center": center, "staff": staff}
    return HandedList(bodies=tuple(connection.scalars(_ARRIVING, asked)))


def left_behind(connection: Connection, desk: str, center: str, staff: str) -> HandedList:
    """What this person gave at a desk whose place ``desk`` took, and nobody accepted: theirs to take back here."""
    asked = {"desk": desk, "center": center, "staff": staff, "before": desks_before(connection, desk)}
    return HandedList(bodies=tuple(connection.scalars(_LEFT_BEHIND, asked)))


def decide(
    connection: Connection, transfer_id: UUID, asked: DecideHanded, *, desk: str, center: str, now: datetime
) -> HandedDecided:
    """Decide as a desk asks, if nobody was first; asked again, it is the same answer."""
    if asked.wanted == "recalled":
        connection.execute(_UNHEARD, {"id": transfer_id, "desk": desk})
    row = connection.execute(_ROW, {"id": transfer_id}).one_or_none()
    if row is None:
        why = "" if asked.wanted == "open" else "The ledger has not heard of this yet. Wait until its desk has sent it."
        return HandedDecided(decision="open", why_not=why)
    if row.desk == desk and asked.wanted == "open":
        return _answer(connection, row, "")
    why_not = _why_not(connection, row, asked, desk, center)
    if why_not or row.decision == asked.wanted:
        return _answer(connection, row, why_not or _first(connection, row, asked, desk))
    if row.decision == "open" or (row.decision == "rejected" and asked.wanted == "recalled"):
        said = {
            "id": transfer_id,
            "decision": asked.wanted,
            "desk": desk,
            "staff": asked.staff,
            "now": now,
            "reason": asked.reason,
        }
        return _answer(connection, connection.execute(_DECIDE, said).one(), "")
    return _answer(connection, row, _first(connection, row, asked, desk))


def _why_not(connection: Connection, row: Row[Any], asked: DecideHanded, desk: str, center: str) -> str:
    """Why it is not this desk's or this person's to decide."""
    if asked.wanted == "recalled":
        if row.desk == desk:
            return ""
        if row.center == center and row.desk in desks_before(connection, desk):
            return "" if row.giver == asked.staff else "Somebody else gave this, and only they take it back."
        return "This was given at another desk, and only there it is taken back."
    if row.center != center or asked.wanted == "open":
        return "This was given at another center."
    if row.receiver != asked.staff:
        return "This is for somebody else, and only they accept or reject it."
    if row.desk == desk or row.is_here:
        return "This is accepted where it was given, with both signing."
    return ""


def _first(connection: Connection, row: Row[Any], asked: DecideHanded, desk: str) -> str:
    """Who was first, in a sentence; empty where that was this desk with the same wish."""
    if row.decision == asked.wanted and row.by_desk == desk:
        return ""
    words = {"accepted": "accepted this", "rejected": "rejected this", "recalled": "took this back"}
    return f"{_name(connection, row.by_staff)} {words[row.decision]} at {row.by_desk} already."


def _answer(connection: Connection, row: Row[Any], why_not: str) -> HandedDecided:
    return HandedDecided(
        decision=row.decision,
        by=row.by_staff or "",
        by_name=_name(connection, row.by_staff) if row.by_staff else "",
        desk=row.by_desk or "",
        at=row.decided_at,
        reason=row.reason,
        why_not=why_not,
    )


def _name(connection: Connection, user: str) -> str:
    return connection.scalar(_NAME, {"user": user}) or user


def on_their_way(connection: Connection, center: str) -> list[Mapping[str, Any]]:
    """The rows of what is in nobody's drawer, oldest first, with both people's names."""
    return [dict(row) for row in connection.execute(_ON_THEIR_WAY, {"center": center}).mappings()]


def wrong_handed(connection: Connection) -> list[str]:
    """Cash between cashiers that came from nowhere, came twice, or is not what was given; a sentence each."""
    found = [
        f"The list of cash between cashiers is not what the lines say about {transfer_id}."
        for transfer_id in connection.scalars(_NOT_AS_GIVEN)
    ]
    seen: set[UUID] = set()
    for row in connection.execute(_ENDS).all():
        name = f"Line {row.sequence} of {row.desk}"
        try:
            line = read_line(row.body.encode())
            transfer_id = transfer_of(line)
            given = connection.scalar(_GIVEN, {"id": transfer_id})
            if given is None:
                found.append(f"{name} brings cash that no desk gave away.")
            elif transfer_id in seen:
                found.append(f"{name} brings cash that was brought before.")
            elif _in_transit(line) != {a: -cents for a, cents in _in_transit(read_line(given.encode())).items()}:
                found.append(f"{name} brings other cash than was given.")
            seen.add(transfer_id)
        except UnreadableBody:
            found.append(f"{name} is about cash between cashiers and cannot be read.")
    return found


def _in_transit(line: Line) -> dict[str, int]:
    """What a line moves into transit, by account; less than nothing for what comes out of it."""
    sums: dict[str, int] = {}
    for moved in line.transfers:
        for account, cents in ((moved.debit, moved.amount.cents), (moved.credit, -moved.amount.cents)):
            if account.kind is AccountKind.TRANSIT:
                sums[account.code] = sums.get(account.code, 0) + cents
    return sums
