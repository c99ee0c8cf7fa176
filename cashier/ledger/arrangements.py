"""What desks agreed to and noted besides money: each counts once, its statement says it, and who must hears of it.

An extension or a plan on a statement that the ledger does not know is kept and stands on the office's list: what was
promised at a window is a fact. Applications and referrals stand there, too, until somebody closes them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.arrangement import ARRANGES, ASSISTANCE_NOTE, Arrangement, read_arrangement
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.ledger.reading import Received
from cashier.wire_billing import Told, ToldRow

ROWS_MOST = 1_000
_WORKED_ON = frozenset({LineKind.ASSISTANCE_ASKED, LineKind.REFERRED})
_STATUSES = {LineKind.DUE_DATE_EXTENDED: "extension", LineKind.PLAN_AGREED: "payment_plan"}

_KEEP = text(
    """
    INSERT INTO arrangements (desk, line_id, kind, center, staff, at, member_number, guarantor_number, statement_number,
                              due_date, plan_words, reason, words, is_known, closed)
    VALUES (:desk, :line_id, :kind, :center, :staff, :at, :member, :guarantor, :statement, :due_date, :plan_words,
            :reason, :words, :is_known, :closed)
    ON CONFLICT (desk, line_id) DO NOTHING RETURNING arrangement
    """
)
_KNOWS_STATEMENT = text("SELECT EXISTS (SELECT FROM statements WHERE number = :number)")
_KNOWS_MEMBER = text("SELECT EXISTS (SELECT FROM members WHERE number = :number)")
_CHANGE = text(
    """
    WITH changed AS (
        UPDATE statements SET
            due_date = COALESCE(:due_date, due_date),
            plan_words = CASE WHEN :plan_words = '' THEN plan_words ELSE :plan_words END,
            statuses = CASE WHEN statuses ? :status THEN statuses ELSE statuses || to_jsonb(CAST(:status AS text)) END
        WHERE number = :number
    )
    UPDATE balances SET changed_in = pg_current_xact_id() WHERE account = 'receivable:' || :number
    """
)
_NOTE = text(
    """
    UPDATE members SET notes = notes || to_jsonb(CAST(:note AS text)), changed_in = pg_current_xact_id()
    WHERE number = :number AND NOT notes ? :note
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('arrangement_unread', :sentence)")
_TELL = text(
    f"""
    SELECT arrangement AS number, kind, center, at, member_number, guarantor_number, statement_number, due_date,
           plan_words, reason, words
    FROM arrangements WHERE arrangement > :after ORDER BY arrangement LIMIT {ROWS_MOST}
    """
)
_WRONG = text(
    """
    WITH line AS (
        SELECT desk, line_id, kind, state FROM lines WHERE kind = ANY(CAST(:kinds AS text[]))
    )
    SELECT line.desk, line.line_id FROM line
    WHERE state = 'posted'
      AND NOT EXISTS (SELECT FROM arrangements AS kept WHERE kept.desk = line.desk AND kept.line_id = line.line_id
                                                         AND kept.kind = line.kind)
    UNION ALL
    SELECT kept.desk, kept.line_id FROM arrangements AS kept
    WHERE NOT EXISTS (SELECT FROM line WHERE line.desk = kept.desk AND line.line_id = kept.line_id
                                         AND line.kind = kept.kind)
      AND NOT EXISTS (SELECT FROM carried WHERE carried.desk = kept.desk AND carried.line_id = kept.line_id)
    """
)


def take_arrangements(connection: Connection, lines: Sequence[Received]) -> None:
    """Take in what a run agrees to and notes, in the transaction that keeps its lines; each counts once."""
    for received in lines:
        line = received.carried or received.line
        if received.line is None or line is None or received.repeated or line.kind not in ARRANGES:
            continue
        try:
            said = read_arrangement(line)
        except UnreadableBody:
            # What was promised cannot be read, and a person has to ask the desk.
            connection.execute(
                _ALARM, {"sentence": f"{line.desk} agreed to something that cannot be read: line {line.line_id}."}
            )
            said = None
        _take(connection, line, said)


def _take(connection: Connection, line: Line, said: Arrangement | None) -> None:
    is_known = said is not None and _is_known(connection, said)
    row = _row(line, said) | {"is_known": is_known, "closed": is_known and line.kind not in _WORKED_ON}
    if connection.scalar(_KEEP, row) is None or said is None or not is_known:
        return
    if line.kind is LineKind.ASSISTANCE_ASKED:
        connection.execute(_NOTE, {"number": said.member_number, "note": ASSISTANCE_NOTE})
    elif (status := _STATUSES.get(line.kind)) is not None:
        changed = {"number": said.statement, "status": status}
        connection.execute(_CHANGE, changed | {name: row[name] for name in ("due_date", "plan_words")})


def _is_known(connection: Connection, said: Arrangement) -> bool:
    if said.statement:
        return bool(connection.scalar(_KNOWS_STATEMENT, {"number": said.statement}))
    return bool(connection.scalar(_KNOWS_MEMBER, {"number": said.member_number}))


def _row(line: Line, said: Arrangement | None) -> dict[str, Any]:
    return {
        "desk": line.desk,
        "line_id": line.line_id,
        "kind": line.kind.value,
        "center": line.center,
        "staff": line.staff,
        "at": line.taken_at,
        "member": said.member_number if said else "",
        "guarantor": said.guarantor_number if said else "",
        "statement": said.statement if said else "",
        "due_date": said.due_date if said else None,
        "plan_words": said.plan.words if said and said.plan else "",
        "reason": said.reason if said else "",
        "words": said.text if said else "It cannot be read. Ask the desk.",
    }


def told_after(connection: Connection, after: int) -> Told:
    """What desks agreed to and noted after a number, for a billing system."""
    return Told(rows=tuple(ToldRow(**row) for row in connection.execute(_TELL, {"after": after}).mappings()))


def wrong_arrangements(connection: Connection) -> list[str]:
    """What the list says otherwise than the lines, as sentences."""
    rows = connection.execute(_WRONG, {"kinds": [kind.value for kind in ARRANGES]})
    return [f"What {row.desk} agreed to in line {row.line_id} is not on the list as the line says." for row in rows]
