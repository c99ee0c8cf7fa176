"""What desks agreed to outlives a bill that its billing system loads anew with the terms of before.

A billing system that has not heard of an extension or a plan yet says the old due date and no plan: that takes back
nothing that was promised at a window. A bill that says anything else was changed there, and counts: the office hears
what no longer holds, so that somebody tells the member.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, text

from cashier.domain.arrangement import Arrangement, read_arrangement
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import LineKind, read_line
from cashier.domain.times import day_words
from cashier.ledger.text_rows import BillText

# A carried line says its body within its own; either way the arrangement's row names the line that was meant.
_AGREED = text(
    """
    WITH kept AS (
        SELECT arrangement, statement_number, desk, line_id FROM arrangements
        WHERE statement_number = ANY(CAST(:numbers AS text[])) AND kind = ANY(CAST(:kinds AS text[]))
    ), said AS (
        SELECT desk, line_id, body FROM lines WHERE (desk, line_id) IN (SELECT desk, line_id FROM kept)
    ), brought AS (
        SELECT carried.desk, carried.line_id, read_body(carrier.body) -> 'facts' ->> 'body' AS body
        FROM carried JOIN lines AS carrier
            ON carrier.desk = carried.carrier AND carrier.sequence = carried.sequence
        WHERE (carried.desk, carried.line_id) IN (SELECT desk, line_id FROM kept)
    )
    SELECT kept.statement_number, statement.due_date, statement.plan_words, kept.desk,
           COALESCE(said.body, brought.body) AS body
    FROM kept
    JOIN statements AS statement ON statement.number = kept.statement_number
    LEFT JOIN said ON said.desk = kept.desk AND said.line_id = kept.line_id
    LEFT JOIN brought ON brought.desk = kept.desk AND brought.line_id = kept.line_id
    ORDER BY kept.arrangement
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('terms_changed', :sentence)")
_NO_EXTENSION = text("UPDATE statements SET statuses = statuses - 'extension' WHERE number = :number")
_KINDS = [LineKind.DUE_DATE_EXTENDED.value, LineKind.PLAN_AGREED.value]


def keep_terms(connection: Connection, bills: Mapping[str, BillText], known: Collection[str]) -> dict[str, BillText]:
    """The bills as they are to be merged: with what was agreed, where they say the terms of before.

    ``known``: which of them the ledger has already. Nothing of a new bill can have been agreed to.
    """
    kept = dict(bills)
    asked = [number for number in known if number in kept]
    if not asked:
        return kept
    for row in connection.execute(_AGREED, {"numbers": asked, "kinds": _KINDS}):
        said, bill = _read(row.body), kept[row.statement_number]
        if said is None:
            continue
        if said.due_date is not None and said.was_due is not None and row.due_date == said.due_date:
            if bill.due_date == said.was_due.isoformat():
                kept[bill.number] = bill._replace(due_date=said.due_date.isoformat())
            elif bill.due_date != said.due_date.isoformat():
                connection.execute(_NO_EXTENSION, {"number": bill.number})
                _tell(connection, f"The extension of {bill.number} to {day_words(said.due_date)}", row.desk)
        if said.plan is not None and _is(row.plan_words, said.plan.words):
            if not bill.plan_words:
                kept[bill.number] = kept[bill.number]._replace(plan_words=said.plan.words)
            elif not _is(bill.plan_words, said.plan.words):
                _tell(connection, f"The plan for {bill.number} ({said.plan.words})", row.desk)
    return kept


def _tell(connection: Connection, what: str, desk: str) -> None:
    sentence = (
        f"{what}, agreed to at {desk}, no longer holds: its billing system says otherwise now. "
        "Ask there, and tell the member."
    )
    connection.execute(_ALARM, {"sentence": sentence})


def _is(words: str, agreed: str) -> bool:
    """Whether these are a plan's words; earlier ones did not say another last installment."""
    return words in (agreed, agreed.partition(", the last")[0])


def _read(body: str | None) -> Arrangement | None:
    try:
        return read_arrangement(read_line(body.encode())) if body else None
    except UnreadableBody:
        return None
